"""Who may what: who keeps the floor, whose teams and agents are whose, and notes for their author alone.

Everybody who was there goes on seeing what they saw: supervisors and coaches are assigned to every team.
Where only coaches were, the first of them looks after the floor: somebody must.
"""

NAME = "m0004_access"

SQL = """
ALTER TABLE user ADD COLUMN keeps INTEGER NOT NULL DEFAULT 0 CHECK (keeps IN (0, 1));
ALTER TABLE user ADD COLUMN suspended_at TEXT;
UPDATE user SET keeps = 1 WHERE role IN ('supervisor', 'admin');
UPDATE user SET keeps = 1 WHERE id = (SELECT min(id) FROM user WHERE deleted_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM user WHERE keeps AND deleted_at IS NULL);

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

INSERT INTO assignment (uid, user_id, team_id)
SELECT randomblob(16), user.id, team.id FROM user CROSS JOIN team
WHERE user.role IN ('supervisor', 'coach') ORDER BY user.id, team.id;

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
"""
