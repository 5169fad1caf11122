"""Notices that commits are gone from the WAL: SQLite ends at the first frame that is not whole, and takes a
WAL that was deleted or cut short for one that never was longer.

After each commit the number of the WAL's frames is noted beside the store. The note is not flushed: it may be
behind after a power cut, but never ahead of what SQLite has flushed.
"""

import os
import struct
import threading
from contextlib import closing, suppress
from pathlib import Path

from db.connection import Connection, Source, connect, driver
from db.errors import Damaged, world_errors
from db.files import beside

SUFFIX = "-tally"
_FORM = struct.Struct(">III")  # salt 1, salt 2 (https://sqlite.org/fileformat2.html#wal_file_format), frames
_SALTS_AT = 16
# By how much a round's first salt may be ahead of the one noted: a crash can fall between commit and note.
_ROUNDS = 1 << 16


class Tally:
    """Kept while a store is open. Its own files only: the WAL carries no locks, so it may be read."""

    def __init__(self, store: Path) -> None:
        self._path, self._wal = beside(store, SUFFIX), beside(store, "-wal")
        self._turn = threading.Lock()
        self._handle: int | None = None

    def note(self, conn: Connection) -> None:
        """Write down how many frames there are, right after a commit. A disk that refuses loses the note only."""
        with self._turn, suppress(OSError, driver.Error):
            frames = conn.execute("PRAGMA main.wal_checkpoint(NOOP)").fetchone()[1]
            if self._handle is None:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _FORM.pack(*_read_salts(self._wal), max(0, frames)))

    def forget(self) -> None:
        """Before the last connection closes, which empties the WAL. Calling it twice is harmless."""
        with self._turn:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None
                self._path.unlink(missing_ok=True)


def check(source: Source) -> None:
    """Raise Damaged (reason `wal`) where commits that were noted are gone. Only while nobody has it open."""
    try:
        noted = beside(source.path, SUFFIX).read_bytes()
    except OSError:
        return
    if len(noted) != _FORM.size:
        return
    salt1, salt2, frames = _FORM.unpack(noted)
    if not frames:
        return
    now1, now2 = _read_salts(beside(source.path, "-wal"))
    if (now1, now2) == (salt1, salt2):
        gone = _count_frames(source) < frames
    else:
        gone = (now1 - salt1) % (1 << 32) > _ROUNDS or (now1, now2) == (0, 0)
    if gone:
        raise Damaged(source.path, reason="wal")


def _read_salts(wal: Path) -> tuple[int, int]:
    try:
        with wal.open("rb") as file:
            head = file.read(_SALTS_AT + 8)
    except OSError:
        return 0, 0
    if len(head) < _SALTS_AT + 8:
        return 0, 0
    one, two = struct.unpack(">II", head[_SALTS_AT:])
    return int(one), int(two)


def _count_frames(source: Source) -> int:
    """As many as SQLite takes for whole."""
    with world_errors(source.path), closing(connect(source, "read")) as conn:
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return int(conn.execute("PRAGMA main.wal_checkpoint(NOOP)").fetchone()[1])
