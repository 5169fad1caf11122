"""Today: what is owed stands first, what waits for nobody is left out, each line leads to its thing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from db.clock import stamp
from db.queries import evaluations, people, plans, practice
from db.records.observations import Evaluation
from db.records.plans import Action, ActionKind, Area, CheckIn, PlanState, Side
from db.records.practice import ImprovementState
from db.records.recognition import Praise
from db.store import Store
from desktop.coaching.access import at_the_desk_of
from desktop.features.handover import praise as desk
from desktop.features.library import worth_hearing
from desktop.features.monitoring import recognising
from desktop.features.people import praise
from desktop.features.signin.actions import NewFloor, start_floor
from desktop.features.today import actions
from desktop.features.today.actions import Kind
from desktop.features.today.page import TodayPage
from desktop.shell.window import MainWindow
from tests.builders import Floor, evaluate, observe, take_call
from tests.pages.finding import has, press, shown
from tests.pages.opening import open_app, open_window

DAY = date(2026, 3, 20)
LONG_AGO = date(2021, 3, 31)
PLAN_TABLES = ("plan", "condition", "area", "action", "check_in", "improvement")


def agree_on_plan(floor: Floor, begun_on: date) -> int:
    with floor.store.writing(*PLAN_TABLES) as db:
        id = plans.begin(db, floor.agent, floor.user.id, begun_on, "")
        plans.add(db, Area(0, b"", id, "Listening", 1))
        plans.change(db, replace(plans.plan(db, id), state=PlanState.AGREED))
    return id


def promise(floor: Floor, plan: int, owner: Side, due_on: date) -> None:
    action = Action(0, b"", plan, None, ActionKind.PRACTICE, owner, f"{owner} does", 1, due_on=due_on)
    with floor.store.writing("action") as db:
        plans.add(db, action)


def listened_on(evaluation: Evaluation, floor: Floor, on: date) -> None:
    """As if somebody had listened on that day, whenever the call was."""
    at = datetime.combine(on, time(12), tzinfo=UTC)
    with floor.store.writing("observation") as db:
        db.execute("UPDATE observation SET begun_at = ? WHERE id = ?", [stamp(at), evaluation.observation_id])


def find_caption(page: QWidget, begins: str) -> str:
    names = [one.accessibleName() for one in shown(page, QAbstractButton)]
    return next(name for name in names if name.startswith(begins))


def test_praise_waits_until_it_is_told_and_is_late_after_a_week(floor: Floor) -> None:
    heard = evaluate(floor, take_call(floor)).observation_id
    made = recognising.recognise(floor.store, heard, Praise("", "Named the day."), floor.user)
    on = floor.store.now().astimezone().date()

    def waiting(day: date) -> list[tuple[str, bool]]:
        found = actions.today(floor.store, day, floor.user)
        return [(item.about, item.late) for item in found if item.kind is Kind.PRAISE]

    assert waiting(on + timedelta(days=7)) == [("Named the day.", False)]
    assert waiting(on + timedelta(days=8)) == [("Named the day.", True)]
    praise.told(floor.store, made, floor.user)
    assert waiting(on) == []


def test_a_call_an_agent_proposes_stands_there_until_it_is_taken(floor: Floor) -> None:
    made = desk.propose(floor.store, take_call(floor).id, "I kept my word", at_the_desk_of(floor.user))
    assert Kind.PROPOSED in kinds(floor)
    worth_hearing.take(floor.store, made, floor.user)
    assert Kind.PROPOSED not in kinds(floor)


def kinds(floor: Floor) -> list[Kind]:
    return [item.kind for item in actions.today(floor.store, DAY, floor.user)]


def test_what_the_supervisor_owes_stands_before_what_the_agent_owes(floor: Floor) -> None:
    evaluate(floor, take_call(floor, DAY - timedelta(days=2)))
    plan = agree_on_plan(floor, DAY - timedelta(days=20))
    promise(floor, plan, Side.AGENT, DAY - timedelta(days=9))
    promise(floor, plan, Side.SUPERVISOR, DAY + timedelta(days=2))
    assert kinds(floor)[:2] == [Kind.OWED, Kind.PROMISED]


def test_an_agent_s_action_is_listed_only_when_it_is_late(floor: Floor) -> None:
    plan = agree_on_plan(floor, DAY)
    promise(floor, plan, Side.AGENT, DAY + timedelta(days=2))
    assert Kind.PROMISED not in kinds(floor)


def test_a_draft_plan_owes_nothing(floor: Floor) -> None:
    plan = agree_on_plan(floor, DAY)
    promise(floor, plan, Side.SUPERVISOR, DAY)
    with floor.store.writing("plan") as db:
        plans.change(db, replace(plans.plan(db, plan), state=PlanState.DRAFT))
    assert Kind.OWED not in kinds(floor)


def test_a_check_in_is_listed_a_week_ahead(floor: Floor) -> None:
    plan = agree_on_plan(floor, DAY)
    with floor.store.writing("check_in") as db:
        plans.add(db, CheckIn(0, b"", plan, DAY + timedelta(days=7)))
        plans.add(db, CheckIn(0, b"", plan, DAY + timedelta(days=8)))
    assert kinds(floor).count(Kind.CHECK_IN) == 1


def test_an_observation_begun_leads_back_to_itself(floor: Floor) -> None:
    observation = observe(floor, take_call(floor, DAY))
    (draft,) = [item for item in actions.today(floor.store, DAY, floor.user) if item.kind is Kind.DRAFT]
    assert (draft.page, draft.target) == ("monitoring", ("observation", observation.id))


def test_a_plan_nobody_listened_for_is_about_to_fizzle(floor: Floor) -> None:
    agree_on_plan(floor, DAY - timedelta(days=40))
    assert Kind.FIZZLING in kinds(floor)
    listened_on(evaluate(floor, take_call(floor, LONG_AGO)), floor, DAY - timedelta(days=3))
    assert Kind.FIZZLING not in kinds(floor)


def test_an_agent_heard_too_little_is_listed_with_the_count(floor: Floor) -> None:
    listened_on(evaluate(floor, take_call(floor, LONG_AGO)), floor, DAY - timedelta(days=3))
    (item,) = actions.today(floor.store, DAY, floor.user)
    assert (item.kind, item.count, item.on) == (Kind.UNHEARD, 1, DAY - timedelta(days=3))


def test_an_improvement_that_is_done_waits_until_the_agent_is_told(floor: Floor) -> None:
    plan = agree_on_plan(floor, DAY)
    with floor.store.writing("improvement") as db:
        id = practice.raise_improvement(db, "Fix the form", DAY, floor.agent, plan)
        practice.move_improvement(db, id, ImprovementState.DONE)
    assert Kind.TELL in kinds(floor)
    with floor.store.writing("improvement") as db:
        practice.move_improvement(db, id, ImprovementState.TOLD)
    assert Kind.TELL not in kinds(floor)


def test_the_mean_at_a_glance_is_that_of_five_whole_weeks(floor: Floor) -> None:
    monday = DAY - timedelta(days=DAY.weekday() + 28)
    evaluate(floor, take_call(floor, monday - timedelta(days=1), "old"), option=2)
    new = evaluate(floor, take_call(floor, monday, "new"))
    glance = actions.glance(floor.store, DAY, floor.user)
    assert (glance.score.n, glance.score.value) == (1, pytest.approx(new.reported))


@pytest.fixture
def window(demo: Store) -> Iterator[MainWindow]:
    with demo.reading() as db:
        user = people.users(db)[0]
    with open_app(demo, user) as app:
        app.clock = lambda: demo.now().replace(2026, 3, 20)
        with open_window(app) as shown:
            app.go("today")
            yield shown


def test_the_glance_s_mean_opens_the_trend_of_the_same_calls(window: MainWindow, demo: Store) -> None:
    press(window.pages["today"], find_caption(window.pages["today"], "Mean score"))
    drawn = sum(point.n for point in window.pages["trends"].chart.picture.points)
    assert drawn == actions.glance(demo, DAY, None).score.n > 0


def test_the_glance_s_plans_open_the_list_of_as_many(window: MainWindow, demo: Store) -> None:
    press(window.pages["today"], find_caption(window.pages["today"], "Agreed plan"))
    rows = window.pages["plans"].overview.table.rows()
    assert len(rows) == actions.glance(demo, DAY, None).agreed_plans > 0
    assert {row.state for row in rows} == {PlanState.AGREED}


def test_an_agent_counts_as_heard_when_somebody_listened_however_old_the_call(floor: Floor) -> None:
    one = evaluate(floor, take_call(floor, LONG_AGO))
    listened_on(one, floor, DAY - timedelta(days=29))
    glance = actions.glance(floor.store, DAY, floor.user)
    assert (glance.heard, glance.agents, glance.score.n) == (1, 1, 0)
    listened_on(one, floor, DAY - timedelta(days=30))
    assert actions.glance(floor.store, DAY, floor.user).heard == 0


def test_an_observation_nobody_has_finished_is_not_heard(floor: Floor) -> None:
    observe(floor, take_call(floor, DAY))
    with floor.store.reading() as db:
        assert evaluations.heard_since(db, datetime(2026, 3, 1, tzinfo=UTC)) == {}


def test_the_page_says_how_much_has_waited(demo: Store) -> None:
    with open_app(demo) as app:
        app.clock = lambda: demo.now().replace(2026, 3, 20)
        page = TodayPage(app)
        page.load()
        late = sum(item.late for item in page.table.rows())
        assert str(late) in page.header.state.text()
        assert page.table.rows() != []
        page.deleteLater()


def test_an_empty_floor_says_how_to_begin(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.deskside")
    start_floor(store, NewFloor("Site", "Team", "Ruth"))
    with open_app(store) as app:
        page = TodayPage(app)
        page.load()
        assert has(page, "Bring in a file")
        page.deleteLater()
    store.close()
