"""Every deed tried on somebody out of reach: a role that covers the deed is no way to another team's people.

What is held elsewhere:

- every action × every role that does not cover it, the suspended and the agent at the desk among them:
  tests/desktop/test_every_action.py
- reading pages and actions on ids out of reach: tests/desktop/test_reach_pages.py, tests/db/test_reach.py
- removing, suspending, resetting oneself; the last who looks after the floor; inviting, assigning and
  changing roles by who may not: tests/desktop/test_users_actions.py
- the command line with a coach's passphrase (import, verify, restore): tests/desktop/test_signin_by_script.py
- the agent at the desk, their keys and pages: tests/desktop/test_handover.py,
  tests/db/test_reach_of_agents.py
"""

import inspect
import shutil
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import reach
from db.connection import Database
from db.queries import assignments, contacts, evaluations, observations, people, plans, scorecards, skills
from db.records.observations import Source
from db.records.people import Role, User
from db.records.plans import Area, Goal, Plan
from db.records.skills import AssessmentKind
from db.store import Store
from desktop.coaching.access import Forbidden
from desktop.features.plans.actions import Spot
from desktop.features.users import actions as users
from tests.builders import Floor
from tests.desktop.test_every_action import ACTIONS, ASKING, some

TODAY = date(2026, 3, 20)
ROWS = {
    "observation_id": "observation",
    "contact_id": "contact",
    "evaluation_id": "evaluation",
    "draft_id": "evaluation",
    "plan_id": "plan",
    "assessment_id": "assessment",
    "rating_id": "rating",
    "evidence_id": "evidence",
    "note_id": "note",
    "goal_id": "goal",
    "area_id": "area",
    "final_id": "final",
}
SPOKEN = ("text", "comment", "reason", "value", "title")
OF_ID = {"people.actions": "agent", "people.private_notes": "private_note", "plans.actions": "improvement"}
# Of the whole floor, or of a file that brings its own ids: those are looked at by the tests above.
WHOLE = (
    *("library.", "record.", "settings.", "users.", "exchange.", "erasing."),
    *("people.actions.add_", "skills.actions.set_standard", "skills.actions.drop_standard"),
)


@dataclass(frozen=True, slots=True)
class Far:
    """A coach, an agent out of their reach, and that agent's plans."""

    store: Store
    coach: User
    agent: int
    plans: tuple[int, ...]


def owned(table: str, agent: int) -> str:
    """The condition of a table's rows that belong to an agent."""
    if table == "agent":
        return f"id = {agent}"
    column, parent = reach.PARENTS[table]
    return f'"{column}" IN (SELECT id FROM main."{parent}" WHERE {owned(parent, agent)})'


def theirs(db: Database, agent: int) -> dict[str, list[Any]]:
    """All rows that belong to an agent."""
    return {
        table: db.execute(f'SELECT * FROM main."{table}" WHERE {owned(table, agent)}').fetchall()
        for table in ("agent", *reach.PARENTS)
    }


def ids(db: Database, agent: int, table: str) -> list[int]:
    rows = theirs(db, agent).get(table, [])
    return [row[0] for row in rows[:1] + rows[-1:]]


def values(name: str, far: Far, folder: Path) -> Generator[dict[str, Any], None, None]:
    """What the action would be asked with by somebody who has guessed an id."""
    wanted = [
        one.name
        for one in inspect.signature(ACTIONS[name]).parameters.values()
        if one.name not in ("store", "by") and one.default is inspect.Parameter.empty
    ]
    with far.store.reading(whole=True) as db:
        rows = ROWS | {"id": OF_ID.get(name.rpartition(".")[0], "")}
        found = {one: ids(db, far.agent, rows[one]) for one in wanted if rows.get(one)}
        goal = ids(db, far.agent, "goal")[0]
        plan = ids(db, far.agent, "plan")[0]
    for place in range(2):
        given = {one: some(one, folder) for one in wanted}
        given |= {one: listed[min(place, len(listed) - 1)] for one, listed in found.items() if listed}
        if "agent_id" in wanted:
            given["agent_id"] = far.agent
        if "spot" in wanted:
            given["spot"] = (Spot(Plan, plan, "strengths"), Spot(Goal, goal, "own_words"))[place]
        yield given | {one: "Mallory was here" for one in wanted if one in SPOKEN}


@pytest.fixture(scope="module")
def built(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """The demo with a coach of its first team; the agent is of the second."""
    store = Store.open(Path(shutil.copy(demo_file, tmp_path_factory.mktemp("far") / "demo.deskside")))
    with store.writing("user", "assignment") as db:
        here, there = people.teams(db)[:2]
        agent = next(one.id for one in people.agents(db, there.id) if plans.plans(db, one.id))
        coach = people.user(db, people.add_user(db, "Cleo Adair", Role.COACH))
        assignments.assign(db, coach.id, team_id=here.id)
        finished = tuple(plan.id for plan in plans.plans(db, agent))
    yield Far(store, coach, agent, finished)
    store.close()


@pytest.fixture(scope="module")
def working(built: Far) -> Far:
    """The same, with work begun on the agent out of reach: what is finished refuses most deeds by itself."""
    tables = (
        "observation",
        "note",
        "evaluation",
        "assessment",
        "rating",
        "plan",
        "condition",
        "area",
        "goal",
    )
    with built.store.writing(*tables) as db:
        heard = {row[0] for row in db.execute("SELECT contact_id FROM main.observation").fetchall()}
        calls = db.execute("SELECT id FROM main.contact WHERE agent_id = ?", [built.agent]).fetchall()
        call = contacts.contact(db, next(id for (id,) in calls if id not in heard))
        open_one = observations.begin(db, call, built.coach.id, Source.RECORDING, built.store.now())
        sitting = observations.observation(db, open_one)
        observations.add_note(db, sitting, 5.0, "Begun", None)
        version = scorecards.published(db)[0]
        evaluations.begin(db, sitting, version.id, bytes(len(version.form.questions)), TODAY)
        made = skills.begin_assessment(db, built.agent, AssessmentKind.DEMONSTRATION, built.coach.id, TODAY)
        skills.rate(db, made, skills.skills(db)[0].id, 3, "seen")
        plan = plans.begin(db, built.agent, built.coach.id, TODAY, "A vision")
        area = plans.add(db, Area(0, b"", plan, "Opening", 1))
        plans.add(db, Goal(0, b"", area, skills.skills(db)[0].id, "", 1))
    return built


DEEDS = sorted(name for name in ASKING if not name.startswith(WHOLE))


def attempt(far: Far, name: str, by: User, folder: Path) -> bool:
    """Whether something that belongs to the agent is other than before."""
    with far.store.reading(whole=True) as db:
        before = theirs(db, far.agent)
    assert all(before[table] for table in ("plan", "goal", "note", "evaluation", "assessment", "rating"))
    for given in values(name, far, folder):
        with suppress(Exception):
            made = ACTIONS[name](far.store, **given, by=by)
            assert not isinstance(made, Generator) or not list(made)
    with far.store.reading(whole=True) as db:
        return theirs(db, far.agent) != before


def role_for(name: str) -> Role:
    return Role.AGENT if "acknowledge" in name else Role.SUPERVISOR


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_changes_nothing_of_an_agent_out_of_reach(working: Far, name: str, tmp_path: Path) -> None:
    working.store.act_as(working.coach)
    assert not attempt(working, name, replace(working.coach, role=role_for(name)), tmp_path)


@pytest.fixture
def copied(working: Far, tmp_path: Path) -> Iterator[Far]:
    """Another one, to be written to."""
    store = Store.open(working.store.back_up(tmp_path).path)
    yield replace(working, store=store)
    store.close()


def test_a_coach_of_one_team_prints_no_plan_of_another(built: Far, tmp_path: Path) -> None:
    built.store.act_as(built.coach)
    for plan_id in built.plans:
        with pytest.raises(LookupError):
            ACTIONS["plans.export.export_pdf"](built.store, plan_id, tmp_path / "x.pdf", built.coach)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COACH])
def test_nobody_gives_themselves_a_role_a_team_or_the_keys_of_the_floor(floor: Floor, role: Role) -> None:
    made = users.invite(floor.store, users.Invitation("Cleo Adair", role), floor.user).user
    floor.store.act_as(made)
    for deed in (
        lambda: users.change_role(floor.store, made.id, Role.ADMIN, True, made),
        lambda: users.assign(floor.store, made.id, ("team", floor.team), made),
        lambda: users.assign(floor.store, made.id, ("agent", floor.agent), made),
        lambda: users.invite(floor.store, users.Invitation("Mallory", Role.ADMIN), made),
        lambda: users.suspend(floor.store, floor.user.id, made),
        lambda: list(users.remove(floor.store, floor.user.id, made)),
    ):
        with pytest.raises(Forbidden):
            deed()
    with floor.store.reading(whole=True) as db:
        assert people.user(db, made.id) == made and people.user(db, floor.user.id) == floor.user


def test_who_was_suspended_meanwhile_sees_nobody_once_they_come_in(floor: Floor) -> None:
    made = users.invite(
        floor.store, users.Invitation("Cleo Adair", Role.COACH, teams=(floor.team,)), floor.user
    ).user
    users.suspend(floor.store, made.id, floor.user)
    with floor.store.reading() as db:
        floor_user = people.user(db, made.id)
    floor.store.act_as(floor_user)
    with floor.store.reading() as db:
        assert people.agents(db) == ()
