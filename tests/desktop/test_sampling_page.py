"""The page of sampling, by what a screen reader would say: plan, draw, prove, skip, hear."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.queries import assignments, people, sampling
from db.records.observations import Drawn
from db.records.people import Role
from db.records.sampling import Cycle, Recipe, Rule, SkipReason
from desktop.features.sampling import actions, reading
from desktop.features.sampling.actions import PlanDraft
from desktop.features.sampling.page import SamplingPage
from desktop.shell.context import App
from desktop.widgets.forms import Choice, NumberField
from desktop.widgets.tables import Table
from tests.builders import Floor
from tests.desktop.sampling_floor import add_plan, bring, draw, drawn, hear, sampling_floor
from tests.pages.finding import find, has, key, press, settle, words, write
from tests.pages.going import Going
from tests.pages.opening import open_app

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = sampling_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with open_app(floor.store, floor.user) as app:
        app.clock = lambda: NOW
        app.window = Going()  # type: ignore[assignment]
        yield app
        app.window = None


@pytest.fixture
def page(app: App, qtbot) -> SamplingPage:  # type: ignore[no-untyped-def]
    made = SamplingPage(app)
    qtbot.addWidget(made)
    made.resize(1500, 800)
    made.show()
    settle()
    return made


def text(page: SamplingPage) -> str:
    return "\n".join(words(page))


def turn(page: SamplingPage, view: str) -> None:
    press(page, f"Sampling: {view}")
    settle()


def plans(page: SamplingPage) -> Table:
    return page.plans.table


def test_three_numbers_give_the_calls_the_hours_and_what_they_cannot_show(page: SamplingPage) -> None:
    calls = find(page, "Calls handled", NumberField)
    assert calls.value() == 60
    calls.setValue(5000)
    find(page, "Minutes for a review", NumberField).setValue(12)
    said = text(page)
    assert "hear 357 of them, drawn at random: 71 hours" in said
    assert "Shared among 3 agents that is 119 calls each." in said
    assert "What 119 calls of an agent cannot show, where 75\N{NO-BREAK SPACE}% pass, as is usual" in said
    assert "No ranking: two agents less than" in said
    picture = find(page, "How close a pass rate is known, by the number of calls")
    assert picture.accessibleDescription().startswith("357 calls: ±\N{NO-BREAK SPACE}5 points; 119 calls:")


def test_what_somebody_typed_stays_while_the_floor_goes_on(page: SamplingPage, floor: Floor) -> None:
    find(page, "Calls handled", NumberField).setValue(5000)
    bring(floor, floor.agent, 1, at=NOW.replace(tzinfo=None))
    assert find(page, "Calls handled", NumberField).value() == 5000


def test_without_calls_the_planner_says_so(page: SamplingPage) -> None:
    find(page, "Calls handled", NumberField).setValue(0)
    assert "There are no calls to plan with yet." in text(page)
    assert not has(page, "How close a pass rate is known, by the number of calls")


def test_a_plan_is_added_and_kept_as_it_is_typed(page: SamplingPage, floor: Floor) -> None:
    turn(page, "Plans")
    press(page, "Add a plan")
    settle()
    write(page, "Name of the plan", "Two a month, billing")
    find(page, "Calls per agent", NumberField).setValue(2)
    choose(page, "In each", "month")
    press(page, "Which calls, and who hears them")
    write(page, "Topics", "Billing; Fault")
    press(page, "Spread over days")
    press(page, "Shared out among: Ruth Castellane")
    (line,) = reading.plans(floor.store, floor.user)
    recipe = line.plan.recipe
    assert (line.plan.name, recipe.quota, recipe.cycle) == ("Two a month, billing", 2, Cycle.MONTH)
    assert recipe.topics == ("Billing", "Fault")
    assert [one.value for one in recipe.spread] == ["topic", "hour"]
    assert line.plan.evaluators == (floor.user.id,)
    assert plans(page).rows()[0].plan.name == "Two a month, billing"


def choose(page: SamplingPage, name: str, shown: str) -> None:
    box = find(page, name, Choice)
    place = next(n for n in range(box.count()) if box.itemText(n) == shown)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_a_blank_name_is_said_and_the_old_one_kept(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    write(page, "Name of the plan", " ")
    assert any("A plan needs a name" in said for said in words(page))
    assert reading.plans(floor.store, floor.user)[0].plan.name == "Four a week"


def test_a_targeted_plan_says_that_it_is_kept_apart(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    choose(page, "How calls are drawn", "Targeted: low ratings")
    assert "it is in no mean, and shown apart" in text(page)
    recipe = reading.plans(floor.store, floor.user)[0].plan.recipe
    assert (recipe.kind, recipe.rule) == (Drawn.TARGETED, Rule.LOW_RATING)


def test_a_plan_says_what_so_few_calls_cannot_show(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    assert "Their pass rate is known to ±\N{NO-BREAK SPACE}33 points" in text(page)


def test_a_removed_plan_comes_back_by_undo(page: SamplingPage, floor: Floor, app: App) -> None:
    add_plan(floor)
    turn(page, "Plans")
    press(page, "Remove this plan")
    assert plans(page).rows() == []
    app.undo.undo()
    assert len(plans(page).rows()) == 1


def test_a_draw_is_looked_at_and_accepted(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    choose(page, "Calls of", "2 Mar 2026 to 8 Mar 2026")
    press(page, "Draw calls")
    assert "12 calls of 60, from 2 Mar 2026 to 8 Mar 2026" in text(page)
    assert "Heard by: Ruth Castellane 12" in text(page)
    for view in ("Days", "Hours", "Topics", "Agents"):
        press(page, f"Look at the draw by: {view}")
    press(page, "Accept this draw")
    settle()
    (line,) = reading.draws(floor.store, None, floor.user)
    assert (line.drawn, line.heard) == (12, 0)
    assert "Drawn by Ruth Castellane" in text(page)
    assert page.header.state.text() == "Your calls to hear: 0 of 12 heard."


def test_a_seed_that_is_typed_draws_its_own_calls(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    press(page, "Draw calls")
    first = page.plans.shown.shown
    write(page, "Seed", "harbour")
    key(find(page, "Seed"), Qt.Key.Key_Return)
    second = page.plans.shown.shown
    assert first is not None
    assert second is not None
    assert second.seed == "harbour"
    assert first.chosen != second.chosen
    assert "by the seed harbour" in text(page)


def test_a_quota_that_is_not_met_says_whose_and_why(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor, quota=30, least_s=62.0)
    turn(page, "Plans")
    choose(page, "Calls of", "2 Mar 2026 to 8 Mar 2026")
    press(page, "Draw calls")
    assert "Imani Okafor: 18 of 30. Left out: too short 2." in text(page)


def test_a_preview_that_is_left_draws_nothing(page: SamplingPage, floor: Floor) -> None:
    add_plan(floor)
    turn(page, "Plans")
    press(page, "Draw calls")
    press(page, "Not now")
    assert has(page, "Draw calls")
    assert reading.draws(floor.store, None, floor.user) == ()


def test_calls_heard_since_the_preview_show_it_anew(page: SamplingPage, floor: Floor, app: App) -> None:
    add_plan(floor)
    turn(page, "Plans")
    choose(page, "Calls of", "2 Mar 2026 to 8 Mar 2026")
    press(page, "Draw calls")
    shown = page.plans.shown.shown
    assert shown is not None
    hear(floor, shown.chosen[0].contact.id)
    settle()
    press(page, "Accept this draw")
    assert "meanwhile" in app.notices.last.text  # type: ignore[union-attr]
    assert "12 calls of 59" in text(page)
    assert reading.draws(floor.store, None, floor.user) == ()


def test_a_draw_is_proved_by_drawing_it_again(page: SamplingPage, floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    page.show_target(("draw", made))
    press(page, "Draw it again")
    assert "Drawn again from the same calls: they are the same 12 calls." in text(page)
    assert "Seed 7f3a91c2 · 60 calls to draw from" in text(page)


def test_a_draw_is_taken_back_and_comes_back_by_undo(page: SamplingPage, floor: Floor, app: App) -> None:
    page.show_target(("draw", draw(floor, add_plan(floor))))
    press(page, "Take the draw back")
    assert page.draws.table.rows() == []
    app.undo.undo()
    assert len(page.draws.table.rows()) == 1


def test_a_draw_that_was_listened_to_stays(page: SamplingPage, floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    hear(floor, drawn(floor, made)[0])
    page.show_target(("draw", made))
    assert not has(page, "Take the draw back")
    assert "It stays, for a call of it was listened to." in text(page)


def test_the_page_opens_on_the_calls_to_hear_and_enter_hears_the_next(
    page: SamplingPage, floor: Floor, app: App
) -> None:
    made = draw(floor, add_plan(floor))
    hear(floor, drawn(floor, made)[0])
    settle()
    table = find(page, "Your calls to hear")
    key(table, Qt.Key.Key_Return)
    assert app.window.gone == [("monitoring", ("contact", drawn(floor, made)[1]))]  # type: ignore[union-attr]


def test_a_call_is_skipped_for_a_reason_and_the_next_stands_in(
    page: SamplingPage, floor: Floor, app: App
) -> None:
    made = draw(floor, add_plan(floor))
    settle()
    choose(page, "Why it is skipped", "It can't be heard well enough")
    press(page, "Skip this call")
    with floor.store.reading() as db:
        skipped, instead, *_ = sampling.items(db, made)
    assert (skipped.reason, instead.replaces_id) == (SkipReason.NOT_AUDIBLE, skipped.id)
    assert "the next in the drawn order stands in" in app.notices.last.text  # type: ignore[union-attr]
    app.undo.undo()
    with floor.store.reading() as db:
        assert sampling.items(db, made)[0].reason is None


def test_a_call_of_somebody_who_is_away_is_heard_by_another_instead(
    page: SamplingPage, floor: Floor, app: App
) -> None:
    floor.store.act_as(None)
    with floor.store.writing("user", "assignment") as db:
        away = people.add_user(db, "Ana Ferreira", Role.COACH)
        assignments.assign(db, away, team_id=floor.team)
    floor.store.act_as(floor.user)
    draft = PlanDraft("Hers", Recipe(quota=1), (away,))
    page.show_target(("draw", draw(floor, actions.add_plan(floor.store, draft, floor.user))))
    settle()
    press(page, "Hear it instead")
    assert page.header.state.text() == "Your calls to hear: 0 of 1 heard."
    app.undo.undo()
    assert page.header.state.text() == "No calls wait for you."


def test_without_calls_to_hear_the_page_leads_to_the_plans(page: SamplingPage) -> None:
    turn(page, "Calls to hear")
    press(page, "See the plans")
    assert has(page, "Add a plan")


def test_nothing_can_be_drawn_where_there_are_no_calls(tmp_path: Path, qtbot) -> None:  # type: ignore[no-untyped-def]
    floor = sampling_floor(tmp_path, calls=0)
    add_plan(floor)
    with open_app(floor.store, floor.user) as app:
        page = SamplingPage(app)
        qtbot.addWidget(page)
        page.resize(1500, 800)
        page.show()
        turn(page, "Plans")
        assert not has(page, "Draw calls")
        assert "There are no calls to draw from yet. Bring in a call log." in text(page)
    floor.store.close()


def test_an_older_letter_that_is_read_back_is_not_put_over_what_is_typed(
    page: SamplingPage, floor: Floor
) -> None:
    add_plan(floor)
    turn(page, "Plans")
    old = reading.plans(floor.store, floor.user)
    write(page, "Name of the plan", "Two calls weekly")
    half = reading.plans(floor.store, floor.user)
    page.plans.editor._ahead = replace(page.plans.editor.draft(), name="Two calls weekly")
    page.plans.show_plans(old)
    assert page.plans.editor.name.text() == "Two calls weekly"
    page.plans.show_plans(half)
    actions.change_plan(
        floor.store, half[0].plan.id, PlanDraft("Named elsewhere", half[0].plan.recipe), floor.user
    )
    page.plans.show_plans(reading.plans(floor.store, floor.user))
    assert page.plans.editor.name.text() == "Named elsewhere"
