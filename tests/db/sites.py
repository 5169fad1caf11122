"""A site of two teams with one row of everything in each, for tests of who sees and writes what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from db import reach
from db.queries import (
    assignments,
    contacts,
    observations,
    people,
    plans,
    practice,
    recognition,
    recordings,
    skills,
    transcripts,
)
from db.queries.rows import insert
from db.records.observations import NoteTag
from db.records.people import Role, User
from db.records.plans import Area, Goal
from db.records.recognition import Praise, ShelfCall
from db.records.recordings import NewRecording
from db.records.skills import AssessmentKind
from db.records.transcripts import Speaker, Spoken, TranscriptFormat
from db.store import Store
from tests.builders import Floor, evaluate, new_floor, take_call

TODAY = date(2026, 3, 20)
NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Site:
    """Two teams with somebody in each, of whom there is one row of everything; users by what they are."""

    floor: Floor
    other_team: int
    other: int
    users: dict[str, User]

    @property
    def store(self) -> Store:
        return self.floor.store


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """Open for as long as the block lasts."""
    floor = new_floor(folder)
    with floor.store.writing("team", "agent", "user", "assignment") as db:
        team = people.add_team(db, "Mill Lane")
        other = people.add_agent(db, "Tomasz Zieliński", team)
        users = {"supervisor": floor.user}
        for name, role in (("coach", Role.COACH), ("single", Role.COACH), ("admin", Role.ADMIN)):
            users[name] = people.user(db, people.add_user(db, name, role, keeps=role is Role.ADMIN))
        assignments.assign(db, users["coach"].id, team_id=floor.team)
        assignments.assign(db, users["single"].id, agent_id=other)
        whole = people.user(db, people.add_user(db, "everywhere", Role.SUPERVISOR))
        for id in (floor.team, team):
            assignments.assign(db, whole.id, team_id=id)
        users["everywhere"] = whole
    for agent in (floor.agent, other):
        fill(replace(floor, agent=agent), f"C-{agent}")
    yield Site(floor, team, other, users)
    floor.store.close()


def fill(floor: Floor, reference: str) -> None:
    """One row of each kind that hangs on an agent."""
    done = evaluate(floor, take_call(floor, reference=reference))
    tables = ("note", "assessment", "rating", "evidence", "plan", "condition", "area", "goal", "improvement")
    with floor.store.writing(*tables, *PRAISE, "private_note", "recording", *transcripts.TABLES) as db:
        heard = observations.observation(db, done.observation_id)
        contact = contacts.contact(db, done.contact_id)
        told = transcripts.add(db, contact, TranscriptFormat.TEXT, "", floor.user.id)
        transcripts.add_lines(db, told, [Spoken(Speaker.CUSTOMER, "", f"my order {reference}")])
        note = observations.add_note(db, heard, 3, f"promised {reference}", NoteTag.PROMISE)
        rated = skills.begin_assessment(db, floor.agent, AssessmentKind.COACH, floor.user.id, TODAY)
        skills.add_evidence(db, skills.rate(db, rated, 1, 3), note_id=note)
        plan = plans.begin(db, floor.agent, floor.user.id, TODAY, "")
        area = plans.add(db, Area(0, b"", plan, f"area {reference}", 1))
        plans.add(db, Goal(0, b"", area, 1, "", 1))
        recognition.give(db, heard, Praise("", f"stayed calm {reference}", note_id=note), floor.user.id, NOW)
        call = ShelfCall(
            0, b"", contact.id, floor.agent, "calm", "", None, False, floor.user.id, NOW, NOW, None
        )
        recognition.put_on_shelf(db, call)
        practice.raise_improvement(db, f"faster {reference}", TODAY, floor.agent, plan)
        values = {"user_id": floor.user.id, "agent_id": floor.agent, "written_at": NOW, "sealed": b"sealed"}
        insert(db, "private_note", **values)
        new = NewRecording("/calls", f"{reference}.wav", "0" * 64, 1, agent_id=floor.agent)
        recordings.add(db, new, floor.user.id)


PRAISE = ("recognition", "shelf_call")
NARROWED = ("agent", *reach.PARENTS, "improvement")
# Tables whose reach has tests of its own.
ELSEWHERE = (
    *("final", "acknowledgement", "action", "check_in", "signature"),
    *("detail", "dispute", "self_evaluation", "handed_out", "handed_back"),
    *("recording_sound", "draw_item"),
)
FILLED = tuple(t for t in NARROWED if t not in ELSEWHERE)


def counts(store: Store, tables: tuple[str, ...] = FILLED) -> dict[str, int]:
    with store.reading() as db:
        return {t: db.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def names(store: Store) -> list[str]:
    with store.reading() as db:
        return [agent.name for agent in people.agents(db)]
