"""Files an agent handed back: each is kept encrypted beside the store, under a key that stands here alone."""

NAME = "m0018_handed_back"

SQL = """
CREATE TABLE handed_back (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    file_name TEXT NOT NULL CHECK (file_name <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size > 0),
    key BLOB CHECK (length(key) = 32),
    made_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX handed_back_evaluation ON handed_back (evaluation_id);
CREATE INDEX handed_back_agent ON handed_back (agent_id);
CREATE INDEX handed_back_uid ON handed_back (uid);
"""
