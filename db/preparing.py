"""From a path, and the keys of whoever is in, to a store that is ready: found, opened by the right key, and
brought up to date.

What was interrupted is finished on the way: a restore, a protection, a change of the key; and whom a restored
backup would have brought back though they were erased, is erased again.
"""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db import backup, migrations, opening, pages, protecting, restoring, tally
from db.connection import Connection, Database, Source, connect
from db.errors import (
    KeyFileMissing,
    KeyFileReplayed,
    KeyNeeded,
    MigrationFailed,
    Missing,
    StoreError,
    Swapped,
    driver_errors,
    world_errors,
)
from db.files import drop_links
from db.keys import keyfile, members
from db.keys.keyfile import KeyFile, key_path
from db.keys.unlocking import Unlocked, is_plain, read_with
from db.log import device
from db.progress import Progress, Tell, stay_silent
from db.queries import attached, erasing_again

_HAS_RECORD = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'key_file'"


@dataclass(frozen=True, slots=True)
class Found:
    """A store that this program may open, the key that opens it, and the steps it has had."""

    source: Source
    unlocked: Unlocked | None
    applied: tuple[str, ...]


def find(
    path: Path, unlocked: Unlocked | None, tell: Tell = stay_silent, *, older_keys: bool = False
) -> Found:
    """Under the instance lock, before anybody connects: which file, which key, and is it in order?

    Makes an empty store where there is none. Raises a StoreError and has then changed nothing.
    """
    with world_errors(path):
        drop_links(path)
        restoring.finish_restore(path)
        source, unlocked = _choose_key(path, unlocked, tell)
        if opening.is_absent(path):
            opening.create(source)
    applied = opening.check(source)
    tally.check(source)
    if unlocked is not None:
        _check_record(source, unlocked, older_keys)
    return Found(source, unlocked, applied)


def _choose_key(path: Path, unlocked: Unlocked | None, tell: Tell) -> tuple[Source, Unlocked | None]:
    if not key_path(path).exists():
        if unlocked is not None or pages.looks_encrypted(path):
            raise KeyFileMissing(key_path(path))
        return Source(path), None
    file = keyfile.read(key_path(path))
    if is_plain(path):
        return _leave_plain(path, file, unlocked), None
    if opening.is_absent(path):
        if file.kept:
            raise Missing(path)
        if unlocked is None:
            return Source(path), None
    if unlocked is None:
        raise KeyNeeded(path)
    keys = read_with(path, unlocked)[1]
    unlocked = replace(unlocked, store_key=keys[max(keys)], generation=max(keys))
    if not opening.is_absent(path):
        unlocked = _find_generation(path, unlocked, keys, tell)
    return Source(path, unlocked.store_key), unlocked


def _leave_plain(path: Path, file: KeyFile, unlocked: Unlocked | None) -> Source:
    """A plain store beside keys that were begun for it and are not its own yet."""
    if file.kept or unlocked is not None:
        raise Swapped(path, reason="plain")
    return Source(path)


def _find_generation(path: Path, unlocked: Unlocked, keys: dict[int, bytes], tell: Tell) -> Unlocked:
    """The newest key that opens the store. An old one is replaced, as was begun; if not now, next time."""
    number = next((n for n in sorted(keys, reverse=True) if opening.fits(Source(path, keys[n]))), None)
    if number is None:
        raise pages.explain(path, list(keys.values()))
    if number == max(keys):
        return unlocked
    with suppress(StoreError):
        opening.check(Source(path, keys[number]))
        tally.check(Source(path, keys[number]))
        return protecting.renew_key(path, unlocked, tell)
    return replace(unlocked, store_key=keys[number], generation=number)


def _check_record(source: Source, unlocked: Unlocked, older_keys: bool) -> None:
    with driver_errors(source.path), closing(connect(source, opening.reading_mode(source.path))) as conn:
        if not conn.execute(_HAS_RECORD).fetchone():
            return
        known = conn.execute("SELECT store, revision FROM main.key_file").fetchone()
    file = keyfile.read(key_path(source.path))
    if known is None:
        return
    if known[0] != file.store:
        raise Swapped(source.path, reason="other")
    if known[1] > file.revision:
        if not older_keys:
            raise KeyFileReplayed(key_path(source.path), revision=file.revision, known=known[1])
        members.outgrow(source.path, unlocked, known[1])


def bring_up(
    database: Database, found: Found, now: datetime, make_uid: Callable[[], bytes], tell: Tell
) -> Unlocked | None:
    """The open store as this program needs it. Returns the keys as they are after all that was finished."""
    source, unlocked = found.source, found.unlocked
    with driver_errors(source.path):
        # SQLite opens a file that it may not write without a word: ask now, not at the first save.
        database.execute("BEGIN IMMEDIATE")
        database.rollback()
    pending = migrations.read_steps()[len(found.applied) :]
    if pending and found.applied:
        backup.make_backup(source, now, None, tell)
    for done, step in enumerate(pending):
        tell(Progress(done, len(pending), "migrate"))
        _migrate(database, step, source.path)
    with driver_errors(source.path):
        device.prepare(database.conn, now, make_uid)
        erasing_again.finish(database, now)
        attached.tidy(database, source.path, now, keep_spare=bool(restoring.find_asides(source.path)))
    if unlocked is None:
        return None
    unlocked = _settle_keys(source.path, unlocked, tell)
    record_keys(database.conn, source.path)
    return unlocked


def _migrate(database: Database, step: migrations.Step, path: Path) -> None:
    try:
        with driver_errors(path):
            migrations.apply_step(database, step)
    except (StoreError, KeyboardInterrupt):
        raise
    except Exception as error:
        raise MigrationFailed(path, step=step.name, reason=str(error)) from error


def _settle_keys(path: Path, unlocked: Unlocked, tell: Tell) -> Unlocked:
    """What an interrupted protection or change of the key has left to be done once the store is open."""
    file = keyfile.read(key_path(path))
    if not file.kept:
        protecting.finish_protecting(path, unlocked, tell)
    if len(file.marks) > 1 and unlocked.generation == max(file.marks):
        return protecting.finish_renewing(path, unlocked, unlocked.generation)
    return unlocked


def record_keys(conn: Connection, path: Path) -> None:
    """Tell the store what its key file is now, so that an older one is noticed when it is opened again.

    Written after the key file: a crash between the two leaves a record that an older file still satisfies.
    """
    file = keyfile.read(key_path(path))
    facts = (file.store, file.revision, max(file.marks))
    with driver_errors(path):
        if conn.execute("SELECT store, revision, generation FROM main.key_file").fetchone() != facts:
            conn.execute(
                "INSERT OR REPLACE INTO main.key_file (id, store, revision, generation) VALUES (1, ?, ?, ?)",
                facts,
            )


def record_at_close(conn: Connection, path: Path) -> None:
    """The same for changes made while the store was open. What can't be written now is at next opening."""
    with suppress(StoreError):
        conn.execute("PRAGMA busy_timeout = 100")
        record_keys(conn, path)
