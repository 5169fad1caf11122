"""What who looks after the floor does with users: invite, assign, change, suspend, remove. None knows Qt.

A deed is written in the store and in its key file. What would let somebody in is done last, what shuts them
out first, so that an interruption never leaves a way in that the list does not show.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from db import keys
from db.backup import backup_folder, find
from db.connection import Database
from db.keys import Unlocked
from db.progress import Progress, step_by_step
from db.queries import assignments, log, people
from db.records.people import Role, User
from db.store import Store
from desktop.coaching.access import Deed, demand, may
from desktop.features.users.passphrases import make_passphrase
from desktop.features.users.reading import read_users as read_users
from desktop.shell import known_floors
from desktop.shell.folding import fold


class Unfit(ValueError):
    """A name that can't be taken; `taken` says that somebody has it already, else it is blank."""

    def __init__(self, *, taken: bool = False) -> None:
        super().__init__("taken" if taken else "blank")
        self.taken = taken


class LastKeeper(ValueError):
    """Nobody would be left to look after the floor; nobody could give that back."""


class Oneself(ValueError):
    """Nobody removes, suspends or resets themselves: somebody else has to see it done."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A user to be; an administrator is assigned nothing and always keeps the floor."""

    name: str
    role: Role
    keeps: bool = False
    teams: tuple[int, ...] = ()
    agents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Admitted:
    """Somebody with a passphrase to be told them; blank where the store takes none."""

    user: User
    passphrase: str


@contextmanager
def _writing(store: Store, by: User | None, *tables: str) -> Iterator[Database]:
    demand(by, Deed.MANAGE_USERS)
    with store.writing("event", *tables, whole=True) as db:
        yield db


def invite(store: Store, new: Invitation, by: User | None) -> Admitted:
    """Add a user with what they are assigned, and a passphrase to be changed when they first come in.

    Raises Unfit for a blank name and for one that another user has.
    """
    with _writing(store, by, "user", "assignment") as db:
        keeps = new.keeps or new.role is Role.ADMIN
        id = people.add_user(db, _fit(db, new.name), new.role, keeps=keeps)
        for team in new.teams:
            assignments.assign(db, id, team_id=team)
        for agent in new.agents:
            assignments.assign(db, id, agent_id=agent)
        user = people.user(db, id)
        log.say(db, "user_invited", table="user", row=user.uid)
        return Admitted(user, _let_in(store, user, frozenset(one.uid for one in people.users(db))))


def _let_in(store: Store, user: User, known: frozenset[bytes]) -> str:
    """Nobody keeps a way in whom the list does not show, as after going back to before they were invited."""
    if store.unlocked is None:
        return ""
    keys.drop_strangers(store.path, store.unlocked, known)
    passphrase = make_passphrase()
    keys.add_user(store.path, store.unlocked, user.uid, user.name, passphrase)
    return passphrase


def reset(store: Store, user_id: int, by: User | None) -> Admitted:
    """A new passphrase for somebody who lost theirs. Their private notes stay closed for ever.

    Raises Oneself; PermissionError where the store takes no passphrase.
    """
    with _writing(store, by, "user") as db:
        user = _other(db, user_id, by)
        unlocked = _need_keys(store)
        log.say(db, "passphrase_reset", table="user", row=user.uid)
        passphrase = make_passphrase()
        keys.reset_passphrase(store.path, unlocked, user.uid, user.name, passphrase)
        return Admitted(user, passphrase)


def _need_keys(store: Store) -> Unlocked:
    if store.unlocked is None:
        raise PermissionError("this store takes no passphrase")
    return store.unlocked


def rename(store: Store, user_id: int, name: str, by: User | None) -> User:
    """The name they sign in by and that stands under what they write. Raises Unfit."""
    with _writing(store, by, "user") as db:
        user = people.user(db, user_id)
        changed = replace(user, name=_fit(db, name, user_id))
        people.change_user(db, changed)
        if store.unlocked is not None and changed.name != user.name and _has_keys(store, user):
            keys.rename_user(store.path, store.unlocked, user.uid, changed.name)
        return changed


def change_role(store: Store, user_id: int, role: Role, keeps: bool, by: User | None) -> User:
    """What they work as, and whether they look after the floor too. Answers the user as before.

    Raises LastKeeper.
    """
    with _writing(store, by, "user") as db:
        before = people.user(db, user_id)
        changed = replace(before, role=role, keeps=keeps or role is Role.ADMIN)
        _leave_a_keeper(db, changed)
        people.change_user(db, changed)
        return before


def assign(store: Store, user_id: int, what: tuple[str, int], by: User | None) -> int:
    """Give a ("team", id) or an ("agent", id) to a user; the assignment's id."""
    kind, id = what
    with _writing(store, by, "assignment") as db:
        if kind == "team":
            return assignments.assign(db, user_id, team_id=id)
        return assignments.assign(db, user_id, agent_id=id)


def withdraw(store: Store, assignment_id: int, by: User | None) -> None:
    """Take a team or an agent from a user; what they wrote stays."""
    with _writing(store, by, "assignment") as db:
        assignments.withdraw(db, assignment_id)


def give_back(store: Store, assignment_id: int, by: User | None) -> None:
    with _writing(store, by, "assignment") as db:
        assignments.give_back(db, assignment_id)


def suspend(store: Store, user_id: int, by: User | None) -> None:
    """Let them in no more until they are resumed; all they have stays. Raises LastKeeper, Oneself."""
    with _writing(store, by, "user") as db:
        user = _other(db, user_id, by)
        changed = replace(user, suspended_at=store.now())
        _leave_a_keeper(db, changed)
        people.change_user(db, changed)
        log.say(db, "user_suspended", table="user", row=user.uid)
        if store.unlocked is not None and _has_keys(store, user):
            keys.suspend_user(store.path, store.unlocked, user.uid)


def resume(store: Store, user_id: int, by: User | None) -> None:
    """Let somebody suspended in again, by the passphrase they had."""
    with _writing(store, by, "user") as db:
        user = people.user(db, user_id)
        people.change_user(db, replace(user, suspended_at=None))
        log.say(db, "user_resumed", table="user", row=user.uid)
        if store.unlocked is not None and _has_keys(store, user):
            keys.resume_user(store.path, store.unlocked, user.uid)


def remove(store: Store, user_id: int, by: User | None) -> Generator[Progress, None, None]:
    """Take a user away for good, and give a protected store a new key, which they don't get.

    From the first step on they can't come in; closing the generator leaves the store under the old key.
    Raises LastKeeper, Oneself.
    """
    with _writing(store, by, "user", "assignment") as db:
        user = _other(db, user_id, by)
        _leave_a_keeper(db, replace(user, suspended_at=store.now()))
        for one in assignments.assignments(db, user_id):
            assignments.withdraw(db, one.id)
        people.remove_user(db, user_id)
        log.say(db, "user_removed", table="user", row=user.uid)
        if store.unlocked is not None:
            keys.remove_user(store.path, store.unlocked, user.uid)
    if store.unlocked is not None:
        yield from _rekey(store, by)


def renew_keys(store: Store, by: User | None) -> Generator[Progress, None, int]:
    """Give a protected store a new key without removing anybody, and make a backup under it.

    For a passphrase or recovery code that others may know: its owner is reset first, which takes what both
    open away from it. Somebody suspended doesn't get the new key before they are let in again. Answers how
    many backups beside the store are still opened by the keys of before. Raises PermissionError where the
    store takes no passphrase.
    """
    demand(by, Deed.CHANGE_KEYS)
    _need_keys(store)
    older = len(find(backup_folder(store.path), store.path))
    yield from _rekey(store, by)
    yield from step_by_step(partial(store.back_up, None))
    return older


def _rekey(store: Store, by: User | None) -> Generator[Progress, None, None]:
    yield from step_by_step(partial(store.rekey, None))
    known_floors.remember(store)
    with _writing(store, by) as db:
        log.say(db, "rekey")


def _fit(db: Database, name: str, own: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise Unfit
    if fold(name) in (fold(user.name) for user in people.users(db) if user.id != own):
        raise Unfit(taken=True)
    return name


def _other(db: Database, user_id: int, by: User | None) -> User:
    if by is not None and user_id == by.id:
        raise Oneself(user_id)
    return people.user(db, user_id)


def _leave_a_keeper(db: Database, changed: User) -> None:
    after = [changed, *(user for user in people.users(db) if user.id != changed.id)]
    if not any(may(user, Deed.MANAGE_USERS) for user in after):
        raise LastKeeper(changed.id)


def _has_keys(store: Store, user: User) -> bool:
    file = keys.keyfile.read(keys.key_path(store.path))
    return file.member(user.uid) is not None
