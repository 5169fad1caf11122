"""Which device writes: a new one for every new store, and for every store that was restored.

A restored backup that went on under the old device would give out the same numbers twice, and a merge would
then lose what one of the two wrote.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from db.clock import stamp
from db.connection import Connection, Source, connect
from db.log import triggers
from db.log.sealing import TICK_BITS, has_log, has_open, seal, to_milliseconds


def prepare(conn: Connection, now: datetime, make_uid: Callable[[], bytes]) -> None:
    """When a store is opened: the triggers of this program, a device, and no change left open."""
    tables = triggers.read_logged(conn)
    made = triggers.make_triggers(tables)
    wanted = triggers.fingerprint(made)
    device, fingerprint = conn.execute("SELECT device, triggers FROM main.writer").fetchone()
    if device and fingerprint == wanted and not has_open(conn):
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        if has_open(conn):
            seal(conn)
        if fingerprint != wanted:
            triggers.install(conn, made)
            conn.execute("UPDATE main.writer SET triggers = ?", (wanted,))
        if not device:
            _begin(conn, now, make_uid(), tables)
        conn.execute("COMMIT")
    except BaseException:
        conn.rollback()
        raise


def _begin(conn: Connection, now: datetime, uid: bytes, tables: tuple[triggers.Logged, ...]) -> None:
    """Give the store a device; what a first one finds is logged as it stands."""
    is_first = conn.execute("SELECT NOT EXISTS (SELECT 1 FROM main.device)").fetchone()[0]
    sql = "SELECT device, sequence, hash, id FROM main.change ORDER BY id DESC LIMIT 1"
    last = conn.execute(sql).fetchone() or (None, None, None, 0)
    conn.execute(
        """UPDATE main.writer SET device = ?, sequence = 0, sealed = ?, user = NULL, agent = NULL, batch = 0,
        tick = max(tick, ?)""",
        (uid, last[3], to_milliseconds(now) << TICK_BITS),
    )
    if is_first:
        for table in tables:
            triggers.copy_rows(conn, table)
    reason = ("upgraded" if _has_changes(conn) else "new") if is_first else "restored"
    conn.execute(
        """INSERT INTO main.device (uid, begun_at, reason, after_device, after_sequence, after_hash)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (uid, stamp(now), reason, *last[:3]),
    )
    seal(conn)


def _has_changes(conn: Connection) -> bool:
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM main.change)").fetchone()[0])


def forget(conn: Connection) -> None:
    """Let a copy of a store that is about to take its place begin as a new device, when it is next opened."""
    if not has_log(conn):
        return
    conn.execute("BEGIN IMMEDIATE")
    try:
        seal(conn)
        conn.execute("UPDATE main.writer SET device = x'', user = NULL, agent = NULL")
        conn.execute("COMMIT")
    except BaseException:
        conn.rollback()
        raise


def forget_in(copy: Source) -> Path:
    """The same for a closed file that nobody else opens; answers its path."""
    with closing(connect(copy)) as conn:
        forget(conn)
    return copy.path
