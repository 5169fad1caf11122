"""What a coach is shown on every page and finds in every box: nothing of an agent who is not theirs."""

import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QWidget

from db.queries import assignments, evaluations, people, plans, practice, self_evaluations
from db.records.figures import Scope
from db.records.people import Role, User
from db.records.plans import Plan
from db.records.scorecards import CriticalClass
from db.store import Store
from desktop.coaching.mapping.sheet import Row, Sheet
from desktop.features.exchange.reading import FileRead
from desktop.features.people import customers, happenings
from desktop.features.people import profile as people_profile
from desktop.features.plans.evidence import Subject
from desktop.features.trends import actions as trends
from desktop.navigation import PLACES
from desktop.shell.finding import provide_finds
from tests.desktop.test_every_action import ACTIONS, READS, names
from tests.pages.finding import settle, words
from tests.pages.opening import open_app, open_window

TODAY = date(2026, 3, 20)
NAME, WORDS = "Xyzzy Quetzal", "zanzibar"
SECRETS = ("xyzzy", "quetzal", WORDS)


@dataclass(frozen=True, slots=True)
class Far:
    """Ids of an agent out of the coach's reach, each with what hangs on them, and of one within it."""

    store: Store
    coach: User
    agent: int
    near: int
    ids: dict[str, tuple[int, ...]]


@pytest.fixture(scope="module")
def built(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Far]:
    """The demo, in which one agent bears a name and words that stand nowhere else. Nobody writes to it."""
    demo = Store.open(Path(shutil.copy(demo_file, tmp_path_factory.mktemp("far") / "demo.deskside")))
    with demo.writing(*WRITTEN) as db:
        here, there = people.teams(db)[:2]
        agent = next(one.id for one in people.agents(db, there.id) if plans.plans(db, one.id))
        near = next(one.id for one in people.agents(db, here.id) if plans.plans(db, one.id))
        people.change_agent(db, _renamed(people.agent(db, agent)))
        db.execute("DROP TRIGGER note_locked")  # most belong to what is final
        db.execute("UPDATE main.note SET text = text || ' ' || ? WHERE agent_id = ?", [WORDS, agent])
        db.execute("UPDATE main.contact SET topic = ? WHERE agent_id = ?", [WORDS, agent])
        db.execute("UPDATE main.contact SET reference = ? || id WHERE agent_id = ?", [WORDS, agent])
        for plan in plans.plans(db, agent):
            plans.set_values(db, Plan, plan.id, strengths=WORDS)
            practice.raise_improvement(db, WORDS, TODAY, agent, plan.id)
        _ask_for_own_view(db, agent)
        coach = people.user(db, people.add_user(db, "Cleo Adair", Role.COACH))
        assignments.assign(db, coach.id, team_id=here.id)
        ids = {name: _ids(db, table, agent) for name, table in TABLES.items()}
    yield Far(demo, coach, agent, near, {**ids, "team_id": (there.id,)})
    demo.close()


@pytest.fixture
def far(built: Far) -> Far:
    built.store.act_as(built.coach)
    return built


WRITTEN = ("agent", "note", "plan", "user", "assignment", "contact", "improvement", "self_evaluation")
TABLES = {
    "observation_id": "observation",
    "contact_id": "contact",
    "evaluation_id": "evaluation",
    "plan_id": "plan",
    "assessment_id": "assessment",
    "self_id": "self_evaluation",
}


def _ask_for_own_view(db: Any, agent: int) -> None:
    """The agent was asked, and has begun to write."""
    (evaluation, *_) = _ids(db, "evaluation", agent)
    of = evaluations.evaluation(db, evaluation)
    asked_at = datetime(2026, 3, 20, tzinfo=UTC)
    id = self_evaluations.ask(db, of, of.answers, people.users(db)[0].id, asked_at)
    self_evaluations.keep_comment(db, id, WORDS)


def _ids(db: Any, table: str, agent: int) -> tuple[int, ...]:
    rows = db.execute(f"SELECT id FROM main.{table} WHERE agent_id = ? ORDER BY id DESC LIMIT 2", [agent])
    return tuple(id for (id,) in rows.fetchall())


def _renamed(agent: Any) -> Any:
    return replace(agent, name=NAME, reference="Quetzal-1")


KEYS = {
    trends.View.SKILLS: ("listening",),
    trends.View.QUESTIONS: ("need-found",),
    trends.View.CRITICALS: tuple(CriticalClass),
}


def leaks(shown: str) -> list[str]:
    return [secret for secret in SECRETS if secret in shown.casefold()]


def askings(name: str, far: Far) -> Iterator[dict[str, Any]]:
    """What a page could ask, about the agent out of reach and about everybody."""
    special = {**_of_people(far), **_of_trends(far), **_of_sampling(), **_of_files()}
    if name in special:
        yield from special[name]
        return
    wanted = [one for one in parameters(name) if one not in ("store", "by", "today", "on")]
    days = {one: TODAY for one in parameters(name) if one in ("today", "on")}
    if not wanted:
        yield days
    elif wanted == ["agent_id"]:
        yield from ({**days, "agent_id": agent} for agent in (far.agent, far.near))
    elif len(wanted) == 1 and wanted[0] in far.ids:
        yield from ({**days, wanted[0]: id} for id in far.ids[wanted[0]])


def _of_people(far: Far) -> dict[str, list[dict[str, Any]]]:
    agents = (far.agent, far.near)
    scopes = [Scope(agent) for agent in agents]
    return {
        "people.customers.list_contacts": [
            {"of": of, "measure": measure} for of in scopes for measure in customers.Measure
        ],
        "people.happenings.read_story": [
            {"agent_id": agent, "sort": sort, "limit": 50} for agent in agents for sort in happenings.Sort
        ],
        "people.profile.read_profile": [{"asked": people_profile.Asked(agent, TODAY, 0)} for agent in agents],
        "people.profile.rows_of_week": [
            {"asked": people_profile.Asked(agent, TODAY, 0), "monday": date(2026, 3, 2)} for agent in agents
        ],
        "people.profile.rows_of_scores": [{"of": of} for of in scopes],
        "people.profile.rows_of_apart": [{"of": of} for of in scopes],
        "plans.actions.calls": [
            {"of": Subject(agent, 1), "span": (date(2025, 9, 1), TODAY)} for agent in agents
        ],
        "plans.reading.newest_plan": [{"agent_name": NAME}],
        "plans.reading.find": [{"text": WORDS}, {"text": "xyz"}],
        "monitoring.changing.observation_of": [
            {"kind": kind, "id": id}
            for kind in ("evaluation", "contact", "observation")
            for id in far.ids[f"{kind}_id"]
        ],
        "skills.actions.team": [{"team_id": id, "today": TODAY} for id in (None, *far.ids["team_id"])],
        "skills.actions.rests_on": [{"agent_id": agent, "skill_id": 1, "today": TODAY} for agent in agents],
        "skills.actions.sightings": [
            {"assessment_id": id, "skill_id": 1, "every_note": True} for id in far.ids["assessment_id"]
        ],
    }


def _of_trends(far: Far) -> dict[str, list[dict[str, Any]]]:
    scopes = [Scope(far.agent), Scope(far.near), Scope(None, far.ids["team_id"][0]), Scope()]
    asked = [{"asked": trends.Asked(scope, view=view)} for scope in scopes for view in trends.View]
    return {
        "trends.actions.newest": [{"of": of} for of in scopes],
        "trends.actions.course": asked,
        "trends.actions.apart": asked,
        "trends.actions.calls_apart": asked,
        "trends.actions.standings": asked,
        "trends.actions.calls_of_standing": [
            {**one, "key": key} for one in asked for key in KEYS.get(one["asked"].view, (str(far.agent),))
        ],
    }


def _of_sampling() -> dict[str, list[dict[str, Any]]]:
    """The demo's plan and its draw."""
    return {
        "sampling.drafting.preview": [{"plan_id": 1, "since": date(2026, 3, 9), "seed": "a"}],
        "sampling.drafting.repeat": [{"draw_id": 1}],
        "sampling.reading.draws": [{"plan_id": None}, {"plan_id": 1}],
        "sampling.reading.sheet": [{"draw_id": 1}],
        "sampling.reading.queue": [{"now": datetime(2026, 3, 20, tzinfo=UTC)}],
    }


def _of_files() -> dict[str, list[dict[str, Any]]]:
    """A response sheet that names nobody the store knows; and the first scorecard."""
    row = Row(2, ("20/03/2026 10:00:00", "Somebody New", "Yes"))
    sheet = Sheet(("Timestamp", "Agent", "Was the caller greeted?"), (row,))
    files = [{"file": FileRead(Path("sheet.csv"), "", sheet)}]
    return {
        "exchange.actions.draft_of": files,
        "exchange.form_actions.draft_form": files,
        "library.actions.read_version": [{"id": 1}],
    }


def parameters(name: str) -> list[str]:
    found = inspect.signature(ACTIONS[name]).parameters.values()
    return [one.name for one in found if one.default is inspect.Parameter.empty]


# They read a file of the user's own, or ask what another row has answered already, or for the desk.
NOT_ASKED = {
    "exchange.actions.open_file",
    "exchange.actions.with_kind",
    "exchange.actions.check",
    "exchange.form_actions.check_form",
    "exchange.form_actions.with_part",
    "exchange.form_actions.with_questions",
    "exchange.opening.open_any",
    "exchange.reading.read_file",
    "exchange.requests.draft_request",
    "handover.actions.at_desk",
    "handover.actions.things",
    "monitoring.transcribing.read_file",
    "people.profile.rows_of_standing",
    "trends.actions.calls_of_period",
}


@pytest.mark.parametrize("name", sorted(names(READS) - NOT_ASKED))
def test_a_reading_action_answers_nothing_of_an_agent_out_of_reach(far: Far, name: str) -> None:
    asked = list(askings(name, far))
    assert asked, "what it asks for is in no row here"
    takes_user = "by" in parameters(name)
    for values in asked:
        given = {**values, "by": far.coach} if takes_user else values
        answer = ask(ACTIONS[name], far.store, given)
        assert leaks(repr(answer)) == [], values


def ask(action: Callable[..., Any], store: Store, values: dict[str, Any]) -> Any:
    """The answer; None where there is nobody, or nothing of that id, for this user."""
    try:
        return action(store, **values)
    except LookupError:
        return None


def test_the_same_actions_answer_a_supervisor_of_everybody(far: Far) -> None:
    """Or the test above would hold for actions that answer nothing to anybody."""
    with far.store.reading(whole=True) as db:
        supervisor = next(user for user in people.users(db) if user.role is Role.SUPERVISOR)
    far.store.act_as(supervisor)
    telling = {
        name
        for name in names(READS) - NOT_ASKED
        for values in askings(name, far)
        if leaks(repr(ask(ACTIONS[name], far.store, _with(name, values, supervisor))))
    }
    assert telling >= {
        "people.actions.list_people",
        "people.happenings.read_story",
        "people.happenings.read_facts",
        "people.profile.read_profile",
        "people.profile.rows_of_scores",
        "plans.reading.list_plans",
        "plans.reading.read_sheet",
        "plans.reading.find",
        "monitoring.actions.agents_to_hear",
        "monitoring.actions.contacts_to_hear",
        "monitoring.own_views.read_own",
        "sampling.drafting.preview",
        "sampling.reading.sheet",
        "skills.actions.list_agents",
        "skills.actions.portrait",
    }


def _with(name: str, values: dict[str, Any], by: User) -> dict[str, Any]:
    return {**values, "by": by} if "by" in parameters(name) else values


def every_word(page: QWidget) -> str:
    """All that is on it, in its lists and behind its choices, seen or not."""
    shown = [*words(page), page.windowTitle()]
    for one in page.findChildren(QWidget):
        shown += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        if isinstance(one, QComboBox):
            shown += [one.itemText(at) for at in range(one.count())]
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            model = one.model()
            shown += [
                str(model.index(row, column).data())
                for row in range(model.rowCount(QModelIndex()))
                for column in range(_columns(model))
            ]
    return "\n".join(filter(None, shown))


def _columns(model: QAbstractItemModel) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())


@pytest.mark.parametrize("place", [one for one in PLACES if not one.alone], ids=lambda one: one.key)
def test_a_page_shows_nothing_of_an_agent_out_of_reach(qtbot, far: Far, place: Any) -> None:
    with open_app(far.store, far.coach) as app, open_window(app) as window:
        app.clock = lambda: datetime(2026, 3, 20, 12).astimezone()
        window.resize(1400, 900)
        app.go(place.key)
        settle()
        page = window.pages[place.key]
        assert leaks(every_word(page)) == []
        for target in (("agent", far.near), ("agent", far.agent)):
            if place.key in ("people", "monitoring", "plans", "skills", "trends"):
                app.go(place.key, target)
                settle()
                assert leaks(every_word(window)) == [], target


@pytest.mark.parametrize("typed", ["xyz", "quetzal", "quetzal-1", WORDS, "zanz"])
def test_neither_box_finds_an_agent_out_of_reach(qtbot, far: Far, typed: str) -> None:
    with open_app(far.store, far.coach) as app:
        provide_finds(app)
        for found in (app.commands.matching(typed), app.commands.found(typed)):
            assert not any(leaks(f"{one.title} {one.detail}") for one in found)
    with open_app(far.store, far.coach) as app:
        provide_finds(app)
        far.store.act_as(None)
        assert any(leaks(f"{one.title} {one.detail}") for one in app.commands.found(typed))
