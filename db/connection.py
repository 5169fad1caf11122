"""The one door to SQLite: which driver, how each connection is set, and where the key comes in.

The driver is sqlcipher3, also for stores without a key, because Python's own SQLite may carry the WAL-reset
fault that is mended in 3.51.3. sqlite-utils takes `pysqlite3` where there is one, so the driver goes by that
name before sqlite-utils is first imported; with another driver its RETURNING queries leave a transaction
open in which later writes are lost. Whoever needs `Database` imports it from here.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlcipher3 import dbapi2 as driver

from db.clock import Clock, stamp
from db.files import make_private

sys.modules.setdefault("pysqlite3", driver)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

import sqlite_utils.utils  # noqa: E402
from sqlite_utils import Database  # noqa: E402

if sqlite_utils.utils.sqlite3 is not driver:
    raise ImportError("sqlite_utils was imported before db.connection and took another driver")

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = driver.Connection

__all__ = ["Connection", "Database", "Mode", "Source", "connect", "driver", "register_functions", "wrap"]

Mode: TypeAlias = Literal["create", "write", "read", "frozen"]

BUSY_MILLISECONDS = 5000
# The driver's cache keeps what was asked most often, so once it is full every new statement is prepared anew
# each time; with the record's triggers behind it that takes milliseconds. It holds more than is ever asked.
STATEMENTS = 2000
_QUERY = {"create": "mode=rwc", "write": "mode=rw", "read": "mode=ro", "frozen": "mode=ro&immutable=1"}
# Not `cipher_memory_security`: it locks and wipes each piece of memory by itself, which makes opening a store
# and small statements 8 times slower (bulk reading not at all), and halves at best what a dump still shows,
# because Python keeps copies of its own.
# What is deleted is overwritten, and what SQLite puts aside for a sort stays in memory: nothing readable is
# left in free pages or temporary files.
_PRAGMAS_ALWAYS = (
    "trusted_schema = OFF",
    "foreign_keys = ON",
    "cache_size = -65536",
    "secure_delete = ON",
    "temp_store = MEMORY",
)
_PRAGMAS_WRITING = ("journal_mode = WAL", "synchronous = FULL")


@dataclass(frozen=True, slots=True)
class Source:
    """A database file and, for an encrypted one, its raw 32-byte key."""

    path: Path
    key: bytes | None = None

    def beside(self, path: Path) -> "Source":
        """Another file under the same key."""
        return Source(path, self.key)


def connect(source: Source, mode: Mode = "write") -> Connection:
    """A connection in autocommit, set as the store needs it. The caller closes it.

    "write" refuses to make a file; "read" changes neither file nor WAL; "frozen" reads the file alone, as if
    it could not change, and leaves nothing beside it. May be closed, but not used, from another thread.
    """
    if mode == "create":
        make_private(source.path)
    conn = driver.connect(
        f"{source.path.absolute().as_uri()}?{_QUERY[mode]}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MILLISECONDS / 1000,
        cached_statements=STATEMENTS,
    )
    try:
        _set_up(conn, source.key, mode)
    except BaseException:
        conn.close()
        raise
    return conn  # type: ignore[no-any-return]


def _set_up(conn: Connection, key: bytes | None, mode: Mode) -> None:
    conn.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr what we say in sentences
    if key is not None:
        conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in _PRAGMAS_ALWAYS:
        conn.execute(f"PRAGMA {pragma}")
    if mode == "write":
        for pragma in _PRAGMAS_WRITING:
            conn.execute(f"PRAGMA {pragma}")


def wrap(conn: Connection) -> Database:
    """The connection as sqlite-utils sees it, without anybody's plugins."""
    return Database(conn, execute_plugins=False)


def register_functions(conn: Connection, clock: Clock, ids: Callable[[], bytes]) -> None:
    """Give SQL `new_uid()` (16 bytes) and `now()` (text, UTC, milliseconds).

    For statements only: with trusted_schema off SQLite refuses them inside triggers, defaults and views.
    """
    conn.create_function("new_uid", 0, ids)
    conn.create_function("now", 0, lambda: stamp(clock()))
