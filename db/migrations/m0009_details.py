"""What an answer says beside its code: written words, numbers, root causes and a comment per question."""

NAME = "m0009_details"

SQL = """
CREATE TABLE detail (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    question TEXT NOT NULL CHECK (question <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'cause', 'comment')),
    value TEXT NOT NULL CHECK (value <> ''),
    deleted_at TEXT
) STRICT;
CREATE INDEX detail_evaluation ON detail (evaluation_id);
CREATE INDEX detail_agent ON detail (agent_id);
CREATE INDEX detail_uid ON detail (uid);

CREATE TRIGGER detail_locked BEFORE UPDATE OF uid, evaluation_id, agent_id, question, kind, value, deleted_at
    ON detail
WHEN EXISTS (SELECT 1 FROM evaluation WHERE id = old.evaluation_id AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'a detail of a final evaluation never changes');
END;
CREATE TRIGGER detail_late BEFORE INSERT ON detail
WHEN EXISTS (SELECT 1 FROM evaluation WHERE id = new.evaluation_id AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'a detail of a final evaluation never changes');
END;
"""
