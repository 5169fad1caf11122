"""The jobs that open, close and restore stores; no Qt, and nothing of the window."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Missing, StoreError
from desktop.shell import known_floors, paths
from desktop.shell.arrivals import Arrival, NotLetIn
from desktop.shell.held import seal
from desktop.shell.jobs import Jobs
from desktop.shell.may_restore import demand_restoring
from desktop.shell.settings import read_stored

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.records.people import Site, User
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that is open, and what was read from it at once. `user` is who has signed in."""

    store: "Store"
    site: "Site | None"
    users: "tuple[User, ...]"
    stored: dict[str, str]
    user: "User | None" = None


@dataclass(frozen=True, slots=True)
class Shut:
    """A store that nobody works in before a passphrase: protected, or (with its users) still plain."""

    path: Path
    users: "tuple[User, ...]" = ()
    protected: bool = True


def knock(old: "Store | None", path: Path) -> Opened | Shut:
    """Close `old`, and open what takes no passphrase: the demo floor, at its own place. Raises a StoreError.

    A store that is not there is missed, not made: an empty floor would look like a lost one. A plain one of
    somebody's own is closed again: it is protected before anybody goes on in it.
    """
    from db import keys

    if old is not None:
        old.close()
    _find(path)
    if keys.is_protected(path):
        return Shut(path)
    known_floors.refuse_plain(path)
    opened = _open(path, None)
    is_demo = opened.site is not None and opened.site.is_demo and paths.is_demo_place(path)
    if is_demo or opened.site is None or not opened.users:
        return opened
    opened.store.close()
    return Shut(path, opened.users, protected=False)


def open_for(old: "Store | None", arrival: Arrival) -> Opened:
    """Close `old` and open the store for who has come. Raises a StoreError or NotLetIn.

    A recovery code says that keys which this computer doesn't know are meant.
    """
    if old is not None:
        old.close()
    _find(arrival.path)
    known_floors.check(arrival.path, arrival.unlocked, confirmed="recovery_code_used" in arrival.deeds)
    opened = _open(arrival.path, arrival.unlocked)
    try:
        user = _let_in(opened.users, arrival.unlocked.user)
        opened.store.act_as(user)
        _tell_log(opened.store, arrival)
        # Also who came back from a backup, where no page asked for it before.
        if arrival.unlocked.temporary:
            raise NotLetIn(suspended=False, temporary=True)
        known_floors.remember(opened.store)
    except BaseException:
        opened.store.close()
        raise
    return Opened(opened.store, opened.site, opened.users, opened.stored, user)


def lock_away(store: "Store", unlocked: "Unlocked", jobs: Jobs) -> bytes | None:
    """Close the store, after all that was typed; returns, sealed for its writer, what it had refused."""
    from db.queries import log

    try:
        # A full disk must not keep the store open.
        with suppress(StoreError), store.writing("event") as db:
            log.say(db, "lock")
        held = jobs.take_held(store)
        return seal(held, store, unlocked.own) if held else None
    finally:
        store.close()


def restore_store(old: "Store | None", path: Path, backup: Path, unlocked: "Unlocked | None") -> Path | None:
    """Close `old` and make the store at `path` what the backup holds.

    Raises a StoreError, Forbidden, NotLetIn; KeyNeeded where only somebody who is in may do it.
    Returns where the present store is set aside.
    """
    from db.clock import utc_now
    from db.restoring import restore

    if old is not None:
        old.close()
    demand_restoring(path, unlocked)
    aside = restore(path, backup, utc_now(), unlocked=unlocked)
    known_floors.allow_older(path)
    return aside


def _find(path: Path) -> None:
    from db import founding

    founding.finish(path)
    if not paths.may_be_there(path):
        raise Missing(path)


def _open(path: Path, unlocked: "Unlocked | None") -> Opened:
    from db.queries.people import site, users
    from db.store import Store

    store = Store.open(path, unlocked=unlocked)
    try:
        with store.reading() as db:
            found = site(db), users(db)
        return Opened(store, *found, read_stored(store))
    except BaseException:
        store.close()
        raise


def _let_in(users: "Sequence[User]", uid: bytes) -> "User":
    user = next((user for user in users if user.uid == uid), None)
    if user is None or user.suspended_at is not None:
        raise NotLetIn(suspended=user is not None)
    return user


def _tell_log(store: "Store", arrival: Arrival) -> None:
    from db.queries import log

    with store.writing("event") as db:
        if arrival.unlocked.failed:
            log.say(db, "sign_in_failed", str(arrival.unlocked.failed))
        for deed in arrival.deeds:
            log.say(db, deed)
