"""Putting a finished file where the user wants it: whole, or not at all."""

import errno
import os
from contextlib import suppress
from pathlib import Path


def put_whole(path: Path, content: bytes) -> None:
    """Write a file beside the one wanted, then move it there; an OSError names the user's own path.

    Nobody else on this machine may read it: what is written is about people.
    """
    if path.exists() and not path.is_file():
        # A device or a pipe of that name would be put out of its place.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with open(_make_own(part), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        # The file we write first is no place of the user's.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _make_own(path: Path) -> int:
    """A handle to a new file, never through a link that somebody left there."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
