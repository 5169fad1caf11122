"""Reads the history of one record for its panel: a job, without Qt."""

from dataclasses import dataclass

from db.queries import histories
from db.records.history import Cursor, Page, Wanted
from db.store import Store

PAGE = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """What a history is of: one row of `table`, or all of its rows where `id` is None; `title` names it."""

    table: str
    id: int | None
    title: str


def read_history(store: Store, subject: Subject, at: Cursor | None = None) -> Page:
    """The next page of the record, of what the user at work reaches; LookupError beyond.

    An agent at the desk reads no history: it holds what others wrote and took back.
    """
    if store.acting is not None and store.acting.agent is not None:
        return Page((), None, 0)
    with store.reading() as db:
        if subject.id is None:
            wanted = Wanted(kind=subject.table)
        else:
            wanted = histories.of_row(db, subject.table, subject.id)
        return histories.page(db, wanted, at, PAGE)
