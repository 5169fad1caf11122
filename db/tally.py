"""Notices that commits are gone from the WAL: SQLite ends at the first frame that is not whole, and takes a
WAL that was deleted or cut short for one that never was longer.

After each commit its tick (see `db.log.writer`) is noted beside the store. The note is not flushed: after a
power cut it may be behind, but it is never ahead of what SQLite has flushed. One that was damaged itself says
nothing, which its checksum shows.
"""

import os
import threading
import zlib
from contextlib import closing, suppress
from pathlib import Path

from db.connection import Connection, Source, connect, driver
from db.errors import Damaged, world_errors
from db.files import beside
from db.opening import reading_mode

SUFFIX = "-tally"
_SIZE = 8


class Tally:
    """Kept while a store is open."""

    def __init__(self, store: Path) -> None:
        self._path = beside(store, SUFFIX)
        self._turn = threading.Lock()
        self._handle: int | None = None
        self._begun = False

    def begin(self) -> None:
        """The store was checked against the note that is there, and is open now."""
        self._begun = True

    def note(self, conn: Connection) -> None:
        """Write down how far the store is, right after a commit; where the disk refuses, nothing."""
        with self._turn, suppress(OSError, driver.Error):
            tick = _read_tick(conn)
            if self._handle is None:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, _sum_up(tick.to_bytes(_SIZE, "big")))

    def forget(self, *, keep: bool = False) -> None:
        """Before the last connection closes and empties the WAL. Calling it twice is harmless.

        `keep` leaves the note, where the WAL is to be left too.
        """
        with self._turn:
            if self._handle is not None:
                os.close(self._handle)
            if self._begun and not keep:
                self._path.unlink(missing_ok=True)
            self._handle, self._begun = None, False


def check(source: Source) -> None:
    """Raise Damaged (reason `wal`) where commits that were noted are gone. Only while nobody has it open."""
    try:
        noted = beside(source.path, SUFFIX).read_bytes()
    except OSError:
        return
    if noted != _sum_up(noted[:_SIZE]):
        return
    with world_errors(source.path), closing(connect(source, reading_mode(source.path))) as conn:
        tick = _read_tick(conn)
    if tick < int.from_bytes(noted[:_SIZE], "big"):
        raise Damaged(source.path, reason="wal")


def _sum_up(tick: bytes) -> bytes:
    return tick + zlib.crc32(tick).to_bytes(4, "big")


def _read_tick(conn: Connection) -> int:
    return int(conn.execute("SELECT tick FROM main.writer").fetchone()[0])
