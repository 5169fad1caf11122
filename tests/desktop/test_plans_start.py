"""The list of plans and the start of one, by accessible names."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QTableView

from db.records.plans import PlanState
from db.store import Store
from desktop.features.plans import actions
from desktop.features.plans.actions import Pick
from desktop.features.plans.reading import Overview
from desktop.shell.context import App
from desktop.shell.jobs import Jobs
from desktop.widgets.behind import BehindPanel
from desktop.widgets.forms import Switch
from tests.builders import Floor
from tests.desktop.plan_floor import TODAY, assess, skill_id
from tests.desktop.plan_page import choose, open_page, planning, tick, whole
from tests.pages.finding import find, has, press, settle, shown, words
from tests.pages.opening import open_window


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


@pytest.fixture
def demo_app(demo: Store) -> Iterator[App]:
    with planning(demo) as app:
        yield app


def test_an_empty_floor_offers_to_start(app: App, qtbot) -> None:
    page = open_page(app, qtbot)
    assert page.header.state.text() == "No plans yet."
    page.overview.table.empty.action.click()
    assert page.header.title.text() == "Start a plan"


def test_the_list_is_narrowed_by_state_and_team(demo_app: App, qtbot) -> None:
    page = open_page(demo_app, qtbot)
    everything = len(page.overview.table.rows())
    press(page, "Which plans: Live")
    live = page.overview.table.rows()
    assert 0 < len(live) < everything
    assert {row.state for row in live} == {PlanState.DRAFT, PlanState.AGREED}
    choose(page, "Team", live[0].team_id)
    assert {row.team_id for row in page.overview.table.rows()} == {live[0].team_id}


def with_long_words(overview: Overview) -> Overview:
    agent, areas = "Hubert Wolfeschlegelsteinhausenbergerdorff", ("How well was it heard?",) * 9
    return replace(overview, rows=tuple(replace(row, agent=agent, areas=areas) for row in overview.rows))


def test_the_list_fits_a_small_laptop_beside_long_names(demo_app: App, qtbot, monkeypatch) -> None:
    read = actions.list_plans
    monkeypatch.setattr(actions, "list_plans", lambda *args: with_long_words(read(*args)))
    with open_window(demo_app) as window:
        window.resize(1366, 768)
        demo_app.go("plans")
        settle()
        table = find(window.pages["plans"], "Plans", QTableView)
        assert table.columnWidth(0) > 280, "the names are long enough to matter"
        assert table.horizontalHeader().length() <= table.viewport().width()


def test_enter_opens_a_plan_over_the_list_and_back_leads_to_it(demo_app: App, qtbot) -> None:
    page = open_page(demo_app, qtbot)
    row = page.overview.table.rows()[0]
    page.overview.table.opened.emit(row)
    assert page.header.title.text() == row.agent
    assert not page.overview.table.isVisible(), "nobody else's plan stands beside it"
    press(page, "All plans")
    assert page.overview.table.isVisible()


def test_a_start_shows_strengths_before_gaps(floor: Floor, app: App, qtbot) -> None:
    assess(floor, {"listening": 2, "soothing": 5})
    page = open_page(app, qtbot, ("start", floor.agent, None))
    said = words(page)
    assert said.index("What Imani Okafor does well") < said.index("Skills below what the stage asks for")
    assert "▲ Soothing upset callers" in said


def test_a_plan_begins_from_what_is_ticked(floor: Floor, app: App, qtbot) -> None:
    assess(floor, {"listening": 2})
    page = open_page(app, qtbot, ("start", floor.agent, None))
    tick(page, "Work on: Listening")
    press(page, "Begin the plan")
    assert page.header.title.text() == "Imani Okafor"
    (area,) = whole(floor, page.pen.plan_id).areas
    assert area.title == "Listening"


def test_a_start_for_a_skill_has_it_ticked(floor: Floor, app: App, qtbot) -> None:
    assess(floor, {"listening": 2, "soothing": 2})
    page = open_page(app, qtbot, ("start", floor.agent, skill_id(floor, "soothing")))
    assert find(page, "Work on: Soothing upset callers", Switch).isChecked()
    assert not find(page, "Work on: Listening", Switch).isChecked()
    assert page.beginning.suggestions.picks() == [Pick(skill_id(floor, "soothing"))]


def test_three_ticks_can_not_begin_and_two_can(floor: Floor, app: App, qtbot) -> None:
    assess(floor, {"listening": 1, "soothing": 1, "call-control": 1})
    page = open_page(app, qtbot, ("start", floor.agent, None))
    for name in ("Listening", "Soothing upset callers", "Guiding the call"):
        tick(page, f"Work on: {name}")
    assert not find(page, "Begin the plan", QAbstractButton).isEnabled()
    assert any("Which two matter most now?" in text for text in words(page))
    tick(page, "Work on: Guiding the call")
    press(page, "Begin the plan")
    assert len(whole(floor, page.pen.plan_id).areas) == 2


def test_with_two_live_areas_a_third_is_refused_kindly(floor: Floor, app: App, qtbot) -> None:
    picks = [Pick(skill_id(floor, key)) for key in ("listening", "soothing")]
    plan_id = actions.begin(floor.store, floor.agent, picks, floor.user, TODAY)
    page = open_page(app, qtbot, ("start", floor.agent, None))
    assert any(
        "has “Listening” and “Soothing upset callers” to work on already" in one for one in words(page)
    )
    assert not find(page, "Add to the draft", QAbstractButton).isEnabled()
    press(page, "Open the plan there is")
    assert page.pen.plan_id == plan_id
    assert not has(page, "Add a focus area")


def test_a_suggestion_leads_to_its_calls_and_its_assessment(demo_app: App, qtbot) -> None:
    page = open_page(demo_app, qtbot, ("start", 16, None))
    beginning = page.beginning.suggestions.beginning
    asked = beginning.questions[0]
    press(page, f"Calls behind: {asked.title}")
    settle()
    assert len(next(shown(page, BehindPanel)).table.rows()) == asked.figure.n
    press(page, f"Assessment behind: {beginning.skills[0].title}")
    assert demo_app.window.to == [("skills", ("agent", 16))]


@pytest.fixture
def threaded(app: App) -> Iterator[App]:
    """Work comes back later, as in the program, and not before the page was asked for its target."""
    app.jobs = Jobs()
    yield app
    app.jobs.stop()


def test_the_first_visit_keeps_the_agent_and_the_gap_it_was_asked_for(
    floor: Floor, threaded: App, qtbot
) -> None:
    assess(floor, {"listening": 2, "soothing": 2})
    wanted = skill_id(floor, "soothing")
    with open_window(threaded) as window:
        threaded.go("plans", ("start", floor.agent, wanted))
        beginning = window.pages["plans"].beginning
        qtbot.waitUntil(lambda: bool(beginning.suggestions.picks()) and beginning.agent.count() > 1)
        assert beginning.agent.value() == floor.agent
        assert beginning.suggestions.picks() == [Pick(wanted)]


def test_the_first_visit_opens_the_plan_or_the_start_of_an_agent(floor: Floor, threaded: App, qtbot) -> None:
    with open_window(threaded) as window:
        threaded.go("plans", ("agent", floor.agent))
        page = window.pages["plans"]
        qtbot.waitUntil(lambda: page.beginning.agent.value() == floor.agent)
    plan_id = begin_for(floor)
    for target in (plan_id, ("plan", plan_id), ("agent", floor.agent)):
        with open_window(threaded) as window:
            threaded.go("plans", target)
            page = window.pages["plans"]
            qtbot.waitUntil(lambda page=page: page.header.title.text() == "Imani Okafor")


def begin_for(floor: Floor, *keys: str) -> int:
    picks = [Pick(skill_id(floor, key)) for key in keys]
    return actions.begin(floor.store, floor.agent, picks, floor.user, TODAY)


def test_nothing_can_begin_before_an_agent_and_something_to_work_on_are_chosen(
    floor: Floor, app: App, qtbot
) -> None:
    assess(floor, {"listening": 2})
    page = open_page(app, qtbot, "new")
    assert not has(page, "Begin the plan")
    page.show_target(("start", floor.agent, None))
    settle()
    assert not find(page, "Begin the plan", QAbstractButton).isEnabled()
    assert any(text.startswith("Tick what you both want to work on.") for text in words(page))
    tick(page, "Work on: Listening")
    assert find(page, "Begin the plan", QAbstractButton).isEnabled()


def test_areas_that_came_meanwhile_are_named_in_the_page(floor: Floor, app: App, qtbot) -> None:
    assess(floor, {"listening": 2})
    page = open_page(app, qtbot, ("start", floor.agent, None))
    tick(page, "Work on: Listening")
    app.changes.listen_to(None)
    begin_for(floor, "soothing", "call-control")
    press(page, "Begin the plan")
    assert any("has “Soothing upset callers” and “Guiding the call”" in text for text in words(page))
    assert not find(page, "Begin the plan", QAbstractButton).isEnabled()
    assert has(page, "Open the plan there is")
