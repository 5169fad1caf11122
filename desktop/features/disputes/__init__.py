"""Disputes: decided by somebody else than whoever gave the answer, and how often answers stood."""
