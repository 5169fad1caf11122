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


class Drawn(StrEnum):
    """How a call came to be heard; TARGETED ones were drawn for what they look like, and stand apart."""

    RANDOM = "random"
    TARGETED = "targeted"
    CHOSEN = "chosen"


class NoteTag(StrEnum):
    STRENGTH = "strength"
    OPPORTUNITY = "opportunity"
    PROMISE = "promise"
    EFFORT = "effort"
    NO_MOMENT = "no_moment"


class Fact(StrEnum):
    """What a note states about the contact: the caller had said it already, or what cost them effort."""

    VOLUNTEERED = "volunteered"
    REPEAT_CONTACT = "repeat_contact"
    SELF_SERVICE_FAILED = "self_service_failed"
    CHANNEL_SWITCH = "channel_switch"
    TRANSFER = "transfer"
    REPEATING = "repeating"


class EvaluationState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"
    SHARED = "shared"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    CLOSED = "closed"


class DetailKind(StrEnum):
    """TEXT and NUMBER are the answer itself, CAUSE the key of a root cause, COMMENT a word on the answer."""

    TEXT = "text"
    NUMBER = "number"
    CAUSE = "cause"
    COMMENT = "comment"


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
    `pending_at_s` the contact's second at which it began. `spent_s` seconds were worked on it: the
    evaluator's own figure. `tags` are the circumstances that questions wait for.
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
    spent_s: float = 0.0
    tags: tuple[str, ...] = ()
    drawn: Drawn = Drawn.CHOSEN


@dataclass(frozen=True, slots=True)
class Note:
    """`at_s` is the contact's second; `question` the key of the question it is evidence for, if any.

    Of a promise, `who` keeps it, `how`, and when it is `due`, in the words it was made in. `quote` are words
    of the transcript.
    """

    id: int
    uid: bytes
    observation_id: int
    agent_id: int
    at_s: float
    text: str
    tag: NoteTag | None
    question: str
    written_at: datetime
    fact: Fact | None = None
    who: str = ""
    how: str = ""
    due: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One filled scorecard. `answers` holds a code per question, in the order of its version's form, and
    what `db.records.answer_bytes` says comes after them.

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
class Detail:
    """What an answer says beside its code; `question` is a key, and a number is written with a point."""

    id: int
    uid: bytes
    evaluation_id: int
    agent_id: int
    question: str
    kind: DetailKind
    value: str


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
