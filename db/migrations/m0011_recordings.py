"""Recordings of contacts: where each file is, or the key of the copy that is kept beside the store."""

NAME = "m0011_recordings"

SQL = """
CREATE TABLE recording (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    contact_id INTEGER REFERENCES contact (id),
    agent_id INTEGER REFERENCES agent (id),
    folder TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL CHECK (file_name <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size > 0),
    how TEXT NOT NULL CHECK (how IN ('referenced', 'kept')),
    key BLOB CHECK (length(key) = 32),
    duration_s REAL,
    channels INTEGER,
    agent_channel INTEGER,
    side TEXT NOT NULL DEFAULT '' CHECK (side IN ('', 'agent', 'customer')),
    reference TEXT NOT NULL DEFAULT '',
    agent_text TEXT NOT NULL DEFAULT '',
    started_at TEXT,
    user_id INTEGER NOT NULL REFERENCES user (id),
    found_at TEXT NOT NULL,
    deleted_at TEXT,
    CHECK (contact_id IS NULL OR agent_id IS NOT NULL)
) STRICT;
CREATE INDEX recording_contact ON recording (contact_id);
CREATE INDEX recording_agent ON recording (agent_id);
CREATE INDEX recording_sha256 ON recording (sha256);
CREATE INDEX recording_uid ON recording (uid);

-- What a recording looks like and what is heard in it, worked out from the file: made anew where it is gone.
CREATE TABLE recording_sound (
    recording_id INTEGER PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
    peaks BLOB NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;
"""
