"""What somebody might try on purpose, one file for each kind of attack; each test is named by its outcome."""
