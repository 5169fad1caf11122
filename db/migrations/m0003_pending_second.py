"""The contact's second at which the note being typed began: it outlives a crash with the text."""

NAME = "m0003_pending_second"

SQL = """
ALTER TABLE observation ADD COLUMN pending_at_s REAL CHECK (pending_at_s >= 0);
"""
