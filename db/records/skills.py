"""Abilities, what each role needs of them, and what people were seen able to do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from db.records.observations import Note
from db.records.people import Stage


class AssessmentKind(StrEnum):
    SELF = "self"
    COACH = "coach"
    DEMONSTRATION = "demonstration"


class AssessmentState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Skill:
    """`levels` are five texts, level 1 first: what a person at that level can be seen doing."""

    id: int
    uid: bytes
    key: str
    name: str
    group: str
    definition: str
    levels: tuple[str, str, str, str, str]
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """`level` 1–5 is required of role and stage; `importance` 1–5 weighs the gap."""

    skill_id: int
    role: str
    stage: Stage
    level: int
    importance: int


@dataclass(frozen=True, slots=True)
class Assessment:
    id: int
    uid: bytes
    agent_id: int
    kind: AssessmentKind
    user_id: int
    state: AssessmentState
    begun_on: date
    finished_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """`level` is 1–5; None says "not seen yet", which is an answer."""

    id: int
    uid: bytes
    assessment_id: int
    skill_id: int
    level: int | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rating rests on: a note, or one question's answer in an evaluation; the other is None/blank."""

    id: int
    uid: bytes
    rating_id: int
    note_id: int | None
    evaluation_id: int | None
    question: str


@dataclass(frozen=True, slots=True)
class HeardNote:
    """A note with the contact it was written on, to be picked as evidence; `day` is the contact's."""

    note: Note
    contact: str
    day: date
