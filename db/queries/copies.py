"""Copies of the store that hold somebody erased since: backups, and stores that restoring set aside."""

import glob
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from db.backup import backup_folder, find, remove_backup
from db.connection import Database
from db.files import beside, remove_database
from db.queries.settings import settings

DAYS_KEY = "erased_copies_days"
KEPT_DAYS = 30
"""How long copies from before an erasure are kept, where the settings say nothing else."""

_ASIDE = "-set-aside-"

Leaving: TypeAlias = tuple[bytes, datetime]
"""Somebody's uid and the moment of their erasure."""


@dataclass(frozen=True, slots=True)
class OldCopy:
    """A file that holds a person erased later; `goes_on` is the day from which on it is to go."""

    path: Path
    made_at: datetime
    goes_on: date


@dataclass(frozen=True, slots=True)
class Places:
    """Where copies may lie: beside the store, and in a second place where there is one."""

    store: Path
    second: Path | None = None


def find_old(db: Database, places: Places, erased: Iterable[Leaving] | None = None) -> tuple[OldCopy, ...]:
    """Newest first. Of people erased already, or of these as if they were erased when they say."""
    days = timedelta(days=_days(db))
    leaving = tuple(_erased(db) if erased is None else erased)
    found = []
    for path, made_at in _copies(places):
        ends = [at for uid, at in leaving if _holds(path, made_at, _born(uid), at)]
        if ends:
            found.append(OldCopy(path, made_at, (min(ends) + days).date()))
    return tuple(found)


def remove(path: Path) -> None:
    """Delete a backup, or a store set aside, with all that stands beside it."""
    if _ASIDE in path.name:
        remove_database(path)
        beside(path, ".keys").unlink(missing_ok=True)
    else:
        remove_backup(path)


def _days(db: Database) -> int:
    text = settings(db).get(DAYS_KEY, "")
    return int(text) if text.isdigit() else KEPT_DAYS


def _erased(db: Database) -> Iterable[Leaving]:
    sql = """SELECT "row", at FROM main.event WHERE kind = 'erase' AND "row" IS NOT NULL"""
    for row in db.query(sql):
        yield row["row"], datetime.fromisoformat(row["at"])


def _holds(path: Path, made_at: datetime, born: datetime, erased: datetime) -> bool:
    """Names of backups tell the second; within the second of the erasure the file's own time decides."""
    if born.replace(microsecond=0) > made_at:
        return False
    if made_at.replace(microsecond=0) == erased.replace(microsecond=0):
        return path.stat().st_mtime < erased.timestamp()
    return made_at < erased


def _born(uid: bytes) -> datetime:
    """When a row was made: its uid begins with milliseconds since 1970 (UUIDv7)."""
    return datetime.fromtimestamp(int.from_bytes(uid[:6], "big") / 1000, UTC)


def _copies(places: Places) -> list[tuple[Path, datetime]]:
    store = places.store
    found = find(backup_folder(store), store)
    found += find(places.second, store) if places.second is not None else []
    for path in store.parent.glob(f"{glob.escape(store.stem)}{_ASIDE}*{glob.escape(store.suffix)}"):
        found.append((path, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
    return sorted(found, key=lambda pair: pair[1], reverse=True)
