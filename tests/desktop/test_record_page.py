"""The page Record: everything in words, narrowed, read further, checked, and closed to others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import Source, connect
from db.queries import log, people
from db.records.people import Role
from desktop.coaching.access import Forbidden
from desktop.features.record import actions
from desktop.features.record.page import RecordPage
from desktop.shell.context import App
from desktop.widgets.forms import Choice, DayField
from desktop.widgets.history_list import HistoryList
from tests.builders import Floor
from tests.db.held_floor import NAME, fill
from tests.pages.finding import find, has, press, words
from tests.pages.opening import open_app, open_window


@pytest.fixture
def app(floor: Floor) -> Iterator[App]:
    floor.store.act_as(floor.user)
    fill(floor)
    with floor.store.writing("event") as db:
        log.say(db, "sign_in")
    with open_app(floor.store, floor.user) as app, open_window(app):
        yield app


def open_record(app: App, target: object = None) -> RecordPage:
    app.go("record", target)
    page = app.window.pages["record"]  # type: ignore[union-attr]
    assert isinstance(page, RecordPage)
    return page


def told(page: RecordPage) -> list[str]:
    found = find(page, "The record, newest first", HistoryList)
    return [entry.title() for entry in found.entries() if entry.line is not None]


def choose(page: RecordPage, name: str, words: str) -> None:
    choice = find(page, name, Choice)
    choice.setCurrentText(words)
    choice.activated.emit(choice.currentIndex())


def test_changes_and_events_stand_in_one_list(app: App) -> None:
    lines = told(open_record(app))
    assert lines[0] == "Ruth Castellane signed in"
    assert any(line.startswith("Ruth Castellane wrote a note at 0:12") for line in lines)


def test_lines_say_whom_they_are_about(app: App) -> None:
    page = open_record(app)
    asides = {entry.aside() for entry in page.list.entries() if entry.line and entry.line.table == "note"}
    assert asides == {f"about {NAME}"}


def test_the_list_is_narrowed_by_whom_kind_and_day(app: App, floor: Floor) -> None:
    page = open_record(app)
    choose(page, "Of what kind", "Sign-ins, exports and the like")
    assert told(page) == ["Ruth Castellane signed in"]
    choose(page, "Of what kind", "Notes")
    assert {entry.line.table for entry in page.list.entries() if entry.line} == {"note"}
    choose(page, "By whom", "by Ruth Castellane")
    assert told(page) != []
    press(page, "Show everything")
    assert len(told(page)) > 30
    find(page, "On which day", DayField).edit.setDate(floor.store.now().date().replace(year=2001))
    assert told(page) == []
    assert "Nothing of this kind was recorded." in words(page)


def test_a_person_s_record_can_be_gone_to(app: App, floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Imani Okafor", floor.team)
    lines = told(open_record(app, ("agent", other)))
    assert lines == ["Ruth Castellane added the agent"]


def test_a_whole_record_is_said_to_be_whole(app: App) -> None:
    page = open_record(app)
    press(page, "Check the record")
    assert any(line.startswith("The record is whole: ") for line in words(page))
    page.refresh()
    assert told(page)[0] == "Ruth Castellane checked the record"


def test_the_first_line_that_was_altered_is_named_in_words(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("team") as db:
        db.execute("UPDATE main.team SET name = 'Quay' WHERE id = 1")
    floor.store.seal_log()
    with closing(connect(Source(floor.store.path))) as conn:
        conn.execute("DROP TRIGGER change_locked")
        conn.execute("""UPDATE change SET new = 'Pier' WHERE "table" = 'team' AND "column" = 'name'""")
    with open_app(floor.store, floor.user) as app, open_window(app):
        page = open_record(app)
        press(page, "Check the record")
        (said,) = [line for line in words(page) if line.startswith("The record does not hold.")]
    assert "about the name of a row: team" in said
    assert "it was altered outside Deskside" in said


def test_others_are_told_whose_page_it_is(floor: Floor) -> None:
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Coen", Role.COACH))
    with open_app(floor.store, coach) as app:
        page = RecordPage(app)
        page.show()
        assert "Only those who look after this floor read the record." in words(page)
        assert not has(page, "The record, newest first")
        page.deleteLater()
    for action in (actions.read_choices,):
        with pytest.raises(Forbidden):
            action(floor.store, coach)
    with pytest.raises(Forbidden):
        actions.read_page(floor.store, actions.EVERYTHING, None, coach)
    with pytest.raises(Forbidden):
        next(actions.check(floor.store, coach))


def test_the_list_never_shows_a_path_or_key_of_this_machine(app: App, tmp_path: Path) -> None:
    assert str(tmp_path) not in "\n".join(told(open_record(app)))
