"""Fair sampling: how many calls are enough, which ones, and whose turn they are."""
