"""Telling an agent of the praise that was written down for them: unheard, it changes nothing. Without Qt."""

from dataclasses import dataclass

from db.queries import recognition
from db.records.people import User
from db.records.recognition import Recognition
from db.store import Store
from desktop.coaching.access import Deed, demand


@dataclass(frozen=True, slots=True)
class Read:
    """What an agent was recognised for, newest first."""

    agent_id: int
    given: tuple[Recognition, ...]


def read(store: Store, agent_id: int) -> Read:
    with store.reading() as db:
        return Read(agent_id, recognition.of_agent(db, agent_id))


def told(store: Store, recognition_id: int, by: User) -> None:
    """The agent has heard of it; `not_told` undoes it."""
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.tell(db, recognition_id, store.now())


def not_told(store: Store, recognition_id: int, by: User) -> None:
    demand(by, Deed.RECOGNISE)
    with store.writing("recognition") as db:
        recognition.tell(db, recognition_id, None)
