"""Finals: what was finished or signed, word for word and for ever, and who read and acknowledged it."""

NAME = "m0006_finals"

SQL = """
CREATE TABLE final_text (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content TEXT NOT NULL CHECK (json_valid(content)),
    deleted_at TEXT
) STRICT;
CREATE INDEX final_text_sha256 ON final_text (sha256);

CREATE TRIGGER final_text_locked BEFORE UPDATE ON final_text
BEGIN
    SELECT RAISE(ABORT, 'what a final rests on never changes');
END;
CREATE TRIGGER final_text_kept BEFORE DELETE ON final_text
BEGIN
    SELECT RAISE(ABORT, 'what a final rests on stays');
END;
CREATE TRIGGER final_text_once BEFORE INSERT ON final_text
WHEN EXISTS (SELECT 1 FROM final_text WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'what a final rests on stays');
END;

CREATE TABLE final (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('evaluation', 'plan', 'session')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    subject_uid BLOB NOT NULL CHECK (length(subject_uid) = 16),
    first_uid BLOB NOT NULL CHECK (length(first_uid) = 16),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    reason TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL CHECK (content = '' OR json_valid(content)),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    made_at TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES user (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    purge_id INTEGER REFERENCES purge (id),
    deleted_at TEXT,
    CHECK ((content = '') = (purge_id IS NOT NULL)),
    CHECK (revision = 1 OR reason <> '' OR purge_id IS NOT NULL)
) STRICT;
CREATE INDEX final_subject ON final (subject_uid, revision);
CREATE INDEX final_first ON final (first_uid, revision);
CREATE INDEX final_agent ON final (agent_id, made_at);

CREATE TRIGGER final_locked BEFORE UPDATE ON final
WHEN NOT (old.purge_id IS NULL AND new.purge_id IS NOT NULL AND new.content = '' AND new.reason = ''
    AND new.id = old.id AND new.uid = old.uid AND new.kind = old.kind AND new.subject = old.subject
    AND new.subject_uid = old.subject_uid AND new.first_uid = old.first_uid AND new.revision = old.revision
    AND new.sha256 = old.sha256 AND new.made_at = old.made_at AND new.user_id = old.user_id
    AND new.agent_id = old.agent_id AND new.deleted_at IS old.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'a final never changes');
END;
CREATE TRIGGER final_kept BEFORE DELETE ON final
BEGIN
    SELECT RAISE(ABORT, 'a final stays');
END;
CREATE TRIGGER final_once BEFORE INSERT ON final
WHEN EXISTS (SELECT 1 FROM final WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'a final stays');
END;

CREATE TABLE acknowledgement (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    final_id INTEGER NOT NULL REFERENCES final (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    comment TEXT NOT NULL DEFAULT '',
    at TEXT,
    purge_id INTEGER REFERENCES purge (id),
    deleted_at TEXT
) STRICT;
CREATE INDEX acknowledgement_final ON acknowledgement (final_id);
CREATE INDEX acknowledgement_agent ON acknowledgement (agent_id);

CREATE TRIGGER acknowledgement_locked BEFORE UPDATE ON acknowledgement
WHEN old.at IS NOT NULL AND NOT (old.purge_id IS NULL AND new.purge_id IS NOT NULL AND new.comment = ''
    AND new.id = old.id AND new.uid = old.uid AND new.final_id = old.final_id AND new.agent_id = old.agent_id
    AND new.user_id = old.user_id AND new.at = old.at AND new.deleted_at IS old.deleted_at)
BEGIN
    SELECT RAISE(ABORT, 'what was acknowledged never changes');
END;
CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement
WHEN old.at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'what was acknowledged stays');
END;
CREATE TRIGGER acknowledgement_once BEFORE INSERT ON acknowledgement
WHEN EXISTS (SELECT 1 FROM acknowledgement WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'what was acknowledged stays');
END;

ALTER TABLE evaluation ADD COLUMN revises_id INTEGER REFERENCES evaluation (id);
ALTER TABLE evaluation ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX evaluation_uid ON evaluation (uid);
CREATE INDEX evaluation_revises ON evaluation (revises_id) WHERE revises_id IS NOT NULL;
CREATE INDEX evaluation_shared ON evaluation (agent_id) WHERE state = 'shared';

DROP TRIGGER evaluation_locked;
CREATE TRIGGER evaluation_locked BEFORE UPDATE OF answers, version_id, agent_id, contact_id, observation_id,
    user_id, day, calculated, reported, verdict, critical, finished_at, comment, revises_id, reason
    ON evaluation
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a final evaluation never changes');
END;

-- Finals say what the notes said; a purge removes notes, and writes nothing into them.
CREATE TRIGGER note_locked BEFORE UPDATE OF uid, observation_id, agent_id, at_s, text, tag, question,
    written_at, deleted_at ON note
WHEN EXISTS (SELECT 1 FROM evaluation WHERE observation_id = old.observation_id AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'a note of a final evaluation never changes');
END;

ALTER TABLE plan ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX plan_uid ON plan (uid);
"""
