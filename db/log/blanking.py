"""What a purge took from the record: counted and sealed with it, so that nothing more is blanked in its name.

Rows that stay, without their words, are put down anew as they then are: the record goes on saying what they
should say, and a living row whose newest line is blank is one that somebody filled again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.connection import Connection
from db.log.triggers import AGAIN, Logged, read_logged, restate
from db.records.log import Broken, Fault

# Rows that a purge may empty and that name it: its finals, and what was answered to them.
_EMPTIED = """SELECT 'acknowledgement', uid FROM main.acknowledgement WHERE purge_id = ?1
    UNION ALL SELECT 'final', uid FROM main.final WHERE purge_id = ?1 ORDER BY 1, 2"""
_BLANKED = "SELECT device, sequence FROM main.change WHERE purge_id = ? ORDER BY id"
_HEADS = """SELECT DISTINCT head."table", head."row" FROM main.head
    JOIN main.change ON change.id = head.change_id WHERE change.purge_id = ?"""

__all__ = ["AGAIN", "Tally", "check", "close"]


@dataclass(slots=True)
class Tally:
    """How many lines were blanked under a purge, and which: SHA-256 over their names, in their order."""

    count: int = 0
    _names: Any = field(default_factory=hashlib.sha256)

    def add(self, device: bytes, sequence: int) -> None:
        self.count += 1
        self._names.update(f"{device.hex()}-{sequence}\n".encode())

    def digest(self, emptied: Iterable[tuple[str, bytes]]) -> bytes:
        """With the rows that were emptied, by table and uid."""
        names = self._names.copy()
        for table, uid in emptied:
            names.update(f"{table} {uid.hex()}\n".encode())
        return bytes(names.digest())


def close(conn: Connection, purge: int) -> None:
    """End a purge: put down what stays of its rows, and let the purge say what it blanked.

    Inside the purge's transaction, after all blanking. Raises the driver's error where it was ended before.
    """
    _restate(conn, purge)
    tally = Tally()
    for device, sequence in conn.execute(_BLANKED, (purge,)):
        tally.add(device, sequence)
    emptied = conn.execute(_EMPTIED, (purge,)).fetchall()
    sql = "UPDATE main.purge SET blanked = ?, digest = ? WHERE id = ?"
    conn.execute(sql, (tally.count, tally.digest(emptied), purge))


def _restate(conn: Connection, purge: int) -> None:
    """Only rows that are still there are found; of the others the record's last line says that they went."""
    rows: defaultdict[str, list[bytes | str]] = defaultdict(list)
    for table, row in conn.execute(_HEADS, (purge,)).fetchall():
        rows[table].append(row)
    logged: dict[str, Logged] = {table.table: table for table in read_logged(conn)}
    for name in sorted(rows.keys() & logged.keys()):
        restate(conn, logged[name], rows[name])


def check(conn: Connection, blanked: Mapping[int, Tally]) -> Broken | None:
    """The first purge that blanked something else than it says; `blanked` is what the record shows."""
    for id, uid, count, digest in conn.execute("SELECT id, uid, blanked, digest FROM main.purge ORDER BY id"):
        tally = blanked.get(id, Tally())
        emptied = conn.execute(_EMPTIED, (id,)).fetchall()
        found = (tally.count, tally.digest(emptied)) if tally.count or emptied or digest else (None, None)
        if found != (count, digest):
            return Broken(Fault.PURGE, table="purge", row=uid.hex())
    return None
