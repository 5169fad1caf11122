"""The whole rows that a damaged file still gives, table by table, and what is known to be missing."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple

from db.connection import Source, connect, driver
from db.errors import world_errors
from db.progress import Progress, Tell, stay_silent
from db.salvage.pages import Pages
from db.salvage.trees import Broken, Tree, Value, is_leaf, read_free, read_leaf, walk

SCHEMA_ROOT = 1


class Piece(NamedTuple):
    """A line of the schema."""

    kind: str
    name: str
    table: str
    root: int
    sql: str


@dataclass(frozen=True, slots=True)
class Column:
    """`default` is what rows hold that were written before the column was added."""

    name: str
    kind: str
    needed: bool
    key: int
    default: Value


@dataclass(slots=True)
class Table:
    """Whole rows, by rowid (of a table without one, by their place in it), as values by column name.

    `known` are the rowids that an index speaks of; `doubtful` says that pages were lost of which nobody
    knows how many rows they held.
    """

    name: str
    columns: tuple[Column, ...]
    rows: dict[int, dict[str, Value]] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    doubtful: bool = False

    def lost(self) -> set[int]:
        """Rowids of rows that are known to have been there and can't be read."""
        return self.known - self.rows.keys()


@dataclass(frozen=True, slots=True)
class Findings:
    """`bad` are the numbers of the pages that can't be read, of `pages` in all."""

    tables: dict[str, Table]
    bad: tuple[int, ...]
    pages: int


def read_damaged(damaged: Source, backup: Source | None = None, tell: Tell = stay_silent) -> Findings:
    """Read everything whole in a closed file that SQLite may refuse; the file is not changed.

    Where its schema can't be read, that of a backup tells where tables begin: a backup keeps every page at
    its place.
    """
    with world_errors(damaged.path), Pages(damaged) as pages:
        schema_tree = walk(pages, SCHEMA_ROOT, is_index=False)
        pieces = [piece for piece in map(_piece, schema_tree.rows.values()) if piece is not None]
        if backup is not None and (schema_tree.bad or schema_tree.broken):
            pieces = _merge(pieces, _schema_of(backup))
        return _Reader(pages, pieces, schema_tree, tell).read()


class _Reader:
    """Walks every tree once, then looks for leaves whose way from the root is lost."""

    def __init__(self, pages: Pages, pieces: Sequence[Piece], schema: Tree, tell: Tell) -> None:
        self._pages, self._tell = pages, tell
        self._pieces = [piece for piece in pieces if piece.root]
        self._seen, self._bad = set(schema.seen), set(schema.bad)
        self._tables: dict[str, Table] = {}
        self._torn: set[str] = set()

    def read(self) -> Findings:
        trees = {}
        for done, piece in enumerate(self._pieces):
            self._tell(Progress(done, len(self._pieces), "salvage"))
            keyed = piece.kind == "index" or _has_no_rowid(piece.sql)
            trees[piece.name] = tree = walk(self._pages, piece.root, keyed)
            self._seen |= tree.seen
            self._bad |= tree.bad
        for piece in self._pieces:
            if piece.kind == "table":
                self._take_table(piece, trees[piece.name])
        for piece in self._pieces:
            if piece.kind == "index" and piece.table in self._tables:
                self._take_index(self._tables[piece.table], trees[piece.name])
        self._take_orphans()
        for name in self._torn:
            self._tables[name].doubtful = not self._covered(name, trees)
        self._bad.update(self._pages.damaged())
        return Findings(self._tables, tuple(sorted(self._bad)), self._pages.count)

    def _take_table(self, piece: Piece, tree: Tree) -> None:
        columns = _columns(piece.sql)
        if columns is None:
            return
        table = self._tables[piece.name] = Table(piece.name, columns)
        if _has_no_rowid(piece.sql):
            order = _stored_order(columns)
            for place, entry in enumerate(tree.entries):
                _put(table, place, entry, order)
        else:
            for rowid, values in tree.rows.items():
                _put(table, rowid, values, columns)
        if tree.bad or tree.broken:
            self._torn.add(piece.name)

    def _take_index(self, table: Table, tree: Tree) -> None:
        if _rowid_column(table.columns) is not None:
            table.known.update(entry[-1] for entry in tree.entries if isinstance(entry[-1], int))

    def _take_orphans(self) -> None:
        """Give leaves that no root leads to any more to the one table that they fit.

        Only where the list of free pages is whole: what is on it holds rows that are gone.
        """
        free = read_free(self._pages) if self._torn else None
        if free is None:
            return
        away = self._seen | self._bad | free
        for number in range(1, self._pages.count + 1):
            if number not in away and is_leaf(self._pages, number):
                self._take_orphan(number)

    def _take_orphan(self, number: int) -> None:
        try:
            leaf = read_leaf(self._pages, number)
        except Broken:
            return
        fitting = [name for name in self._torn if _fits(self._tables[name], leaf)]
        if len(fitting) > 1:
            fitting = [name for name in fitting if leaf.rows.keys() <= self._tables[name].known]
        if len(fitting) == 1:
            for rowid, values in leaf.rows.items():
                _put(self._tables[fitting[0]], rowid, values, self._tables[fitting[0]].columns)

    def _covered(self, name: str, trees: dict[str, Tree]) -> bool:
        """Whether an index of the table is whole, so that every row of it is known."""
        mine = [piece for piece in self._pieces if piece.kind == "index" and piece.table == name]
        whole = (
            not (trees[piece.name].bad or trees[piece.name].broken)
            for piece in mine
            if "WHERE" not in piece.sql
        )
        return any(whole)


def _put(table: Table, rowid: int, values: Sequence[Value], columns: Sequence[Column]) -> None:
    """Keep a row if it is whole: every column of its kind, none missing that is needed."""
    row = _named(rowid, values, columns)
    if row is not None and rowid not in table.rows:
        table.rows[rowid] = row


def _named(rowid: int, values: Sequence[Value], columns: Sequence[Column]) -> dict[str, Value] | None:
    if len(values) > len(columns):
        return None
    row: dict[str, Value] = {}
    alias = _rowid_column(columns)
    for at, column in enumerate(columns):
        value = values[at] if at < len(values) else column.default
        if column.name == alias:
            value = rowid
        elif column.kind == "REAL" and type(value) is int:
            value = float(value)
        if not _is_of(column, value):
            return None
        row[column.name] = value
    return row


_KINDS: dict[str, tuple[type, ...]] = {
    "INTEGER": (int,),
    "INT": (int,),
    "REAL": (float,),
    "TEXT": (str,),
    "BLOB": (bytes,),
}


def _is_of(column: Column, value: Value) -> bool:
    if value is None:
        return not column.needed
    if (
        column.name == "uid"
        and column.kind == "BLOB"
        and len(value if isinstance(value, bytes) else b"") != 16
    ):
        return False
    kinds = _KINDS.get(column.kind)
    return kinds is None or type(value) in kinds


def _fits(table: Table, leaf: Tree) -> bool:
    """Whether every row of the leaf could be the table's, and none is one that the table has.

    Where a row of the leaf goes on in a page that is gone, an index must know the others.
    """
    if not leaf.rows or _rowid_column(table.columns) is None:
        return False
    if leaf.broken and not leaf.rows.keys() <= table.known:
        return False
    return all(
        rowid not in table.rows and _named(rowid, values, table.columns) is not None
        for rowid, values in leaf.rows.items()
    )


def _rowid_column(columns: Iterable[Column]) -> str | None:
    """The column that is another name of the rowid."""
    keys = [column for column in columns if column.key]
    return keys[0].name if len(keys) == 1 and keys[0].kind == "INTEGER" else None


def _stored_order(columns: Sequence[Column]) -> list[Column]:
    """As a table without rowids keeps them: the key first."""
    return [*sorted((c for c in columns if c.key), key=lambda c: c.key), *(c for c in columns if not c.key)]


def _has_no_rowid(sql: str) -> bool:
    return sql.upper().rstrip("; \n").endswith("WITHOUT ROWID")


def _piece(values: tuple[Value, ...]) -> Piece | None:
    match values:
        case (str() as kind, str() as name, str() as table, int() as root, str() as sql):
            return Piece(kind, name, table, root, sql)
        case (str() as kind, str() as name, str() as table, int() as root, None):
            return Piece(kind, name, table, root, "")
    return None


def _schema_of(backup: Source) -> list[Piece]:
    with closing(connect(backup, "frozen")) as conn:
        found = conn.execute("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
    return [piece for piece in map(_piece, found) if piece is not None]


def _merge(read: Iterable[Piece], from_backup: Iterable[Piece]) -> list[Piece]:
    """The file's own lines, and the backup's where none of the name could be read."""
    found = {piece.name: piece for piece in from_backup}
    found.update((piece.name, piece) for piece in read)
    return list(found.values())


def _columns(sql: str) -> tuple[Column, ...] | None:
    """The columns that a CREATE TABLE makes, asked of SQLite in an empty database of its own."""
    if not sql.upper().startswith("CREATE TABLE"):
        return None
    with closing(driver.connect(":memory:")) as conn:
        try:
            conn.execute(sql)
            name = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()[0]
            found = conn.execute("SELECT * FROM pragma_table_info(?)", [name]).fetchall()
            return tuple(
                Column(row[1], row[2].upper(), bool(row[3]), row[5], _default(conn, row[4])) for row in found
            )
        except driver.Error:
            return None


def _default(conn: driver.Connection, expression: str | None) -> Value:
    if expression is None:
        return None
    value: Value = conn.execute(f"SELECT {expression}").fetchone()[0]
    return value
