"""A plain store becomes an encrypted one in its place; an encrypted one gets a new key.

The proved copy takes the store's place by the same decision as a restored backup (see `db.restoring`):
killed at any moment, the next opening finds the old store or the new one, whole.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.backup import Backup, backup_folder, choose_name, find, remove_backup, write_note
from db.connection import Source, connect
from db.errors import StoreError, Swapped, world_errors
from db.files import SIDE_FILES, beside, flush_folder, move_database, open_own, put_in_place
from db.instance import InstanceLock
from db.keys import keyfile, members
from db.keys.unlocking import READY, Unlocked, is_plain, read_with
from db.opening import check, fits
from db.progress import Tell, stay_silent
from db.recasting import recast
from db.restoring import FORMER, UNFINISHED, find_asides, finish_restore

_CHUNK = 1 << 20
_DOOMED = ".doomed"


@dataclass(frozen=True, slots=True)
class Protected:
    """The first encrypted backup, and plain copies that can't be read and were therefore left."""

    backup: Backup
    left: tuple[Path, ...]


def protect(store: Path, by: Unlocked, now: datetime, tell: Tell = stay_silent) -> Protected:
    """Encrypt a closed plain store in its place, under the key file that `keys.create` began.

    First an encrypted backup, then the copy, each proved row by row; then they change places. The plain
    file and its plain backups are overwritten and removed; what restoring set aside is encrypted. On a disk
    that remaps what is written (any SSD) overwriting can't reach every former copy of a page: that takes an
    encrypted disk, or a store that was never plain.

    Raises Swapped where the store is not plain or its key file not new, Locked, Damaged, TooNew, DiskFull,
    ReadOnly, DiskFault; the store is then as it was.
    """
    store = store.resolve()
    lock = InstanceLock(store)
    try:
        with world_errors(store):
            finish_restore(store)
            file, keys = read_with(store, by)
            if not is_plain(store) or file.kept or keys != {by.generation: by.store_key}:
                raise Swapped(store, reason="there")
            check(Source(store))
            made = _back_up(store, by, now, tell)
            _take_place(Source(store), Source(store, by.store_key), tell)
            left = finish_protecting(store, by, tell)
            return Protected(made, left)
    finally:
        lock.release()


def finish_protecting(store: Path, by: Unlocked, tell: Tell = stay_silent) -> tuple[Path, ...]:
    """Once the store is encrypted: nothing plain may stay, and nothing plain will be taken for it.

    Also the end of one that was interrupted; the plain file goes last, so that it shows that one was. A store
    that was made encrypted leaves files of former ones alone. Returns what could not be read and was left.
    """
    left: tuple[Path, ...] = ()
    if beside(store, FORMER).exists():
        left = remove_plain(store, backup_folder(store), by.store_key, tell)
    remove_former(store)
    members.keep(store, by)
    return left


def renew_key(store: Path, by: Unlocked, tell: Tell = stay_silent, without: bytes | None = None) -> Unlocked:
    """Bring a closed store, whose instance lock is held, under a new key that `without` doesn't get.

    The key file holds both keys until the new one has proved itself, so it goes on with an interrupted one.
    Whoever had the old key can still open copies of the store from before: those are not touched.
    """
    before, keys = read_with(store, by)
    if len(keys) == 1:
        keys = members.begin_generation(store, by, without=without)
    old, new = min(keys), max(keys)
    try:
        _take_place(Source(store, keys[old]), Source(store, keys[new]), tell)
    except BaseException:
        if len(before.marks) == 1 and store.exists() and fits(Source(store, keys[old])):
            members.put_back(store, before, {old: keys[old]})
        raise
    return finish_renewing(store, by, new)


def finish_renewing(store: Path, by: Unlocked, generation: int) -> Unlocked:
    """Once the store opens under the new key: forget the old one, and the file under it."""
    remove_former(store)
    return members.end_generation(store, by, generation)


def _back_up(store: Path, by: Unlocked, now: datetime, tell: Tell) -> Backup:
    folder = backup_folder(store)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = choose_name(folder, store, now)
    counts = _recast_with_keys(Source(store), Source(place, by.store_key), store, tell)
    members.keep(place, by)
    made = Backup(place, now.astimezone(UTC).replace(microsecond=0), place.stat().st_size, counts)
    write_note(made)
    return made


def _recast_with_keys(source: Source, target: Source, store: Path, tell: Tell) -> dict[str, int]:
    """A copy elsewhere, with the store's key file beside it."""
    keyfile.write(keyfile.key_path(target.path), keyfile.read(keyfile.key_path(store)))
    try:
        return recast(source, target, tell)
    except BaseException:
        if not target.path.exists():
            keyfile.key_path(target.path).unlink(missing_ok=True)
        raise


def _take_place(old: Source, new: Source, tell: Tell) -> None:
    store, unfinished = old.path, beside(old.path, UNFINISHED)
    with world_errors(store):
        connect(old).close()  # folds a WAL into the file
        recast(old, new.beside(unfinished), tell)
        put_in_place(unfinished, beside(store, READY))
        move_database(store, beside(store, FORMER))
        finish_restore(store)


def remove_plain(store: Path, folder: Path, key: bytes, tell: Tell = stay_silent) -> tuple[Path, ...]:
    """Overwrite and remove the store's plain backups in the folder; encrypt what restoring has set aside.

    Returns those set aside that can't be read, which are left as they are.
    """
    for path, _ in find(folder, store):
        if is_plain(path):
            shred(path)
            remove_backup(path)
    left = []
    for aside in find_asides(store):
        if is_plain(aside):
            try:
                _encrypt_aside(Source(aside), store, key, tell)
            except StoreError:
                left.append(aside)
    _end_shredding(folder, store)
    return tuple(left)


def _encrypt_aside(plain: Source, store: Path, key: bytes, tell: Tell) -> None:
    encrypted = plain.path.with_stem(plain.path.stem + "-encrypted")
    _recast_with_keys(plain, Source(encrypted, key), store, tell)
    shred(plain.path)


def remove_former(store: Path) -> None:
    """Overwrite and remove the file whose place was taken, if it is still there."""
    shred(beside(store, FORMER))
    _end_shredding(store.parent, store)


def _end_shredding(folder: Path, store: Path) -> None:
    """What a crash left half overwritten; by the names that `shred` gives to files of this store alone."""
    stem, suffix, sides = re.escape(store.stem), re.escape(store.suffix), "|".join(SIDE_FILES)
    named = rf"{stem}({suffix}{FORMER}|(-set-aside)?-\d{{8}}-\d{{6}}Z(-\d+)?{suffix})({sides})?{_DOOMED}"
    for begun in folder.iterdir() if folder.is_dir() else ():
        if re.fullmatch(named, begun.name):
            _overwrite(begun)


def shred(path: Path) -> None:
    """Overwrite a database and what SQLite keeps beside it with random bytes, once, then remove them.

    Renamed first, so that a crash leaves nothing half overwritten under a name that promises a store.
    """
    for suffix in ("", *SIDE_FILES):
        file = beside(path, suffix)
        if file.is_symlink() or file.is_file():
            doomed = beside(file, _DOOMED)
            os.replace(file, doomed)
            _overwrite(doomed)
    flush_folder(path.parent)


def _overwrite(path: Path) -> None:
    """Through no link, and nothing that another name stands for too: of those only the name goes."""
    handle = open_own(path)
    if handle is not None:
        with open(handle, "r+b") as opened:
            left = os.fstat(handle).st_size
            while left > 0:
                left -= opened.write(os.urandom(min(left, _CHUNK)))
            opened.flush()
            os.fsync(handle)
    path.unlink()
