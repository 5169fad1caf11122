"""What is done with recordings that are here: deciding whose call each is, and finding files that went."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from db import attachments
from db.connection import Database
from db.errors import StoreError
from db.progress import Progress
from db.queries import contacts, people, recordings
from db.records.contacts import Contact, NewContact
from db.records.people import Agent, User
from db.records.recordings import Attachment, How, Recording, RecordingRow, Side
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.matching import Basis, Match
from desktop.features.recordings.bringing import find_match
from desktop.shell.recordings import Trouble, glance_at, look_at, place


class State(StrEnum):
    """How a recording stands, what needs somebody first."""

    MISSING = "missing"
    CHANGED = "changed"
    ASKS = "asks"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording in the list, and how it stands by a glance at its file."""

    row: RecordingRow
    state: State

    @property
    def id(self) -> int:
        return self.row.recording.id

    @property
    def recording(self) -> Recording:
        return self.row.recording


@dataclass(frozen=True, slots=True)
class Asking:
    """What a person decides by: the recording, what was found, and whose call it can be."""

    listed: Listed
    match: Match
    agents: tuple[Agent, ...]
    names: dict[int, str]
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that no list of calls had, as a person says it was."""

    agent_id: int
    started_at: datetime
    reference: str = ""


class OtherFile(ValueError):
    """The file that was pointed to is not the recording: its content differs."""


class NotFound(LookupError):
    """No file in the folder has the recording's content. `looked` counts those read."""

    def __init__(self, looked: int) -> None:
        super().__init__(looked)
        self.looked = looked


def list_recordings(store: Store, by: User | None) -> tuple[Listed, ...]:
    """All within reach, the newest call first."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        rows = recordings.rows(db)
    return tuple(Listed(row, _state(store, row.recording)) for row in rows)


def find_file(store: Store, file: Path, by: User | None) -> Listed | None:
    """The recording that has the content of this file; None where there is none within reach."""
    demand(by, Deed.KEEP_RECORDINGS)
    found = attachments.digest(file)
    with store.reading() as db:
        known = recordings.with_content(db, found.sha256)
        row = recordings.row(db, known[0].id) if known else None
    return Listed(row, _state(store, row.recording)) if row else None


def _state(store: Store, recording: Recording) -> State:
    if recording.how is How.KEPT:
        there = attachments.place_of(store.path, recording.uid).exists()
        trouble = Trouble.NONE if there else Trouble.KEPT_GONE
    else:
        trouble = glance_at(recording)
    if trouble is Trouble.CHANGED:
        return State.CHANGED
    if trouble is not Trouble.NONE:
        return State.MISSING
    return State.ASKS if recording.contact_id is None else State.MATCHED


def ask(store: Store, id: int, tolerance_s: int, by: User | None) -> Asking:
    """Raises LookupError where there is none within reach."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        row = recordings.row(db, id)
        found = find_match(db, row.recording, tolerance_s)
        agents = people.agents(db)
        contact_id = row.recording.contact_id
        contact = contacts.contact(db, contact_id) if contact_id is not None else None
    names = {agent.id: agent.name for agent in agents}
    return Asking(Listed(row, _state(store, row.recording)), found, agents, names, contact)


def settle(store: Store, id: int, contact_id: int, by: User | None) -> None:
    """Say that a recording is of this contact; its other side goes along."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.writing("recording") as db:
        _settle(db, recordings.recording(db, id), contacts.contact(db, contact_id))


def _settle(db: Database, recording: Recording, contact: Contact) -> None:
    recordings.match(db, recording.id, contact)
    if recording.side is not Side.BOTH:
        for other in recordings.other_sides(db, recording):
            recordings.match(db, other.id, contact)


def unsettle(store: Store, id: int, by: User | None) -> int | None:
    """It is another call than was thought; answers the contact it was of."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.writing("recording") as db:
        before = recordings.recording(db, id).contact_id
        recordings.unmatch(db, id)
    return before


def make_contact(store: Store, id: int, call: NewCall, by: User | None) -> int:
    """Make the contact of a recording that no list of calls had; answers its id."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.writing("contact", "recording") as db:
        recording = recordings.recording(db, id)
        new = NewContact(
            call.agent_id, call.started_at, call.reference, answered=True, talk_s=recording.duration_s
        )
        made = contacts.add(db, new)
        _settle(db, recording, contacts.contact(db, made))
    return made


def may_become(listed: Listed) -> bool:
    """Whether its name tells enough to make a contact of it, where none fits."""
    told = listed.recording
    return listed.state is State.ASKS and bool(told.agent_text) and told.started_at is not None


def make_contacts(
    store: Store, ids: Sequence[int], tolerance_s: int, by: User | None
) -> Generator[Progress, None, int]:
    """Make a contact of each whose agent is known by name and which no contact fits; answers of how many.

    What is put to a person stays so.
    """
    demand(by, Deed.KEEP_RECORDINGS)
    made = 0
    for done, id in enumerate(ids):
        yield Progress(done, len(ids), "recordings")
        with store.reading() as db:
            recording = recordings.recording(db, id)
            found = find_match(db, recording, tolerance_s)
        if recording.contact_id is not None or found.basis is not Basis.NOBODY:
            continue
        if found.agent is not None and recording.started_at is not None:
            call = NewCall(found.agent.id, recording.started_at, recording.reference)
            make_contact(store, id, call, by)
            made += 1
    return made


def point_to(store: Store, id: int, file: Path, by: User | None) -> None:
    """The recording's file, found by a person. Raises OtherFile where its content is another's; a copy that
    was kept is made anew from it.
    """
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        recording = recordings.recording(db, id)
        key = recordings.key_of(db, id)
    if attachments.digest(file).sha256 != recording.sha256:
        raise OtherFile(file.name)
    if recording.how is How.KEPT:
        # Under the key it had: so the copies of it that backups have stay good.
        _keep_same(store, recording, file, key)
    with store.writing("recording") as db:
        recordings.point_to(db, id, str(file.parent), file.name)


def _keep_same(store: Store, recording: Recording, file: Path, key: bytes | None) -> Attachment:
    """Keep a copy of a file that has the recording's content; nothing where it changed meanwhile."""
    kept = attachments.keep(store.path, recording.uid, file, key=key)
    if kept.sha256 != recording.sha256:
        attachments.remove(attachments.folder_of(store.path), frozenset([recording.uid]))
        raise OtherFile(recording.file_name)
    return kept


def look_for(store: Store, id: int, folder: Path, by: User | None) -> Generator[Progress, None, Path]:
    """Find the file by its content in a folder and those within, under whatever name, and point to it.

    Only files of its very size are read. Raises NotFound.
    """
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        recording = recordings.recording(db, id)
    alike = [path for path in folder.rglob("*") if _has_size(path, recording.size)]
    for done, path in enumerate(alike):
        yield Progress(done, len(alike), "read")
        try:
            if attachments.digest(path).sha256 != recording.sha256:
                continue
        except StoreError:
            continue
        point_to(store, id, path, by)
        return path
    raise NotFound(len(alike))


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.is_file() and path.stat().st_size == size
    except OSError:
        return False


def keep_copy(store: Store, id: int, by: User | None) -> None:
    """Keep an encrypted copy of a file that is only referred to. Raises OtherFile where it has changed."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.reading() as db:
        recording = recordings.recording(db, id)
    if recording.how is How.KEPT:
        return
    if look_at(recording) is not Trouble.NONE:
        raise OtherFile(recording.file_name)
    kept = _keep_same(store, recording, place(recording), None)
    with store.writing("recording") as db:
        recordings.keep(db, id, kept.key)


def remove(store: Store, id: int, by: User | None) -> None:
    """Take a recording from the list. The file itself stays where it lies; a kept copy goes after 30 days."""
    demand(by, Deed.KEEP_RECORDINGS)
    with store.writing("recording") as db:
        recordings.remove(db, id)


def bring_back(store: Store, id: int, by: User | None) -> None:
    demand(by, Deed.KEEP_RECORDINGS)
    with store.writing("recording") as db:
        recordings.bring_back(db, id)
