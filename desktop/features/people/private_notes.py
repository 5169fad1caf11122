"""Private notes about somebody: read and written by their author alone, sealed to that user's own key.

Not even who looks after the floor can read them. What must never be stored is masked before it is sealed.
"""

from dataclasses import dataclass
from datetime import datetime

from db.connection import Database
from db.keys import Unreadable, open_private, seal_private
from db.queries import people, private_notes
from db.queries.gate import clean
from db.records.people import PrivateNote, User
from db.store import Store
from desktop.coaching.access import Deed, demand


class NoKeys(PermissionError):
    """The store takes no passphrase, so there is no key to seal a note to."""


@dataclass(frozen=True, slots=True, repr=False)
class Note:
    id: int
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Notes:
    """Newest first. `sealed` says whether the store can keep any; `closed` counts those of a lost key."""

    agent_id: int
    notes: tuple[Note, ...]
    sealed: bool
    closed: int = 0


def read_notes(store: Store, agent_id: int, by: User | None) -> Notes:
    user = demand(by, Deed.KEEP_PRIVATE_NOTES)
    if store.unlocked is None:
        return Notes(agent_id, (), sealed=False)
    with store.reading() as db:
        place = _place(db, user, agent_id)
        found = private_notes.of_agent(db, user.id, agent_id)
    opened = [_open(store.unlocked.own, one, place) for one in found]
    notes = tuple(one for one in opened if one is not None)
    return Notes(agent_id, notes, sealed=True, closed=len(opened) - len(notes))


def begin_note(store: Store, agent_id: int, by: User | None) -> int:
    """A blank note; its id. Raises NoKeys."""
    user = demand(by, Deed.KEEP_PRIVATE_NOTES)
    with store.writing("private_note") as db:
        return private_notes.add(db, user.id, agent_id, store.now(), _seal(store, db, user, agent_id, ""))


def keep_note(store: Store, id: int, text: str, by: User | None) -> None:
    """The note as it is typed, sealed anew each time. LookupError for a note of somebody else."""
    user = demand(by, Deed.KEEP_PRIVATE_NOTES)
    with store.writing("private_note") as db:
        note = _own(db, id, user)
        private_notes.keep(db, id, _seal(store, db, user, note.agent_id, text))


def remove_note(store: Store, id: int, by: User | None) -> None:
    user = demand(by, Deed.KEEP_PRIVATE_NOTES)
    with store.writing("private_note") as db:
        private_notes.drop(db, _own(db, id, user).id)


def bring_back_note(store: Store, id: int, by: User | None) -> None:
    user = demand(by, Deed.KEEP_PRIVATE_NOTES)
    with store.writing("private_note") as db:
        private_notes.undrop(db, id)
        _own(db, id, user)


def _own(db: Database, id: int, user: User) -> PrivateNote:
    note = private_notes.note(db, id)
    if note.user_id != user.id:
        raise LookupError(f"private_note {id}")
    return note


def _seal(store: Store, db: Database, user: User, agent_id: int, text: str) -> bytes:
    if store.unlocked is None:
        raise NoKeys
    return seal_private(store.unlocked.own, clean(db, text), _place(db, user, agent_id))


def _place(db: Database, user: User, agent_id: int) -> bytes:
    """Bound into each note: moved to another person's page, or under another author, it can't be opened."""
    return user.uid + people.agent(db, agent_id).uid


def _open(own: bytes, note: PrivateNote, place: bytes) -> Note | None:
    try:
        return Note(note.id, note.written_at, open_private(own, note.sealed, place))
    except Unreadable:
        return None
