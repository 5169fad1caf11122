"""Sealing: each device's changes become a chain of hashes, so that none can be altered, added or left out.

hash = SHA-256(hash of the device's change before || the change's facts || digest), and digest = SHA-256(salt
|| old and new value). A purge may blank values and salt: without the salt the digest tells nobody what they
were, and the chain still holds.
"""

import hashlib
import json
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from db.connection import BUSY_MILLISECONDS, Connection, driver

log = logging.getLogger(__name__)

Value: TypeAlias = None | int | float | str | bytes

# A change stays open for further keystrokes this long, in milliseconds.
OPEN_FOR = 20_000
# How long sealing on the way out waits for another program, in milliseconds.
PATIENCE = 100
# A clock that stands this much before the newest change was set back, in milliseconds.
SET_BACK = 5_000
# At the start of a transaction only so many are sealed, so that nobody waits for it.
AT_ONCE = 500
TICK_BITS = 16
START = bytes(32)
COLUMNS = """id, device, sequence, tick, user, agent, "table", "row", "column", old, new, parents"""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the record. `row` is a uid, or the key of a setting; a blank `column` stands for all."""

    id: int
    device: bytes
    sequence: int
    tick: int
    user: bytes | None
    agent: bytes | None
    table: str
    row: bytes | str
    column: str
    old: Value
    new: Value
    parents: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest sealed change of a device."""

    device: bytes
    sequence: int
    hash: bytes


def to_milliseconds(moment: datetime) -> int:
    """Since 1970."""
    return int(moment.timestamp() * 1000)


def seal(conn: Connection, limit: int = -1) -> int:
    """Seal what is not yet sealed, oldest first; answers how many. Inside the caller's transaction."""
    sealed = conn.execute("SELECT sealed FROM main.writer").fetchone()[0]
    sql = f"SELECT {COLUMNS} FROM main.change WHERE id > ? AND hash IS NULL ORDER BY id LIMIT ?"
    changes = [Change(*row) for row in conn.execute(sql, (sealed, limit))]
    if not changes:
        return 0
    before: dict[bytes, bytes] = {}
    rows = []
    for change in changes:
        last = before.get(change.device) or _hash_before(conn, change)
        salt = secrets.token_bytes(16)
        digest = make_digest(salt, change.old, change.new)
        before[change.device] = make_hash(last, change, digest)
        rows.append((salt, digest, before[change.device], change.id))
    conn.executemany("UPDATE main.change SET salt = ?, digest = ?, hash = ? WHERE id = ?", rows)
    conn.execute("UPDATE main.writer SET sealed = ?", (changes[-1].id,))
    return len(changes)


def seal_old(conn: Connection, now: int, oldest: int) -> None:
    """At the start of a transaction: seal once the oldest open change is old, or the clock was set back."""
    if not -SET_BACK <= now - (oldest >> TICK_BITS) <= OPEN_FOR:
        seal(conn, AT_ONCE)


def has_open(conn: Connection) -> bool:
    """Whether anything is still to be sealed."""
    sql = "SELECT EXISTS (SELECT 1 FROM main.change WHERE id > (SELECT sealed FROM main.writer))"
    return bool(conn.execute(sql).fetchone()[0])


def make_digest(salt: bytes, old: Value, new: Value) -> bytes:
    """What stands for the values in the chain."""
    return hashlib.sha256(salt + _pack([_typed(old), _typed(new)])).digest()


def make_hash(before: bytes, change: Change, digest: bytes) -> bytes:
    """The hash of a change that follows the one with hash `before`."""
    facts = [
        change.device.hex(),
        change.sequence,
        change.tick,
        change.user and change.user.hex(),
        change.agent and change.agent.hex(),
        change.table,
        _typed(change.row),
        change.column,
        change.parents,
    ]
    return hashlib.sha256(before + _pack(facts) + digest).digest()


def read_head(conn: Connection) -> ChainHead | None:
    """The newest sealed change, of whichever device it is; None before the first."""
    sql = "SELECT device, sequence, hash FROM change WHERE hash IS NOT NULL ORDER BY id DESC LIMIT 1"
    row = conn.execute(sql).fetchone() if has_log(conn) else None
    return ChainHead(*row) if row else None


def has_log(conn: Connection) -> bool:
    """False for a store of before there was a record."""
    sql = "SELECT EXISTS (SELECT 1 FROM main.sqlite_master WHERE name = 'writer')"
    return bool(conn.execute(sql).fetchone()[0])


def _hash_before(conn: Connection, change: Change) -> bytes:
    if change.sequence == 1:
        return START
    sql = "SELECT hash FROM main.change WHERE id < ? AND device = ? ORDER BY id DESC LIMIT 1"
    row = conn.execute(sql, (change.id, change.device)).fetchone()
    return row[0] if row and row[0] else START


def _typed(value: Value) -> object:
    """A value with its kind, because 1, 1.0 and '1' are three values to the store."""
    match value:
        case bytes():
            return ["b", value.hex()]
        case float():
            return ["r", value.hex()]
        case int():
            return ["i", value]
        case str():
            return ["t", value]
    return None


def _pack(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def seal_now(conn: Connection) -> None:
    """In a transaction of its own, where the disk lets it: what stays open is sealed when next opened.

    Closing and backing up must not fail for it, nor wait for another program.
    """
    try:
        if not (has_log(conn) and has_open(conn)):
            return
        conn.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        conn.execute("BEGIN IMMEDIATE")
        seal(conn)
        conn.execute("COMMIT")
    except driver.Error as error:
        log.info("the record of changes stays unsealed: %s", error)
        conn.rollback()
    finally:
        conn.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
