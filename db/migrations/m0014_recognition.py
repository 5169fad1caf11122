"""Praise with its evidence, and calls that are worth another person's time to hear."""

NAME = "m0014_recognition"

SQL = """
CREATE TABLE recognition (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    observation_id INTEGER REFERENCES observation (id),
    note_id INTEGER REFERENCES note (id),
    question TEXT NOT NULL DEFAULT '',
    situation TEXT NOT NULL DEFAULT '',
    behaviour TEXT NOT NULL CHECK (behaviour <> ''),
    impact TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    told_at TEXT,
    deleted_at TEXT
) STRICT;
CREATE INDEX recognition_agent ON recognition (agent_id, made_at);
CREATE INDEX recognition_observation ON recognition (observation_id);
CREATE INDEX recognition_note ON recognition (note_id);

CREATE TABLE shelf_call (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    why TEXT NOT NULL CHECK (why <> ''),
    skill TEXT NOT NULL DEFAULT '',
    at_s REAL CHECK (at_s >= 0),
    proposed INTEGER NOT NULL CHECK (proposed IN (0, 1)),
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    taken_at TEXT,
    agreed_at TEXT,
    deleted_at TEXT
) STRICT;
CREATE INDEX shelf_call_agent ON shelf_call (agent_id, made_at);
CREATE INDEX shelf_call_contact ON shelf_call (contact_id);
"""
