"""Bringing in files: what a column means, how its cells are read, what is wrong with a row, who is meant."""
