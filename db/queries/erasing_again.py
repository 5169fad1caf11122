"""Rids a restored store of whoever was erased after its backup was made (see `db.erased`)."""

from contextlib import suppress
from datetime import datetime

from db.connection import Database, driver
from db.erased import WAITING, waiting
from db.log import writer
from db.queries import erasure, log


def finish(db: Database, now: datetime) -> None:
    """Once the store is up to date, and outside any transaction. Interrupted, it is done at next opening.

    The file is written anew before the list of those people goes, so that no page of theirs outlives it.
    """
    people = waiting(db.conn)
    if not people:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        writer.begin(db.conn, now, None)
        for person, at in people:
            _erase(db, person, at)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    with suppress(driver.Error):  # for want of room; what is deleted was overwritten anyway
        db.execute("VACUUM")
    db.execute(f"DROP TABLE main.{WAITING}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _erase(db: Database, person: bytes, at: str) -> None:
    sql = "SELECT id FROM main.agent WHERE uid = ? AND NOT (name = ? AND deleted_at IS NOT NULL)"
    for (id,) in db.execute(sql, [person, erasure.NAMELESS]).fetchall():
        erasure.take(db, id, None, "")
        log.say(db, "erase_again", "", "agent", person)
    _say_when(db, person, at)


def _say_when(db: Database, person: bytes, at: str) -> None:
    """The event of then, by whose moment copies are known to hold the person or not."""
    db.execute(
        """INSERT INTO main.event (uid, at, user, agent, kind, detail, "table", "row")
        SELECT new_uid(), ?1, NULL, NULL, 'erase', '', 'agent', ?2 WHERE NOT EXISTS
        (SELECT 1 FROM main.event WHERE "row" = ?2 AND kind = 'erase')""",
        [at, person],
    )
