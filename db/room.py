"""Room on the disk: asked for before large work, and a little kept back so that a full disk still lets one
delete and save.
"""

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

from db.errors import DiskFull, world_errors
from db.files import NO_LINKS, beside, make_private

MEGABYTE = 1 << 20
# Large work leaves this much to everybody else: 64 MB, of a small disk a twentieth.
LEAVE, LEAVE_SHARE = 64 * MEGABYTE, 20
BALLAST = 4 * MEGABYTE
BALLAST_NAME = ".ballast"


def free(place: Path) -> int:
    """Bytes that may still be written at the place, or in the nearest folder above it that is there."""
    return shutil.disk_usage(_there(place)).free


def demand(place: Path, size: int) -> None:
    """Raise DiskFull (facts `free`, `needed`: bytes) where `size` bytes would leave too little to others."""
    with world_errors(place):
        usage = shutil.disk_usage(_there(place))
    needed = size + min(LEAVE, usage.total // LEAVE_SHARE)
    if usage.free < needed:
        raise DiskFull(place, free=usage.free, needed=needed)


def size_of(store: Path) -> int:
    """Bytes that a copy of the store takes at most: its file and its WAL."""
    found = 0
    for suffix in ("", "-wal"):
        with suppress(OSError):
            found += beside(store, suffix).stat().st_size
    return found


class Ballast:
    """A file of four megabytes beside an open store, given up when the disk is full."""

    def __init__(self, store: Path) -> None:
        self._path = beside(store, BALLAST_NAME)
        self._turn = threading.Lock()
        self._held = False

    def take(self) -> bool:
        """Keep the room back, where there is plenty; whether it is kept back now."""
        with self._turn, suppress(OSError):
            is_there = self._path.is_file() and self._path.lstat().st_size == BALLAST
            self._held = is_there or (free(self._path) >= 4 * BALLAST and self._make())
        return self._held

    def release(self) -> bool:
        """Give the room back to whoever writes next; whether there was any."""
        with self._turn, suppress(OSError):
            self._held, was_held = False, self._held
            if was_held:
                self._path.unlink()
            return was_held
        return False

    def _make(self) -> bool:
        make_private(self._path)
        handle = os.open(self._path, os.O_RDWR | NO_LINKS)
        try:
            _fill(handle)
            return True
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        finally:
            os.close(handle)


def _fill(handle: int) -> None:
    """Take the room for certain: not as a hole, and not as zeros that a file system would fold away."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, BALLAST)
    else:
        os.write(handle, os.urandom(BALLAST))


def _there(place: Path) -> Path:
    return next((folder for folder in (place, *place.parents) if folder.is_dir()), Path(place.anchor))
