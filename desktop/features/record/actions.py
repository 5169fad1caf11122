"""Reading the record of changes, for those who look after the floor, and checking that it is whole."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from db.progress import Progress
from db.queries import histories, log, people, sums
from db.records.history import Cursor, Page, Wanted
from db.records.log import Verdict
from db.records.people import Agent, User
from db.store import Store
from desktop.coaching import finishing
from desktop.coaching.access import Deed, demand
from desktop.shell.recovering import check_live

PAGE = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the record is wanted; None and blank ask for everything. `day` is one of the user's days."""

    user_id: int | None = None
    agent_id: int | None = None
    kind: str = ""
    day: date | None = None


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Choices:
    """Who and what the record can be narrowed to; users who were removed are among them."""

    users: tuple[User, ...]
    agents: tuple[Agent, ...]


def read_choices(store: Store, by: User | None) -> Choices:
    demand(by, Deed.SEE_RECORD)
    with store.reading() as db:
        return Choices(people.ever_users(db), people.agents(db))


def read_page(store: Store, wanted: Filter, at: Cursor | None, by: User | None) -> Page:
    """The next lines, newest first. Values of rows beyond the user's own reach are left out of them."""
    demand(by, Deed.SEE_RECORD)
    with store.reading() as db:
        about = Wanted()
        if wanted.agent_id is not None:
            about = histories.of_row(db, "agent", wanted.agent_id)
        user = None if wanted.user_id is None else people.user(db, wanted.user_id).uid
        since, until = _bounds(wanted.day)
        asked = Wanted(user, wanted.kind, about.rows, since, until)
        return histories.page(db, asked, at, PAGE)


def _bounds(day: date | None) -> tuple[datetime | None, datetime | None]:
    """A day of the user's calendar as two moments."""
    if day is None:
        return None, None
    begin = datetime.combine(day, time()).astimezone()
    return begin, datetime.combine(day + timedelta(days=1), time()).astimezone()


def check(store: Store, by: User | None) -> Generator[Progress, None, Verdict]:
    """Read every page of the store, then hold every line of the record to its seal, and every row to its
    newest line. Raises Damaged.
    """
    demand(by, Deed.VERIFY)
    yield Progress(0, None, "pages")
    check_live(store)
    verdict = yield from log.verify(store)
    yield Progress(verdict.rows, verdict.rows, "sums")
    with store.reading(whole=True) as db:
        wrong = sums.check(db, finishing.finish)
    verdict = replace(verdict, broken=verdict.broken if wrong is None else (*verdict.broken, wrong))
    with store.writing("event", "change") as db:
        found = verdict.first_broken
        log.say(db, "verify", "" if found is None else found.fault.value)
    return verdict
