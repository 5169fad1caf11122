"""Proof, in tests, that a transaction writes the tables it named: pages reload by those names alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from db.connection import Connection, driver

_WRITES = frozenset({driver.SQLITE_INSERT, driver.SQLITE_UPDATE, driver.SQLITE_DELETE})
_RECORD = frozenset({"writer", "change", "head", "log_entry"})


class UndeclaredWrite(AssertionError):
    """A table was written that `writing` did not name."""


@contextmanager
def witness(conn: Connection, tables: frozenset[str]) -> Iterator[None]:
    """Refuse writes to tables other than `tables`, and raise UndeclaredWrite at the end if one was tried.

    Full-text indexes, what triggers write, and the record of changes follow from the table itself and need
    no naming.
    """
    allowed = tables | _RECORD | _find_indexes(conn)
    undeclared: set[str] = set()

    def judge(action: int, table: str | None, _2: Any, _schema: str | None, trigger: str | None) -> int:
        if action not in _WRITES or table is None or trigger is not None:
            return driver.SQLITE_OK  # type: ignore[no-any-return]
        if table in allowed or table.startswith("sqlite_"):
            return driver.SQLITE_OK  # type: ignore[no-any-return]
        undeclared.add(table)
        return driver.SQLITE_DENY  # type: ignore[no-any-return]

    # Setting it also makes SQLite prepare cached statements anew, so that it hears of those too.
    conn.set_authorizer(judge)
    try:
        yield
    except Exception as error:
        if undeclared:
            raise UndeclaredWrite(f"written but not named: {', '.join(sorted(undeclared))}") from error
        raise
    finally:
        conn.set_authorizer(None)
    if undeclared:
        raise UndeclaredWrite(f"written but not named: {', '.join(sorted(undeclared))}")


def _find_indexes(conn: Connection) -> frozenset[str]:
    found = conn.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
    return frozenset(row[0] for row in found)
