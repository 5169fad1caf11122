"""Somebody erased stays erased where a backup from before the erasure is restored.

Who was erased is read from the events of today's store, of its backups and of what was set aside: no list
lies beside them that anybody could write into. The restored copy carries the identities along, and is rid of
these people when it is first opened (see `db.queries.erasing_again`).
"""

from collections.abc import Iterable
from contextlib import closing, suppress
from typing import TypeAlias

from db.connection import Connection, Source, connect, driver
from db.errors import StoreError
from db.opening import reading_mode

Erased: TypeAlias = dict[bytes, str]
"""The uid of each person erased, and when that was first done."""

WAITING = "still_to_erase"
_EVENTS = """SELECT "row", at FROM main.event
    WHERE "row" IS NOT NULL AND kind = 'erase' AND "table" = 'agent'"""
_WAITING = f"SELECT person, at FROM main.{WAITING}"


def read(sources: Iterable[Source]) -> Erased:
    """Of closed files. Those that don't open, or are from before there were erasures, say nothing."""
    found: Erased = {}
    for source in sources:
        with suppress(StoreError, OSError, driver.Error), _open(source) as conn:
            for person, at in [*conn.execute(_EVENTS).fetchall(), *waiting(conn)]:
                found[person] = min(at, found.get(person, at))
    return found


def _open(source: Source) -> closing[Connection]:
    return closing(connect(source, reading_mode(source.path)))


def waiting(conn: Connection) -> list[tuple[bytes, str]]:
    """Who is still to be erased from a restored store; mostly nobody."""
    sql = "SELECT EXISTS (SELECT 1 FROM main.sqlite_master WHERE name = ?)"
    there = conn.execute(sql, (WAITING,)).fetchone()[0]
    return conn.execute(_WAITING).fetchall() if there else []


def note(copy: Source, erased: Erased) -> None:
    """Have a closed copy, of whichever version, rid itself of these people when it is next opened."""
    if not erased:
        return
    with closing(connect(copy)) as conn:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute(f"CREATE TABLE IF NOT EXISTS main.{WAITING} (person BLOB PRIMARY KEY, at TEXT) STRICT")
        conn.executemany(f"INSERT OR IGNORE INTO main.{WAITING} VALUES (?, ?)", list(erased.items()))
        conn.execute("COMMIT")
