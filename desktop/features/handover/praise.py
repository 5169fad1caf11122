"""What the agent at the desk was praised for, and calls of their own they propose to others. Without Qt."""

from db.queries import contacts, recognition
from db.records.contacts import Contact
from db.records.people import User
from db.records.recognition import Recognition, ShelfCall
from db.store import Store
from desktop.coaching.access import Deed, demand

CALLS_SHOWN = 50


class NoReason(ValueError):
    """A proposed call says why it is worth hearing."""


def read_praise(store: Store, agent_id: int) -> tuple[Recognition, ...]:
    """Newest first."""
    with store.reading() as db:
        return recognition.of_agent(db, agent_id)


def hear(store: Store, agent_id: int, by: User) -> None:
    """The agent has read all of it now."""
    demand(by, Deed.ACKNOWLEDGE)
    with store.reading() as db:
        waiting = [one.id for one in recognition.of_agent(db, agent_id) if one.told_at is None]
    if waiting:
        with store.writing("recognition") as db:
            for id in waiting:
                recognition.tell(db, id, store.now())


def own_calls(store: Store, agent_id: int) -> tuple[tuple[Contact, ShelfCall | None], ...]:
    """The agent's newest answered contacts, with where each stands on the shelf."""
    with store.reading() as db:
        there = {one.contact_id: one for one in recognition.shelf_of(db, agent_id)}
        newest = contacts.of_agent(db, agent_id, CALLS_SHOWN)
        return tuple((each, there.get(each.id)) for each in newest if each.answered is not False)


def propose(store: Store, contact_id: int, why: str, by: User) -> int:
    """Propose a call of one's own, and so agree that others hear it; its id. Raises NoReason."""
    demand(by, Deed.PROPOSE_CALL)
    if not why.strip():
        raise NoReason
    with store.writing("shelf_call") as db:
        contact, now = contacts.contact(db, contact_id), store.now()
        there = recognition.shelved(db, contact.id)
        if there is not None:
            recognition.agree(db, there.id, now)
            return there.id
        call = ShelfCall(
            0, b"", contact.id, contact.agent_id, why.strip(), "", None, True, by.id, now, None, now
        )
        return recognition.put_on_shelf(db, call)


def withdraw(store: Store, call_id: int, by: User) -> None:
    """Take one's yes back: a call that was only proposed goes with it."""
    demand(by, Deed.PROPOSE_CALL)
    with store.writing("shelf_call") as db:
        recognition.agree(db, call_id, None)
        if recognition.shelf_call(db, call_id).taken_at is None:
            recognition.take_off_shelf(db, call_id)
