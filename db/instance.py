"""One running Deskside per store: a lock file beside it, locked by the operating system.

A killed process leaves the file, but not the lock, so nothing has to be cleaned up by hand.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from db.errors import Locked, world_errors

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        # flock and not lockf: it also holds between two stores opened in one process.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """Held from construction until `release`.

    Raises Locked where another holds it, ReadOnly where no file can be made in the folder.
    """

    def __init__(self, store: Path) -> None:
        self._path = store.with_name(store.name + ".lock")
        self._handle: int | None = None
        while self._handle is None:
            self._handle = _take(self._path, store)

    def release(self) -> None:
        """Let the next one in. Calling it twice is harmless."""
        if self._handle is None:
            return
        if sys.platform != "win32":  # there an open file cannot be removed; an empty one stays behind
            with suppress(OSError):
                self._path.unlink()
        os.close(self._handle)
        self._handle = None


def _take(path: Path, store: Path) -> int | None:
    """The locked handle, or None where its last holder removed the file between opening and locking."""
    with world_errors(store):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _try_lock(handle)
    except OSError as error:
        os.close(handle)
        raise Locked(store, by="deskside") from error
    if _is_still_there(path, handle):
        return handle
    os.close(handle)
    return None


def _is_still_there(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False
