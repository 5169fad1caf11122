-- How the database looks after all migrations. Written by tests/db/test_schema.py, never executed.
-- After a change: UPDATE_SCHEMA=1 python -m pytest tests/db/test_schema.py
-- Not here: the triggers log_..., which db/log/triggers.py makes from all this.

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
, how TEXT NOT NULL DEFAULT 'desk'
    CHECK (how IN ('desk', 'file', 'signed')), file_name TEXT NOT NULL DEFAULT '', file_hash TEXT NOT NULL DEFAULT '', signed_on TEXT) STRICT;

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

CREATE TABLE action (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    goal_id INTEGER REFERENCES goal (id),
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'learn', 'course')),
    owner TEXT NOT NULL CHECK (owner IN ('agent', 'supervisor')),
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    due_on TEXT,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'dropped')),
    evidence TEXT NOT NULL DEFAULT '',
    written_by TEXT NOT NULL CHECK (written_by IN ('agent', 'supervisor')),
    deleted_at TEXT
) STRICT;

CREATE INDEX action_plan ON action (plan_id, position);

CREATE INDEX action_due ON action (due_on) WHERE status = 'open';

CREATE TABLE action_idea (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'learn', 'course')),
    owner TEXT NOT NULL CHECK (owner IN ('agent', 'supervisor')),
    skills TEXT NOT NULL CHECK (json_valid(skills)),
    deleted_at TEXT
) STRICT;

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

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX area_plan ON area (plan_id, position);

CREATE TABLE assessment (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    kind TEXT NOT NULL CHECK (kind IN ('self', 'coach', 'demonstration')),
    user_id INTEGER NOT NULL REFERENCES user (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'final')),
    begun_on TEXT NOT NULL,
    finished_at TEXT,
    comment TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE INDEX assessment_agent ON assessment (agent_id, begun_on);

CREATE INDEX assessment_uid ON assessment (uid);

CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL REFERENCES user (id),
    team_id INTEGER REFERENCES team (id),
    agent_id INTEGER REFERENCES agent (id),
    deleted_at TEXT,
    CHECK ((team_id IS NULL) <> (agent_id IS NULL))
) STRICT;

CREATE INDEX assignment_user ON assignment (user_id);

CREATE TABLE behaviour (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    hear TEXT NOT NULL CHECK (json_valid(hear)),
    proposed_by TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    device BLOB NOT NULL CHECK (length(device) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    tick INTEGER NOT NULL,
    user BLOB CHECK (length(user) = 16),
    agent BLOB CHECK (length(agent) = 16),
    "table" TEXT NOT NULL,
    "row" ANY NOT NULL,
    "column" TEXT NOT NULL,
    old ANY,
    new ANY,
    parents TEXT NOT NULL,
    salt BLOB CHECK (length(salt) = 16),
    digest BLOB CHECK (length(digest) = 32),
    hash BLOB CHECK (length(hash) = 32),
    purge_id INTEGER REFERENCES purge (id)
) STRICT;

CREATE INDEX change_row ON change ("row");

CREATE TRIGGER change_kept BEFORE DELETE ON change
BEGIN
    SELECT RAISE(ABORT, 'the record of changes is only ever added to');
END;

CREATE TRIGGER change_once BEFORE INSERT ON change
WHEN EXISTS (SELECT 1 FROM change WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'the record of changes is only ever added to');
END;

CREATE TRIGGER change_locked BEFORE UPDATE ON change
WHEN NOT (new.id = old.id AND new.device = old.device AND new.sequence = old.sequence AND new.tick = old.tick
    AND new.user IS old.user AND new.agent IS old.agent AND new."table" = old."table"
    AND new."row" IS old."row" AND new."column" = old."column" AND new.parents = old.parents
    AND CASE
        WHEN old.hash IS NULL AND new.hash IS NULL THEN new.old IS old.old AND new."column" <> ''
            AND new.salt IS NULL AND new.digest IS NULL AND new.purge_id IS NULL
        WHEN old.hash IS NULL THEN new.old IS old.old AND new.new IS old.new
            AND new.salt IS NOT NULL AND new.digest IS NOT NULL AND new.purge_id IS NULL
        ELSE new.hash IS old.hash AND new.digest IS old.digest AND old.purge_id IS NULL
            AND new.purge_id IS NOT NULL AND new.old IS NULL AND new.new IS NULL AND new.salt IS NULL
    END)
BEGIN
    SELECT RAISE(ABORT, 'the record of changes is only ever added to');
END;

CREATE TABLE check_in (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    due_on TEXT NOT NULL,
    held_on TEXT,
    progress TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE INDEX check_in_plan ON check_in (plan_id, due_on);

CREATE INDEX check_in_due ON check_in (due_on) WHERE held_on IS NULL;

CREATE TABLE column_mapping (
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'people', 'evaluations', 'scorecard')),
    headers TEXT NOT NULL,
    mapping TEXT NOT NULL CHECK (json_valid(mapping)),
    PRIMARY KEY (kind, headers)
) STRICT, WITHOUT ROWID;

CREATE TABLE condition (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    kind TEXT NOT NULL CHECK (kind IN ('willing', 'supported', 'process', 'focus')),
    reply TEXT CHECK (reply IN ('yes', 'no', 'unsure')),
    comment TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE INDEX condition_plan ON condition (plan_id);

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

CREATE INDEX contact_uid ON contact (uid);

CREATE TABLE detail (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    evaluation_id INTEGER NOT NULL REFERENCES evaluation (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    question TEXT NOT NULL CHECK (question <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'number', 'cause', 'comment')),
    value TEXT NOT NULL CHECK (value <> ''),
    deleted_at TEXT
, import_id INTEGER REFERENCES import (id)) STRICT;

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

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    begun_at TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('new', 'upgraded', 'restored')),
    after_device BLOB CHECK (length(after_device) = 16),
    after_sequence INTEGER,
    after_hash BLOB CHECK (length(after_hash) = 32)
) STRICT;

CREATE TRIGGER device_kept BEFORE DELETE ON device
BEGIN
    SELECT RAISE(ABORT, 'a device stays');
END;

CREATE TRIGGER device_locked BEFORE UPDATE ON device
BEGIN
    SELECT RAISE(ABORT, 'a device never changes');
END;

CREATE TRIGGER device_once BEFORE INSERT ON device
WHEN EXISTS (SELECT 1 FROM device WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'a device stays');
END;

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

CREATE TABLE draw (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES sampling_plan (id),
    kind TEXT NOT NULL CHECK (kind IN ('random', 'targeted')),
    team_id INTEGER REFERENCES team (id),
    filters TEXT NOT NULL CHECK (json_valid(filters)),
    seed TEXT NOT NULL CHECK (seed <> ''),
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    population INTEGER NOT NULL CHECK (population >= 0),
    population_hash BLOB NOT NULL CHECK (length(population_hash) = 32),
    count INTEGER NOT NULL CHECK (count >= 0),
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX draw_plan ON draw (plan_id, made_at);

CREATE INDEX draw_made ON draw (made_at);

CREATE TABLE draw_item (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    draw_id INTEGER NOT NULL REFERENCES draw (id),
    contact_id INTEGER NOT NULL REFERENCES contact (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'skipped')),
    reason TEXT NOT NULL DEFAULT '' CHECK (reason IN ('', 'no_recording', 'wrong_agent', 'not_audible')),
    replaces_id INTEGER REFERENCES draw_item (id),
    made_at TEXT NOT NULL,
    deleted_at TEXT,
    CHECK ((state = 'skipped') = (reason <> ''))
) STRICT;

CREATE INDEX draw_item_draw ON draw_item (draw_id, position);

CREATE INDEX draw_item_contact ON draw_item (contact_id);

CREATE INDEX draw_item_agent ON draw_item (agent_id);

CREATE INDEX draw_item_user ON draw_item (user_id, draw_id);

CREATE INDEX draw_item_replaces ON draw_item (replaces_id) WHERE replaces_id IS NOT NULL;

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
    deleted_at TEXT, revises_id INTEGER REFERENCES evaluation (id), reason TEXT NOT NULL DEFAULT '', shared_at TEXT, voided_at TEXT CHECK (voided_at IS NULL OR deleted_at = voided_at), voided_by INTEGER REFERENCES user (id), void_reason TEXT NOT NULL DEFAULT ''
    CHECK ((voided_at IS NULL) = (void_reason = '')), import_id INTEGER REFERENCES import (id),
    CHECK ((state = 'draft') = (finished_at IS NULL)),
    CHECK ((state = 'draft') = (verdict IS NULL))
) STRICT;

CREATE INDEX evaluation_agent ON evaluation (agent_id, day);

CREATE INDEX evaluation_day ON evaluation (day);

CREATE INDEX evaluation_user ON evaluation (user_id);

CREATE INDEX evaluation_observation ON evaluation (observation_id);

CREATE INDEX evaluation_contact ON evaluation (contact_id);

CREATE INDEX evaluation_uid ON evaluation (uid);

CREATE INDEX evaluation_revises ON evaluation (revises_id) WHERE revises_id IS NOT NULL;

CREATE INDEX evaluation_shared ON evaluation (agent_id) WHERE state = 'shared';

CREATE TRIGGER evaluation_locked BEFORE UPDATE OF answers, version_id, agent_id, contact_id, observation_id,
    user_id, day, calculated, reported, verdict, critical, finished_at, comment, revises_id, reason
    ON evaluation
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a final evaluation never changes');
END;

CREATE INDEX evaluation_voided ON evaluation (observation_id) WHERE voided_at IS NOT NULL;

CREATE INDEX evaluation_import ON evaluation (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    at TEXT NOT NULL,
    user BLOB CHECK (length(user) = 16),
    agent BLOB CHECK (length(agent) = 16),
    kind TEXT NOT NULL CHECK (kind <> ''),
    detail TEXT NOT NULL DEFAULT '',
    "table" TEXT NOT NULL DEFAULT '',
    "row" BLOB
) STRICT;

CREATE INDEX event_row ON event ("row") WHERE "row" IS NOT NULL;

CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'an event stays');
END;

CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'an event stays');
END;

CREATE TRIGGER event_locked BEFORE UPDATE ON event
WHEN NOT (new.id = old.id AND new.uid = old.uid AND new.at = old.at AND new.user IS old.user
    AND new.agent IS old.agent AND new.kind = old.kind AND new.detail = '' AND new."table" = old."table"
    AND new."row" IS old."row" AND EXISTS (SELECT 1 FROM purge))
BEGIN
    SELECT RAISE(ABORT, 'an event never changes');
END;

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    rating_id INTEGER NOT NULL REFERENCES rating (id),
    note_id INTEGER REFERENCES note (id),
    evaluation_id INTEGER REFERENCES evaluation (id),
    question TEXT NOT NULL DEFAULT '',
    deleted_at TEXT,
    CHECK ((note_id IS NULL) <> (evaluation_id IS NULL))
) STRICT;

CREATE INDEX evidence_rating ON evidence (rating_id);

CREATE INDEX evidence_note ON evidence (note_id);

CREATE INDEX evidence_evaluation ON evidence (evaluation_id);

CREATE INDEX evidence_uid ON evidence (uid);

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

CREATE TABLE goal (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    area_id INTEGER NOT NULL REFERENCES area (id),
    skill_id INTEGER REFERENCES skill (id),
    question TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    own_words TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    how_known TEXT NOT NULL DEFAULT '',
    baseline REAL,
    baseline_n INTEGER NOT NULL DEFAULT 0 CHECK (baseline_n >= 0),
    baseline_low REAL,
    baseline_high REAL,
    target REAL,
    due_on TEXT,
    deleted_at TEXT,
    CHECK ((skill_id IS NULL) <> (question = ''))
) STRICT;

CREATE INDEX goal_area ON goal (area_id, position);

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

CREATE TABLE head (
    "table" TEXT NOT NULL,
    "row" ANY NOT NULL,
    "column" TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    PRIMARY KEY ("table", "row", "column", change_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'people', 'evaluations', 'scorecard')),
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    rows INTEGER NOT NULL CHECK (rows >= 0),
    kept INTEGER NOT NULL CHECK (kept >= 0),
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    undone_at TEXT,
    version_id INTEGER REFERENCES scorecard_version (id)
) STRICT;

CREATE TABLE improvement (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    title TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    agent_id INTEGER REFERENCES agent (id),
    plan_id INTEGER REFERENCES plan (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'told')),
    raised_on TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX improvement_state ON improvement (state, raised_on);

CREATE TABLE key_file (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store BLOB NOT NULL CHECK (length(store) = 16),
    revision INTEGER NOT NULL CHECK (revision > 0),
    generation INTEGER NOT NULL CHECK (generation > 0)
) STRICT;

CREATE VIEW log_entry AS
SELECT "table", "row", "column", old, new, 0 AS typed FROM change WHERE 0;

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
, fact TEXT CHECK (fact IN ('volunteered', 'repeat_contact', 'self_service_failed',
    'channel_switch', 'transfer', 'repeating')), who TEXT NOT NULL DEFAULT '', how TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '', quote TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX note_observation ON note (observation_id, at_s);

CREATE INDEX note_agent ON note (agent_id, written_at);

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

CREATE INDEX note_uid ON note (uid);

CREATE TRIGGER note_locked BEFORE UPDATE OF uid, observation_id, agent_id, at_s, text, tag, question,
    written_at, fact, who, how, due, quote, deleted_at ON note
WHEN EXISTS (SELECT 1 FROM evaluation WHERE observation_id = old.observation_id AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'a note of a final evaluation never changes');
END;

CREATE VIRTUAL TABLE note_words USING fts5 (text, content='note', content_rowid='id', tokenize='unicode61');

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
, spent_s REAL NOT NULL DEFAULT 0 CHECK (spent_s >= 0), tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)), drawn TEXT NOT NULL DEFAULT 'chosen'
    CHECK (drawn IN ('random', 'targeted', 'chosen')), import_id INTEGER REFERENCES import (id)) STRICT;

CREATE INDEX observation_agent ON observation (agent_id, begun_at);

CREATE INDEX observation_contact ON observation (contact_id);

CREATE INDEX observation_open ON observation (user_id, begun_at) WHERE ended_at IS NULL;

CREATE INDEX observation_uid ON observation (uid);

CREATE INDEX observation_targeted ON observation (agent_id) WHERE drawn = 'targeted';

CREATE TRIGGER observation_drawn BEFORE UPDATE OF drawn ON observation
WHEN old.drawn <> new.drawn
BEGIN
    SELECT RAISE(ABORT, 'how a call came to be heard never changes');
END;

CREATE INDEX observation_import ON observation (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'agreed', 'closed')),
    begun_on TEXT NOT NULL,
    review_on TEXT,
    vision TEXT NOT NULL DEFAULT '',
    strengths TEXT NOT NULL DEFAULT '',
    together TEXT NOT NULL DEFAULT '',
    agreed_at TEXT,
    deleted_at TEXT
, reason TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX plan_agent ON plan (agent_id, begun_on);

CREATE INDEX plan_uid ON plan (uid);

CREATE TABLE private_note (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    user_id INTEGER NOT NULL REFERENCES user (id),
    agent_id INTEGER NOT NULL REFERENCES agent (id),
    written_at TEXT NOT NULL,
    sealed BLOB NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX private_note_user ON private_note (user_id, agent_id, written_at);

CREATE TABLE purge (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'retention', 'number')),
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    user_id INTEGER REFERENCES user (id),
    made_at TEXT NOT NULL,
    blanked INTEGER,
    digest BLOB CHECK (length(digest) = 32)
) STRICT;

CREATE TRIGGER purge_kept BEFORE DELETE ON purge
BEGIN
    SELECT RAISE(ABORT, 'a purge stays');
END;

CREATE TRIGGER purge_locked BEFORE UPDATE ON purge
WHEN NOT (old.digest IS NULL AND new.digest IS NOT NULL AND new.blanked IS NOT NULL AND new.id = old.id
    AND new.uid = old.uid AND new.kind = old.kind AND new.reason = old.reason AND new.detail = old.detail
    AND new.user_id IS old.user_id AND new.made_at = old.made_at)
BEGIN
    SELECT RAISE(ABORT, 'a purge never changes');
END;

CREATE TRIGGER purge_once BEFORE INSERT ON purge
WHEN EXISTS (SELECT 1 FROM purge WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'a purge stays');
END;

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    level INTEGER CHECK (level BETWEEN 1 AND 5),
    comment TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE INDEX rating_assessment ON rating (assessment_id);

CREATE INDEX rating_uid ON rating (uid);

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

CREATE TABLE recording_sound (
    recording_id INTEGER PRIMARY KEY REFERENCES recording (id) ON DELETE CASCADE,
    peaks BLOB NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts))
) STRICT;

CREATE TABLE sampling_evaluator (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES sampling_plan (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    deleted_at TEXT
) STRICT;

CREATE INDEX sampling_evaluator_plan ON sampling_evaluator (plan_id);

CREATE TABLE sampling_plan (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('random', 'targeted')),
    team_id INTEGER REFERENCES team (id),
    filters TEXT NOT NULL CHECK (json_valid(filters)),
    user_id INTEGER NOT NULL REFERENCES user (id),
    made_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

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
, retired_at TEXT, deleted_at TEXT) STRICT;

CREATE INDEX version_scorecard ON scorecard_version (scorecard_id, number);

CREATE TRIGGER scorecard_version_locked BEFORE UPDATE OF form, number, scorecard_id ON scorecard_version
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a published scorecard never changes');
END;

CREATE TRIGGER scorecard_version_stays BEFORE UPDATE OF deleted_at ON scorecard_version
WHEN old.state <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a published scorecard is never removed');
END;

CREATE TRIGGER scorecard_version_published BEFORE UPDATE OF state ON scorecard_version
WHEN old.state <> 'draft' AND new.state = 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a published scorecard is never a draft again');
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

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE signature (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    side TEXT NOT NULL CHECK (side IN ('agent', 'supervisor')),
    name TEXT NOT NULL CHECK (name <> ''),
    signed_at TEXT NOT NULL,
    deleted_at TEXT
) STRICT;

CREATE INDEX signature_plan ON signature (plan_id);

CREATE TABLE site (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL,
    is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE skill (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    "group" TEXT NOT NULL,
    definition TEXT NOT NULL,
    levels TEXT NOT NULL CHECK (json_valid(levels)),
    evidence TEXT NOT NULL DEFAULT '',
    deleted_at TEXT
) STRICT;

CREATE TABLE standard (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    role TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('new', 'developing', 'veteran')),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    importance INTEGER NOT NULL CHECK (importance BETWEEN 1 AND 5),
    deleted_at TEXT
) STRICT;

CREATE INDEX standard_skill ON standard (skill_id);

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    import_id INTEGER REFERENCES import (id),
    deleted_at TEXT
) STRICT;

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

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('supervisor', 'coach', 'admin')),
    deleted_at TEXT
, keeps INTEGER NOT NULL DEFAULT 0 CHECK (keeps IN (0, 1)), suspended_at TEXT) STRICT;

CREATE TABLE version_question (
    version_id INTEGER NOT NULL REFERENCES scorecard_version (id),
    position INTEGER NOT NULL CHECK (position >= 1),
    question_id INTEGER NOT NULL REFERENCES question (id),
    skill_id INTEGER REFERENCES skill (id),
    PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX version_question_question ON version_question (question_id);

CREATE TABLE vision (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    number INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    meaning TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
) STRICT;

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

CREATE TABLE writer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    device BLOB NOT NULL,
    user BLOB CHECK (length(user) = 16),
    agent BLOB CHECK (length(agent) = 16),
    tick INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    sealed INTEGER NOT NULL,
    batch INTEGER NOT NULL CHECK (batch IN (0, 1)),
    triggers TEXT NOT NULL
) STRICT;
