"""Moving whole files so that a power cut leaves the old one or the new one, never half of either."""

import os
import stat
from contextlib import suppress
from pathlib import Path

# The last is ours (see db.tally): it speaks of the WAL and goes where that goes.
NO_LINKS = getattr(os, "O_NOFOLLOW", 0)  # Windows makes links for administrators alone
SIDE_FILES = ("-wal", "-shm", "-journal", "-tally")


def beside(path: Path, suffix: str) -> Path:
    """The neighbour whose name is `path`'s with `suffix` after it."""
    return path.with_name(path.name + suffix)


def identify(path: Path) -> tuple[int, int]:
    """Which file it is, whatever its name: device and number. Zeros where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_dev, found.st_ino


def flush_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk. Never for a file that SQLite has open."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the names in the folder are on the disk; a system that can't (Windows) keeps its own log."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(
            OSError
        ):  # some file systems refuse to sync a folder; nothing better is to be had there
            os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(finished: Path, place: Path) -> None:
    """Give a finished file its real name, replacing what has it, and make both last."""
    flush_file(finished)
    os.replace(finished, place)
    flush_folder(place.parent)


def remove_database(path: Path) -> None:
    """Remove an unfinished database and what SQLite keeps beside it."""
    for suffix in ("", *SIDE_FILES):
        beside(path, suffix).unlink(missing_ok=True)


def move_database(path: Path, place: Path) -> None:
    """Rename a closed database with its WAL, main file first (see `db.restoring.finish_restore`)."""
    for suffix in ("", *SIDE_FILES):
        with suppress(FileNotFoundError):
            os.rename(beside(path, suffix), beside(place, suffix))
    flush_folder(place.parent)


def make_private(path: Path) -> None:
    """A new empty file that nobody else on this machine may read; SQLite gives its WAL the same rights.

    In place of what stands there: in a folder that others may write it could be a link to somewhere else.
    """
    os.close(_make_own(path))


def write_private(path: Path, content: bytes) -> None:
    """A file as `make_private` makes it, with this in it."""
    with open(_make_own(path), "wb") as file:
        file.write(content)


def _make_own(path: Path) -> int:
    path.unlink(missing_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINKS | getattr(os, "O_BINARY", 0), 0o600)


def drop_links(path: Path) -> None:
    """Under the instance lock, before SQLite writes there: what it keeps beside a store is never a link."""
    for suffix in SIDE_FILES:
        if beside(path, suffix).is_symlink():
            beside(path, suffix).unlink()


def open_own(path: Path) -> int | None:
    """A handle to overwrite the file by; None for a link, or for what has a second name elsewhere."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        return None
    path.chmod(0o600)
    handle = os.open(path, os.O_RDWR | NO_LINKS | getattr(os, "O_BINARY", 0))
    if os.path.samestat(found, os.fstat(handle)):
        return handle
    os.close(handle)
    return None
