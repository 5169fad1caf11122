"""Who works here: the site, its teams, the agents on the phone and the users of the app."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    SUPERVISOR = "supervisor"
    COACH = "coach"
    ADMIN = "admin"


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
    id: int
    uid: bytes
    name: str
    role: Role


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
