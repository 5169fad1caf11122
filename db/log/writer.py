"""Who writes, when and on which device: one row that the triggers read, set as each transaction begins."""

from datetime import datetime

from db.connection import Connection
from db.log.sealing import TICK_BITS, seal_old, to_milliseconds
from db.reach import Acting


def begin(conn: Connection, now: datetime, acting: Acting | None) -> None:
    """Set the writer for the transaction that has just begun, and seal what is old by now.

    The tick is a hybrid logical clock: milliseconds in the upper bits, and never less than the one before,
    also where the clock was set back (Kulkarni and others, Logical Physical Clocks, 2014).
    """
    user, agent = (acting.user.uid, acting.agent) if acting else (None, None)
    moment = to_milliseconds(now)
    sql = """UPDATE main.writer SET tick = max(tick, ?), user = ?,
        agent = (SELECT uid FROM main.agent WHERE id = ?), batch = 0
        RETURNING (SELECT tick FROM main.change WHERE id > writer.sealed ORDER BY id LIMIT 1)"""
    ((oldest,),) = conn.execute(sql, (moment << TICK_BITS, user, agent)).fetchall()
    if oldest is not None:
        seal_old(conn, moment, oldest)


def begin_batch(conn: Connection) -> None:
    """From here to the end of the transaction only the row of the import itself is logged."""
    conn.execute("UPDATE main.writer SET batch = 1")


def end_batch(conn: Connection) -> None:
    """What comes now in this transaction is no part of the import any more."""
    conn.execute("UPDATE main.writer SET batch = 0")
