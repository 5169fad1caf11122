"""Puts what a damaged file still gives into a restored store: whole rows only, parents before children, what
they refer to found again by uid. Nothing that the store has is taken away.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from db.connection import Connection, Database, driver
from db.salvage.reading import Findings, Table
from db.salvage.trees import Value

# Counted anew from evaluations, or about the file itself, or kept by triggers.
NOT_ADDED = frozenset(
    ["week_sum", "key_file", "writer", "head", "change", "device", "sqlite_sequence", "_sqlite_migrations"]
)
# Tables without a uid whose rows are known by something else than their number.
NAMED = {"question": ("key",)}

Row = Mapping[str, Value]
Identity = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows of a table were added or brought up to date, and how many are known to be lost."""

    new: int = 0
    changed: int = 0
    lost: int = 0
    doubtful: bool = False


@dataclass(slots=True)
class Result:
    """By table what became of its rows; `weeks` are agents (ids) and days in whose weeks sums are to be made
    anew.
    """

    tables: dict[str, Added] = field(default_factory=dict)
    weeks: set[tuple[int, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A table of the restored store. `refers` leads from a column to the table whose id it holds."""

    name: str
    columns: tuple[str, ...]
    refers: Mapping[str, str]
    identity: tuple[str, ...]
    numbered: bool


class Unresolved(Exception):
    """What the row belongs to is lost."""


def add_findings(db: Database, found: Findings, is_newer: bool) -> Result:
    """Add everything inside the caller's transaction. `is_newer`: the file had gone on after the backup, so
    what it says of a row that both have counts.
    """
    shapes = {shape.name: shape for shape in _read_shapes(db.conn)}
    adding = _Adding(db.conn, found, shapes, is_newer)
    for shape in _parents_first(shapes):
        if shape.name in found.tables:
            adding.add_table(shape, found.tables[shape.name])
    return adding.result


def newest_uid(rows: Iterable[Value]) -> bytes:
    """The greatest uid that tells its time (version 7, RFC 9562); blank where there is none."""
    return max(
        (uid for uid in rows if isinstance(uid, bytes) and len(uid) == 16 and uid[6] >> 4 == 7), default=b""
    )


def is_newer(db: Database, found: Findings) -> bool:
    """Whether something in the file was made later than everything in the store."""
    ours = b""
    for shape in _read_shapes(db.conn):
        if shape.identity == ("uid",):
            ours = max(ours, newest_uid(row[0] for row in db.execute(f'SELECT uid FROM main."{shape.name}"')))
    theirs = (row.get("uid") for table in found.tables.values() for row in table.rows.values())
    return newest_uid(theirs) >= ours


class _Adding:
    def __init__(
        self, conn: Connection, found: Findings, shapes: Mapping[str, _Shape], is_newer: bool
    ) -> None:
        self._conn, self._found, self._shapes, self._is_newer = conn, found, shapes, is_newer
        self._there = {name: self._read_there(shape) for name, shape in shapes.items()}
        # Ids as the backup had them: there a number means the same row as in the damaged file.
        self._before = {name: set(ids.values()) for name, ids in self._there.items()}
        self.result = Result()

    def add_table(self, shape: _Shape, table: Table) -> None:
        """Add the table's rows in the order of their numbers, so that a row may refer to one before it."""
        new = changed = failed = 0
        for rowid, row in sorted(table.rows.items()):
            try:
                done = self._add(shape, rowid, row)
            except (Unresolved, driver.IntegrityError):
                failed += 1
                continue
            new, changed = new + (done == "new"), changed + (done == "changed")
        before = self._before[shape.name]
        lost = sum(1 for rowid in table.lost() if rowid not in before)
        self.result.tables[shape.name] = Added(new, changed, lost + failed, table.doubtful)

    def _add(self, shape: _Shape, rowid: int, row: Row) -> str:
        values = {name: self._resolve(shape, name, row[name]) for name in shape.columns if name in row}
        if not all(name in values for name in shape.identity):
            raise Unresolved(shape.name)
        identity = tuple(values[name] for name in shape.identity)
        there = self._there[shape.name]
        if identity in there:
            return self._update(shape, there[identity], values) if self._is_newer else ""
        there[identity] = self._insert(shape, rowid, values)
        self._mark_week(shape, values)
        return "new"

    def _mark_week(self, shape: _Shape, values: Row) -> None:
        agent, day = values.get("agent_id"), values.get("day")
        if shape.name == "evaluation" and isinstance(agent, int) and isinstance(day, str):
            self.result.weeks.add((agent, day))

    def _resolve(self, shape: _Shape, column: str, value: Value) -> Value:
        """The value; of a reference the number that the same row has in the store."""
        parent = shape.refers.get(column)
        if parent is None or not isinstance(value, int) or parent not in self._shapes:
            return value
        row = self._row_of(parent, value)
        if row is not None:
            theirs = self._shapes[parent]
            found = self._there[parent].get(tuple(row.get(name) for name in theirs.identity))
            if found is not None:
                return found
        elif value in self._before[parent]:
            return value
        raise Unresolved(f"{shape.name}.{column}")

    def _row_of(self, table: str, id: int) -> Row | None:
        return self._found.tables[table].rows.get(id) if table in self._found.tables else None

    def _insert(self, shape: _Shape, rowid: int, values: dict[str, Value]) -> int:
        if not shape.numbered:
            self._execute("INSERT INTO", shape, values)
            return 0
        taken = self._conn.execute(f'SELECT 1 FROM main."{shape.name}" WHERE id = ?', (rowid,)).fetchone()
        values = {name: value for name, value in values.items() if name != "id"}
        if taken is None:
            values["id"] = rowid
        return self._execute("INSERT INTO", shape, values)

    def _execute(self, verb: str, shape: _Shape, values: Mapping[str, Value]) -> int:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        sql = f'{verb} main."{shape.name}" ({names}) VALUES ({marks})'
        return int(self._conn.execute(sql, tuple(values.values())).lastrowid or 0)

    def _update(self, shape: _Shape, id: int, values: Mapping[str, Value]) -> str:
        where = {"id": id} if shape.numbered else {name: values[name] for name in shape.identity}
        named = " AND ".join(f'"{name}" IS ?' for name in where)
        names = [name for name in values if name not in where and name != "id"]
        columns = ", ".join(f'"{name}"' for name in names)
        if not names:
            return ""
        sql = f'SELECT {columns} FROM main."{shape.name}" WHERE {named}'
        ours = self._conn.execute(sql, tuple(where.values())).fetchone()
        differing = {n: values[n] for n, old in zip(names, ours, strict=True) if not _same(old, values[n])}
        if not differing:
            return ""
        changes = ", ".join(f'"{name}" = ?' for name in differing)
        sql = f'UPDATE main."{shape.name}" SET {changes} WHERE {named}'
        self._conn.execute(sql, (*differing.values(), *where.values()))
        self._mark_week(shape, values)
        return "changed"

    def _read_there(self, shape: _Shape) -> dict[Identity, int]:
        columns = ", ".join(f'"{name}"' for name in (*shape.identity, *(["id"] if shape.numbered else [])))
        rows = self._conn.execute(f'SELECT {columns} FROM main."{shape.name}"')
        if shape.numbered:
            return {tuple(row[:-1]): row[-1] for row in rows}
        return {tuple(row): 0 for row in rows}


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _read_shapes(conn: Connection) -> Iterator[_Shape]:
    names = conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict"
    ).fetchall()
    for (name,) in names:
        if name in NOT_ADDED:
            continue
        info = conn.execute(f'PRAGMA main.table_info("{name}")').fetchall()
        columns = tuple(row[1] for row in info)
        keys = tuple(row[1] for row in sorted(info, key=lambda row: row[5]) if row[5])
        links = conn.execute(f'PRAGMA main.foreign_key_list("{name}")').fetchall()
        identity = ("uid",) if "uid" in columns else NAMED.get(name, keys)
        yield _Shape(name, columns, {row[3]: row[2] for row in links}, identity, keys == ("id",))


def _parents_first(shapes: Mapping[str, _Shape]) -> list[_Shape]:
    ordered: dict[str, _Shape] = {}

    def take(name: str, above: frozenset[str]) -> None:
        if name in ordered or name in above or name not in shapes:
            return
        for parent in sorted(set(shapes[name].refers.values())):
            take(parent, above | {name})
        ordered[name] = shapes[name]

    # Notes before evaluations: once one is final, its notes are held.
    for name in ("note", *sorted(shapes)):
        take(name, frozenset())
    return list(ordered.values())
