"""Whose call is next: what the draws gave this user to hear."""

from db.queries import sampling_queue
from db.records.people import User
from db.records.sampling import Queue
from db.store import Store


def calls_to_hear(store: Store, by: User) -> Queue:
    """The calls drawn for this user that are not heard, and those heard of the same draws."""
    with store.reading() as db:
        return sampling_queue.queue(db, by.id, store.now())
