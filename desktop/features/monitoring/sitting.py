"""What one session of listening consists of, and the plain rules about its clock and its scorecard."""

from dataclasses import dataclass, replace
from datetime import datetime

from db.records.contacts import Channel, Contact
from db.records.disputes import Voided
from db.records.finals import Acknowledgement, Revision
from db.records.observations import Detail, DetailKind, Evaluation, Fact, Note, NoteTag, Observation, Source
from db.records.people import Agent
from db.records.scorecards import Around, Form, ScorecardVersion
from desktop.coaching import scoring
from desktop.coaching.answers import carry as carry

LIVE = (Source.REMOTE_LIVE, Source.SIDE_BY_SIDE)
READ = (Source.CHAT_REVIEW, Source.EMAIL_REVIEW)
"""What is read has no clock of its own: its lines may have times."""
_SOURCES = {
    Channel.CALL: Source.RECORDING,
    Channel.CHAT: Source.CHAT_REVIEW,
    Channel.EMAIL: Source.EMAIL_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """An observation with all that its screen shows; `evaluation` and `version` are None for notes only.

    `cards` are the versions that can be chosen. Of a finished one: `change` is the draft that is to replace
    it, `revision` its final, `said` what the agent said to that, `voided` who made it void. `details` are
    what the answers say beside their codes, `change_details` the same of the change.
    """

    observation: Observation
    agent: Agent
    contact: Contact
    notes: tuple[Note, ...]
    evaluation: Evaluation | None
    version: ScorecardVersion | None
    cards: tuple[ScorecardVersion, ...]
    change: Evaluation | None = None
    revision: Revision | None = None
    said: Acknowledgement | None = None
    voided: Voided | None = None
    details: tuple[Detail, ...] = ()
    change_details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An observation to carry on with; `answered` of `asked` questions have an answer.

    Both are None where there is no scorecard. `changes` is the finished evaluation that is being changed.
    """

    observation: Observation
    agent: Agent
    contact: Contact
    notes: int
    answered: int | None
    asked: int | None
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class Jotting:
    """A note on its way to the store: `at_s` is the second of the contact, `question` a question's key."""

    text: str
    at_s: float
    tag: NoteTag | None = None
    fact: Fact | None = None
    quote: str = ""
    question: str = ""

    def words(self) -> str:
        """What the note says: what was typed, else what it quotes. Blank for no note."""
        return self.text.strip() or self.quote.strip()


@dataclass(frozen=True, slots=True)
class Promise:
    """Who keeps it, how, and by when, in the words it was made in."""

    who: str = ""
    how: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Discarded:
    """What discarding an observation removed, so that exactly this comes back."""

    observation_id: int
    notes: tuple[int, ...]
    evaluations: tuple[int, ...]


def source_of(contact: Contact) -> Source:
    """How a contact of this channel is listened to afterwards."""
    return _SOURCES[contact.channel]


def elapsed(observation: Observation, now: datetime) -> float:
    """The second of the contact that the observation's clock shows; never below 0."""
    if observation.clock_started_at is None:
        return observation.clock_offset_s
    since = (now - observation.clock_started_at).total_seconds()
    return max(0.0, observation.clock_offset_s + since)


def runs(observation: Observation) -> bool:
    """Whether the clock is running."""
    return observation.clock_started_at is not None


def known_second(sitting: Sitting) -> float:
    """The latest second of the contact known to have been heard: a note's, or where the clock began."""
    observation = sitting.observation
    seconds = [note.at_s for note in sitting.notes]
    return max(observation.clock_offset_s, observation.pending_at_s or 0.0, *seconds, 0.0)


def outran(observation: Observation) -> bool:
    """Whether a clock found running means nothing: a recording did not play on while nobody listened."""
    return runs(observation) and observation.ended_at is None and observation.source not in LIVE


def read_clock(text: str) -> float | None:
    """Seconds from `m:ss`, `h:mm:ss` or plain seconds; None for anything else."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(int(part) > 59 for part in parts[1:]):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return float(seconds)


def around_of(observation: Observation, contact: Contact) -> Around:
    """The circumstances that questions of a scorecard may wait for."""
    return Around(contact.channel, contact.topic, frozenset(observation.tags))


def progress(form: Form, answers: bytes) -> tuple[int, int]:
    """How many of the questions that apply have an answer (N/A is one), and how many apply."""
    asked = sum(scoring.applies(form, answers))
    return asked - len(scoring.score(form, answers).unanswered), asked


def with_answers(sitting: Sitting, answers: bytes) -> Sitting:
    """The same sitting with these answers in its draft."""
    assert sitting.evaluation is not None
    return replace(sitting, evaluation=replace(sitting.evaluation, answers=answers))


def with_comment(sitting: Sitting, text: str) -> Sitting:
    """The same sitting with this comment in its draft."""
    assert sitting.evaluation is not None
    return replace(sitting, evaluation=replace(sitting.evaluation, comment=text))


def detail_of(sitting: Sitting, question: str, kind: DetailKind) -> str:
    """What is said of a question beside its code; blank for nothing."""
    told = (one.value for one in sitting.details if (one.question, one.kind) == (question, kind))
    return next(told, "")


def with_detail(sitting: Sitting, question: str, kind: DetailKind, value: str) -> Sitting:
    """The same sitting with this said of a question, in the place of what was said of that kind."""
    others = tuple(one for one in sitting.details if (one.question, one.kind) != (question, kind))
    return replace(sitting, details=(*others, *_detail(sitting, question, kind, value)))


def with_cause(sitting: Sitting, question: str, cause: str, given: bool) -> Sitting:
    """The same sitting with a root cause given, or not."""
    own = (question, DetailKind.CAUSE, cause)
    others = tuple(one for one in sitting.details if (one.question, one.kind, one.value) != own)
    return replace(sitting, details=(*others, *_detail(sitting, *own)) if given else others)


def _detail(sitting: Sitting, question: str, kind: DetailKind, value: str) -> tuple[Detail, ...]:
    """As it will be read again; what is not stored yet has no number."""
    draft = sitting.evaluation
    if draft is None or not value:
        return ()
    return (Detail(0, b"", draft.id, draft.agent_id, question, kind, value),)
