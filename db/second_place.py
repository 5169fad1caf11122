"""A second place for backups, on a stick or a share: each day's backup is copied there and proved there.

That it can't be reached is no failure: the copy is made up for when it is back. A mark in the folder tells
the place from an empty folder of the same name, as an unplugged drive leaves it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import attachments, backup, room
from db.connection import Source
from db.errors import Missing, StoreError, world_errors
from db.files import write_private
from db.keys import keyfile
from db.progress import Tell, stay_silent
from db.queries import attached

MARK = ".deskside-backups"


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether the place could be reached, and when its newest backup of the store was made."""

    reached: bool
    newest: datetime | None
    copied: Path | None = None


def choose(folder: Path, store: Path) -> None:
    """Try the folder out and mark it. Raises ReadOnly, Missing, DiskFull … where it can't take backups, and
    Missing (reason `same`) for the folder where they lie already.
    """
    if folder.resolve() == backup.backup_folder(store).resolve():
        raise Missing(folder, reason="same")
    with world_errors(folder):
        if not folder.is_dir():
            raise Missing(folder)
        room.demand(folder, room.size_of(store))
        write_private(folder / MARK, b"Deskside keeps backups here.\n")


def look(store: Path, folder: Path) -> Reached:
    """What is there now; quick, looks at names only."""
    try:
        found = backup.find(folder, store) if (folder / MARK).is_file() else None
    except OSError:
        found = None
    if found is None:
        return Reached(False, None)
    return Reached(True, found[0][1] if found else None)


def carry(source: Source, folder: Path, now: datetime, tell: Tell = stay_silent) -> Reached:
    """Copy the newest backup of the live store `source` to the place, if it is not there yet, and prove it
    there; then thin there. Raises a StoreError only where the place is there and refuses.
    """
    there = look(source.path, folder)
    found = backup.find(backup.backup_folder(source.path), source.path)
    if not there.reached or not found:
        return there
    path, made_at = found[0]
    place = folder / path.name
    if place.exists() and backup.seems_whole(source.beside(place)):
        return there
    with world_errors(folder):
        room.demand(folder, path.stat().st_size)
        _carry_files(source.beside(path), source.path, folder, made_at, tell)
        _copy(source.beside(path), place, made_at, tell)
        backup.thin(source.path, now, folder, source)
    return Reached(True, made_at, place)


def _carry_files(made: Source, store: Path, folder: Path, made_at: datetime, tell: Tell) -> None:
    """What is kept beside the store, from where its backup has it; and none of what was erased since."""
    place = attachments.copies_in(folder, store)
    attachments.remove(place, attached.purged_in(made))
    kept = attachments.copies_in(made.path.parent, store)
    room.demand(folder, attachments.bytes_between(kept, place))
    attachments.carry(kept, place, made_at, tell)


def _copy(made: Source, place: Path, made_at: datetime, tell: Tell) -> None:
    """The key file first: a copy that nobody could open is none."""
    if keyfile.key_path(made.path).exists():
        keyfile.write(keyfile.key_path(place), keyfile.read(keyfile.key_path(made.path)))
    try:
        counts = backup.copy_proved(made, "frozen", place, tell)
    except StoreError:
        keyfile.key_path(place).unlink(missing_ok=True)
        raise
    backup.write_note(backup.Backup(place, made_at, place.stat().st_size, counts), _chain_head(made.path))


def _chain_head(made: Path) -> dict[str, str | int] | None:
    """How far the record of changes goes in it, as its own note says."""
    found = backup.read_note(made).get("log")
    return found if isinstance(found, dict) else None
