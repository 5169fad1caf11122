"""Writing down what will be done: who, the words, and that the page stays where one works."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

from db.records.plans import Side
from desktop.documents.plan import Words
from desktop.features.plans.page import PlansPage
from desktop.features.plans.wording import LACKS
from desktop.shell.context import App
from desktop.widgets.forms import LineField
from tests.builders import Floor
from tests.desktop.plan_floor import fill
from tests.desktop.plan_page import open_page, planning, whole
from tests.pages.finding import find, press, settle, shown, words, write

GOAL = "Add an action: Listening"
PLAN = "Add an action: for the whole plan"


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with planning(floor.store) as app:
        yield app


@pytest.fixture
def page(floor: Floor, app: App, qtbot) -> PlansPage:
    page = open_page(app, qtbot, fill(floor))
    page.activateWindow()
    return page


def add(page: PlansPage, opener: str, title: str, doer: str = "") -> None:
    press(page, opener)
    settle()
    write(page, f"What will be done: {opener.split(': ')[1]}", title)
    if doer:
        press(page, f"Who does it: {doer}")
    press(page, "Add this action")
    settle()


def test_what_is_added_has_the_cursor_and_the_page_stays(page: PlansPage) -> None:
    bar = page.plan_holder.verticalScrollBar()
    find(page, PLAN).setFocus()
    page.plan_holder.ensureWidgetVisible(find(page, PLAN))
    before = bar.value()
    assert before > 0
    add(page, PLAN, "Sit beside every Tuesday")
    assert page.focusWidget() is find(page, "Action: Sit beside every Tuesday", LineField)
    assert abs(bar.value() - before) < page.plan_holder.viewport().height() / 2


def test_taking_an_idea_moves_neither_the_button_nor_the_page(page: PlansPage) -> None:
    press(page, GOAL)
    settle()
    bar, button = page.plan_holder.verticalScrollBar(), find(page, "Add this action", QAbstractButton)
    before, scrolled = button.mapTo(page, QPoint(0, 0)), bar.value()
    idea = find(page, "Take the idea: Sum up in one sentence", QAbstractButton)
    idea.setFocus()
    idea.click()
    settle()
    moved = button.mapTo(page, QPoint(0, 0)) - before
    assert moved.manhattanLength() < button.height() / 2, "the button is still under the pointer"
    assert bar.value() == scrolled
    assert page.focusWidget() is find(page, "What will be done: Listening", LineField)


def test_who_does_it_is_the_section_s_side_and_then_as_in_the_last_one(floor: Floor, page: PlansPage) -> None:
    add(page, PLAN, "Sit beside every Tuesday")
    add(page, GOAL, "Count to three again")
    add(page, GOAL, "Send two calls a week", "I do")
    add(page, GOAL, "Look at them together")
    sides = {one.title: one.owner for one in whole(floor, page.pen.plan_id).actions}
    assert sides == {
        "Count to three": Side.AGENT,
        "Sit beside every Tuesday": Side.SUPERVISOR,
        "Count to three again": Side.AGENT,
        "Send two calls a week": Side.SUPERVISOR,
        "Look at them together": Side.SUPERVISOR,
    }


def test_change_makes_the_words_a_field_with_the_cursor_in_it(floor: Floor, page: PlansPage) -> None:
    press(page, "Change: Count to three")
    field = find(page, "Action: Count to three", LineField)
    assert page.focusWidget() is field
    assert field.property("role") == "", "it has an edge, so that one sees it can be written in"
    write(page, "Action: Count to three", "Count to five")
    assert whole(floor, page.pen.plan_id).actions[0].title == "Count to five"
    press(page, "Change: Count to five")
    assert field.property("role") == "bare"


def test_what_will_be_done_is_called_an_action_everywhere(floor: Floor, page: PlansPage) -> None:
    press(page, GOAL)
    press(page, "Change: Count to three")
    names = [one.accessibleName() for one in shown(page, QWidget)] + words(page)
    assert any("action" in one.casefold() for one in names)
    assert [
        one for one in names if "step" in one.casefold().split() or "steps" in one.casefold().split()
    ] == []
    assert "step" not in " ".join(LACKS.values())
    assert "step" not in " ".join(str(one.default) for one in fields(Words)).casefold()
