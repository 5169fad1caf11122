"""Going back to a backup, without losing what is there today.

At every moment the store's name stands for the old store or the new one, whole; or, for the blink between two
renames, for nothing, while the proved new one waits beside it and the next opening finishes the work.
"""

import glob
from datetime import UTC, datetime
from pathlib import Path

from db.backup import copy_proved
from db.connection import Source
from db.errors import Missing, world_errors
from db.files import SIDE_FILES, beside, move_database, put_in_place, remove_database
from db.instance import InstanceLock
from db.opening import check_header, read_applied, refuse_newer
from db.progress import Tell, stay_silent

_READY = ".restored"
_ASIDE = "-set-aside-"


def restore(store: Path, backup: Path, now: datetime, tell: Tell = stay_silent) -> Path | None:
    """Make the closed store what the backup holds; returns where today's store is set aside, if any.

    Raises Locked while an instance has the store open; Missing, Damaged, NotOurs or TooNew for the backup;
    DiskFull, ReadOnly, DiskFault. The store is then as it was.
    """
    store = store.resolve()
    if not backup.is_file():
        raise Missing(backup)
    lock = InstanceLock(store)
    try:
        with world_errors(store):
            finish_restore(store)
            _check_backup(Source(backup))
            copy_proved(Source(backup), "frozen", beside(store, _READY), tell)
            aside = _choose_aside(store, now) if store.exists() else None
            if aside is not None:
                move_database(store, aside)
            finish_restore(store)
            return aside
    finally:
        lock.release()


def finish_restore(store: Path) -> None:
    """Under the instance lock: complete a restore interrupted after its decision, drop one before it.

    The decision is the renaming of the old main file. A WAL that it left behind must not meet the new file.
    """
    ready = beside(store, _READY)
    remove_database(beside(ready, ".part"))
    if not ready.exists():
        return
    if store.exists():
        remove_database(ready)
        return
    aside = _newest_aside(store)
    for suffix in SIDE_FILES:
        left = beside(store, suffix)
        if left.exists():
            left.rename(beside(aside, suffix))
    put_in_place(ready, store)


def _check_backup(backup: Source) -> None:
    with world_errors(backup.path):
        check_header(backup.path)
        refuse_newer(backup.path, read_applied(backup))


def _choose_aside(store: Path, now: datetime) -> Path:
    stem = f"{store.stem}{_ASIDE}{now.astimezone(UTC):%Y%m%d-%H%M%S}Z"
    aside, number = store.with_name(stem + store.suffix), 2
    while aside.exists():
        aside, number = store.with_name(f"{stem}-{number}{store.suffix}"), number + 1
    return aside


def _newest_aside(store: Path) -> Path:
    found = store.parent.glob(f"{glob.escape(store.stem)}{_ASIDE}*{glob.escape(store.suffix)}")
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=beside(store, _ASIDE))
