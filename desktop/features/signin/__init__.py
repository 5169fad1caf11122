"""Coming in: the first start, whose floor it is, and the demo floor to look around."""
