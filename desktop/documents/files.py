"""Putting a finished file where the user wants it: whole, or not at all."""

import os
from contextlib import suppress
from pathlib import Path


def put_whole(path: Path, content: bytes) -> None:
    """Write a file beside the one wanted, then move it there; an OSError names the user's own path."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        # The file we write first is no place of the user's.
        raise OSError(error.errno, error.strerror, str(path)) from error
