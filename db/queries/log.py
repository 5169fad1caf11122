"""The record of changes, for who writes to it knowingly: events, batches, sealing, blanking under a purge."""

from collections.abc import Iterable

from db.connection import Database
from db.log import sealing, writer
from db.queries.verifying import verify

__all__ = ["begin_batch", "blank", "open_purge", "say", "seal", "verify"]


def say(db: Database, kind: str, detail: str = "", table: str = "", row: bytes | None = None) -> int:
    """Record that something happened, by whoever is at work; inside `writing("event", …)`.

    `kind` is a machine name (sign_in, export, restore …); `table` and `row` (its uid) name what it was about.
    What was typed before it is sealed first, so that what was shown or printed then can be read off later.
    """
    sealing.seal(db.conn)
    cursor = db.execute(
        """INSERT INTO event (uid, at, user, agent, kind, detail, "table", "row")
        SELECT new_uid(), now(), user, agent, ?, ?, ?, ? FROM writer""",
        [kind, detail, table, row],
    )
    return int(cursor.lastrowid or 0)


def begin_batch(db: Database) -> None:
    """From here to the end of the transaction only the row of the import itself is logged."""
    writer.begin_batch(db.conn)


def seal(db: Database) -> int:
    """Seal all that was written so far, in this transaction too; answers how many changes."""
    return sealing.seal(db.conn)


def open_purge(db: Database, kind: str, reason: str, detail: str = "", user_id: int | None = None) -> int:
    """The sanction under which values may be blanked: `kind` is person or retention; answers its id."""
    cursor = db.execute(
        """INSERT INTO purge (uid, kind, reason, detail, user_id, made_at)
        VALUES (new_uid(), ?, ?, ?, ?, now())""",
        [kind, reason, detail, user_id],
    )
    return int(cursor.lastrowid or 0)


def blank(db: Database, purge_id: int, table: str, rows: Iterable[bytes]) -> int:
    """Take old and new values of these rows out of the record for good; answers of how many changes.

    Who changed what and when stays, and the chain still verifies. Everything is sealed first. Rows that are
    to be removed or overwritten must be so before, or the values would come back with that change.
    """
    sealing.seal(db.conn)
    blanked = 0
    for row in rows:
        blanked += db.execute(
            """UPDATE change SET old = NULL, new = NULL, salt = NULL, purge_id = ?
            WHERE "row" = ? AND "table" = ? AND purge_id IS NULL AND (old IS NOT NULL OR new IS NOT NULL)""",
            [purge_id, row, table],
        ).rowcount
    return blanked
