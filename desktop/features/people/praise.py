"""Telling an agent of the praise that was written down for them: unheard, it changes nothing. Without Qt."""

from db.queries import recognition
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand


def told(store: Store, recognition_id: int, by: User) -> None:
    """The agent has heard of it; `not_told` undoes it."""
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.tell(db, recognition_id, store.now())


def not_told(store: Store, recognition_id: int, by: User) -> None:
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.tell(db, recognition_id, None)
