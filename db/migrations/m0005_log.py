"""The record of changes: who changed what, when and on which device, kept by triggers and only ever added to.

The triggers on the other tables are made by db/log/triggers.py from the schema as it then is.
"""

NAME = "m0005_log"

SQL = """
-- The one door for every change. Made before the tables: SQLite's check of free pages is left out where the
-- newest name in the schema is a view (seen in 3.53.4).
CREATE VIEW log_entry AS
SELECT "table", "row", "column", old, new, 0 AS typed FROM change WHERE 0;

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
INSERT INTO writer (id, device, tick, sequence, sealed, batch, triggers) VALUES (1, x'', 0, 0, 0, 0, '');

CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL CHECK (length(uid) = 16),
    begun_at TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('new', 'upgraded', 'restored')),
    after_device BLOB CHECK (length(after_device) = 16),
    after_sequence INTEGER,
    after_hash BLOB CHECK (length(after_hash) = 32)
) STRICT;

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

CREATE TABLE head (
    "table" TEXT NOT NULL,
    "row" ANY NOT NULL,
    "column" TEXT NOT NULL,
    change_id INTEGER NOT NULL,
    PRIMARY KEY ("table", "row", "column", change_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER change_kept BEFORE DELETE ON change
BEGIN
    SELECT RAISE(ABORT, 'the record of changes is only ever added to');
END;
CREATE TRIGGER change_once BEFORE INSERT ON change
WHEN EXISTS (SELECT 1 FROM change WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'the record of changes is only ever added to');
END;
-- Allowed: typing on while not yet sealed; sealing; blanking the values of what is sealed, under a purge.
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

CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'an event stays');
END;
CREATE TRIGGER event_once BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'an event stays');
END;
-- A purge may take the words out of an event, never the event.
CREATE TRIGGER event_locked BEFORE UPDATE ON event
WHEN NOT (new.id = old.id AND new.uid = old.uid AND new.at = old.at AND new.user IS old.user
    AND new.agent IS old.agent AND new.kind = old.kind AND new.detail = '' AND new."table" = old."table"
    AND new."row" IS old."row" AND EXISTS (SELECT 1 FROM purge))
BEGIN
    SELECT RAISE(ABORT, 'an event never changes');
END;

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

CREATE TRIGGER purge_kept BEFORE DELETE ON purge
BEGIN
    SELECT RAISE(ABORT, 'a purge stays');
END;
-- At its end a purge says once how many lines it blanked, and which.
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
"""
