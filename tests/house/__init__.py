"""The rules of the house that matter enough to be tests."""
