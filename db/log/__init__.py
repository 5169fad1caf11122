"""The record of changes: its triggers, its chain, its devices, and the check of all three."""
