"""The triggers that write the record of changes, made from the schema as it stands, in this one place.

Every table with a `uid` is logged, and `setting` by its key. One row for a new row as a whole, one for each
column that changes. References are logged as the uid of what they refer to, because numbers are local.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.connection import Connection

# Tables without a uid that are logged all the same, and the column that names their rows.
KEYED = {"setting": "key"}
# Never logged: what is typed at each keystroke and stored elsewhere, the running clock, the time an evaluator
# spends, what its logged SHA-256 stands for, and what codes are made with.
SILENT = {
    "observation": frozenset({"pending", "pending_at_s", "clock_started_at", "clock_offset_s", "spent_s"}),
    "final": frozenset({"content"}),
    "final_text": frozenset({"content"}),
    "handed_out": frozenset({"code"}),
    # Forgetting it must destroy the file: nothing else may know it.
    "recording": frozenset({"key"}),
    "handed_back": frozenset({"key"}),
}
# Not logged while the condition holds, and as one unit when it ends; "{row}" is the alias of the row.
UNITS = {
    "evaluation": ("state", "{row}.state = 'draft'"),
    "acknowledgement": ("at", "{row}.at IS NULL"),
    "dispute": ("raised_at", "{row}.raised_at IS NULL"),
    # Blind to each other until both are in: so is the record.
    "self_evaluation": ("opened_at", "{row}.opened_at IS NULL"),
    "scorecard_version": ("state", "{row}.state = 'draft'"),
}
# Logged also while an import brings in its rows in bulk.
ALWAYS = frozenset({"import", "event", "device", "purge"})
# Typing on in the same cell goes on in the same change until that is sealed; each of these stands alone.
SINGLE = frozenset(
    ("state", "status", "role", "kind", "side", "owner", "reply", "tag", "stage", "channel", "direction")
)
# What stands in `old` where a row was there before its record began.
THERE = "there"
# What stands in `old` where what a purge left of a row is put down anew.
AGAIN = "again"
SINGLE_TABLES = frozenset({"setting", "user", "assignment", "signature", "final", "acknowledgement"})


@dataclass(frozen=True, slots=True)
class Column:
    """`refers_to` is the table whose uid is logged in place of the number; blank for an ordinary value."""

    name: str
    type: str
    refers_to: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Logged:
    """A table as the record sees it: the column that names its rows, and those whose values are kept."""

    table: str
    key: str
    columns: tuple[Column, ...]


def read_logged(conn: Connection) -> tuple[Logged, ...]:
    """The tables of this store that are logged, by name."""
    names = conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    infos = {name: conn.execute(_COLUMNS, (name,)).fetchall() for (name,) in names}
    with_uid = {name for name, info in infos.items() if any(row[1] == "uid" for row in info)}
    found = []
    for name in sorted(with_uid | (KEYED.keys() & infos.keys())):
        links = conn.execute(_LINKS, (name,)).fetchall()
        refers = {column: parent for column, parent in links if parent in with_uid}
        found.append(_logged(name, infos[name], refers))
    return tuple(found)


_COLUMNS = "SELECT cid, name, type, \"notnull\", dflt_value FROM pragma_table_info(?, 'main')"
_LINKS = 'SELECT "from", "table" FROM pragma_foreign_key_list(?, \'main\')'


def _logged(name: str, info: list[tuple[object, ...]], refers: dict[str, str]) -> Logged:
    key = KEYED.get(name, "uid")
    left_out = {"id", key} | SILENT.get(name, frozenset())
    columns = tuple(
        Column(str(row[1]), str(row[2]), refers.get(str(row[1]), ""), None if row[4] is None else str(row[4]))
        for row in info
        if row[1] not in left_out
    )
    return Logged(name, key, columns)


def make_triggers(tables: tuple[Logged, ...]) -> dict[str, str]:
    """Name and SQL of each trigger."""
    made = {"log_one": LOG_ONE}
    for table in tables:
        made.update(_of_table(table))
    return made


def fingerprint(made: dict[str, str]) -> str:
    """What tells whether a store has the triggers that this program makes for it."""
    return hashlib.sha256("\n".join(f"{name}: {made[name]}" for name in sorted(made)).encode()).hexdigest()


def install(conn: Connection, made: dict[str, str]) -> None:
    """Put these in place of all that were there before. Inside the caller's transaction."""
    for name, _ in conn.execute(_OURS).fetchall():
        conn.execute(f'DROP TRIGGER main."{name}"')
    for sql in made.values():
        conn.execute(sql)


_OURS = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND name LIKE 'log\\_%' ESCAPE '\\'"

_CELL = """"table" = new."table" AND "row" = new."row\""""
_HEADS = f"""SELECT change_id FROM head WHERE {_CELL} AND (new."column" = '' OR "column" = new."column")"""
_WHOLE = f"""SELECT change_id FROM head WHERE {_CELL} AND "column" = ''"""
_NAMES = """SELECT json_group_array(hex(device) || '-' || sequence) FROM change WHERE id IN"""

# What becomes of an entry. `typed` lets it go on in the cell's newest change while that is not yet sealed.
LOG_ONE = f"""CREATE TRIGGER log_one INSTEAD OF INSERT ON log_entry
BEGIN
    UPDATE change SET new = new.new WHERE new.typed AND hash IS NULL AND "column" = new."column"
        AND id = (SELECT max(change_id) FROM head
            WHERE {_CELL} AND "column" = new."column" HAVING count(*) = 1)
        AND (device, user, agent) IS (SELECT device, user, agent FROM writer);
    UPDATE writer SET tick = tick + 1, sequence = sequence + 1 WHERE changes() = 0;
    INSERT INTO change (device, sequence, tick, user, agent, "table", "row", "column", old, new, parents)
    SELECT device, sequence, tick, user, agent, new."table", new."row", new."column", new.old, new.new,
        CASE WHEN EXISTS ({_HEADS}) THEN ({_NAMES} ({_HEADS})) ELSE ({_NAMES} ({_WHOLE})) END
    FROM writer WHERE changes() = 1;
    INSERT INTO head ("table", "row", "column", change_id)
    SELECT new."table", new."row", new."column", last_insert_rowid() WHERE changes() = 1;
    DELETE FROM head WHERE changes() = 1 AND {_CELL} AND (new."column" = '' OR "column" = new."column")
        AND change_id <> last_insert_rowid();
END"""


def _of_table(table: Logged) -> Iterator[tuple[str, str]]:
    unit = UNITS.get(table.table)
    unbatched = () if table.table in ALWAYS else ("(SELECT batch FROM writer) = 0",)
    closed = (f"NOT ({unit[1]})",) if unit else ()
    yield _trigger(table, "insert", "INSERT", (*_at("new", closed), *unbatched), _as_whole(table))
    yield _trigger(table, "delete", "DELETE", (*_at("old", closed), *unbatched), _as_gone(table))
    if unit:
        ends = (unit[1].format(row="old"), *_at("new", closed), *unbatched)
        yield _trigger(table, "unit", f"UPDATE OF {unit[0]}", ends, _as_whole(table))
    for column in table.columns:
        differs = f'old."{column.name}" IS NOT new."{column.name}"'
        body = _as_cell(table, column)
        conditions = (differs, *_at("old", closed), *unbatched)
        yield _trigger(table, column.name, f'UPDATE OF "{column.name}"', conditions, body)


def _at(row: str, conditions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(condition.format(row=row) for condition in conditions)


def _trigger(
    table: Logged, what: str, event: str, conditions: tuple[str, ...], values: str
) -> tuple[str, str]:
    name = f"log_{table.table}__{what}"
    when = f"WHEN {' AND '.join(conditions)}\n" if conditions else ""
    sql = f"""CREATE TRIGGER "{name}" AFTER {event} ON "{table.table}"
{when}BEGIN
    INSERT INTO log_entry VALUES ('{table.table}', {values});
END"""
    return name, sql


def copy_rows(conn: Connection, table: Logged) -> None:
    """Log every row that is there already, but what an import brought in: its own row stands for that."""
    has_import = any(column.name == "import_id" for column in table.columns)
    conditions = ["new.import_id IS NULL"] if has_import else []
    if table.table in UNITS:
        conditions.append(f"NOT ({UNITS[table.table][1].format(row='new')})")
    conn.execute(
        f"""INSERT INTO log_entry SELECT '{table.table}', new."{table.key}", '', '{THERE}',
        {_whole_json(table)}, 0 FROM main."{table.table}" AS new WHERE {" AND ".join(conditions) or "1"}"""
    )


def restate(conn: Connection, table: Logged, rows: Iterable[bytes | str]) -> None:
    """Log these rows, by uid or key, as they now are; those that are not there any more are passed over."""
    names = json.dumps([(row if isinstance(row, bytes) else row.encode()).hex().upper() for row in rows])
    unit = f"NOT ({UNITS[table.table][1].format(row='new')})" if table.table in UNITS else "1"
    conn.execute(
        f"""INSERT INTO log_entry SELECT '{table.table}', new."{table.key}", '', '{AGAIN}',
        {_whole_json(table)}, 0 FROM main."{table.table}" AS new
        WHERE hex(new."{table.key}") IN (SELECT value FROM json_each(?)) AND {unit}""",
        (names,),
    )


def _as_whole(table: Logged) -> str:
    return f"new.\"{table.key}\", '', NULL, {_whole_json(table)}, 0"


def _whole_json(table: Logged) -> str:
    pairs = ", ".join(f"'{column.name}', {_in_json(column)}" for column in table.columns)
    return f"json_object({pairs})"


def _as_gone(table: Logged) -> str:
    return f"old.\"{table.key}\", '', NULL, NULL, 0"


def _as_cell(table: Logged, column: Column) -> str:
    typed = (
        column.type in ("TEXT", "REAL")
        and not column.refers_to
        and column.name not in SINGLE
        and not column.name.endswith(("_at", "_on"))
        and table.table not in SINGLE_TABLES
    )
    old, new = _value("old", column), _value("new", column)
    return f"""new."{table.key}", '{column.name}', {old}, {new}, {int(typed)}"""


def _value(row: str, column: Column) -> str:
    value = f'{row}."{column.name}"'
    return f'(SELECT uid FROM "{column.refers_to}" WHERE id = {value})' if column.refers_to else value


def _in_json(column: Column) -> str:
    value = _value("new", column)
    if column.refers_to or column.type == "BLOB":
        return f"(SELECT hex(value) FROM (SELECT {value} AS value) WHERE value IS NOT NULL)"
    return value
