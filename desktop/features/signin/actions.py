"""Coming in: whose floor this is, setting up one's own, looking around in the demo."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

from db import keys, starter
from db.clock import utc_now
from db.founding import founding
from db.keys import tries
from db.progress import Progress
from db.protecting import protect
from db.queries import assignments, people
from db.records.people import Role, Site, User
from db.store import Store
from db.uids import uid_source
from desktop.features.signin.demo.floor import build_demo
from desktop.features.signin.demo.floor import remove_demo as remove_demo
from desktop.shell import known_floors
from desktop.shell.arrivals import Arrival, NotLetIn

_TABLES = (*starter.TABLES, "site", "team", "user", "assignment")


class Blank(ValueError):
    """A name that must not be blank is; `field` is site, team or user."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class NewFloor:
    """What a first start asks for."""

    site: str
    team: str
    user: str
    role: Role = Role.SUPERVISOR


def site(store: Store) -> Site | None:
    """None while nobody has set up this store."""
    with store.reading() as db:
        return people.site(db)


def users(store: Store) -> tuple[User, ...]:
    with store.reading() as db:
        return people.users(db)


def check(new: NewFloor) -> None:
    """Raises Blank for the first name that is missing."""
    for field in ("site", "team", "user"):
        if not getattr(new, field).strip():
            raise Blank(field)


def start_floor(store: Store, new: NewFloor, uid: bytes | None = None) -> User:
    """Sets up a store: first team, first user, who looks after the floor, starter content.

    `uid` is the user's in the key file of a protected store. Raises Blank, naming the field.
    """
    check(new)
    with store.writing(*_TABLES) as db:
        starter.install(db)
        people.set_site(db, new.site.strip())
        team = people.add_team(db, new.team.strip())
        user = people.add_user(db, new.user.strip(), new.role, keeps=True, uid=uid)
        assignments.assign(db, user, team_id=team)
        return people.user(db, user)


def create_floor(path: Path, new: NewFloor, passphrase: str, code: str) -> Arrival:
    """Makes the protected store at `path` and sets it up, encrypted from its first byte.

    A crash leaves all of it or nothing. Raises Blank, ValueError for an empty passphrase, or a StoreError.
    """
    check(new)
    uid = uid_source(utc_now)()

    def begin(store: Path) -> keys.Unlocked:
        unlocked = keys.create(store, uid, new.user.strip(), passphrase)
        keys.add_code(store, unlocked, code)
        return unlocked

    with founding(path, begin) as (store, unlocked):
        start_floor(store, new, uid)
    known_floors.forget(path)
    return Arrival(path, unlocked)


def protect_floor(path: Path, user: User, passphrase: str, code: str) -> tuple[Arrival, tuple[Path, ...]]:
    """Encrypts the closed plain store at `path` under this user's passphrase.

    The plain store and its plain backups are removed only after the encrypted copy was proved. Answers with
    the arrival and the plain copies that could not be read and were left. Raises a StoreError.
    """
    unlocked = keys.create(path, user.uid, user.name, passphrase)
    keys.add_code(path, unlocked, code)
    done = protect(path, unlocked, utc_now())
    return Arrival(path, unlocked, ("sign_in", "protected")), done.left


def sign_in(path: Path, name: str, passphrase: str) -> keys.Unlocked:
    """Raises WrongKey, TooSoon, Suspended, KeyFileDamaged or KeyFileMissing."""
    return keys.unlock(path, name, passphrase)


def sign_in_by_code(path: Path, code: str) -> keys.Unlocked:
    """As `sign_in`, by a recovery code. Raises CodeTypo too."""
    return keys.unlock_with_code(path, code)


def choose_passphrase(path: Path, unlocked: keys.Unlocked, name: str, passphrase: str) -> keys.Unlocked:
    """In place of a temporary passphrase, one of their own, by the same sign-in name."""
    return keys.set_passphrase(path, unlocked, unlocked.user, name, passphrase)


def choose_after_recovery(path: Path, unlocked: keys.Unlocked, passphrase: str) -> keys.Unlocked:
    """A new passphrase for who came in by the recovery code, which stays good. Raises NotLetIn."""
    user = _user_of(path, unlocked)
    return keys.set_passphrase(path, unlocked, user.uid, user.name, passphrase)


def replace_code(path: Path, unlocked: keys.Unlocked, code: str) -> None:
    """From now on this code, and no longer the former one."""
    keys.add_code(path, unlocked, code)


def wait(path: Path) -> int:
    """Seconds until the next passphrase is taken, 0 for at once."""
    return ceil(tries.wait(path, utc_now()))


def _user_of(path: Path, unlocked: keys.Unlocked) -> User:
    store = Store.open(path, unlocked=unlocked)
    try:
        found = next((user for user in users(store) if user.uid == unlocked.user), None)
    finally:
        store.close()
    if found is None or found.suspended_at is not None:
        raise NotLetIn(suspended=found is not None)
    return found


def prepare_demo(path: Path, today: date) -> Iterator[Progress]:
    """Makes the demo floor unless it is there already. Cancelling leaves no half of it behind."""
    if not path.exists():
        yield from build_demo(path, today)
