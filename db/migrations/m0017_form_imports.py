"""Imports of a form's response sheet: finished evaluations, which one import brought and can take back."""

NAME = "m0017_form_imports"

# A CHECK can't be widened, so the two tables that name the kinds of imports are made anew; they are filled
# from a copy and not renamed, because a renaming would look for them in every trigger.
SQL = """
CREATE TABLE import_before AS SELECT * FROM import;
DROP TABLE import;
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
INSERT INTO import (id, uid, kind, file_name, file_hash, rows, kept, user_id, made_at, undone_at)
SELECT id, uid, kind, file_name, file_hash, rows, kept, user_id, made_at, undone_at FROM import_before;
DROP TABLE import_before;

CREATE TABLE column_mapping_before AS SELECT * FROM column_mapping;
DROP TABLE column_mapping;
CREATE TABLE column_mapping (
    kind TEXT NOT NULL CHECK (kind IN ('calls', 'people', 'evaluations', 'scorecard')),
    headers TEXT NOT NULL,
    mapping TEXT NOT NULL CHECK (json_valid(mapping)),
    PRIMARY KEY (kind, headers)
) STRICT, WITHOUT ROWID;
INSERT INTO column_mapping (kind, headers, mapping) SELECT kind, headers, mapping FROM column_mapping_before;
DROP TABLE column_mapping_before;

ALTER TABLE observation ADD COLUMN import_id INTEGER REFERENCES import (id);
ALTER TABLE evaluation ADD COLUMN import_id INTEGER REFERENCES import (id);
ALTER TABLE detail ADD COLUMN import_id INTEGER REFERENCES import (id);
CREATE INDEX observation_import ON observation (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX evaluation_import ON evaluation (import_id) WHERE import_id IS NOT NULL;
"""
