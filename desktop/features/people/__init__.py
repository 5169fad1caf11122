"""Everyone on the floor, and one page for each agent: what was heard, how it goes, what it rests on."""
