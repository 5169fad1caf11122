"""Listening to a contact: the observation, its notes, and the evaluation filled beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Source(StrEnum):
    SIDE_BY_SIDE = "side_by_side"
    REMOTE_LIVE = "remote_live"
    RECORDING = "recording"
    CHAT_REVIEW = "chat_review"
    EMAIL_REVIEW = "email_review"
    CUSTOMER_FEEDBACK = "customer_feedback"
    PEER = "peer"


class NoteTag(StrEnum):
    STRENGTH = "strength"
    OPPORTUNITY = "opportunity"
    PROMISE = "promise"
    EFFORT = "effort"
    NO_MOMENT = "no_moment"


class EvaluationState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"
    SHARED = "shared"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    CLOSED = "closed"


class Verdict(StrEnum):
    """The outcome of a finished evaluation, beside its score."""

    PASS = "pass"
    FAIL = "fail"
    CRITICAL_FAIL = "critical_fail"
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True)
class Observation:
    """`clock_offset_s` seconds had run when the clock was (re)started at `clock_started_at` (UTC).

    A stopped clock has no `clock_started_at`. `pending` is the note being typed, kept at each keystroke,
    `pending_at_s` the contact's second at which it began.
    """

    id: int
    uid: bytes
    agent_id: int
    contact_id: int
    user_id: int
    source: Source
    begun_at: datetime
    clock_started_at: datetime | None = None
    clock_offset_s: float = 0.0
    pending: str = ""
    ended_at: datetime | None = None
    pending_at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """`at_s` is the contact's second; `question` the key of the question it is evidence for, if any."""

    id: int
    uid: bytes
    observation_id: int
    agent_id: int
    at_s: float
    text: str
    tag: NoteTag | None
    question: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One filled scorecard. `answers` holds a code per question, in the order of its version's form.

    Scores are percentages 0–100 at full precision, None while draft or not scored: `calculated` as the
    sum says, `reported` after the scorecard's critical effect. `day` is the contact's day. `revises_id` is
    the finished evaluation that this one takes the place of, and `reason` why.
    """

    id: int
    uid: bytes
    observation_id: int
    agent_id: int
    contact_id: int
    version_id: int
    user_id: int
    state: EvaluationState
    answers: bytes
    day: date
    calculated: float | None = None
    reported: float | None = None
    verdict: Verdict | None = None
    critical: str = ""
    finished_at: datetime | None = None
    comment: str = ""
    revises_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """What finishing an evaluation settles. Percentages 0–100, by question key and by skill key.

    `answers` are those that count, `critical` the classes of its critical answers, joined by commas.
    """

    answers: bytes
    calculated: float | None
    reported: float | None
    verdict: Verdict
    critical: str
    questions: Mapping[str, float]
    skills: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A note found by its words, with what is needed to name it and go there."""

    note: Note
    agent: str
    contact: str
