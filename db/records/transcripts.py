"""What was said or written on a contact, in lines: who, when, and the words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Speaker(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    OTHER = "other"


class TranscriptFormat(StrEnum):
    VTT = "vtt"
    SRT = "srt"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line before it has been stored. `at_s`, `until_s` are seconds of the contact, None where unsaid.

    `name` is the speaker as the transcript calls them, "" where it says nothing.
    """

    speaker: Speaker
    name: str
    text: str
    at_s: float | None = None
    until_s: float | None = None


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line as stored; `position` counts from 1."""

    id: int
    uid: bytes
    transcript_id: int
    agent_id: int
    position: int
    speaker: Speaker
    name: str
    at_s: float | None
    until_s: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """The transcript of a contact; `file_name` is blank where it was pasted."""

    id: int
    uid: bytes
    contact_id: int
    agent_id: int
    format: TranscriptFormat
    file_name: str
    user_id: int
    made_at: datetime
