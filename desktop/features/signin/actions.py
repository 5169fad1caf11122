"""Coming in: whose floor this is, setting up one's own, looking around in the demo."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db import starter
from db.progress import Progress
from db.queries import assignments, people
from db.records.people import Role, Site, User
from db.store import Store
from desktop.features.signin.demo.floor import build_demo
from desktop.features.signin.demo.floor import remove_demo as remove_demo

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


def start_floor(store: Store, new: NewFloor) -> User:
    """Sets up a store: first team, first user, who looks after the floor, starter content.

    Raises Blank, naming the field.
    """
    check(new)
    with store.writing(*_TABLES) as db:
        starter.install(db)
        people.set_site(db, new.site.strip())
        team = people.add_team(db, new.team.strip())
        user = people.add_user(db, new.user.strip(), new.role, keeps=True)
        assignments.assign(db, user, team_id=team)
        return people.user(db, user)


def create_floor(path: Path, new: NewFloor) -> int:
    """Makes the store at `path` and sets it up; answers the first user's id. Raises Blank or a StoreError."""
    check(new)
    store = Store.open(path)
    try:
        return start_floor(store, new).id
    finally:
        store.close()


def prepare_demo(path: Path, today: date) -> Iterator[Progress]:
    """Makes the demo floor unless it is there already. Cancelling leaves no half of it behind."""
    if not path.exists():
        yield from build_demo(path, today)
