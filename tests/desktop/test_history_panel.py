"""The history beside a record: opened by button and key, calm, whole on Enter, and put away again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from db.queries import people
from db.records.people import Role
from db.store import Store
from desktop.shell.context import App
from desktop.widgets.history_list import HistoryList
from desktop.widgets.history_reading import Subject, read_history
from tests.builders import Floor
from tests.db.held_floor import NAME, fill
from tests.pages.finding import find, has, key, press, words
from tests.pages.opening import open_app, open_window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    floor.store.act_as(floor.user)
    fill(floor)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        window.resize(1500, 900)
        yield app


def lines(app: App, page: str) -> list[str]:
    panel = app.window.pages[page].history.panel  # type: ignore[union-attr]
    return [entry.title() for entry in panel.list.entries() if entry.line is not None]


def test_ctrl_h_opens_the_history_of_the_open_person(app: App) -> None:
    app.go("people", 1)
    page = app.window.pages["people"]  # type: ignore[union-attr]
    key(page, Qt.Key.Key_H, CTRL)
    assert has(page, "Changes, newest first", HistoryList)
    assert NAME in words(page.history.panel)
    told = lines(app, "people")
    assert "Ruth Castellane wrote a note at 0:12: “A plantednote about delivery”" in told
    assert f"Ruth Castellane changed the name of the agent from plantedrenamed to {NAME}" in [
        line.replace("“", "").replace("”", "") for line in told
    ]
    key(page, Qt.Key.Key_H, CTRL)
    assert not page.history.panel.isVisible()


def test_the_key_is_listed_and_stands_on_a_button(app: App) -> None:
    for name in ("people", "plans", "skills", "library", "monitoring", "settings"):
        app.go(name)
        page = app.window.pages[name]  # type: ignore[union-attr]
        assert "Ctrl+H" in [each.key for each in page.keys]
        assert has(page, "History of what is open")


def test_each_page_shows_the_history_of_what_is_open(app: App) -> None:
    wanted = {
        ("people", 1): "agent",
        ("plans", 1): "plan",
        ("monitoring", ("evaluation", 1)): "evaluation",
        ("library", ("skill", 1)): "skill",
        ("library", ("scorecard", 1)): "scorecard_version",
        ("skills", ("agent", 1)): "rating",
        ("settings", "floor"): "site",
    }
    for (name, target), table in wanted.items():
        app.go(name, target)
        page = app.window.pages[name]  # type: ignore[union-attr]
        if not page.history.panel.isVisible():
            press(page, "History of what is open")
        else:
            page.history.refresh()
        shown = page.history.panel.list.entries()
        assert table in {entry.line.table for entry in shown if entry.line}, (name, target)


def test_with_nothing_open_the_page_says_what_to_do(app: App) -> None:
    app.go("plans")
    page = app.window.pages["plans"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    assert not page.history.panel.isVisible()
    assert app.notices.last.text == "Open something first, then its history."  # type: ignore[union-attr]


def test_enter_shows_the_whole_and_escape_goes_back_step_by_step(app: App) -> None:
    app.go("plans", 1)
    page = app.window.pages["plans"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    panel = page.history.panel
    place = next(n for n, entry in enumerate(panel.list.entries()) if entry.told.detail)
    panel.list.setCurrentIndex(panel.list.model().index(place, 0))
    key(panel.list, Qt.Key.Key_Return)
    assert panel.whole.isVisible() and panel.whole.text.toPlainText() != ""
    key(panel.whole.text, Qt.Key.Key_Escape)
    assert panel.isVisible() and not panel.whole.isVisible()
    key(panel.list, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_an_open_history_follows_a_change(app: App, floor: Floor) -> None:
    app.go("people", 1)
    page = app.window.pages["people"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    with floor.store.writing("agent") as db:
        people.change_agent(db, replace(people.agent(db, 1), reference="NEW-1"))
    assert lines(app, "people")[0] == (
        "Ruth Castellane changed the staff number of the agent from REF-PLANTED-7 to NEW-1"
    )


def test_older_lines_come_as_one_goes_down(app: App, floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        agent = people.agent(db, 1)
    for n in range(70):
        floor.store.seal_log()
        with floor.store.writing("agent") as db:
            people.change_agent(db, replace(agent, reference=f"R-{n}"))
    app.go("people", 1)
    page = app.window.pages["people"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    assert len(lines(app, "people")) == 60
    model = page.history.panel.list.model()
    assert model.canFetchMore(model.index(-1, -1).parent())
    while model.canFetchMore(model.index(-1, -1).parent()):
        model.fetchMore(model.index(-1, -1).parent())
    told = lines(app, "people")
    assert len(told) > 90 and len(page.history.panel.list.entries()) == len(told) + 1


def test_in_a_narrow_window_the_history_takes_the_pages_place(app: App) -> None:
    app.window.resize(1024, 640)  # type: ignore[union-attr]
    app.go("people", 1)
    page = app.window.pages["people"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    assert not page.split.isVisible() and page.history.panel.isVisible()
    press(page, "Close the history")
    assert page.split.isVisible()
    assert app.window.width() == 1024  # type: ignore[union-attr]


def test_an_agent_at_the_desk_reads_no_history(floor: Floor) -> None:
    fill(floor)
    floor.store.act_as(floor.user, floor.agent)
    assert read_history(floor.store, Subject("agent", floor.agent, "")).lines == ()


def test_a_coach_reads_no_history_beyond_their_reach(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Coen", Role.COACH))
    _act(floor.store, coach)
    with pytest.raises(LookupError):
        read_history(floor.store, Subject("agent", floor.agent, ""))


def _act(store: Store, user: people.User) -> None:
    store.act_as(user)


def test_the_list_speaks_who_what_and_when(app: App) -> None:
    app.go("people", 1)
    page = app.window.pages["people"]  # type: ignore[union-attr]
    press(page, "History of what is open")
    found = find(page, "Changes, newest first", HistoryList)
    spoken = found.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.count(",") >= 1 and "Ruth Castellane" in spoken
