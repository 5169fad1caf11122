"""Recordings: which sound file belongs to which contact, and where its bytes are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class How(StrEnum):
    """Whether the store refers to the file where it lies, or keeps an encrypted copy of its own."""

    REFERENCED = "referenced"
    KEPT = "kept"


class Side(StrEnum):
    """Who is heard: both, or one alone where the telephone system writes a file for each."""

    BOTH = ""
    AGENT = "agent"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Recording:
    """One sound file. `folder` and `file_name` say where it was found; `size` is in bytes, `sha256` that of
    the file itself. `agent_channel` counts from 0, None where nobody has said which it is.

    `reference`, `agent_text` and `started_at` (the site's wall clock) are what its name told. Without a
    contact it has not been matched; without an agent nobody knows whose it is.
    """

    id: int
    uid: bytes
    contact_id: int | None
    agent_id: int | None
    folder: str
    file_name: str
    sha256: str
    size: int
    how: How
    duration_s: float | None
    channels: int | None
    agent_channel: int | None
    side: Side
    reference: str
    agent_text: str
    started_at: datetime | None
    user_id: int
    found_at: datetime


@dataclass(frozen=True, slots=True)
class NewRecording:
    """A recording before it has been stored; the fields mean what they mean in `Recording`."""

    folder: str
    file_name: str
    sha256: str
    size: int
    how: How = How.REFERENCED
    duration_s: float | None = None
    channels: int | None = None
    agent_channel: int | None = None
    side: Side = Side.BOTH
    reference: str = ""
    agent_text: str = ""
    started_at: datetime | None = None
    contact_id: int | None = None
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording as a list shows it, with the names of what it belongs to; blank where it has none."""

    recording: Recording
    agent: str
    contact_reference: str
    contact_started_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """What opens a kept file: its key, and what must come out of it."""

    uid: bytes
    key: bytes
    sha256: str
    size: int
