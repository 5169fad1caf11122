"""Page objects: tests find controls as a screen reader does, by role and name."""
