"""What good looks like here: service vision, key behaviours, the catalogue of actions, pain points."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from db.records.plans import ActionKind, Side


@dataclass(frozen=True, slots=True)
class Vision:
    id: int
    uid: bytes
    number: int
    sentence: str
    meaning: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`hear` lists what one would see or hear on a call."""

    id: int
    uid: bytes
    key: str
    name: str
    definition: str
    hear: tuple[str, ...]
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class ActionIdea:
    """An action of the catalogue; `skills` are skill keys."""

    id: int
    uid: bytes
    key: str
    title: str
    detail: str
    kind: ActionKind
    owner: Side
    skills: tuple[str, ...]


class ImprovementState(StrEnum):
    OPEN = "open"
    DONE = "done"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Improvement:
    """What agents ask the supervisor to fix; closed only when the agent was told."""

    id: int
    uid: bytes
    title: str
    detail: str
    agent_id: int | None
    plan_id: int | None
    state: ImprovementState
    raised_on: date
