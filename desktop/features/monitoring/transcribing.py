"""The transcript of a contact: brought in, put right, taken away; lines of it are quoted in notes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.cards.codes import CODE_VEIL
from db.queries import contacts, gate, observations, transcripts
from db.records.observations import Note
from db.records.people import User
from db.records.transcripts import Speaker, Spoken, Transcript, TranscriptLine
from db.store import Store
from desktop.coaching.redaction import VEIL, Allowed, mask, mask_successive
from desktop.coaching.transcripts import Flaw, TranscriptRead, Unreadable, read_transcript
from desktop.features.monitoring.joining import mask_over_notes
from desktop.features.monitoring.jotting import STAMPED
from desktop.features.monitoring.sitting import Jotting
from desktop.features.monitoring.writing import open_observation, writing

LARGEST_FILE = 20_000_000
_CODE = re.compile(rf"(?<!•){CODE_VEIL}(?!•)")
BREATHS = 20
"""A number runs over fewer lines than this: the longest has 19 digits."""


@dataclass(frozen=True, slots=True)
class Held:
    """A contact's transcript with its lines; both blank where there is none. `masked` numbers were hidden
    as it was brought in.
    """

    contact_id: int
    transcript: Transcript | None = None
    lines: tuple[TranscriptLine, ...] = ()
    masked: int = 0

    @property
    def voices(self) -> Mapping[str, Speaker]:
        """Who is meant by each name, in the order in which they are first heard."""
        return {line.name: line.speaker for line in reversed(self.lines) if line.name}


def held(store: Store, contact_id: int) -> Held:
    """The transcript that stands for a contact, with its lines."""
    with store.reading() as db:
        found = transcripts.of_contact(db, contact_id)
        return Held(contact_id, found, transcripts.lines(db, found.id) if found else ())


def read_file(path: Path, agent: str = "", which: int = 0) -> TranscriptRead:
    """A transcript's file. Raises transcripts.Unreadable, or OSError."""
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(Flaw.TOO_LONG)
    content = path.read_bytes()
    for letters in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return read_transcript(content.decode(letters), agent, which)
        except UnicodeDecodeError:
            continue
    raise Unreadable(Flaw.NO_LINES)


def keep_transcript(store: Store, contact_id: int, read: TranscriptRead, file_name: str, by: User) -> Held:
    """Keep it in place of the one there is. What is never stored is masked, and counted."""
    with writing(store, by, *transcripts.TABLES) as db:
        lines, masked = mask_lines(read.lines, gate.allowances(db))
        contact = contacts.contact(db, contact_id)
        id = transcripts.add(db, contact, read.format, file_name, by.id)
        transcripts.add_lines(db, id, lines)
        return Held(contact_id, transcripts.transcript(db, id), transcripts.lines(db, id), masked)


def mask_lines(lines: Sequence[Spoken], allowed: Allowed) -> tuple[list[Spoken], int]:
    """The lines as they may be kept, and how many numbers and codes were masked in them.

    Also what runs over several: a card is read out in a few breaths with a yes from the other side between
    them, and a security code is asked for by one and said by the other.
    """
    texts = [mask(line.text, allowed) for line in lines]
    voices: dict[tuple[str, Speaker], list[int]] = {}
    for place, line in enumerate(lines):
        voices.setdefault((line.name, line.speaker), []).append(place)
    for places in (list(range(len(lines))), *voices.values()):
        for start in range(0, len(places), BREATHS):
            block = places[start : start + 2 * BREATHS]
            found = mask_successive([texts[place] for place in block], allowed)
            for place, text in zip(block, found, strict=True):
                texts[place] = text
    kept = [replace(line, text=text) for line, text in zip(lines, texts, strict=True)]
    return kept, sum(_veils(new.text) - _veils(old.text) for new, old in zip(kept, lines, strict=True))


def _veils(text: str) -> int:
    return text.count(VEIL.strip()) + len(_CODE.findall(text))


def add_quote(store: Store, observation_id: int, quoted: Jotting, by: User) -> tuple[Note, ...]:
    """Make a note of quoted lines; what is being typed meanwhile stays as it is. All notes.

    Raises Finished once the observation is.
    """
    with writing(store, by, *STAMPED) as db:
        observation = open_observation(db, observation_id)
        id = observations.add_note(db, observation, max(0.0, quoted.at_s), quoted.words(), quoted.tag)
        note = replace(observations.note(db, id), quote=quoted.quote, question=quoted.question)
        observations.change_note(db, note)
        mask_over_notes(db, observation.id, by)
        return observations.notes(db, observation_id)


def swap_speakers(store: Store, transcript_id: int, by: User) -> Held:
    """Who was the agent is the customer, and the other way round."""
    with writing(store, by, "transcript_line") as db:
        transcripts.swap_speakers(db, transcript_id)
        found = transcripts.transcript(db, transcript_id)
        return Held(found.contact_id, found, transcripts.lines(db, transcript_id))


def say_speaker(store: Store, transcript_id: int, name: str, speaker: Speaker, by: User) -> Held:
    """Who is meant by a name of the transcript."""
    with writing(store, by, "transcript_line") as db:
        transcripts.say_speaker(db, transcript_id, name, speaker)
        found = transcripts.transcript(db, transcript_id)
        return Held(found.contact_id, found, transcripts.lines(db, transcript_id))


def remove_transcript(store: Store, transcript_id: int, by: User) -> Held:
    """Take it away; what was quoted of it stays in the notes. `bring_back_transcript` undoes it."""
    with writing(store, by, "transcript") as db:
        found = transcripts.transcript(db, transcript_id)
        transcripts.remove_transcript(db, transcript_id)
        return Held(found.contact_id)


def bring_back_transcript(store: Store, transcript_id: int, by: User) -> Held:
    """Undo `remove_transcript`."""
    with writing(store, by, "transcript") as db:
        transcripts.bring_back_transcript(db, transcript_id)
        found = transcripts.transcript(db, transcript_id)
        return Held(found.contact_id, found, transcripts.lines(db, transcript_id))
