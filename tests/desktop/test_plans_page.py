"""One plan on its page: writing as typed, undo, signing, printing, going there."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QPlainTextEdit

from db.records.plans import Goal, PlanState, Reply, Side
from db.store import Store
from desktop.features.plans import actions
from desktop.features.plans.actions import Pick, Spot, Step
from desktop.features.plans.goal_view import AgentsWords
from desktop.features.plans.pen import Kept
from desktop.shell.context import App
from desktop.widgets.behind import BehindPanel
from desktop.widgets.forms import DayField, LineField, TextField
from tests.builders import Floor, evaluate, take_call
from tests.desktop.plan_floor import TODAY, agree, fill, sign_as_agent, skill_id
from tests.desktop.plan_page import change_because, choose, open_page, planning, tick, whole
from tests.pages.finding import find, has, press, settle, shown, words, write


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


@pytest.fixture
def demo_app(demo: Store) -> Iterator[App]:
    with planning(demo) as app:
        yield app


def test_what_the_agent_types_is_kept_at_once_and_says_when(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "Why it matters to me (Listening)", "Żeby nikt nie dzwonił 李 🙂")
    assert whole(floor, page.pen.plan_id).goals[0].why == "Żeby nikt nie dzwonił 李 🙂"
    assert page.kept.text() == "kept 14:02"


def test_the_agents_side_is_named_after_the_agent(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    side = page.findChildren(AgentsWords)[0]
    assert {"Imani Okafor's side", "In my own words", "Why it matters to me", "How I will know"} <= set(
        words(side)
    )
    assert any("Imani Okafor's to write" in text for text in words(side))


def test_reading_anew_does_not_disturb_what_is_being_written(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    field = find(page, "In my own words (Listening)", TextField)
    field.setFocus()
    write(page, "In my own words (Listening)", "I let them finish")
    cursor = field.textCursor()
    cursor.setPosition(5)
    field.setTextCursor(cursor)
    actions.add_step(floor.store, page.pen.plan_id, Step("Another step"), floor.user)
    assert find(page, "In my own words (Listening)", TextField) is field
    assert (field.text(), field.textCursor().position()) == ("I let them finish", 5)
    assert has(page, "Action: Another step")


def test_old_text_never_comes_back_over_newer_typing(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    field = TextField("Why")
    qtbot.addWidget(field)
    goal = whole(floor, page.pen.plan_id).goals[0]
    kept = Kept(page.pen, field, Spot(Goal, goal.id, "why"))
    kept.show("a")
    field.setPlainText("ab")
    kept.show("a")
    assert field.text() == "ab", "what was read before the last keystroke was kept"
    kept.show("ab")
    kept.show("undone")
    assert field.text() == "undone"


def test_the_share_the_agent_wrote_is_said_as_it_changes(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    before = page.header.state.text()
    assert "Imani Okafor wrote" in before
    write(page, "In my own words (Listening)", "I want to hear the whole story first. " * 20)
    assert page.header.state.text() != before


def test_a_target_and_a_day_are_chosen(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    choose(page, "Target", 4.0)
    field = next(one for one in page.findChildren(DayField) if one.accessibleName() == "Look again on")
    field.show_value(date(2026, 5, 4))
    field.chosen.emit(date(2026, 5, 4))
    goal = whole(floor, page.pen.plan_id).goals[0]
    assert (goal.target, goal.due_on) == (4.0, date(2026, 5, 4))


def test_a_step_is_taken_from_the_catalogue_and_changed(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Add an action: Listening")
    settle()
    press(page, "Take the idea: Sum up in one sentence")
    write(page, "What will be done: Listening", "Sum up in one sentence, twice a day")
    press(page, "Add this action")
    step = whole(floor, page.pen.plan_id).actions[-1]
    assert (step.title, step.owner, step.due_on) == (
        "Sum up in one sentence, twice a day",
        Side.AGENT,
        TODAY + timedelta(days=14),
    )


def test_a_removed_step_comes_back_with_undo(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Change: Count to three")
    press(page, "Remove the action")
    assert not has(page, "Action: Count to three")
    app.undo.undo()
    assert has(page, "Action: Count to three")


def test_a_removed_area_comes_back_with_undo(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Remove the focus area “Listening”")
    assert whole(floor, page.pen.plan_id).goals == ()
    app.undo.undo()
    assert len(whole(floor, page.pen.plan_id).goals) == 1


def test_a_removed_draft_leads_to_the_list_and_comes_back(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Remove the draft")
    assert page.header.title.text() == "Plans"
    app.undo.undo()
    assert len(page.overview.table.rows()) == 1


def test_a_no_offers_two_ways_and_waits_for_one(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    question = "Do our processes and guidelines make it possible?"
    press(page, f"{question}: No")
    assert not find(page, "Hand over to Imani Okafor to sign", QAbstractButton).isEnabled()
    write(page, f"Comment: {question}", "The refund rule is in the way")
    press(page, f"Raise an improvement: {question}")
    assert "The refund rule is in the way" in words(page)
    assert find(page, "Hand over to Imani Okafor to sign", QAbstractButton).isEnabled()
    press(page, "Withdraw the improvement “The refund rule is in the way”")
    press(page, f"Add a supervisor action: {question}")
    write(page, "What will be done: for the whole plan", "Ask for a better rule")
    press(page, "Add this action")
    (step,) = [one for one in whole(floor, page.pen.plan_id).actions if one.goal_id is None]
    assert step.owner is Side.SUPERVISOR
    assert find(page, "Hand over to Imani Okafor to sign", QAbstractButton).isEnabled()


def test_what_is_missing_leads_to_its_field(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    write(page, "In my own words (Listening)", "")
    page.activateWindow()
    press(page, "Go to: Listening: Imani Okafor's own words")
    settle()
    assert page.focusWidget() is find(page, "In my own words (Listening)", QPlainTextEdit)


def test_everything_missing_leads_somewhere(floor: Floor, app: App, qtbot) -> None:
    ids = [skill_id(floor, "listening")]
    plan_id = actions.begin(floor.store, floor.agent, [Pick(one) for one in ids], floor.user, TODAY)
    actions.add_step(floor.store, plan_id, Step("No day", whole(floor, plan_id).goals[0].id), floor.user)
    actions.add_step(floor.store, plan_id, Step("No day either"), floor.user)
    page = open_page(app, qtbot, plan_id)
    assert len(page.plan.sheet.missing) > 8
    for one in page.plan.sheet.missing:
        assert page.plan._place_of(one) is not None, one


def test_two_names_agree_the_plan_and_lock_it(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    sign_as_agent(floor, page.pen.plan_id)
    page.refresh()
    assert page.header.state.text().startswith("Signed by one of two")
    write(page, "Signature of Ruth Castellane", "Ruth Castellane")
    press(page, "Sign as Ruth Castellane")
    assert page.header.state.text().startswith("Agreed, begun 20 Mar 2026, signed by both")
    assert not has(page, "In my own words (Listening)"), "agreed words are read, not written"
    assert "my own_words" in words(page)
    assert not has(page, "Add an action: Listening")


def test_changing_again_says_so_and_can_be_undone(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, agree(floor))
    change_because(page, "The rule changed")
    assert has(page, "In my own words (Listening)")
    assert "both of you sign anew" in app.notices.last.text
    app.undo.undo()
    assert whole(floor, page.pen.plan_id).plan.state is PlanState.AGREED
    assert len(whole(floor, page.pen.plan_id).signatures) == 2


def test_after_signing_steps_and_check_ins_go_on(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, agree(floor))
    tick(page, "Done: Count to three")
    tick(page, "Held: check-in of 19 Apr 2026")
    write(page, "How far things are on 19 Apr 2026", "Easier already")
    after = whole(floor, page.pen.plan_id)
    assert after.actions[0].status.value == "done"
    assert (after.check_ins[0].held_on, after.check_ins[0].progress) == (TODAY, "Easier already")


def test_a_plan_is_closed_and_opened_by_undo(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, agree(floor))
    press(page, "Close the plan")
    assert "This plan is closed." in words(page)
    app.undo.undo()
    assert whole(floor, page.pen.plan_id).plan.state is PlanState.AGREED


def test_a_check_in_is_added_removed_and_brought_back(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    press(page, "Add a check-in")
    settle()
    assert whole(floor, page.pen.plan_id).check_ins[-1].due_on == TODAY + timedelta(days=120)
    press(page, "Remove the check-in of 18 Jul 2026")
    assert len(whole(floor, page.pen.plan_id).check_ins) == 3
    app.undo.undo()
    assert len(whole(floor, page.pen.plan_id).check_ins) == 4


def test_a_baseline_opens_to_its_calls_and_a_call_to_its_evaluation(floor: Floor, app: App, qtbot) -> None:
    found = [
        evaluate(floor, take_call(floor, TODAY - timedelta(days=n + 2), f"C-{n}"), n % 2) for n in range(6)
    ]
    plan_id = actions.begin(floor.store, floor.agent, [Pick(question="right-answer")], floor.user, TODAY)
    page = open_page(app, qtbot, plan_id)
    goal = whole(floor, plan_id).goals[0]
    press(page, "See the calls behind it")
    panel = next(shown(page, BehindPanel))
    assert len(panel.table.rows()) == goal.baseline_n
    panel.table.opened.emit(panel.table.rows()[0])
    assert app.window.to == [("monitoring", ("evaluation", found[0].id))]


def test_did_it_stick_is_said_in_words_with_n_and_a_reminder(demo_app: App, qtbot) -> None:
    page = open_page(demo_app, qtbot, 5)
    stuck = next(iter(page.plan.sheet.stuck.values()))
    said = " ".join(words(page))
    assert "Did it stick?" in said
    assert f"n\xa0{stuck.after.n}" in said
    assert "A difference of" in said
    assert ("by chance" in said) is any(
        one.outcome.regression_warning for one in page.plan.sheet.stuck.values()
    )


def test_an_agents_target_opens_the_newest_plan_or_a_start(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, ("agent", floor.agent))
    assert page.header.title.text() == "Start a plan"
    assert page.beginning.agent.value() == floor.agent
    plan_id = fill(floor)
    page.show_target(("agent", floor.agent))
    assert page.pen.plan_id == plan_id


def test_the_plan_is_written_to_the_file_chosen(floor: Floor, app: App, qtbot, tmp_path, monkeypatch) -> None:
    page = open_page(app, qtbot, fill(floor))
    asked: list[str] = []

    def choose_file(_parent, _title, place: str, _kinds) -> tuple[str, str]:
        asked.append(Path(place).name)
        return str(tmp_path / "plan"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_file)
    press(page, "Export PDF")
    assert asked == ["Growth plan Imani Okafor.pdf"]
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF-")
    assert f"The plan is in {tmp_path / 'plan.pdf'}." in words(page)
    assert has(page, "Open the PDF's folder")


def test_ctrl_p_and_ctrl_shift_e_are_listed(app: App, qtbot) -> None:
    page = open_page(app, qtbot)
    assert {"Ctrl+P", "Alt+Left"} <= {key.key for key in page.keys}


def test_no_reply_is_shown_until_one_is_given(floor: Floor, app: App, qtbot) -> None:
    plan_id = actions.begin(floor.store, floor.agent, [], floor.user, TODAY)
    page = open_page(app, qtbot, plan_id)
    names = [f"Does Imani Okafor want this?: {word}" for word in ("Yes", "No", "Not sure")]
    assert [find(page, name, QAbstractButton).isChecked() for name in names] == [False] * 3
    press(page, names[2])
    assert [find(page, name, QAbstractButton).isChecked() for name in names] == [False, False, True]
    assert whole(floor, plan_id).conditions[0].reply is Reply.UNSURE


def test_a_late_answer_about_a_plan_left_does_not_bring_it_back(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    sheet = page.plan.sheet
    press(page, "All plans")
    page._show_sheet(sheet)
    assert page.header.title.text() == "Plans"


def test_fields_of_one_line_keep_too(floor: Floor, app: App, qtbot) -> None:
    page = open_page(app, qtbot, fill(floor))
    find(page, "Focus area", LineField)
    write(page, "Focus area", "Hearing people out")
    assert whole(floor, page.pen.plan_id).areas[0].title == "Hearing people out"
