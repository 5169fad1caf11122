"""Short words for tests of the record of changes: what was logged, its replay, its verdict, and tampering."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.connection import Connection, Database, Source, connect
from db.queries import log
from db.records.log import Verdict
from db.store import Store

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
# Stored at each keystroke and logged nowhere, an evaluator's own time, or sealed by a digest that is logged.
TYPED = ("pending", "pending_at_s", "clock_started_at", "clock_offset_s", "spent_s")
UNLOGGED = {("observation", name) for name in TYPED} | {
    (table, "content") for table in ("final", "final_text")
}


class Clock:
    """Goes on by a millisecond at each look, and wherever a test sends it."""

    def __init__(self) -> None:
        self.time = MONDAY

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def go(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the record, as it stands."""

    id: int
    sequence: int
    tick: int
    table: str
    row: Any
    column: str
    old: Any
    new: Any
    hash: bytes | None

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.new)
        return found


def changes(store: Store, *tables: str) -> list[Change]:
    """All, or those of some tables, in the order in which they were made."""
    sql = (
        """SELECT id, sequence, tick, "table", "row", "column", old, new, hash FROM main.change ORDER BY id"""
    )
    with store.reading(whole=True) as db:
        found = [Change(*row) for row in db.execute(sql).fetchall()]
    return [change for change in found if not tables or change.table in tables]


def verify(store: Store) -> Verdict:
    work = log.verify(store)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Verdict = end.value
            return found


def verify_at(path: Path) -> Verdict:
    """The verdict on a closed store."""
    store = Store.open(path)
    try:
        return verify(store)
    finally:
        store.close()


@contextmanager
def by_hand(path: Path) -> Iterator[Connection]:
    """A closed store in the hands of somebody who knows SQL; the triggers are back in place afterwards."""
    with closing(connect(Source(path))) as conn:
        found = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in found:
            conn.execute(f'DROP TRIGGER "{name}"')
        yield conn
        for _, sql in found:
            conn.execute(sql)


def replay(db: Database) -> dict[tuple[str, Any], dict[str, Any]]:
    """What the record alone says that the store holds, by table and row; blobs in hexadecimal.

    Rows that only their import stands for are not in it.
    """
    state: dict[tuple[str, Any], dict[str, Any]] = {}
    known = set()
    sql = """SELECT "table", "row", "column", new FROM main.change ORDER BY tick"""
    for table, row, column, new in db.execute(sql).fetchall():
        cells = state.setdefault((table, row), {})
        if column:
            cells[column] = _plain(new)
        else:
            cells.clear()
            cells.update(json.loads(new) if new is not None else {})
            (known.add if new is not None else known.discard)((table, row))
    return {row: cells for row, cells in state.items() if row in known}


def live(db: Database) -> dict[tuple[str, Any], dict[str, Any]]:
    """What the store holds of all that is to be logged: references by uid, drafts and imports left out."""
    found: dict[tuple[str, Any], dict[str, Any]] = {}
    for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in db.execute(f'PRAGMA main.table_info("{table}")').fetchall()]
        key = "uid" if "uid" in columns else "key" if table == "setting" else ""
        for row in _rows(db, table, columns) if key else ():
            draft = table == "evaluation" and row["state"] == "draft"
            if not draft and row.get("import_id") is None:
                left_out = {"id", key} | {column for of, column in UNLOGGED if of == table}
                cells = {name: value for name, value in row.items() if name not in left_out}
                found[table, row[key]] = {name: _plain(value) for name, value in cells.items()}
    return found


def _rows(db: Database, table: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    links = {row[3]: row[2] for row in db.execute(f'PRAGMA main.foreign_key_list("{table}")').fetchall()}
    values = ", ".join(
        f'(SELECT uid FROM main."{links[column]}" WHERE id = it."{column}")'
        if column in links
        else f'it."{column}"'
        for column in columns
    )
    for row in db.execute(f'SELECT {values} FROM main."{table}" AS it').fetchall():
        yield dict(zip(columns, row, strict=True))


def _plain(value: Any) -> Any:
    return value.hex().upper() if isinstance(value, bytes) else value
