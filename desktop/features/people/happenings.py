"""An agent's days in the order in which they happened, newest first, a stretch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from db.connection import Database
from db.queries import (
    contacts,
    evaluations,
    observations,
    people,
    plans,
    recognition,
    scorecards,
    skills,
    voiding,
)
from db.records.contacts import Contact
from db.records.observations import Evaluation, Note, Observation
from db.records.people import User
from db.records.plans import Plan
from db.records.recognition import Recognition
from db.records.skills import Assessment
from db.store import Store

Record = Contact | Observation | Note | Evaluation | Assessment | Plan | Recognition

STRETCH = 30


class Sort(StrEnum):
    """What the timeline is narrowed to. Contacts are too many to stand among the rest."""

    COACHING = "coaching"
    EVALUATIONS = "evaluations"
    NOTES = "notes"
    RECOGNITION = "recognition"
    OBSERVATIONS = "observations"
    GROWTH = "growth"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class Event:
    """A record and when it happened (wall clock of this machine's zone, no zone named).

    `about` is the contact's reference or the scorecard's name, `by` the user's. A `void` evaluation happened
    and counts in nothing.
    """

    at: datetime
    record: Record
    about: str = ""
    by: str = ""
    contact: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The newest events, and whether there are earlier ones."""

    events: tuple[Event, ...]
    more: bool


def read_story(store: Store, agent_id: int, sort: Sort, limit: int, by: User | None) -> Story:
    """The newest `limit` events of that sort. Each kind is read as far as it could be among them."""
    with store.reading() as db:
        found = sorted(_events(db, agent_id, sort, limit + 1), key=_order, reverse=True)
    return Story(tuple(found[:limit]), len(found) > limit)


def _order(event: Event) -> tuple[datetime, int]:
    return event.at, event.record.id


def _events(db: Database, agent_id: int, sort: Sort, limit: int) -> Iterator[Event]:
    if sort is Sort.CONTACTS:
        yield from (Event(one.started_at, one) for one in contacts.of_agent(db, agent_id, limit))
    if sort in (Sort.COACHING, Sort.OBSERVATIONS):
        yield from _observations(db, agent_id, limit)
    if sort in (Sort.COACHING, Sort.NOTES):
        yield from _notes(db, agent_id, limit)
    if sort in (Sort.COACHING, Sort.EVALUATIONS):
        yield from _evaluations(db, agent_id, limit)
    if sort in (Sort.COACHING, Sort.RECOGNITION):
        yield from _praise(db, agent_id, limit)
    if sort in (Sort.COACHING, Sort.GROWTH):
        yield from _growth(db, agent_id)


def _observations(db: Database, agent_id: int, limit: int) -> Iterator[Event]:
    users = _users(db)
    for one in observations.of_agent(db, agent_id, limit):
        about = contacts.contact(db, one.contact_id).reference
        yield Event(local(one.begun_at), one, about, users.get(one.user_id, ""), about)


def _notes(db: Database, agent_id: int, limit: int) -> Iterator[Event]:
    on: dict[int, str] = {}
    for one in observations.notes_of_agent(db, agent_id, limit):
        if one.observation_id not in on:
            call = observations.observation(db, one.observation_id).contact_id
            on[one.observation_id] = contacts.contact(db, call).reference
        yield Event(local(one.written_at), one, on[one.observation_id])


def _evaluations(db: Database, agent_id: int, limit: int) -> Iterator[Event]:
    """The void ones too: they are in no figure, and they did happen."""
    void = voiding.of_agent(db, agent_id, limit)
    found = (*evaluations.of_agent(db, agent_id, limit=limit), *void)
    names = {one.id: one.form.name for one in scorecards.versions(db, {one.version_id for one in found})}
    for one in found:
        at = one.finished_at or datetime.combine(one.day, time())
        reference = contacts.contact(db, one.contact_id).reference
        yield Event(local(at), one, names[one.version_id], contact=reference, void=one in void)


def _praise(db: Database, agent_id: int, limit: int) -> Iterator[Event]:
    users = _users(db)
    for one in recognition.of_agent(db, agent_id, limit):
        yield Event(local(one.made_at), one, by=users.get(one.user_id, ""))


def _growth(db: Database, agent_id: int) -> Iterator[Event]:
    users = _users(db)
    for assessment in skills.assessments(db, agent_id):
        at = assessment.finished_at or assessment.begun_on
        yield Event(local(at), assessment, by=users.get(assessment.user_id, ""))
    for plan in plans.plans(db, agent_id):
        yield Event(local(plan.agreed_at or plan.begun_on), plan, by=users.get(plan.user_id, ""))


def _users(db: Database) -> dict[int, str]:
    return {user.id: user.name for user in people.ever_users(db)}


def local(when: datetime | date, zone: tzinfo | None = None) -> datetime:
    """A moment as this machine's wall clock shows it, so that days and moments can stand in one order."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time())
    return when if when.tzinfo is None else when.astimezone(zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """A contact with who took it and what was heard on it."""

    contact: Contact
    agent: str
    observations: tuple[Observation, ...]
    evaluations: tuple[tuple[Evaluation, str], ...]


def read_facts(store: Store, contact_id: int, by: User | None) -> Facts:
    """Raises LookupError for a contact that is gone."""
    with store.reading() as db:
        contact = contacts.contact(db, contact_id)
        heard = observations.of_contact(db, contact_id)
        filled = [one for each in heard for one in evaluations.of_observation(db, each.id)]
        done = [one for one in filled if one.finished_at is not None]
        names = {one.id: one.form.name for one in scorecards.versions(db, {one.version_id for one in done})}
        agent = people.agent(db, contact.agent_id)
    return Facts(contact, agent.name, heard, tuple((one, names[one.version_id]) for one in done))
