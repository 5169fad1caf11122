"""Turns rows into records and values into what SQLite stores, by the records' own type hints."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from db.clock import stamp
from db.connection import Database
from db.queries.gate import clean_column
from db.reach import OutOfReach

if TYPE_CHECKING:
    from sqlite3 import Cursor

Record = TypeVar("Record")


def stored(value: Any) -> Any:
    """What a record's value looks like in its column; a time without a zone is the site's wall clock."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") if value.tzinfo is None else stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return json.dumps(value, ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def kept(db: Database, column: str, value: Any) -> Any:
    """As `stored`, with what is never stored masked in every text that a person may have written."""
    return stored(clean_column(db, column, value))


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) is UnionType:
        hint = next(kind for kind in get_args(hint) if kind is not NoneType)
    if get_origin(hint) is tuple:
        return lambda text: tuple(json.loads(text))
    if hint is bool:
        return bool
    if hint in (date, datetime) or (isinstance(hint, type) and issubclass(hint, Enum)):
        convert: Callable[[Any], Any] = hint.fromisoformat if hint in (date, datetime) else hint
        return convert
    return None


@cache
def _converters(record: Hashable) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    hints = get_type_hints(record)
    return tuple((field.name, _converter(hints[field.name])) for field in fields(record))  # type: ignore[arg-type]


def to_record(record: type[Record], row: Mapping[str, Any]) -> Record:
    """`row` must hold a column for each field of `record`; others are passed over."""
    values = {}
    for name, convert in _converters(record):  # type: ignore[arg-type]
        value = row[name]
        values[name] = value if convert is None or value is None else convert(value)
    return record(**values)


def all_of(record: type[Record], rows: Iterable[Mapping[str, Any]]) -> tuple[Record, ...]:
    return tuple(to_record(record, row) for row in rows)


def one(record: type[Record], rows: Iterable[Mapping[str, Any]]) -> Record | None:
    """The first row as a record, None where there is no row."""
    return next((to_record(record, row) for row in rows), None)


def insert(db: Database, table: str, **values: Any) -> int:
    """Adds a row with a new uid and answers its id. Column names come from code, never from a user.

    Raises OutOfReach where the user at work would not see the row.
    """
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    sql = f'INSERT INTO main."{table}" (uid, {names}) VALUES (new_uid(), {marks})'
    id = last_id(db.execute(sql, {name: kept(db, name, value) for name, value in values.items()}))
    check_reach(db, table, id)
    return id


def last_id(cursor: "Cursor") -> int:
    """The id that an INSERT gave out."""
    if cursor.lastrowid is None:
        raise LookupError("no row was inserted")
    return cursor.lastrowid


def check_reach(db: Database, table: str, id: int) -> None:
    """Raises OutOfReach where the user at work does not see the row; the transaction then keeps nothing."""
    if db.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', [id]).fetchone() is None:
        raise OutOfReach(table, id)


def update(db: Database, table: str, id: int, **values: Any) -> None:
    """Changes named columns of one row. Column names come from code, never from a user.

    Raises LookupError where there is no such row, OutOfReach where the user at work does not see it, or
    would no longer.
    """
    changes = ", ".join(f'"{name}" = :{name}' for name in values)
    _change(db, table, id, changes, **{name: kept(db, name, value) for name, value in values.items()})
    if any(name.endswith("_id") for name in values):  # whose it is may have changed with it
        check_reach(db, table, id)


def remove(db: Database, table: str, id: int) -> None:
    """Marks a row as deleted; it stays for undo, for the log and for merging. Raises as `update` does."""
    _change(db, table, id, "deleted_at = now()")


def bring_back(db: Database, table: str, id: int) -> None:
    """Takes the mark of `remove` away. Raises as `update` does."""
    _change(db, table, id, "deleted_at = NULL")


def _change(db: Database, table: str, id: int, changes: str, **values: Any) -> None:
    sql = f'UPDATE main."{table}" SET {changes} WHERE id = (SELECT id FROM "{table}" WHERE id = :id)'
    if db.execute(sql, {"id": id} | values).rowcount == 1:
        return
    if db.execute(f'SELECT 1 FROM main."{table}" WHERE id = ?', [id]).fetchone() is not None:
        raise OutOfReach(table, id)
    raise LookupError(f"{table} {id}")


def need(record: Record | None, table: str, id: int) -> Record:
    """The record, or LookupError naming what is missing."""
    if record is None:
        raise LookupError(f"{table} {id}")
    return record
