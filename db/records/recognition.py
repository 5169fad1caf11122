"""Praise that says what was done and what it did, and calls worth hearing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was going on, what the agent did, and what it did for the customer.

    It rests on a note or on the answer to a question of an observation, or on neither. `told_at` is when
    the agent heard of it.
    """

    id: int
    uid: bytes
    agent_id: int
    observation_id: int | None
    note_id: int | None
    question: str
    situation: str
    behaviour: str
    impact: str
    user_id: int
    made_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Praise:
    """The words of a recognition, and the note or the question it rests on; `behaviour` is never blank."""

    situation: str
    behaviour: str
    impact: str = ""
    note_id: int | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class ShelfCall:
    """A call worth hearing, from second `at_s` where that says more; `skill` is a key or blank.

    `proposed` by the agent themselves, it stands on the shelf once `taken_at` is set. Nobody else should
    hear it before the agent has said yes at `agreed_at`.
    """

    id: int
    uid: bytes
    contact_id: int
    agent_id: int
    why: str
    skill: str
    at_s: float | None
    proposed: bool
    user_id: int
    made_at: datetime
    taken_at: datetime | None
    agreed_at: datetime | None
