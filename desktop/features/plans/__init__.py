"""Growth plans: begun from a gap, written by both sides, signed, printed, and looked at again."""
