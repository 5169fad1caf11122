"""What was said or written on a contact, line by line, so that a line can be quoted as evidence."""

NAME = "m0015_transcripts"

SQL = """
CREATE TABLE transcript (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    format TEXT NOT NULL CHECK (format IN ('vtt', 'srt', 'json', 'text')),
    file_name TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX transcript_contact ON transcript (contact_id);
CREATE INDEX transcript_agent ON transcript (agent_id);

CREATE TABLE transcript_line (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    transcript_id INTEGER NOT NULL REFERENCES transcript (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    speaker TEXT NOT NULL CHECK (speaker IN ('agent', 'customer', 'other')),
    name TEXT NOT NULL DEFAULT '',
    at_s REAL CHECK (at_s >= 0),
    until_s REAL CHECK (until_s >= 0),
    text TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX transcript_line_transcript ON transcript_line (transcript_id, position);
CREATE INDEX transcript_line_agent ON transcript_line (agent_id);
"""
