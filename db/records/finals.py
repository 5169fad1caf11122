"""What was finished or signed, kept word for word; who acknowledged it; and what does not match any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class FinalKind(StrEnum):
    EVALUATION = "evaluation"
    PLAN = "plan"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Made:
    """Who makes a final (a user's id; None is the one its row names) and, where it changes one, why."""

    by: int | None = None
    reason: str = ""


NOBODY = Made()


@dataclass(frozen=True, slots=True)
class Final:
    """One revision of something final. `content` is its canonical JSON, blank once it was erased.

    `subject` and `subject_uid` name the row it was made of, `first_uid` the row of its first revision;
    `sha256` is the content's in hexadecimal. `reason` says why a revision after the first was made.
    """

    id: int
    uid: bytes
    kind: FinalKind
    subject: str
    subject_uid: bytes
    first_uid: bytes
    revision: int
    reason: str
    content: str
    sha256: str
    made_at: datetime
    user_id: int
    agent_id: int
    purge_id: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A final with the name of who made it, and what it says; `content` is empty once it was erased."""

    final: Final
    by: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The agent's word that a final was read; `at` is None while the comment is still being written.

    `how` is where it was given: at the desk, in a file handed back, or signed on paper; see `Came`.
    """

    id: int
    uid: bytes
    final_id: int
    agent_id: int
    user_id: int
    comment: str
    at: datetime | None = None
    how: str = "desk"
    file_name: str = ""
    file_hash: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """How an acknowledgement came that was not given at the desk: `how` is file or signed.

    `file_hash` is the SHA-256, in hexadecimal, of the file as it came; `signed_on` the day on the paper.
    """

    how: str
    file_name: str = ""
    file_hash: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToAcknowledge:
    """How many evaluations shared with an agent wait to be read; `evaluation_id` and `since` the oldest's."""

    agent_id: int
    count: int
    evaluation_id: int
    since: date


class Fault(StrEnum):
    """How a final may be found untrue."""

    CONTENT = "content"  # its words do not give its digest
    LIVE = "live"  # the row it was made of says something else
    HOLE = "hole"  # a revision before it is missing
    GONE = "gone"  # the row it was made of is not there
    TEXT = "text"  # the text it rests on (a scorecard's form) is missing or changed


@dataclass(frozen=True, slots=True)
class Flaw:
    """One final that is not what it was. `part` names what differs, e.g. `notes`; blank where it is all."""

    final_id: int
    uid: bytes
    kind: FinalKind
    revision: int
    agent_id: int
    agent: str
    fault: Fault
    part: str = ""
