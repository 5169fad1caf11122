"""Small floors for tests: a store with starter content, a supervisor, an agent, calls and evaluations."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from db import starter
from db.attachments import folder_of
from db.queries import assignments, contacts, evaluations, observations, people, scorecards
from db.records.contacts import Contact, NewContact
from db.records.observations import Evaluation, Observation, Source
from db.records.people import Role, User
from db.store import Store
from desktop.coaching import finishing
from tests.db.stores import open_store

EVERY_CALL_TABLE = ("contact", "observation", "note", "evaluation", "week_sum", "question")


@dataclass(frozen=True, slots=True)
class Floor:
    """A store with one team, one supervisor, one agent (by id) and the starter content."""

    store: Store
    user: User
    team: int
    agent: int


def new_floor(folder: Path, name: str = "Imani Okafor") -> Floor:
    """The caller closes the store; it is plain or encrypted as `tests.db.stores.FORM` says."""
    store = open_store(folder / "floor.deskside", strict_tables=True)
    with store.writing(*starter.TABLES, "site", "team", "user", "assignment", "agent") as db:
        starter.install(db)
        people.set_site(db, "Harbour Street")
        team = people.add_team(db, "Harbour")
        user = people.user(db, people.add_user(db, "Ruth Castellane", Role.SUPERVISOR, keeps=True))
        assignments.assign(db, user.id, team_id=team)
        agent = people.add_agent(db, name, team, "H1", date(2025, 1, 6))
    return Floor(store, user, team, agent)


def take_call(floor: Floor, day: date = date(2026, 3, 2), reference: str = "C-1") -> Contact:
    new = NewContact(floor.agent, datetime(day.year, day.month, day.day, 9, 30), reference)
    with floor.store.writing("contact") as db:
        return contacts.contact(db, contacts.add(db, new))


def observe(floor: Floor, contact: Contact) -> Observation:
    with floor.store.writing("observation") as db:
        id = observations.begin(db, contact, floor.user.id, Source.RECORDING, floor.store.now())
        return observations.observation(db, id)


def evaluate(floor: Floor, contact: Contact, option: int = 0, card: str = "Ten questions") -> Evaluation:
    """Finished, each question that applies answered with its option of that place, the last one at most."""
    return judge(floor, observe(floor, contact), option, card)


def judge(floor: Floor, observation: Observation, option: int = 0, card: str = "Ten questions") -> Evaluation:
    """End an observation with its evaluation, as `evaluate`; its notes stay as they are from then on."""
    with floor.store.writing("evaluation", "week_sum", "question", "observation") as db:
        version = next(row for row in scorecards.published(db) if row.form.name == card)
        answers = bytes(min(option, len(row.options) - 1) + 1 for row in version.form.questions)
        day = contacts.contact(db, observation.contact_id).started_at.date()
        id = evaluations.begin(db, observation, version.id, answers, day)
        finish = finishing.finish(version.form, answers)
        evaluations.finish(db, evaluations.evaluation(db, id), finish, floor.store.now())
        observations.end(db, observation.id, floor.store.now())
        return evaluations.evaluation(db, id)


def copy_floor(closed: Path, place: Path) -> Path:
    """A closed store and what is kept beside it, somewhere else."""
    shutil.copy(closed, place)
    if folder_of(closed).is_dir():
        shutil.copytree(folder_of(closed), folder_of(place))
    return place
