"""Growth: the vision and behaviours, skills and what they rest on, plans with all that hangs on them."""

NAME = "m0002_growth"

SQL = """
CREATE TABLE vision (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    number INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    meaning TEXT NOT NULL DEFAULT '',
    made_at TEXT NOT NULL
) STRICT;

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
) STRICT;
CREATE INDEX plan_agent ON plan (agent_id, begun_on);

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    deleted_at TEXT
) STRICT;
CREATE INDEX area_plan ON area (plan_id, position);

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
"""
