"""Conversations with customers and the imports that brought them in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    CALL = "call"
    CHAT = "chat"
    EMAIL = "email"


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


class ImportKind(StrEnum):
    CALLS = "calls"
    PEOPLE = "people"
    EVALUATIONS = "evaluations"
    SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Contact:
    """One conversation. Times are the site's wall clock; a measure nobody took is None, never 0.

    `answer_s`, `talk_s`, `hold_s`, `wrap_s` are seconds; `rating` is the customer's 1–5.
    """

    id: int
    uid: bytes
    agent_id: int
    reference: str
    channel: Channel
    direction: Direction
    started_at: datetime
    topic: str = ""
    answered: bool | None = None
    resolved: bool | None = None
    answer_s: float | None = None
    talk_s: float | None = None
    hold_s: float | None = None
    wrap_s: float | None = None
    rating: float | None = None
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact before it has been stored; the fields mean what they mean in `Contact`."""

    agent_id: int
    started_at: datetime
    reference: str = ""
    channel: Channel = Channel.CALL
    direction: Direction = Direction.INBOUND
    topic: str = ""
    answered: bool | None = None
    resolved: bool | None = None
    answer_s: float | None = None
    talk_s: float | None = None
    hold_s: float | None = None
    wrap_s: float | None = None
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """One file brought in: `rows` read, `kept` stored; `undone_at` is set when it was taken back.

    `version_id` is the scorecard version that was made for it.
    """

    id: int
    uid: bytes
    kind: ImportKind
    file_name: str
    file_hash: str
    rows: int
    kept: int
    user_id: int
    made_at: datetime
    undone_at: datetime | None = None
    version_id: int | None = None
