"""What happens before a store is opened: is it there, is it ours, is it whole, do we understand it?

Everything here that refuses has changed no byte. Runs only under the instance lock, when this process has no
connection to the file: opening a file that SQLite has open would drop SQLite's locks.
"""

import glob
import os
from contextlib import closing
from pathlib import Path

from db import migrations, pages
from db.connection import Mode, Source, connect, driver, wrap
from db.errors import Damaged, NotOurs, ReadOnly, TooNew, world_errors
from db.files import beside, put_in_place, remove_database

APPLICATION_ID = 0x4465736B  # "Desk"
MAGIC = b"SQLite format 3\0"
HEADER_SIZE = 100
BACKUP_FOLDER = "backups"


def create(source: Source) -> None:
    """A store with our mark and nothing else. A crash leaves a `.new` file, which the next try removes."""
    unfinished = beside(source.path, ".new")
    with world_errors(source.path):
        source.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_database(unfinished)
        with closing(connect(source.beside(unfinished), "create")) as conn:
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute("PRAGMA journal_mode = WAL")
        put_in_place(unfinished, source.path)


def is_absent(path: Path) -> bool:
    """No file, or an empty one that a crash left before anything was in it.

    An empty one beside backups has lost its contents: Damaged, so that nobody is handed an empty floor
    in place of theirs.
    """
    if not path.exists():
        return True
    if not path.is_file() or path.stat().st_size > 0:
        return False
    if has_wal(path) or _has_backups(path):
        raise Damaged(path, reason="empty")
    return True


def _has_backups(path: Path) -> bool:
    stem, suffix = glob.escape(path.stem), glob.escape(path.suffix)
    return any(path.parent.joinpath(BACKUP_FOLDER).glob(f"{stem}-*{suffix}"))


def has_wal(path: Path) -> bool:
    """Whether a crash left changes beside the file that are not yet in it."""
    wal = beside(path, "-wal")
    return wal.exists() and wal.stat().st_size > 0


def check(source: Source) -> tuple[str, ...]:
    """The applied steps of a store that this program may open.

    Raises NotOurs, Damaged, TooNew, ReadOnly (also where it may not be read) or Locked.
    """
    path = source.path
    with world_errors(path):
        if not path.is_file():
            raise NotOurs(path)
        if not os.access(path, os.R_OK | os.W_OK):
            raise ReadOnly(path)
        check_form(source)
        applied = read_applied(source)
    refuse_newer(path, applied)
    return applied


def check_form(source: Source) -> None:
    """Look at the file from outside, as far as its kind lets one. Raises Damaged or NotOurs."""
    if source.key is None:
        check_header(source.path)
    else:
        pages.check_size(source.path, has_wal(source.path))


def fits(source: Source) -> bool:
    """Whether the key opens the file, WAL included. Where it doesn't, `pages.explain` says why."""
    try:
        with closing(connect(source, reading_mode(source.path))) as conn:
            conn.execute("PRAGMA application_id").fetchone()
    except driver.DatabaseError as error:
        if getattr(error, "sqlite_errorname", None) == "SQLITE_NOTADB":
            return False
        raise
    return True


def check_header(path: Path) -> None:
    """Look at the first 100 bytes (https://sqlite.org/fileformat2.html#the_database_header)."""
    with path.open("rb") as file:
        header = file.read(HEADER_SIZE)
    if not header.strip(b"\0"):
        raise Damaged(path, reason="blank")
    if not header.startswith(MAGIC):
        raise NotOurs(path)
    if len(header) < HEADER_SIZE:
        raise Damaged(path, reason="truncated")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotOurs(path)
    page_size = int.from_bytes(header[16:18], "big")
    if not has_wal(path) and path.stat().st_size % (65536 if page_size == 1 else max(page_size, 1)):
        raise Damaged(path, reason="truncated")


def read_applied(source: Source) -> tuple[str, ...]:
    """The applied steps, read without changing the file, its WAL, or what stands beside it."""
    with closing(connect(source, reading_mode(source.path))) as conn:
        found = conn.execute("PRAGMA application_id").fetchone()[0]
        if found != APPLICATION_ID:
            raise NotOurs(source.path)
        return migrations.read_applied(wrap(conn))


def reading_mode(path: Path) -> Mode:
    """How to read a file that nobody has open, without changing it or what stands beside it."""
    return "read" if has_wal(path) else "frozen"


def refuse_newer(path: Path, applied: tuple[str, ...]) -> None:
    """Raise TooNew where the store has had steps that this program does not know, or in another order."""
    unknown = migrations.find_unknown(applied, migrations.read_steps())
    if unknown:
        raise TooNew(path, steps=", ".join(unknown))
