"""Drafts of scorecards can be taken away and brought back, and a version tells when it was retired."""

NAME = "m0016_drafts"

SQL = """
ALTER TABLE scorecard_version ADD COLUMN retired_at TEXT;
ALTER TABLE scorecard_version ADD COLUMN deleted_at TEXT;

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
"""
