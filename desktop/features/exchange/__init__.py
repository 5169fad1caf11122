"""Bringing in calls and people from files."""
