"""A finished evaluation on its page: shared, changed for a reason, put aside, and seen beside what it was."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records.observations import EvaluationState
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.today import actions as today
from desktop.features.today.actions import Kind
from desktop.shell.context import App
from desktop.shell.places import Place
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.desktop.heard_floor import change, draft_of, hear, read
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window

PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    with open_app(floor.store, floor.user) as app:
        yield app


@pytest.fixture
def window(app: App) -> Iterator[MainWindow]:
    with open_window(app, PLACES) as window:
        window.activateWindow()
        yield window


def see(app: App, window: MainWindow, evaluation_id: int) -> MonitoringPage:
    app.go("monitoring", ("evaluation", evaluation_id))
    settle()
    return window.pages["monitoring"]


def begin(page: MonitoringPage, reason: str = "Heard it again") -> None:
    press(page, "Change this evaluation…")
    write(page, "Why this evaluation changes", reason)
    press(page, "Begin the change")
    settle()


def test_changing_by_keys_counts_when_finished(floor: Floor, app: App, window: MainWindow) -> None:
    found = hear(floor)
    page = see(app, window, found.id)
    begin(page)
    assert not has(page, "Scorecard"), "a change stays on the scorecard it was made on"
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_2)
    assert draft_of(floor, found.id).answers[0] == 2, "kept at once"
    assert read(floor, found.id) == found, "nothing counts yet"
    write(page, "Why this evaluation changes", "Heard it again, twice")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle()
    shown = page.why.standing.sitting.evaluation
    assert (shown.revises_id, shown.answers[0], shown.reason) == (found.id, 2, "Heard it again, twice")
    assert any("Revision 2" in line and "because: Heard it again, twice" in line for line in words(page))
    press(page, "See what it was")
    assert [title for title in words(page) if title.startswith("Revision 1: ")]
    assert any(line.startswith("1. ") and "→" in line for line in words(page))
    press(page, "Back to the evaluation")
    assert has(page, "Why this score")


def test_a_change_is_asked_for_its_reason_in_the_page(floor: Floor, app: App, window: MainWindow) -> None:
    page = see(app, window, hear(floor).id)
    press(page, "Change this evaluation…")
    press(page, "Begin the change")
    assert "It changes for a reason only. Please write it down." in words(page)
    QTest.keyClick(find(page, "Why this evaluation changes"), Qt.Key.Key_Escape)
    assert not has(page, "Why this evaluation changes")


def test_a_change_that_changes_nothing_says_so(floor: Floor, app: App, window: MainWindow) -> None:
    page = see(app, window, hear(floor).id)
    begin(page)
    press(page, "Finish the change")
    assert app.notices.last.text == "Nothing differs from what it was, so there is nothing to change."
    assert has(page, "Finish the change")


def test_a_change_put_aside_is_offered_again(floor: Floor, app: App, window: MainWindow) -> None:
    found = hear(floor)
    page = see(app, window, found.id)
    begin(page)
    press(page, "Put the change aside")
    assert any("A change is being written because: Heard it again" in line for line in words(page))
    items = today.today(floor.store, app.clock().date(), floor.user)
    assert [(one.about, one.target) for one in items if one.kind is Kind.CHANGE] == [
        ("Heard it again", ("evaluation", found.id))
    ]
    press(page, "Carry on with the change")
    assert has(page, "Finish the change")
    press(page, "Put the change aside")
    press(page, "Discard the change")
    assert draft_of(floor, found.id) is None
    app.undo.undo()
    settle()
    assert draft_of(floor, found.id) is not None
    assert has(page, "Carry on with the change")


def test_sharing_asks_the_agent_and_today_counts_it(floor: Floor, app: App, window: MainWindow) -> None:
    first, second = hear(floor, "C-1"), hear(floor, "C-2")
    for one in (first, second):
        page = see(app, window, one.id)
        assert "Not shared with Imani Okafor yet." in words(page)
        press(page, "Share with Imani Okafor")
        assert "Shared with Imani Okafor, to be read and acknowledged." in words(page)
    changed = change(floor, first.id, 1)
    assert changed.state is EvaluationState.SHARED
    (item,) = [
        one for one in today.today(floor.store, app.clock().date(), floor.user) if one.kind is Kind.TO_READ
    ]
    assert (item.agent, item.count, item.page) == ("Imani Okafor", 2, "monitoring")


def test_what_was_replaced_leads_to_what_counts(floor: Floor, app: App, window: MainWindow) -> None:
    first = hear(floor)
    second = change(floor, first.id, 1)
    page = see(app, window, first.id)
    assert page.why.standing.sitting.evaluation.id == second.id


def test_two_keys_lead_on_from_a_finished_evaluation(floor: Floor, app: App, window, monkeypatch) -> None:
    found = hear(floor)
    page = see(app, window, found.id)
    orders = {each.key: each.run for each in page.keys}
    orders["Ctrl+Shift+S"]()
    settle()
    assert "Shared with Imani Okafor, to be read and acknowledged." in words(page)
    went: list[tuple] = []
    monkeypatch.setattr(window, "go", lambda *place: went.append(place))
    orders["Ctrl+Shift+H"]()
    assert went[0][0] == "handover" and went[0][1][0] == floor.agent
