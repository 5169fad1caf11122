"""What the page shows of each user: role, teams and agents, and whether they come in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.connection import Database
from db.keys import is_protected
from db.keys.keyfile import key_path, read
from db.queries import assignments, people
from db.records.people import Agent, Assignment, Role, Team, User
from db.store import Store
from desktop.coaching.access import Deed, demand, may


class State(StrEnum):
    """Whether a user comes in: INVITED has a passphrase that is still to be changed, KEYLESS has none."""

    ACTIVE = "active"
    INVITED = "invited"
    SUSPENDED = "suspended"
    KEYLESS = "keyless"


@dataclass(frozen=True, slots=True)
class Given:
    """A team or an agent that a user is assigned, by the id of the assignment."""

    id: int
    name: str
    team_id: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class UserRow:
    """`last_in` is None where nobody recorded a sign-in; `sole` is the one who looks after the floor."""

    user: User
    state: State
    given: tuple[Given, ...]
    last_in: datetime | None
    sole: bool

    @property
    def coaches(self) -> bool:
        """Whether teams and agents mean anything to this user."""
        return self.user.role is not Role.ADMIN


@dataclass(frozen=True, slots=True)
class Users:
    """Everybody by name, and what can be assigned. `protected` stores are opened by passphrases."""

    rows: tuple[UserRow, ...]
    teams: tuple[Team, ...]
    agents: tuple[Agent, ...]
    protected: bool


def read_users(store: Store, by: User | None) -> Users:
    demand(by, Deed.MANAGE_USERS)
    keys = _key_states(store)
    with store.reading(whole=True) as db:
        found, last = people.users(db), people.last_sign_ins(db)
        teams, agents = people.teams(db), assignments.assignable(db)
        names = {("team", one.id): one.name for one in teams} | {
            ("agent", one.id): one.name for one in agents
        }
        given = _given(db, names)
    keepers = [user.id for user in found if may(user, Deed.MANAGE_USERS)]
    rows = tuple(
        UserRow(
            user=user,
            state=_state(user, keys),
            given=tuple(given.get(user.id, ())),
            last_in=last.get(user.uid),
            sole=keepers == [user.id],
        )
        for user in found
    )
    return Users(rows, teams, agents, keys is not None)


def _given(db: Database, names: dict[tuple[str, int], str]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    for one in assignments.assignments(db):
        name = names.get(_what(one))
        if name is not None:
            found.setdefault(one.user_id, []).append(Given(one.id, name, one.team_id, one.agent_id))
    return found


def _what(one: Assignment) -> tuple[str, int]:
    return ("team", one.team_id) if one.team_id is not None else ("agent", one.agent_id or 0)


def _key_states(store: Store) -> dict[bytes, bool] | None:
    """By user: whether the passphrase is a temporary one. None for a store that takes no passphrase."""
    if not (store.unlocked is not None or is_protected(store.path)):
        return None
    return {
        slot.user: slot.temporary for slot in read(key_path(store.path)).slots if slot.kind == "passphrase"
    }


def _state(user: User, keys: dict[bytes, bool] | None) -> State:
    if user.suspended_at is not None:
        return State.SUSPENDED
    if keys is None:
        return State.ACTIVE
    if user.uid not in keys:
        return State.KEYLESS
    return State.INVITED if keys[user.uid] else State.ACTIVE
