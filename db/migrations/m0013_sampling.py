"""Fair sampling: plans of how calls are chosen, each draw with what repeats it, and the calls it drew."""

NAME = "m0013_sampling"

SQL = """
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

-- Among whom a plan's calls are shared out; where nobody is named, who draws hears them all.
CREATE TABLE sampling_evaluator (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    plan_id INTEGER NOT NULL REFERENCES sampling_plan (id),
    user_id INTEGER NOT NULL REFERENCES user (id),
    deleted_at TEXT
) STRICT;
CREATE INDEX sampling_evaluator_plan ON sampling_evaluator (plan_id);

-- Kind, team and filters are the plan's of that day: it may change later, and the draw is repeated as it was.
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

-- Whether it was heard is read from the evaluations of its contact, never kept twice.
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

-- How the call came to be heard: what was targeted is in no figure of what was not.
ALTER TABLE observation ADD COLUMN drawn TEXT NOT NULL DEFAULT 'chosen'
    CHECK (drawn IN ('random', 'targeted', 'chosen'));
CREATE INDEX observation_targeted ON observation (agent_id) WHERE drawn = 'targeted';
CREATE TRIGGER observation_drawn BEFORE UPDATE OF drawn ON observation
WHEN old.drawn <> new.drawn
BEGIN
    SELECT RAISE(ABORT, 'how a call came to be heard never changes');
END;
"""
