"""Moments of a contact: what a note states as a fact, promises, words quoted; time spent, and tags."""

NAME = "m0010_moments"

SQL = """
-- One key states each of these; free words could not be counted.
ALTER TABLE note ADD COLUMN fact TEXT CHECK (fact IN ('volunteered', 'repeat_contact', 'self_service_failed',
    'channel_switch', 'transfer', 'repeating'));
-- Of a promise: who keeps it, how, and by when, in the words it was made in.
ALTER TABLE note ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN how TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN due TEXT NOT NULL DEFAULT '';
-- Words of the transcript, as they stand there.
ALTER TABLE note ADD COLUMN quote TEXT NOT NULL DEFAULT '';

-- The evaluator's own: how long the observation was worked on. Nothing the agent is shown has it.
ALTER TABLE observation ADD COLUMN spent_s REAL NOT NULL DEFAULT 0 CHECK (spent_s >= 0);
-- Circumstances that some questions wait for.
ALTER TABLE observation ADD COLUMN tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags));

DROP TRIGGER note_locked;
CREATE TRIGGER note_locked BEFORE UPDATE OF uid, observation_id, agent_id, at_s, text, tag, question,
    written_at, fact, who, how, due, quote, deleted_at ON note
WHEN EXISTS (SELECT 1 FROM evaluation WHERE observation_id = old.observation_id AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'a note of a final evaluation never changes');
END;
"""
