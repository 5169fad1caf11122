"""The floor: people, contacts, scorecards, observations, evaluations and the sums beside them."""

NAME = "m0001_floor"

SQL = """
CREATE TABLE site (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL,
    is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    import_id INTEGER REFERENCES import (id),
    deleted_at TEXT
) STRICT;

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('supervisor', 'coach', 'admin')),
    deleted_at TEXT
) STRICT;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'people')),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    kept INTEGER NOT NULL CHECK (kept >= 0),
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;

CREATE TABLE column_mapping (
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'people')),
    headers TEXT NOT NULL,
    mapping TEXT NOT NULL CHECK (json_valid(mapping)),
    PRIMARY KEY (kind, headers)
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    reference TEXT NOT NULL DEFAULT '',
    team_id INTEGER NOT NULL REFERENCES team (id),
    hired_on TEXT,
    left_on TEXT,
    import_id INTEGER REFERENCES import (id),
    deleted_at TEXT
) STRICT;
CREATE INDEX agent_team ON agent (team_id, name);
CREATE INDEX agent_import ON agent (import_id);

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    reference TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel IN ('call', 'chat', 'email')),
    direction TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    started_at TEXT NOT NULL,
    topic TEXT NOT NULL DEFAULT '',
    answered INTEGER CHECK (answered IN (0, 1)),
    resolved INTEGER CHECK (resolved IN (0, 1)),
    answer_s REAL CHECK (answer_s >= 0),
    talk_s REAL CHECK (talk_s >= 0),
    hold_s REAL CHECK (hold_s >= 0),
    wrap_s REAL CHECK (wrap_s >= 0),
    rating REAL,
    import_id INTEGER REFERENCES import (id),
    deleted_at TEXT
) STRICT;
CREATE INDEX contact_agent ON contact (agent_id, started_at);
CREATE INDEX contact_reference ON contact (reference);
CREATE INDEX contact_started ON contact (started_at);
CREATE INDEX contact_import ON contact (import_id);

CREATE TABLE scorecard (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    deleted_at TEXT
) STRICT;

CREATE TABLE scorecard_version (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    scorecard_id INTEGER NOT NULL REFERENCES scorecard (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
    form TEXT NOT NULL CHECK (json_valid(form)),
    published_at TEXT
) STRICT;
CREATE INDEX version_scorecard ON scorecard_version (scorecard_id, number);

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE version_question (
    version_id INTEGER NOT NULL REFERENCES scorecard_version (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    question_id INTEGER NOT NULL REFERENCES question (id),
    skill_id INTEGER REFERENCES skill (id),
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_question_question ON version_question (question_id);

CREATE TRIGGER scorecard_version_locked BEFORE UPDATE OF form, number, scorecard_id ON scorecard_version
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a published scorecard never changes');
END;

CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    source TEXT NOT NULL CHECK (source IN ('side_by_side', 'remote_live', 'recording', 'chat_review',
        'email_review', 'customer_feedback', 'peer')),
    begun_at TEXT NOT NULL,
    clock_started_at TEXT,
    clock_offset_s REAL NOT NULL DEFAULT 0 CHECK (clock_offset_s >= 0),
    pending TEXT NOT NULL DEFAULT '',
    pending_at_s REAL CHECK (pending_at_s >= 0),
    ended_at TEXT,
    deleted_at TEXT
) STRICT;
CREATE INDEX observation_agent ON observation (agent_id, begun_at);
CREATE INDEX observation_contact ON observation (contact_id);
CREATE INDEX observation_open ON observation (user_id, begun_at) WHERE ended_at IS NULL;

CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    observation_id INTEGER NOT NULL REFERENCES observation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    at_s REAL NOT NULL CHECK (at_s >= 0),
    text TEXT NOT NULL,
    tag TEXT CHECK (tag IN ('strength', 'opportunity', 'promise', 'effort', 'no_moment')),
    question TEXT NOT NULL DEFAULT '',
    written_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX note_observation ON note (observation_id, at_s);
CREATE INDEX note_agent ON note (agent_id, written_at);

CREATE VIRTUAL TABLE note_words USING fts5 (text, content='note', content_rowid='id', tokenize='unicode61');
CREATE TRIGGER note_words_insert AFTER INSERT ON note BEGIN
    INSERT INTO note_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER note_words_delete AFTER DELETE ON note BEGIN
    INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER note_words_update AFTER UPDATE OF text ON note BEGIN
    INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO note_words (rowid, text) VALUES (new.id, new.text);
END;

CREATE TABLE evaluation (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    observation_id INTEGER NOT NULL REFERENCES observation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    version_id INTEGER NOT NULL REFERENCES scorecard_version (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'final', 'shared', 'acknowledged', 'disputed', 'closed')),
    answers BLOB NOT NULL,
    day TEXT NOT NULL,
    calculated REAL CHECK (calculated BETWEEN 0 AND 100),
    reported REAL CHECK (reported BETWEEN 0 AND 100),
    verdict TEXT CHECK (verdict IN ('pass', 'fail', 'critical_fail', 'not_scored')),
    critical TEXT NOT NULL DEFAULT '',
    finished_at TEXT,
    comment TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    CHECK ((state = 'draft') = (finished_at IS NULL)),
    CHECK ((state = 'draft') = (verdict IS NULL))
) STRICT;
CREATE INDEX evaluation_agent ON evaluation (agent_id, day);
CREATE INDEX evaluation_day ON evaluation (day);
CREATE INDEX evaluation_user ON evaluation (user_id);
CREATE INDEX evaluation_observation ON evaluation (observation_id);
CREATE INDEX evaluation_contact ON evaluation (contact_id);

CREATE TRIGGER evaluation_locked BEFORE UPDATE OF answers, version_id, agent_id, contact_id, day, calculated,
    reported, verdict, critical, finished_at, comment ON evaluation
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a final evaluation never changes');
END;

CREATE VIEW answer AS
SELECT
    evaluation.id AS evaluation_id,
    evaluation.agent_id,
    evaluation.day,
    evaluation.state,
    asked.position,
    question.key AS question,
    16 * (instr('0123456789ABCDEF', substr(hex(evaluation.answers), 2 * asked.position - 1, 1)) - 1)
        + instr('0123456789ABCDEF', substr(hex(evaluation.answers), 2 * asked.position, 1)) - 1 AS code
FROM evaluation
JOIN version_question AS asked ON asked.version_id = evaluation.version_id
JOIN question ON question.id = asked.question_id
WHERE evaluation.deleted_at IS NULL;

CREATE TABLE week_sum (
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    kind TEXT NOT NULL CHECK (kind IN ('score', 'question', 'skill')),
    subject_id INTEGER NOT NULL,
    week TEXT NOT NULL,
    n INTEGER NOT NULL,
    total REAL NOT NULL,
    squares REAL NOT NULL,
    passed INTEGER NOT NULL DEFAULT 0,
    critical INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (agent_id, kind, subject_id, week)
) STRICT, WITHOUT ROWID;
CREATE INDEX week_sum_subject ON week_sum (kind, subject_id, week, n, total, squares, passed, critical);
"""
