"""Coming in: whose floor this is, setting up one's own, looking around in the demo."""

from dataclasses import dataclass

from db import starter
from db.queries import people
from db.records.people import Role, Site, User
from db.store import Store

_TABLES = (*starter.TABLES, "site", "team", "user")


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


def start_floor(store: Store, new: NewFloor) -> User:
    """Sets up a store: first team, first user, starter content. Raises Blank, naming the field."""
    for field in ("site", "team", "user"):
        if not getattr(new, field).strip():
            raise Blank(field)
    with store.writing(*_TABLES) as db:
        starter.install(db)
        people.set_site(db, new.site.strip())
        people.add_team(db, new.team.strip())
        return people.user(db, people.add_user(db, new.user.strip(), new.role))
