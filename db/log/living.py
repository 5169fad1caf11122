"""Holds each row to what the record of changes says of it, so that a change past the record is seen.

What a row should say is worked out from its changes alone, as a replica that has nothing else would do it.
"""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from db.connection import Connection
from db.log.chain import to_moment
from db.log.sealing import Value
from db.log.triggers import UNITS, Column, Logged
from db.progress import Progress
from db.records.log import Broken, Fault

CHUNK = 400
Row: TypeAlias = bytes | str
Cells: TypeAlias = dict[str, Value]

_CHANGES = """SELECT "row", id, device, sequence, tick, "column", new, parents, purge_id FROM main.change
    WHERE "table" = ? AND "row" IN ({marks}) ORDER BY id"""
_HEADS = """SELECT "row", change_id FROM main.head WHERE "table" = ? AND "row" IN ({marks})"""


@dataclass(frozen=True, slots=True)
class Said:
    """One change of a row."""

    id: int
    device: bytes
    sequence: int
    tick: int
    column: str
    new: Value
    parents: str
    purge_id: int | None

    @property
    def name(self) -> str:
        return f"{self.device.hex().upper()}-{self.sequence}"


@dataclass(slots=True)
class Story:
    """The changes of a row that no other has taken the place of."""

    heads: list[Said] = field(default_factory=list)

    def add(self, said: Said) -> None:
        parents = _read_parents(said.parents)
        self.heads = [head for head in self.heads if not _replaces(said, head, parents)]
        self.heads.append(said)

    def of(self, column: str) -> Said | None:
        """The newest change of a cell, or of the whole row with ''; of several heads the greatest counts."""
        found = [head for head in self.heads if head.column == column]
        return max(found, key=lambda head: (head.tick, head.device), default=None)


def _replaces(said: Said, head: Said, parents: frozenset[str]) -> bool:
    return said.column in ("", head.column) and head.name in parents


def _read_parents(text: str) -> frozenset[str]:
    try:
        return frozenset(str(name) for name in json.loads(text))
    except (ValueError, TypeError):  # written by hand; the chain says so
        return frozenset()


def check_rows(
    conn: Connection, tables: Iterable[Logged], living: Mapping[str, int]
) -> Generator[Progress, None, tuple[int, tuple[Broken, ...]]]:
    """How many rows were compared, and the first of each table that is not what the record says."""
    checked, broken = 0, []
    for table in tables:
        count, found = yield from _check_table(conn, table, living.get(table.table, 0), checked)
        checked += count
        if found is not None:
            broken.append(found)
    return checked, tuple(broken)


def _check_table(
    conn: Connection, table: Logged, expected: int, checked: int
) -> Generator[Progress, None, tuple[int, Broken | None]]:
    count, known = 0, 0
    first: Broken | None = None
    for rows in _chunks(conn, table):
        stories = _read_stories(conn, table.table, [row[table.key] for row in rows])
        for row in rows:
            story = stories[row[table.key]]
            known += story.of("") is not None
            first = first or _judge(table, row, story)
        first = first or _hold_to_heads(conn, table, stories)
        count += len(rows)
        yield Progress(checked + count, None, "rows")
    if first is None and known != expected and table.key == "uid":
        first = _find_gone(conn, table)
    return count, first


def _chunks(conn: Connection, table: Logged) -> Generator[list[dict[str, Any]], None, None]:
    """The table's rows, references as uids; with what tells an import's row where there is such."""
    names = [table.key, *(column.name for column in table.columns)]
    values = [f'it."{table.key}"', *(_selected(column) for column in table.columns)]
    if "import_id" in names:
        names.append("undone_at of import")
        values.append("(SELECT undone_at FROM main.import WHERE id = it.import_id)")
    order = "id" if table.key == "uid" else table.key
    sql = f"""SELECT it."{order}", {", ".join(values)} FROM main."{table.table}" AS it
        WHERE it."{order}" > ? ORDER BY it."{order}" LIMIT {CHUNK}"""
    last: Any = -(1 << 63) if order == "id" else ""
    first = sql.replace(" > ?", " >= ?")
    while rows := conn.execute(first, (last,)).fetchall():
        yield [dict(zip(names, row[1:], strict=True)) for row in rows]
        last, first = rows[-1][0], sql


def _selected(column: Column) -> str:
    value = f'it."{column.name}"'
    return f'(SELECT uid FROM main."{column.refers_to}" WHERE id = {value})' if column.refers_to else value


def _read_stories(conn: Connection, table: str, rows: list[Row]) -> defaultdict[Row, Story]:
    sql = _CHANGES.format(marks=", ".join("?" for _ in rows))
    stories: defaultdict[Row, Story] = defaultdict(Story)
    for row, *said in conn.execute(sql, (table, *rows)):
        stories[row].add(Said(*said))
    return stories


def _judge(table: Logged, row: Mapping[str, Any], story: Story) -> Broken | None:
    whole = story.of("")
    if whole is None and not _may_be_unlogged(table, row, story):
        return _name(table, row, Fault.UNLOGGED)
    if whole is not None and whole.new is None and whole.purge_id is None:
        return _name(table, row, Fault.UNLOGGED, whole)
    cells = _read_whole(table, whole)
    for column in table.columns:
        said = story.of(column.name) or whole
        if said is None:
            continue
        if said.purge_id is not None:
            return _name(table, row, Fault.BLANKED, said)
        should = said.new if said.column else cells.get(column.name, _default(column))
        if not _is_same(row[column.name], should) and not _was_taken_back(column.name, row, should):
            return _name(table, row, Fault.LIVE, said, column.name)
    return None


def _may_be_unlogged(table: Logged, row: Mapping[str, Any], story: Story) -> bool:
    """A draft that logs as a unit later on, or a row that its import stands for, or stood for."""
    if row.get("import_id") is not None or story.of("import_id") is not None:
        return True
    return table.table in UNITS and bool(row["state"] == "draft")


def _was_taken_back(column: str, row: Mapping[str, Any], should: Value) -> bool:
    """Taking an import back marks its rows in bulk; its own row says when."""
    taken = row.get("undone_at of import")
    return column == "deleted_at" and should is None and taken is not None and row["deleted_at"] == taken


def _read_whole(table: Logged, whole: Said | None) -> Cells:
    try:
        found = json.loads(str(whole.new)) if whole is not None and whole.new is not None else {}
    except ValueError:
        found = {}
    if not isinstance(found, dict):  # written by hand, as what is no JSON: every cell then differs
        found = {}
    binary = {column.name for column in table.columns if column.refers_to or column.type == "BLOB"}
    return {name: _from_hex(value) if name in binary else value for name, value in found.items()}


def _from_hex(value: Any) -> Value:
    try:
        return bytes.fromhex(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)


def _default(column: Column) -> Value:
    """What a column says in rows from before it was there."""
    if column.default is None:
        return None
    text = column.default.strip("'") if column.type == "TEXT" else column.default
    return {"INTEGER": int, "REAL": float}.get(column.type, str)(text)  # type: ignore[no-any-return]


def _is_same(live: Value, should: Value) -> bool:
    return type(live) is type(should) and live == should


def _name(
    table: Logged, row: Mapping[str, Any], fault: Fault, said: Said | None = None, column: str = ""
) -> Broken:
    return _name_row(table, row[table.key], fault, said, column)


def _name_row(table: Logged, key: Row, fault: Fault, said: Said | None = None, column: str = "") -> Broken:
    return Broken(
        fault,
        said.device.hex() if said else "",
        said.sequence if said else 0,
        table.table,
        key.hex() if isinstance(key, bytes) else str(key),
        column,
        to_moment(said.tick) if said else None,
    )


def _hold_to_heads(conn: Connection, table: Logged, stories: Mapping[Row, Story]) -> Broken | None:
    """The next change names these heads as its parents: they must be the newest ones."""
    rows = list(stories)
    kept: defaultdict[Row, set[int]] = defaultdict(set)
    for row, id in conn.execute(
        _HEADS.format(marks=", ".join("?" for _ in rows)), (table.table, *rows)
    ).fetchall():
        kept[row].add(id)
    for row, story in stories.items():
        if kept[row] != {head.id for head in story.heads}:
            return _name_row(table, row, Fault.HEAD, story.heads[-1] if story.heads else None)
    return None


def _find_gone(conn: Connection, table: Logged) -> Broken | None:
    """A row that the record knows and that is not there; one that is there twice where none is missing."""
    there = [row[0] for row in conn.execute(f'SELECT uid FROM main."{table.table}"')]
    sql = """SELECT "row", id, device, sequence, tick, "column", new, parents, purge_id FROM main.change
        WHERE "table" = ? AND "column" = '' ORDER BY id"""
    known: dict[Row, Said] = {row: Said(*said) for row, *said in conn.execute(sql, (table.table,))}
    present = set(there)
    for row, said in known.items():
        if row not in present and (said.new is not None or said.purge_id is not None):
            return _name_row(table, row, Fault.GONE, said)
    twice = (
        next((uid for uid in present if there.count(uid) > 1), None) if len(there) > len(present) else None
    )
    return _name_row(table, twice, Fault.UNLOGGED) if twice else None
