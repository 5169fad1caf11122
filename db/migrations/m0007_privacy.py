"""Numbers that look like a card's and were let through: as keyed digests, each with who, when and why."""

NAME = "m0007_privacy"

SQL = """
CREATE TABLE allowed_number (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    reason TEXT NOT NULL CHECK (reason <> ''),
    user_id INTEGER NOT NULL REFERENCES user (id),
    at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX allowed_number_digest ON allowed_number (digest);

-- What is taken out of a note is taken out of the index of words in the same moment.
INSERT INTO note_words (note_words, rank) VALUES ('secure-delete', 1);
"""
