"""Going back to a backup, without losing what is there today.

At every moment the store's name stands for the old store or the new one, whole; or, for the blink between two
renames, for nothing, while the proved new one waits beside it and the next opening finishes the work.
"""

import glob
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import attachments, erased, pages
from db.backup import backup_folder, copy_proved, find
from db.connection import Source
from db.errors import (
    KeyFileDamaged,
    KeyFileMissing,
    KeyNeeded,
    Missing,
    StoreError,
    Swapped,
    world_errors,
)
from db.files import SIDE_FILES, beside, move_database, put_in_place, remove_database, write_private
from db.instance import InstanceLock
from db.keys import keyfile, lineage
from db.keys.keyfile import key_path
from db.keys.unlocking import READY, Unlocked, is_plain, read_with
from db.log import device
from db.log.shape import demand_ours
from db.opening import check_form, fits, read_applied, refuse_newer
from db.progress import Tell, stay_silent
from db.recasting import recast

UNFINISHED = ".restoring"
FORMER = ".former"
_ASIDE = "-set-aside-"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The backup with its key, and the key that the store shall have.

    `carries` where the store has no key file of its own that can be read: the backup's goes with it.
    """

    backup: Source
    key: bytes | None
    carries: bool


def restore(
    store: Path, backup: Path, now: datetime, tell: Tell = stay_silent, unlocked: Unlocked | None = None
) -> Path | None:
    """Make the closed store what the backup holds; returns where today's store is set aside, if any.

    An encrypted one takes somebody who is in the backup's key file and, where that can be read, in today's:
    the store then comes under today's key file, so passphrases and removals of today hold. Without one the
    backup's key file and its passphrases of then come back with it (`keys.unlock(backup, …)`). Who was
    erased since does not come back: the store is rid of them when it is next opened.

    Raises Locked while an instance has the store open; Missing, Damaged, NotOurs or TooNew for the backup;
    KeyNeeded, WrongKey, KeyFileMissing; Swapped for a plain backup of a protected floor, which anybody may
    have written; NotOurs too for one whose schema is not ours; DiskFull, ReadOnly,
    DiskFault. The store is then as it was.
    """
    store = store.resolve()
    if not backup.is_file():
        raise Missing(backup)
    lock = InstanceLock(store)
    try:
        with world_errors(store):
            finish_restore(store)
            plan = _plan(store, backup, unlocked)
            _check_backup(plan.backup)
            _make_ready(store, plan, erased.read(_find_witnesses(store, plan, unlocked)), tell)
            aside = _set_aside(store, now) if store.exists() or plan.carries else None
            finish_restore(store)
            return aside if aside is not None and aside.exists() else None
    finally:
        lock.release()


def _plan(store: Path, backup: Path, unlocked: Unlocked | None) -> _Plan:
    todays = _read_todays_keys(store, unlocked)
    if is_plain(backup) and (is_kept(store) or pages.looks_encrypted(store)):
        raise Swapped(backup, reason="never_encrypted")
    if is_plain(backup) or not (key_path(backup).exists() or pages.looks_encrypted(backup)):
        return _Plan(Source(backup), max(todays.items())[1] if todays else None, False)
    if unlocked is None:
        raise KeyNeeded(backup)
    keys = _read_backups_keys(store, backup, unlocked, todays) or todays
    if not keys:
        raise KeyFileMissing(key_path(backup))
    fitting = [key for _, key in sorted(keys.items(), reverse=True) if fits(Source(backup, key))]
    if not fitting:
        raise pages.explain(backup, list(keys.values()))
    return _Plan(Source(backup, fitting[0]), max((todays or keys).items())[1], not todays)


def _read_todays_keys(store: Path, unlocked: Unlocked | None) -> dict[int, bytes]:
    """None where there is no key file that can be read, or one that was begun and never used."""
    try:
        file = keyfile.read(key_path(store))
    except (KeyFileMissing, KeyFileDamaged):
        return {}
    if not file.kept and (is_plain(store) or not store.exists()):
        return {}
    if unlocked is None:
        raise KeyNeeded(store)
    return read_with(store, unlocked)[1]


def is_kept(store: Path) -> bool:
    """Whether the key file says that nothing plain belongs here, or can't say it; no look at the store."""
    try:
        return keyfile.read(key_path(store)).kept
    except KeyFileMissing:
        return False
    except StoreError:
        return True


def _read_backups_keys(
    store: Path, backup: Path, unlocked: Unlocked, todays: dict[int, bytes]
) -> dict[int, bytes]:
    """Those that came before or after today's: a stranger can seal a key of their own to everybody."""
    if not key_path(backup).exists():
        return {}
    file, keys = read_with(backup, unlocked)
    if not todays:
        return keys
    now, newest = keyfile.read(key_path(store)), todays[max(todays)]
    kin = {number: key for number, key in keys.items() if lineage.are_kin(now, newest, file, key)}
    if not kin:
        raise Swapped(backup, reason="strange")
    return kin


def _find_witnesses(store: Path, plan: _Plan, unlocked: Unlocked | None) -> Iterator[Source]:
    """Every file that may tell who was erased. Beside an encrypted store anybody may lay down a plain one."""
    folders = {backup_folder(store), plan.backup.path.parent}
    backups = [path for folder in folders for path, _ in find(folder, store)]
    for path in (store, *backups, *find_asides(store)):
        if is_plain(path):
            if plan.key is None or path == store:
                yield Source(path)
        elif path.is_file():
            keys = [key for key in (plan.key, plan.backup.key) if key is not None]
            if unlocked is not None:
                with suppress(StoreError):
                    keys += read_with(path, unlocked)[1].values()
            yield from (Source(path, key) for key in dict.fromkeys(keys))


def _make_ready(store: Path, plan: _Plan, gone: erased.Erased, tell: Tell) -> None:
    """The proved copy, to be a device of its own, under the name that `finish_restore` looks for."""
    copy = Source(beside(store, UNFINISHED), plan.key)
    if plan.backup.key == plan.key:
        copy_proved(plan.backup, "frozen", copy.path, tell)
    else:
        recast(plan.backup, copy, tell)
    demand_ours(copy)
    attachments.bring_back(store, plan.backup.path.parent, attachments.needed_in(copy))
    erased.note(copy, gone)
    device.forget_in(copy)
    if plan.carries:
        keyfile.write(key_path(beside(store, READY)), keyfile.read(key_path(plan.backup.path)))
    put_in_place(copy.path, beside(store, READY))


def _set_aside(store: Path, now: datetime) -> Path:
    """Move today's store away, with a copy of today's key file, so that it can still be opened."""
    aside = _choose_aside(store, now)
    if key_path(store).exists():
        write_private(key_path(aside), key_path(store).read_bytes())
    if store.exists():
        move_database(store, aside)
    return aside


def finish_restore(store: Path) -> None:
    """Under the instance lock: complete a restore interrupted after its decision, drop one before it.

    The decision is the renaming of the old main file. A WAL that it left behind must not meet the new file.
    """
    ready, unfinished = beside(store, READY), beside(store, UNFINISHED)
    for path in (beside(ready, ".part"), beside(unfinished, ".part"), unfinished):
        remove_database(path)
    if not ready.exists():
        key_path(ready).unlink(missing_ok=True)
        return
    if store.exists():
        remove_database(ready)
        key_path(ready).unlink(missing_ok=True)
        return
    aside = _newest_aside(store)
    for suffix in SIDE_FILES:
        left = beside(store, suffix)
        if left.exists():
            left.rename(beside(aside, suffix))
    if key_path(ready).exists():
        put_in_place(key_path(ready), key_path(store))
    put_in_place(ready, store)


def bring_back_keys(store: Path, backup: Path) -> None:
    """Put a backup's key file in the place of a lost or damaged one, which is kept beside it.

    Its passphrases are those of then. Where the store knows a newer one, opening asks for `older_keys`.
    Raises Swapped where the present one can be read.
    """
    carried, place = keyfile.read(key_path(backup)), key_path(store)
    if place.exists():
        if _can_be_read(place):
            raise Swapped(store, reason="there")
        with world_errors(place):
            place.replace(beside(place, ".damaged"))
    keyfile.write(place, carried)


def _can_be_read(place: Path) -> bool:
    try:
        keyfile.read(place)
    except KeyFileDamaged:
        return False
    return True


def find_asides(store: Path) -> list[Path]:
    """The stores that restoring has set aside."""
    return sorted(store.parent.glob(f"{glob.escape(store.stem)}{_ASIDE}*{glob.escape(store.suffix)}"))


def _check_backup(backup: Source) -> None:
    with world_errors(backup.path):
        check_form(backup)
        refuse_newer(backup.path, read_applied(backup))


def _choose_aside(store: Path, now: datetime) -> Path:
    stem = f"{store.stem}{_ASIDE}{now.astimezone(UTC):%Y%m%d-%H%M%S}Z"
    aside, number = store.with_name(stem + store.suffix), 2
    while aside.exists() or key_path(aside).exists():
        aside, number = store.with_name(f"{stem}-{number}{store.suffix}"), number + 1
    return aside


def _newest_aside(store: Path) -> Path:
    found = [path for path in (*find_asides(store), beside(store, FORMER)) if path.exists()]
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=beside(store, _ASIDE))
