"""From Today, and from where listening begins, to the next drawn call, until all of them are heard."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from db.queries.rows import remove
from db.records.observations import Drawn
from desktop.features.monitoring import actions as monitoring
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.today import actions as today
from desktop.features.today.actions import Item, Kind
from desktop.features.today.page import TodayPage
from desktop.shell.context import App
from tests.builders import Floor
from tests.desktop.sampling_floor import SINCE, add_plan, draw, drawn, hear, sampling_floor
from tests.pages.finding import key, press, settle, shown
from tests.pages.going import Going
from tests.pages.opening import open_app, open_window

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


def to_hear(floor: Floor) -> list[Item]:
    return [item for item in today.today(floor.store, SINCE, floor.user) if item.kind is Kind.HEAR]


def test_today_says_how_many_are_heard_and_leads_to_the_next(floor: Floor) -> None:
    assert to_hear(floor) == []
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    hear(floor, calls[0])
    (item,) = to_hear(floor)
    assert (item.page, item.target, item.count, item.of) == ("monitoring", ("contact", calls[1]), 1, 3)
    for contact in calls[1:]:
        hear(floor, contact)
    assert to_hear(floor) == []


def test_a_call_that_is_no_longer_there_is_passed_over(floor: Floor) -> None:
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    with floor.store.writing("contact") as db:
        remove(db, "contact", calls[0])
    (item,) = to_hear(floor)
    assert (item.target, item.of) == (("contact", calls[1]), 2)


def test_enter_on_today_s_line_hears_the_call(floor: Floor, app: App, qtbot) -> None:  # type: ignore[no-untyped-def]
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    page = TodayPage(app)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert "Your calls to hear" in page.table.as_text()
    assert "0 of 3 heard; this is the next" in page.table.as_text()
    page.open_item(next(item for item in page.table.rows() if item.kind is Kind.HEAR))
    assert app.window.gone == [("monitoring", ("contact", calls[0]))]  # type: ignore[union-attr]


def test_listening_begins_with_the_next_of_the_queue(floor: Floor, app: App, qtbot) -> None:  # type: ignore[no-untyped-def]
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    page = MonitoringPage(app)
    qtbot.addWidget(page)
    page.show()
    settle()
    (name,) = (
        one.accessibleName()
        for one in shown(page, QAbstractButton)
        if one.accessibleName().startswith("Next from the queue")
    )
    assert name.endswith("3 left")
    press(page, name)
    assert app.window.gone == [("monitoring", ("contact", calls[0]))]  # type: ignore[union-attr]


def test_without_a_queue_there_is_no_line(floor: Floor, app: App, qtbot) -> None:  # type: ignore[no-untyped-def]
    page = MonitoringPage(app)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert not any(
        one.accessibleName().startswith("Next from the queue") for one in shown(page, QAbstractButton)
    )


def test_a_call_of_the_queue_that_was_begun_is_carried_on(floor: Floor) -> None:
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    begun = monitoring.begin(floor.store, calls[0], floor.user)
    assert to_hear(floor)[0].target == ("contact", calls[0])
    assert monitoring.observation_of(floor.store, "contact", calls[0]) == begun


def test_in_the_window_one_key_leads_from_today_to_the_drawn_call(floor: Floor) -> None:
    calls = drawn(floor, draw(floor, add_plan(floor, quota=1)))
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        window.go("today")
        settle()
        page = window.pages["today"]
        assert isinstance(page, TodayPage)
        page.table.select(lambda item: item.kind is Kind.HEAR)
        key(page.table.view, Qt.Key.Key_Return)
        settle()
        listening = window.pages["monitoring"]
        assert isinstance(listening, MonitoringPage)
        assert listening.shown is not None
        observation = listening.shown.observation
        assert (observation.contact_id, observation.drawn) == (calls[0], Drawn.RANDOM)
