"""Who works here: the site, its teams, the agents on the phone and the users of the app."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a user works as. AGENT is never stored: an agent in the hand-over view, at a user's desk."""

    SUPERVISOR = "supervisor"
    COACH = "coach"
    ADMIN = "admin"
    AGENT = "agent"


GIVEN_ROLES = (Role.SUPERVISOR, Role.COACH, Role.ADMIN)
"""Those that a user can be given."""


class Stage(StrEnum):
    """How far into the job an agent is; follows from the hire date, never stored."""

    NEW = "new"
    DEVELOPING = "developing"
    VETERAN = "veteran"


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    id: int
    uid: bytes
    name: str


@dataclass(frozen=True, slots=True)
class User:
    """`keeps` looks after the floor: users, settings, restoring, erasing, keys."""

    id: int
    uid: bytes
    name: str
    role: Role
    keeps: bool = False
    suspended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A team, or a single agent, whose coaching is this user's; exactly one of the two is named."""

    id: int
    user_id: int
    team_id: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """Sealed to its author's own key (see `db.keys.seal_private`)."""

    id: int
    uid: bytes
    user_id: int
    agent_id: int
    written_at: datetime
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Agent:
    """`reference` is the site's own staff number or login; blank where there is none."""

    id: int
    uid: bytes
    name: str
    team_id: int
    team: str
    reference: str = ""
    hired_on: date | None = None
    left_on: date | None = None
