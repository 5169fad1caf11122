"""What the key file beside an encrypted store must at least be, so that an older one is noticed."""

NAME = "m0003_keys"

SQL = """
CREATE TABLE key_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store BLOB NOT NULL CHECK (length(store) = 16),
    revision INTEGER NOT NULL CHECK (revision > 0),
    generation INTEGER NOT NULL CHECK (generation > 0)
) STRICT;
"""
