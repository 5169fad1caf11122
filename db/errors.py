"""What the world can do to a store, by name and facts; the sentences are the window's to write.

Drivers and operating systems say these things in many codes: they are read in this one place.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar


class StoreError(Exception):
    """Something outside the program stands in the way. `name` is for machines, `facts` for the sentence."""

    name: ClassVar[str] = "store_error"

    def __init__(self, path: Path, **facts: str | int) -> None:
        super().__init__(self.name, str(path), facts)
        self.path = path
        self.facts = facts


class Damaged(StoreError):
    """The file is ours, and some of it is missing or unreadable."""

    name = "damaged"


class TooNew(StoreError):
    """Written by a later Deskside. Fact: `steps`, the unknown step names joined by commas."""

    name = "too_new"


class NotOurs(StoreError):
    """Not a store: another program's database, or no database at all."""

    name = "not_ours"


class Locked(StoreError):
    """Another process holds the store. Fact `by`: `deskside` (a running instance) or `other`."""

    name = "locked"


class ReadOnly(StoreError):
    """The file or its folder may not be written."""

    name = "read_only"


class DiskFull(StoreError):
    """No room left; what was being written has been rolled back."""

    name = "disk_full"


class DiskFault(StoreError):
    """The disk refused to read or write for another reason. Fact `reason`: the code it gave."""

    name = "disk_fault"


class Missing(StoreError):
    """The file or folder is not there (any more)."""

    name = "missing"


class NetworkDrive(StoreError):
    """The place is on a network drive, where locks do not hold."""

    name = "network_drive"


class CloudFolder(StoreError):
    """The place is in a folder that a cloud service copies while it changes. Fact `what`: the service."""

    name = "cloud_folder"


class MigrationFailed(StoreError):
    """A step could not be applied; the store is as before it. Facts: `step`, `reason`, `backup`."""

    name = "migration_failed"


class KeyNeeded(StoreError):
    """The store is encrypted, and it was opened without anybody's passphrase."""

    name = "key_needed"


class WrongKey(StoreError):
    """Name and passphrase (or code, or the keyring's secret) don't open it; which of them is never said."""

    name = "wrong_key"


class TooSoon(StoreError):
    """After wrong tries the next one has to wait. Fact: `seconds`."""

    name = "too_soon"


class Suspended(StoreError):
    """The passphrase is right, and its owner has been suspended."""

    name = "suspended"


class KeyFileDamaged(StoreError):
    """The key file has been changed by something else than Deskside. Fact `reason`."""

    name = "key_file_damaged"


class KeyFileMissing(StoreError):
    """The store is encrypted, and its key file is not beside it."""

    name = "key_file_missing"


class KeyFileReplayed(StoreError):
    """The key file is older than the store knows it. Facts: `revision`, and `known` to the store."""

    name = "key_file_replayed"


class KeysChanged(StoreError):
    """The key file is not the one this computer knew, nor one that followed it. Fact `reason`: `older` where
    its key is known and it has gone back, else `strange`.
    """

    name = "keys_changed"


class Swapped(StoreError):
    """Store and key file don't belong together. Fact `reason`: `plain`, `other` or `there`; for a backup
    `never_encrypted` or `strange` (its key was never this floor's); `unprotected` for a plain store where
    this computer knew a protected one.
    """

    name = "swapped"


class OutOfReach(LookupError):
    """A row that the user at work does not see was to be written."""

    def __init__(self, table: str, id: int) -> None:
        super().__init__(f"{table} {id} is out of reach")
        self.table = table
        self.id = id


# Longest prefix first: READONLY_DBMOVED means that the file was renamed or removed while open.
_BY_CODE: tuple[tuple[str, type[StoreError]], ...] = (
    ("SQLITE_READONLY_DBMOVED", Missing),
    ("SQLITE_READONLY", ReadOnly),
    ("SQLITE_BUSY", Locked),
    ("SQLITE_LOCKED", Locked),
    ("SQLITE_FULL", DiskFull),
    ("SQLITE_IOERR_CORRUPTFS", Damaged),
    ("SQLITE_IOERR", DiskFault),
    ("SQLITE_CORRUPT", Damaged),
    ("SQLITE_NOTADB", Damaged),
)

# The backup API gives no code, only SQLite's words for it (sqlite3_errstr).
_BY_WORDS = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
}

# The driver's words for text that is no UTF-8: only a damaged page holds such.
_UNREADABLE_TEXT = "Could not decode to UTF-8"

_BY_ERRNO: dict[int, type[StoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
    errno.EROFS: ReadOnly,
    errno.ENOENT: Missing,
    errno.ENOTDIR: Missing,
    errno.EEXIST: Missing,  # a file stands where its folder should be
}


def read_driver_error(error: BaseException, path: Path) -> StoreError | None:
    """What a database error says about the world, or None where it speaks of the program (a bug)."""
    code = getattr(error, "sqlite_errorname", None)
    if code is None and type(error).__name__ == "OperationalError":
        code = _BY_WORDS.get(str(error))
    if code is None and str(error).startswith(_UNREADABLE_TEXT):
        return Damaged(path, reason="text")
    if code is None:
        return None
    if code.startswith("SQLITE_CANTOPEN"):
        may_be_there = path.exists() or (path.parent.exists() and not os.access(path.parent, os.W_OK))
        return ReadOnly(path, reason=code) if may_be_there else Missing(path, reason=code)
    kind = next((kind for prefix, kind in _BY_CODE if code.startswith(prefix)), None)
    if kind is None:
        return None
    return kind(path, by="other") if kind is Locked else kind(path, reason=code)


def read_os_error(error: OSError, path: Path) -> StoreError:
    """What the operating system's refusal means for the store."""
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    return _BY_ERRNO.get(error.errno or 0, DiskFault)(path, reason=reason)


@contextmanager
def driver_errors(path: Path) -> Iterator[None]:
    """Turn the driver's errors about the world into ours; bugs pass as they are."""
    try:
        yield
    except Exception as error:
        if (ours := read_driver_error(error, path)) is not None:
            raise ours from error
        raise


@contextmanager
def world_errors(path: Path) -> Iterator[None]:
    """As `driver_errors`, and the operating system's too. Only around our own file work."""
    try:
        with driver_errors(path):
            yield
    except OSError as error:
        raise read_os_error(error, path) from error
