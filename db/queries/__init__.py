"""Every SELECT and write, by subject: rows in, records out; no rule is decided here."""
