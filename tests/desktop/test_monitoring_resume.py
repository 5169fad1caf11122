"""Carrying on after Deskside was closed or died: the caret, and a clock that does not make seconds up."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.features.monitoring import actions, clocking, jotting
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.sitting import Jotting
from desktop.features.monitoring.start_panel import CHANNEL_COLUMN
from desktop.shell.places import Place
from tests.builders import new_floor, take_call
from tests.pages.finding import find, has, press, settle
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def page(qtbot, floor):
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring")
        yield window.pages["monitoring"]


def leave_running(floor, observation: int) -> None:
    """A note at 1:12, another half typed at 2:05, and the clock running since an hour."""
    jotting.stamp(floor.store, observation, Jotting("asked twice", 72), floor.user)
    jotting.keep_pending(floor.store, observation, Jotting("half typed", 125), floor.user)
    clocking.start_clock(floor.store, observation, 60, floor.user)


def test_typing_goes_on_at_the_end_of_the_kept_note(page, floor) -> None:
    observation = actions.begin(floor.store, take_call(floor).id, floor.user)
    leave_running(floor, observation)
    page.app.go("monitoring", observation)
    type_in(page, "XX")
    assert find(page, "Note", NoteField).text() == "half typedXX"


def test_the_clock_of_a_recording_is_held_at_the_last_second_known(page, floor) -> None:
    observation = actions.begin(floor.store, take_call(floor).id, floor.user)
    leave_running(floor, observation)
    page.app.go("monitoring", observation)
    now = kept(page).observation
    assert (now.clock_started_at, now.clock_offset_s) == (None, 125)
    assert has(page, "Clock: 2:05")
    assert page.header.state.text().endswith("held at 2:05, the last second noted")


def test_a_live_call_runs_on_while_deskside_is_closed(page, floor) -> None:
    observation = actions.begin_live(floor.store, floor.agent, floor.user)
    begun = actions.sitting(floor.store, observation).observation.clock_started_at
    page.app.go("monitoring", observation)
    assert kept(page).observation.clock_started_at == begun
    page.editor.clock._now = (begun + timedelta(minutes=4)).astimezone
    page.editor.clock.tick()
    assert has(page, "Clock: 4:00")
    assert "held" not in page.header.state.text()


def test_a_recording_put_aside_for_a_moment_runs_on(page, floor) -> None:
    take_call(floor)
    hit(page, Qt.Key.Key_Return)
    hit(page, Qt.Key.Key_Return)
    hit(page, Qt.Key.Key_F4)
    observation = page.editor.desk.id()
    press(page, "Put aside")
    page.app.go("monitoring", observation)
    assert kept(page).observation.clock_started_at is not None


def test_both_lists_of_the_start_fit_a_small_laptop(page, floor) -> None:
    reference = "2026-11-22-CONTACT-000123456789"
    for n in range(3):
        take_call(floor, reference=f"{reference}-{n}")
    page.refresh()
    settle()
    for table in (page.start.agents, page.start.contacts):
        assert table.view.horizontalScrollBar().maximum() == 0
    assert not page.start.contacts.view.columnWidth(CHANNEL_COLUMN), "every row would say the same"
