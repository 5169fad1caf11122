"""The application: what a supervisor sees and does, on top of the rules and the store."""
