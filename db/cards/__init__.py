"""What is never stored: the numbers of payment cards and their security codes, found in any text."""
