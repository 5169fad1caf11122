"""Recordings: bringing files in, finding the contact of each, and saying what is missing."""
