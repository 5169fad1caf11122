"""What follows a final: disputes and how they were decided, files handed out, and the agent's own view."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class DisputeState(StrEnum):
    """OPEN until decided or withdrawn; STANDS, PARTLY and CHANGED are the three decisions."""

    OPEN = "open"
    STANDS = "stands"
    PARTLY = "partly"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    """How an agent's word reached the store: at the desk, typed in by a user, out of a file, on paper."""

    DESK = "desk"
    USER = "user"
    FILE = "file"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One question (its key; blank is the evaluation as a whole) that an agent sees otherwise.

    `evaluation_id` is the evaluation that counts today, `final_id` the revision that was disputed. `note_uid`
    and `at_s`, a second of the contact, are evidence beside the words in `evidence`. `proposed` and `answer`
    are answers as `coaching.disputes.key_of` writes them; `answer` and `decision` are the decider's, also
    while they are being typed. `raised_at` is None while the agent still writes it. `late` says why it was
    opened after its window. `evaluator_id` gave the answer. Scores are percentages 0–100.
    """

    id: int
    uid: bytes
    evaluation_id: int
    final_id: int
    agent_id: int
    question: str
    reason: str
    evidence: str
    note_uid: bytes | None
    at_s: float | None
    proposed: str
    user_id: int
    how: How
    late: str
    raised_at: datetime | None
    state: DisputeState
    evaluator_id: int | None
    answer: str
    decision: str
    decided_by: int | None
    decided_at: datetime | None
    quick: bool
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a dispute says when it is written: see `Dispute`."""

    question: str
    reason: str = ""
    evidence: str = ""
    proposed: str = ""
    note_uid: bytes | None = None
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one dispute; `answer` stands from now on, `state` is what that makes of it."""

    id: int
    state: DisputeState
    answer: str
    reason: str
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """One decided dispute as rates count it."""

    question: str
    evaluator_id: int | None
    stood: bool


@dataclass(frozen=True, slots=True)
class Voided:
    """When an evaluation was made void, by whom (name), and why."""

    evaluation_id: int
    at: datetime
    by_id: int
    by: str
    reason: str


class SelfState(StrEnum):
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The agent's own view of a contact on the same scorecard version; in no figure.

    `answers` are as in an evaluation, `words` what was written to questions that ask for words or a number,
    by question key. `opened_at` is when both views were in and each side could read the other's. Until then
    `answers` is empty and `words` and `comment` are blank for everybody but the agent.
    """

    id: int
    uid: bytes
    observation_id: int
    agent_id: int
    contact_id: int
    version_id: int
    answers: bytes
    comment: str
    state: SelfState
    asked_by: int
    asked_at: datetime
    finished_at: datetime | None = None
    opened_at: datetime | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file given to an agent: of which final, and the key (32 bytes) that its code is made with."""

    id: int
    uid: bytes
    final_id: int
    agent_id: int
    user_id: int
    format: str
    code: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CameBack:
    """A file an agent handed back for an evaluation: its name, SHA-256 in hexadecimal and bytes."""

    id: int
    uid: bytes
    evaluation_id: int
    agent_id: int
    user_id: int
    file_name: str
    sha256: str
    size: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """`days` in which a dispute may be raised, the last of them `until`; None before it was shared."""

    days: int
    until: date | None

    def is_over(self, on: date) -> bool:
        return self.until is not None and on > self.until
