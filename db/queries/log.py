"""The record of changes, for who writes to it knowingly: events, batches, sealing, blanking under a purge."""

from collections.abc import Iterable

from db.connection import Database
from db.log import blanking, sealing, writer
from db.queries.gate import clean
from db.queries.verifying import verify

__all__ = ["begin_batch", "blank", "end_purge", "say", "seal", "verify"]


def say(db: Database, kind: str, detail: str = "", table: str = "", row: bytes | None = None) -> int:
    """Record that something happened, by whoever is at work; inside `writing("event", …)`.

    `kind` is a machine name (sign_in, export, restore …); `table` and `row` (its uid) name what it was about.
    What was typed before it is sealed first, so that what was shown or printed then can be read off later.
    """
    sealing.seal(db.conn)
    cursor = db.execute(
        """INSERT INTO event (uid, at, user, agent, kind, detail, "table", "row")
        SELECT new_uid(), now(), user, agent, ?, ?, ?, ? FROM writer""",
        [kind, clean(db, detail), table, row],
    )
    return int(cursor.lastrowid or 0)


def begin_batch(db: Database) -> None:
    """From here to the end of the transaction only the row of the import itself is logged."""
    writer.begin_batch(db.conn)


def seal(db: Database) -> int:
    """Seal all that was written so far, in this transaction too; answers how many changes."""
    return sealing.seal(db.conn)


def blank(db: Database, purge_id: int, table: str, rows: Iterable[bytes]) -> int:
    """Take old and new values of these rows (uids) out of the record for good; answers of how many changes.

    The words of events about them go too. Who changed what and when stays, and the chain still verifies. Rows
    to be removed or overwritten must be so before, or their values would come back with that change. Inside
    `writing("event", …)`; everything is sealed first.
    """
    sought = list(rows)
    told = [uid for row in sought for uid in _silence_events(db, row)]
    sealing.seal(db.conn)
    pairs = [*((table, row) for row in sought), *(("event", uid) for uid in told)]
    return sum(db.execute(_BLANK, [purge_id, row, of]).rowcount for of, row in pairs)


def end_purge(db: Database, purge_id: int) -> None:
    """After the last blanking: put down anew what stays of its rows; the purge says what it blanked."""
    blanking.close(db.conn, purge_id)


_BLANK = """UPDATE change SET old = NULL, new = NULL, salt = NULL, purge_id = ?
    WHERE "row" = ? AND "table" = ? AND purge_id IS NULL AND (old IS NOT NULL OR new IS NOT NULL)"""


def _silence_events(db: Database, row: bytes) -> list[bytes]:
    """Empty the words of events about a row; their uids, for the record knows those words too."""
    found = db.execute("""SELECT uid FROM event WHERE "row" = ? AND detail <> ''""", [row]).fetchall()
    if found:
        db.execute("""UPDATE event SET detail = '' WHERE "row" = ?""", [row])
    return [uid for (uid,) in found]
