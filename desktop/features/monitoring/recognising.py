"""Praise written where it was heard, and calls put where others can learn from them. None knows Qt."""

from dataclasses import dataclass

from db.connection import Database
from db.queries import contacts, observations, recognition
from db.records.people import User
from db.records.recognition import Praise, Recognition, ShelfCall
from db.store import Store
from desktop.coaching.access import Deed, demand


class NothingDone(ValueError):
    """Praise says what the agent did; without that it is no recognition."""


class NoReason(ValueError):
    """A call on the shelf says why it is worth hearing."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was said of an observation so far, and where its call stands on the shelf."""

    praise: tuple[Recognition, ...]
    shelved: ShelfCall | None


def given(store: Store, observation_id: int) -> Given:
    """Raises LookupError where there is no such observation."""
    with store.reading() as db:
        return _given(db, observation_id)


def _given(db: Database, observation_id: int) -> Given:
    heard = observations.observation(db, observation_id)
    return Given(recognition.of_observation(db, heard.id), recognition.shelved(db, heard.contact_id))


def recognise(store: Store, observation_id: int, praise: Praise, by: User) -> int:
    """Keep what the agent did well and what it did for the customer; the recognition's id.

    Raises NothingDone where it doesn't say what the agent did.
    """
    demand(by, Deed.RECOGNISE)
    if not praise.behaviour.strip():
        raise NothingDone
    with store.writing("recognition") as db:
        heard = observations.observation(db, observation_id)
        return recognition.give(db, heard, praise, by.id, store.now())


def reword(store: Store, recognition_id: int, praise: Praise, by: User) -> None:
    """Keep it as it is typed. Raises NothingDone as `recognise` does."""
    demand(by, Deed.RECOGNISE)
    if not praise.behaviour.strip():
        raise NothingDone
    with store.writing("recognition") as db:
        recognition.reword(db, recognition_id, praise)


def take_away(store: Store, recognition_id: int, by: User) -> None:
    """Undone by `give_back`."""
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.take_away(db, recognition_id)


def give_back(store: Store, recognition_id: int, by: User) -> None:
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.give_back(db, recognition_id)


def put_on_shelf(store: Store, observation_id: int, why: str, at_s: float | None, by: User) -> int:
    """Put the call among those worth hearing, from that second; the id of its place there.

    One that stands there already, proposed or taken, is taken and says this reason. Raises NoReason.
    """
    demand(by, Deed.SHELVE)
    if not why.strip():
        raise NoReason
    with store.writing("shelf_call") as db:
        contact = contacts.contact(db, observations.observation(db, observation_id).contact_id)
        there = recognition.shelved(db, contact.id)
        if there is not None:
            recognition.reword_call(db, there.id, why.strip(), there.skill, at_s)
            recognition.take(db, there.id, there.taken_at or store.now())
            return there.id
        now = store.now()
        call = ShelfCall(
            0, b"", contact.id, contact.agent_id, why.strip(), "", at_s, False, by.id, now, now, None
        )
        return recognition.put_on_shelf(db, call)
