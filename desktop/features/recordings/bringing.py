"""Bringing recordings in: each file looked at, known or kept, its name read and its contact found."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from db import attachments
from db.connection import Database
from db.errors import DiskFull, StoreError
from db.progress import Progress
from db.queries import log, people, recordings
from db.records.people import User
from db.records.recordings import How, NewRecording, Recording, Side
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.file_names import FileName, PatternError, parse_any, read_patterns
from desktop.coaching.matching import Match, Told, match
from desktop.coaching.sound_headers import Heard, look
from desktop.shell.recordings import Choices

STEREO = 2
LARGEST = 1 << 30
"""Bytes of the largest recording: over a day as telephones send it. It is read into memory to be played."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the floor has agreed on: the pattern of names, how far apart clocks may be, whether files are
    kept, and on which channel of a stereo call the agent is heard (None: nobody knows).
    """

    names: str = ""
    tolerance_s: int = 120
    keeps: bool = False
    agent_channel: int | None = None


def read_setup(settings: Choices) -> Setup:
    """As the settings of the open floor have it."""
    channels = {"left": 0, "right": 1}
    return Setup(
        names=str(settings.get("recording_names")),
        tolerance_s=round(60 * float(settings.get("recording_minutes"))),
        keeps=settings.get("recording_policy") == "keep",
        agent_channel=channels.get(str(settings.get("recording_agent_side"))),
    )


class Refusal(StrEnum):
    """Why a file was not brought in."""

    KNOWN = "known"  # its very content is here already
    NO_SOUND = "no_sound"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some files: ids of the recordings brought in, how many of them found their contact, and
    why others were left out, in the order in which they were given.
    """

    ids: tuple[int, ...] = ()
    matched: int = 0
    refused: tuple[tuple[Path, Refusal], ...] = ()

    @property
    def asking(self) -> int:
        return len(self.ids) - self.matched


def bring_in(
    store: Store, files: Sequence[Path], setup: Setup, by: User | None
) -> Generator[Progress, None, Outcome]:
    """One transaction for each file, so that Cancel, or a full disk, leaves those before it.

    Raises DiskFull where a copy doesn't fit any more; what was brought in by then stays.
    """
    user = demand(by, Deed.KEEP_RECORDINGS)
    outcome = Outcome()
    for done, file in enumerate(files):
        yield Progress(done, len(files), "recordings")
        try:
            outcome = _bring_one(store, file, setup, user, outcome)
        except DiskFull:
            raise
        except StoreError:
            outcome = replace(outcome, refused=(*outcome.refused, (file, Refusal.UNREADABLE)))
    if outcome.ids:
        with store.writing("event", "change") as db:
            log.say(db, "recordings", str(len(outcome.ids)))
    return outcome


def _bring_one(store: Store, file: Path, setup: Setup, user: User, outcome: Outcome) -> Outcome:
    heard = hear(file)
    if isinstance(heard, Refusal):
        return replace(outcome, refused=(*outcome.refused, (file, heard)))
    found = attachments.digest(file)
    with store.reading() as db:
        known = recordings.known_contents(db, [found.sha256])
        uid = recordings.new_uid(db)
    if known:
        return replace(outcome, refused=(*outcome.refused, (file, Refusal.KNOWN)))
    new = describe(file, found, heard, setup)
    key = None
    if setup.keeps:
        kept = attachments.keep(store.path, uid, file)
        new, key = replace(new, how=How.KEPT, sha256=kept.sha256, size=kept.size), kept.key
    try:
        with store.writing("recording") as db:
            id = recordings.add(db, new, user.id, uid, key)
            is_matched = _match_one(db, recordings.recording(db, id), setup.tolerance_s).contact is not None
    except BaseException:
        attachments.remove(attachments.folder_of(store.path), frozenset([uid]))
        raise
    return replace(outcome, ids=(*outcome.ids, id), matched=outcome.matched + is_matched)


def hear(file: Path) -> Heard | Refusal:
    """What the file's header tells; why it is none of ours."""
    try:
        str(file).encode()  # a name in no writing at all can't be stored, and so not found again
        size = file.stat().st_size
        if not 0 < size <= LARGEST:
            return Refusal.TOO_LARGE if size else Refusal.EMPTY
        with file.open("rb") as opened:
            return look(opened, size) or Refusal.NO_SOUND
    except (OSError, UnicodeEncodeError):
        return Refusal.UNREADABLE


def describe(file: Path, found: attachments.Digest, heard: Heard, setup: Setup) -> NewRecording:
    """The recording as its file and its name tell of it."""
    told = read_name(setup.names, file)
    return NewRecording(
        folder=str(file.parent),
        file_name=file.name,
        sha256=found.sha256,
        size=found.size,
        duration_s=heard.duration_s,
        channels=heard.channels,
        agent_channel=setup.agent_channel if heard.channels == STEREO else None,
        side=told.side,
        reference=told.reference,
        agent_text=told.agent,
        started_at=told.start,
    )


def read_name(names: str, file: Path) -> FileName:
    """By the floor's pattern; nothing where there is none or the name doesn't fit."""
    try:
        told = parse_any(read_patterns(names), str(file))
    except PatternError:
        return FileName()
    return told if isinstance(told, FileName) else FileName()


def find_match(db: Database, recording: Recording, tolerance_s: int) -> Match:
    """Of whose contacts the user reaches; see `coaching.matching`."""
    told = Told(recording.reference, recording.agent_text, recording.started_at)
    near = recordings.near(db, told.reference, told.start, tolerance_s)
    taken = frozenset(one.id for one in near if _is_taken(db, one.id, recording))
    return match(told, near, people.agents(db), tolerance_s, taken)


def _is_taken(db: Database, contact_id: int, recording: Recording) -> bool:
    """A call has one recording of both sides, or one of each."""
    sides = {one.side for one in recordings.of_contact(db, contact_id) if one.id != recording.id}
    return bool(sides) and (recording.side is Side.BOTH or bool({Side.BOTH, recording.side} & sides))


def _match_one(db: Database, recording: Recording, tolerance_s: int) -> Match:
    found = find_match(db, recording, tolerance_s)
    if found.contact is not None:
        recordings.match(db, recording.id, found.contact)
    return found


def match_again(store: Store, setup: Setup, by: User | None) -> Generator[Progress, None, int]:
    """Try those without a contact once more, by today's pattern and contacts; answers how many found one."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        waiting = [row.recording for row in recordings.rows(db) if row.recording.contact_id is None]
    found = 0
    for done, one in enumerate(waiting):
        yield Progress(done, len(waiting), "recordings")
        with store.writing("recording") as db:
            again = _read_again(db, one, setup.names)
            found += _match_one(db, again, setup.tolerance_s).contact is not None
    return found


def _read_again(db: Database, recording: Recording, names: str) -> Recording:
    """What the name tells by a pattern that was changed since; where it tells nothing, nothing is lost."""
    told = read_name(names, Path(recording.folder) / recording.file_name)
    if told == FileName():
        return recording
    recordings.describe(
        db,
        recording.id,
        reference=told.reference,
        agent_text=told.agent,
        started_at=told.start,
        side=told.side,
    )
    return recordings.recording(db, recording.id)


def new_files(store: Store, files: Iterable[Path], by: User | None) -> tuple[Path, ...]:
    """Those of a watched folder that were never brought in, nor removed from the list since."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        known = recordings.known_places(db)
    return tuple(
        file
        for file in files
        if (recordings.place_text(str(file.parent)), recordings.place_text(file.name)) not in known
    )
