"""What follows a final: disputes, voiding, files handed out to be signed, and the agent's own view."""

NAME = "m0012_disputes"

SQL = """
ALTER TABLE evaluation ADD COLUMN shared_at TEXT;
ALTER TABLE evaluation ADD COLUMN voided_at TEXT CHECK (voided_at IS NULL OR deleted_at = voided_at);
ALTER TABLE evaluation ADD COLUMN voided_by INTEGER REFERENCES user (id);
ALTER TABLE evaluation ADD COLUMN void_reason TEXT NOT NULL DEFAULT ''
    CHECK ((voided_at IS NULL) = (void_reason = ''));
CREATE INDEX evaluation_voided ON evaluation (observation_id) WHERE voided_at IS NOT NULL;

CREATE TABLE dispute (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
    final_id INTEGER NOT NULL REFERENCES final (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    question TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    note_uid BLOB CHECK (length(note_uid) = 16),
    at_s REAL CHECK (at_s >= 0),
    proposed TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES user (id),
    how TEXT NOT NULL DEFAULT 'desk' CHECK (how IN ('desk', 'user', 'file')),
    late TEXT NOT NULL DEFAULT '',
    raised_at TEXT,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'stands', 'partly', 'changed', 'withdrawn')),
    evaluator_id INTEGER REFERENCES user (id),
    answer TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL DEFAULT '',
    decided_by INTEGER REFERENCES user (id),
    decided_at TEXT,
    quick INTEGER NOT NULL DEFAULT 0 CHECK (quick IN (0, 1)),
    score_before REAL CHECK (score_before BETWEEN 0 AND 100),
    score_after REAL CHECK (score_after BETWEEN 0 AND 100),
    deleted_at TEXT,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK (raised_at IS NOT NULL OR state = 'open')
) STRICT;
CREATE INDEX dispute_evaluation ON dispute (evaluation_id);
CREATE INDEX dispute_agent ON dispute (agent_id);
CREATE INDEX dispute_open ON dispute (raised_at) WHERE state = 'open';
CREATE INDEX dispute_final ON dispute (final_id);

CREATE TRIGGER dispute_locked BEFORE UPDATE OF uid, final_id, agent_id, question, reason, evidence, note_uid,
    at_s, proposed, user_id, how, late, raised_at, evaluator_id ON dispute
WHEN old.raised_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a dispute that was raised never changes');
END;
CREATE TRIGGER dispute_decided BEFORE UPDATE OF state, answer, decision, decided_by, decided_at, quick,
    score_before, score_after ON dispute
WHEN old.state <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'what was decided never changes');
END;

CREATE TABLE self_evaluation (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    observation_id INTEGER NOT NULL REFERENCES observation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    version_id INTEGER NOT NULL REFERENCES scorecard_version (id),
    answers BLOB NOT NULL,
    words TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(words)),
    comment TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'final')),
    asked_by INTEGER NOT NULL REFERENCES user (id),
    asked_at TEXT NOT NULL,
    finished_at TEXT,
    opened_at TEXT,
    deleted_at TEXT,
    CHECK ((state = 'draft') = (finished_at IS NULL)),
    CHECK (opened_at IS NULL OR state = 'final')
) STRICT;
CREATE INDEX self_evaluation_observation ON self_evaluation (observation_id);
CREATE INDEX self_evaluation_agent ON self_evaluation (agent_id);
CREATE INDEX self_evaluation_contact ON self_evaluation (contact_id);

CREATE TRIGGER self_evaluation_locked BEFORE UPDATE OF uid, observation_id, agent_id, contact_id, version_id,
    answers, words, comment, state, asked_by, asked_at, finished_at ON self_evaluation
WHEN old.state = 'final'
BEGIN
    SELECT RAISE(ABORT, 'an own view that is finished never changes');
END;

CREATE TABLE handed_out (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    final_id INTEGER NOT NULL REFERENCES final (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    format TEXT NOT NULL CHECK (format IN ('html', 'pdf')),
    code BLOB NOT NULL CHECK (length(code) = 32),
    made_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX handed_out_uid ON handed_out (uid);
CREATE INDEX handed_out_agent ON handed_out (agent_id);
CREATE INDEX handed_out_final ON handed_out (final_id);

ALTER TABLE acknowledgement ADD COLUMN how TEXT NOT NULL DEFAULT 'desk'
    CHECK (how IN ('desk', 'file', 'signed'));
ALTER TABLE acknowledgement ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
ALTER TABLE acknowledgement ADD COLUMN file_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE acknowledgement ADD COLUMN signed_on TEXT;
"""
