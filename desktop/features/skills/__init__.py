"""What people can do beside what their stage asks for: in their own view, their coach's, and on calls."""
