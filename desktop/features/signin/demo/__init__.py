"""A made-up floor of 24 agents and six months, the same from the same seed and day, to look around in."""
