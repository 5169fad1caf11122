"""The jobs behind the way back from a damaged store: what there is to go back to, going back, and adding what
the damaged file still gives. No Qt.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Damaged, KeyFileDamaged, KeyFileMissing, StoreError
from db.progress import Progress, Tell, step_by_step
from desktop.shell import known_floors
from desktop.shell.may_restore import demand_restoring, tell_restored

if TYPE_CHECKING:
    from db.connection import Database
    from db.keys import Unlocked
    from db.salvage.adding import Added, Result
    from db.shelf import Difference, Kept
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Ways:
    """What one can go back to; `bad` are the numbers of unreadable pages of `pages`; `sealed`: a passphrase
    is needed first; `keys_only`: the store is there, and only its key file is lost.
    """

    kept: "tuple[Kept, ...]"
    first: "Kept | None"
    bad: tuple[int, ...]
    pages: int
    sealed: bool
    keys_only: bool = False


@dataclass(frozen=True, slots=True)
class Recovered:
    """The way is gone: to which backup, where the store of before is now, and what was added from it."""

    kept: "Kept"
    aside: Path | None
    added: "dict[str, Added] | None"


def find_ways(path: Path, second: Path | None, unlocked: "Unlocked | None", error: BaseException) -> Ways:
    """Look at the closed store and all its backups; nothing is changed."""
    from db import shelf
    from db.keys import is_protected
    from db.pages import looks_encrypted

    kept = shelf.look_over(path, second, unlocked)
    keys_only = isinstance(error, KeyFileMissing | KeyFileDamaged) and path.exists()
    if keys_only:
        kept = tuple(one for one in kept if is_protected(one.path))
    first = shelf.newest_sound(kept)
    bad, pages = _look_at_pages(path, unlocked)
    protected = is_protected(path) or any(looks_encrypted(one.path) for one in kept)
    return Ways(kept, first, bad, pages, protected and unlocked is None, keys_only)


def look_at_file(path: Path, unlocked: "Unlocked | None") -> "Kept":
    """A backup from anywhere."""
    from db import shelf

    return shelf.look_at_file(path, unlocked)


def take_keys(path: Path, kept: "Kept", name: str, passphrase: str) -> "Unlocked":
    """Put the backup's key file in the place of the lost one, and open the store with it once."""
    from db import keys, restoring
    from db.store import Store

    keys.unlock(kept.path, name, passphrase)
    restoring.bring_back_keys(path, kept.path)
    unlocked = keys.unlock(path, name, passphrase)
    Store.open(path, unlocked=unlocked, older_keys=True).close()
    known_floors.allow_older(path)
    return unlocked


def _look_at_pages(path: Path, unlocked: "Unlocked | None") -> tuple[tuple[int, ...], int]:
    from db.connection import Source
    from db.pages import looks_encrypted
    from db.salvage.pages import Pages
    from db.salvage.reading import read_damaged

    try:
        if unlocked is not None:  # each page vouches for itself
            with Pages(Source(path, unlocked.store_key)) as pages:
                return tuple(pages.damaged()), pages.count
        if looks_encrypted(path):
            return (), 0
        found = read_damaged(Source(path))
        return found.bad, found.pages
    except (OSError, StoreError):
        return (), 0


def unlock(path: Path, kept: Path, name: str, passphrase: str) -> "Unlocked":
    """Open the keys of the store or, where its key file is lost, of the backup, by the passphrase of then."""
    from db import keys

    try:
        return keys.unlock(path, name, passphrase)
    except (KeyFileMissing, KeyFileDamaged):
        return keys.unlock(kept, name, passphrase)


def compare(store: "Store", kept: "Kept") -> "Difference | None":
    """What going back would set aside; None where the backup's key is not ours."""
    from db import shelf
    from db.connection import Source

    old = shelf.find_source(Path(kept.path), store.unlocked)
    if old is None:
        return None
    key = store.unlocked.store_key if store.unlocked is not None else None
    return shelf.compare(Source(store.path, key), old)


def go_back(
    path: Path, kept: "Kept", unlocked: "Unlocked | None", salvage: bool
) -> Generator[Progress, None, Recovered]:
    """Make the closed store what the backup holds, and add what the damaged file gives where `salvage` says.

    Raises a StoreError, Forbidden, NotLetIn; before the restore nothing is changed, after it the store is the
    backup's.
    """
    demand_restoring(path, unlocked)
    aside = yield from step_by_step(partial(_restore, path, kept.path, unlocked))
    damaged = aside if salvage else None
    added = yield from step_by_step(partial(_finish, path, kept.path, damaged, unlocked))
    return Recovered(kept, aside, added)


def _restore(path: Path, backup: Path, unlocked: "Unlocked | None", tell: Tell) -> Path | None:
    from db import room
    from db.clock import utc_now
    from db.restoring import restore

    room.demand(path.parent, room.size_of(backup))
    aside = restore(path, backup, utc_now(), tell, unlocked)
    known_floors.allow_older(path)
    return aside


def _finish(
    path: Path, backup: Path, damaged: Path | None, unlocked: "Unlocked | None", tell: Tell
) -> "dict[str, Added] | None":
    """Open the restored store, write into its record that it is one, and add what the damaged file gives."""
    from db.store import Store

    # The key file is today's, or came from the backup because today's is lost: older than the store may know.
    store = Store.open(path, unlocked=unlocked, older_keys=True)
    try:
        tell_restored(store, backup, unlocked)
        return None if damaged is None else _salvage(store, damaged, backup, tell).tables
    finally:
        store.close()


def _salvage(store: "Store", damaged: Path, backup: Path, tell: Tell) -> "Result":
    from db import shelf
    from db.connection import Source
    from db.salvage.adding import add_findings, is_newer
    from db.salvage.reading import read_damaged

    key = store.unlocked.store_key if store.unlocked is not None else None
    found = read_damaged(Source(damaged, key), shelf.find_source(backup, store.unlocked), tell)
    with store.writing(*_tables(store)) as db:
        result = add_findings(db, found, is_newer(db, found))
        _sum_weeks(db, result)
        _tell_log(db, damaged, result)
    return result


def _tables(store: "Store") -> list[str]:
    with store.reading() as db:
        return db.table_names()


def _sum_weeks(db: "Database", result: "Result") -> None:
    """Scores, questions and skills by week, from the evaluations that are there now."""
    from db.queries import revising, scorecards
    from desktop.coaching import finishing

    for agent, day in sorted(result.weeks):
        there = revising.of_week(db, agent, date.fromisoformat(day))
        forms = {id: scorecards.version(db, id).form for id in {one.version_id for one in there}}
        measured = [(one, finishing.finish(forms[one.version_id], one.answers)) for one in there]
        revising.add_up_week(db, agent, date.fromisoformat(day), measured)


def _tell_log(db: "Database", aside: Path, result: "Result") -> None:
    from db.queries import log

    count = sum(added.new + added.changed for added in result.tables.values())
    log.say(db, "salvage", f"{count} {aside.name}")


def is_beyond(error: BaseException) -> bool:
    """Whether the way back is the thing to show: the store or its key file is damaged or gone."""
    from db.errors import Missing

    return isinstance(error, Damaged | Missing | KeyFileMissing | KeyFileDamaged)


def check_live(store: "Store") -> None:
    """Read every page of the open store. Raises Damaged, of which the store's watch then tells."""
    with store.reading() as db:
        unsound = db.execute("PRAGMA cipher_integrity_check").fetchone() if store.unlocked else None
        verdict = unsound or db.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != ("ok",):
            raise Damaged(store.path, reason=str(verdict[0]))
