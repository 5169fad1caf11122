"""A copy of a store under another key, or under a first one, proved to hold the same.

SQLite's backup copies pages as they are, so it can't do this; SQLCipher's export writes every row anew. What
export must keep is therefore compared row by row.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass

from db import room
from db.backup import prove, watched
from db.connection import Connection, Source, connect
from db.errors import Damaged, driver_errors
from db.files import beside, make_private, put_in_place, remove_database
from db.opening import reading_mode
from db.progress import Progress, Tell, stay_silent

_ROWS_A_LOOK = 20_000
_BY_HAND = ("application_id", "user_version")  # what export leaves behind


@dataclass(frozen=True, slots=True)
class Content:
    """All that two copies of a store share: marks, schema, and each table's rows and their common hash."""

    marks: tuple[int, ...]
    schema: tuple[tuple[str, ...], ...]
    tables: dict[str, tuple[int, str]]


def recast(source: Source, target: Source, tell: Tell = stay_silent) -> dict[str, int]:
    """Make `target`, under its key, of a closed store; returns row counts. Until proved it is a `.part` file.

    Raises Damaged where the source can't be read or the copy doesn't hold the same, and what the disk says.
    """
    part = target.beside(beside(target.path, ".part"))
    remove_database(part.path)
    room.demand(target.path.parent, room.size_of(source.path))
    try:
        with driver_errors(target.path):
            before = _export(source, part, tell)
        counts = prove(part, tell)
        with driver_errors(part.path), closing(connect(part, "frozen")) as conn:
            if read_content(conn, tell) != before:
                raise Damaged(part.path, reason="contents differ")
        put_in_place(part.path, target.path)
    except BaseException as error:
        remove_database(part.path)
        if isinstance(error, Damaged):
            raise Damaged(source.path, **error.facts) from error
        raise
    return counts


def _export(source: Source, part: Source, tell: Tell) -> Content:
    make_private(part.path)
    with closing(connect(source, reading_mode(source.path))) as conn:
        content = read_content(conn, tell)
        key = f"x'{part.key.hex()}'" if part.key else ""
        conn.execute("PRAGMA foreign_keys = OFF")  # rows come table by table, not in the order of references
        conn.execute("ATTACH ? AS copy KEY ?", (f"{part.path.absolute().as_uri()}?mode=rwc", key))
        conn.execute("PRAGMA copy.synchronous = OFF")  # as with a backup: flushed before it gets its name
        with watched(conn, tell, "copy"):
            conn.execute("SELECT sqlcipher_export('copy')").fetchone()
        for name, mark in zip(_BY_HAND, content.marks, strict=True):
            conn.execute(f"PRAGMA copy.{name} = {mark}")
        conn.execute("PRAGMA copy.journal_mode = WAL")
        conn.execute("DETACH copy")
    return content


def read_content(conn: Connection, tell: Tell = stay_silent) -> Content:
    """Of a connection on which nobody writes. The order of rows does not count, everything else does."""
    marks = tuple(int(conn.execute(f"PRAGMA {name}").fetchone()[0]) for name in _BY_HAND)
    schema = conn.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM main.sqlite_master ORDER BY type, name"
    ).fetchall()
    names = conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    return Content(marks, tuple(schema), {name: _hash_rows(conn, name, tell) for (name,) in names})


def _hash_rows(conn: Connection, table: str, tell: Tell) -> tuple[int, str]:
    count, total = 0, 0
    for row in conn.execute(f'SELECT * FROM main."{table}"'):
        digest = hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest()
        total += int.from_bytes(digest, "big")
        count += 1
        if count % _ROWS_A_LOOK == 0:
            tell(Progress(count, None, "prove"))
    return count, f"{total:x}"
