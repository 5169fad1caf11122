"""The customer's own figures beside the scores: rating, resolved, handle time, and the contacts behind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.connection import Database
from db.queries import contacts
from db.records.contacts import Contact
from db.records.figures import Scope
from db.records.people import User
from db.store import Store
from desktop.coaching import statistics


class Measure(StrEnum):
    RATING = "rating"
    RESOLVED = "resolved"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Customers:
    """Of answered contacts only. `rating` is the mean 1–5, `resolved` a share 0–1 (Wilson), `time` seconds.

    `time` is the handle time pooled over contacts, (talk + hold + wrap) / contacts; `parts` says which of
    the three it is made of. A part that fewer than half of the contacts carry is left out, and named so.
    """

    rating: statistics.Estimate
    resolved: statistics.Estimate
    time: statistics.Estimate
    parts: tuple[str, ...]

    @property
    def any(self) -> bool:
        return bool(self.rating.n or self.resolved.n or self.time.n)


def read(db: Database, of: Scope) -> Customers:
    """One agent's, of the scope's days."""
    parts = _parts(db, of)
    return Customers(
        rating=statistics.mean_of(contacts.rating_sum(db, of)),
        resolved=statistics.proportion(*contacts.resolved_count(db, of)),
        time=statistics.mean_of(contacts.time_sum(db, of, parts)),
        parts=parts,
    )


def _parts(db: Database, of: Scope) -> tuple[str, ...]:
    counts = contacts.time_counts(db, of)
    return tuple(part for part in contacts.TIMES if 2 * counts[part] >= counts["talk_s"])


def list_contacts(store: Store, of: Scope, measure: Measure, by: User | None) -> tuple[Contact, ...]:
    """The contacts behind a figure, newest first: as many as its n."""
    assert of.agent_id is not None
    with store.reading() as db:
        found = contacts.measures(db, of.agent_id, of.since or date.min, of.until or date.max.replace(day=1))
        counts = _counting(measure, _parts(db, of))
    return tuple(one for one in reversed(found) if one.answered is not False and counts(one))


def _counting(measure: Measure, parts: tuple[str, ...]) -> Callable[[Contact], bool]:
    fields = {Measure.RATING: ("rating",), Measure.RESOLVED: ("resolved",), Measure.TIME: parts}[measure]
    return lambda contact: all(getattr(contact, field) is not None for field in fields)


def handle_time(contact: Contact) -> float | None:
    """Seconds of what was measured, None where nothing was."""
    known = [s for s in (contact.talk_s, contact.hold_s, contact.wrap_s) if s is not None]
    return sum(known) if known else None
