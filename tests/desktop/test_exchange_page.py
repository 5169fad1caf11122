"""The page: everything by its accessible name, from a dropped file to taking the import back."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QTableView

from db.queries import contacts, people
from db.records.contacts import ImportKind
from desktop.coaching.mapping.fields import Field
from desktop.features.exchange import actions
from desktop.features.exchange.check_step import NEW_TEAM
from desktop.features.exchange.page import ExchangePage
from desktop.shell.jobs import Cancelled
from desktop.shell.places import Place
from desktop.widgets.forms import Choice
from desktop.widgets.tables import Table
from tests.desktop.exchange_files import HEADER, call_lines, write, write_workbook
from tests.pages import finding
from tests.pages.finding import find, has, press, settle, words
from tests.pages.opening import open_app, open_window

PLACES = (
    Place("people", "People", "people", "tests.desktop.sample_page:SamplePage"),
    Place("exchange", "Bring in", "import", "desktop.features.exchange.page:ExchangePage"),
)
AMBIGUOUS = f"{HEADER}\nC1,Ann Lee,01/02/2021,09:00,Y,10,5\nC2,Bo Ek,03/04/2021,09:00,N,,\n"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app) -> ExchangePage:
    with open_window(app, PLACES) as window:
        app.go("exchange")
        yield window.pages["exchange"]


def choose(page: ExchangePage, name: str, key: object) -> None:
    """Pick from a choice as a hand would."""
    field = find(page, name, Choice)
    field.show_value(key)
    assert field.value() == key, f"{name!r} does not offer {key!r}"
    field.activated.emit(field.currentIndex())
    settle()


def open_file(page: ExchangePage, path) -> None:
    page.open_path(path)
    settle()


def table(page: ExchangePage, name: str) -> Table:
    """The table whose list has that name."""
    return find(page, name, QTableView).parentWidget()


def can_press(page: ExchangePage, name: str) -> bool:
    return find(page, name, QAbstractButton).isEnabled()


def calls(floor) -> int:
    with floor.store.reading() as db:
        return contacts.count(db)


def names(floor) -> list[str]:
    with floor.store.reading() as db:
        return [agent.name for agent in people.agents(db)]


def test_the_empty_page_says_what_to_do(page) -> None:
    assert "Drop a CSV or XLSX file here" in words(page)
    assert can_press(page, "Choose a file…")
    assert "Files you bring in are listed here, and can be taken back as a whole." in words(page)
    assert not has(page, "Take back “calls.csv”")


def test_a_sound_file_is_shown_and_imported(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, call_lines(20)))
    assert page.header.state.text() == "20 of 20 rows are sound."
    preview = table(page, "First rows of the file")
    assert preview.as_text().splitlines()[1].startswith("2\tC1\tBo Ek\t02/02/2021")
    assert find(page, "Field for column “agent”", Choice).value() == Field.AGENT
    assert "“date” is day / month / year: 13/02/2021 in row 13 proves it." in words(page)
    assert "2 new agents in Harbour: Bo Ek, Ann Lee" in words(page)
    assert calls(floor) == 0, "nothing is stored before it is said"
    press(page, "Import 20 rows")
    assert (calls(floor), names(floor)) == (20, ["Ann Lee", "Bo Ek", "Imani Okafor"])
    assert "Brought in 20 of 20 calls from calls.csv. 2 agents were added." in words(page)
    press(page, "See the agents")
    assert page.app.window.stack.currentWidget() is page.app.window.pages["people"]


def test_ambiguous_dates_are_asked_and_hold_the_import_back(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, AMBIGUOUS))
    assert "Is 01/02/2021 in row 2 of “date” day first or month first? No row in the file says it." in words(
        page
    )
    assert not can_press(page, "Import")
    page.bring_in()
    assert calls(floor) == 0
    choose(page, "How the dates are written", "mdy")
    assert "“date” is read as month / day / year, as you chose." in words(page)
    press(page, "Import 2 rows")
    with floor.store.reading() as db:
        assert contacts.find(db, "C1")[0].started_at.isoformat() == "2021-01-02T09:00:00"


def test_a_missing_column_is_named_and_can_be_chosen(page, tmp_path) -> None:
    open_file(page, write(tmp_path, "wer,wann,dauer\nAnn Lee,2021-01-02,2\n"))
    choose(page, "What the file holds", ImportKind.CALLS)
    assert page.header.state.text() == "Choose the column that holds “Agent” or “Agent’s staff number”."
    choose(page, "Field for column “wer”", Field.AGENT)
    assert page.header.state.text() == "1 of 1 rows are sound."
    choose(page, "Field for column “dauer”", Field.TALK_S)
    choose(page, "Unit of column “dauer”", "min")
    assert page.steps.checked.reading.rows[0].contact.talk_s == 120
    assert can_press(page, "Import 1 row")


def test_rows_left_out_are_listed_and_saved_with_their_reasons(page, tmp_path) -> None:
    text = f"{HEADER}\nC1,Ann Lee,13/01/2021,09:00,Y,10,5\nC2,Bo Ek,14/01/2021,25:00,maybe,10,5\n"
    open_file(page, write(tmp_path, text))
    assert page.header.state.text() == "1 of 2 rows are sound."
    assert table(page, "Rows left out").as_text().splitlines()[1:] == [
        "3\ttime\t“25:00” is not a time of day. Write it like 14:05 or 2:05 pm.",
        "3\tanswered (Y/N)\t“maybe” is neither yes nor no. Write Y or N, or leave the column out.",
    ]
    assert can_press(page, "Save the rows left out…")
    page.steps.save_rejected(tmp_path / "left.csv")
    assert "C2,Bo Ek,14/01/2021,25:00,maybe,10,5,3," in (tmp_path / "left.csv").read_text("utf-8-sig")


def test_a_team_still_to_be_chosen_is_said_and_the_choice_in_focus(page, floor, tmp_path) -> None:
    with floor.store.writing("team") as db:
        people.add_team(db, "Quay")
    page.load()
    open_file(page, write(tmp_path, f"{HEADER}\nC1,Ann Lee,2021-02-13,09:00,Y,10,5\n"))
    assert not can_press(page, "Import 1 row")
    assert page.header.state.text() == "Choose the team of the new agents, then 1 row can be imported."
    field = find(page, "Team of the new agents", Choice)
    assert page.window().focusWidget() is field
    assert field.visibleRegion().boundingRect().height() == field.height()
    choose(page, "Team of the new agents", "Quay")
    assert can_press(page, "Import 1 row")
    assert page.header.state.text() == "1 of 1 rows are sound."


def test_new_people_can_go_to_a_new_team(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, "full name,staff id\nAnn Lee,7\n"))
    choose(page, "Team of the new agents", NEW_TEAM)
    assert not can_press(page, "Import 1 row"), "a new team needs a name"
    finding.write(page, "Name of the new team", "Quay")
    assert "1 new agent in Quay: Ann Lee" in words(page)
    press(page, "Import 1 row")
    with floor.store.reading() as db:
        assert {agent.name: agent.team for agent in people.agents(db)}["Ann Lee"] == "Quay"


def test_near_twins_stay_two_people_until_somebody_says_so(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, "agent,date\nImani Okafur,2021-01-02\n"))
    question = "Imani Okafur and Imani Okafor (here already)"
    assert find(page, question, Choice).value() is False
    choose(page, question, True)
    press(page, "Import 1 row")
    assert names(floor) == ["Imani Okafor"]


def test_the_same_file_again_is_said_and_leaves_nothing_to_import(page, tmp_path) -> None:
    path = write(tmp_path, call_lines(20))
    open_file(page, path)
    press(page, "Import 20 rows")
    open_file(page, path)
    assert page.header.state.text() == "All 20 rows are here already."
    assert any(text.startswith("This very file was brought in on") for text in words(page))
    assert not can_press(page, "Import")
    assert "As last time: the file before had the same headers." in words(page)


def test_an_import_is_taken_back_and_brought_back_from_the_list(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, call_lines(20)))
    press(page, "Import 20 rows")
    assert not has(page, "Take back “calls.csv”"), "it means the file that somebody chose"
    table(page, "Earlier imports").select(lambda _: True)
    press(page, "Take back “calls.csv”")
    assert (calls(floor), names(floor)) == (0, ["Imani Okafor"])
    assert page.app.notices.last.text == "20 calls were taken back. 2 agents were taken back."
    assert "taken back" in table(page, "Earlier imports").as_text()
    assert "Drop a CSV or XLSX file here" in words(page), "there is nothing left to look at"
    press(page, "Bring back “calls.csv”")
    assert calls(floor) == 20


def test_an_import_is_taken_back_from_the_notice_and_from_its_result(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, call_lines(20)))
    press(page, "Import 20 rows")
    page.app.undo.undo()
    assert calls(floor) == 0
    page.app.undo.redo()
    assert calls(floor) == 20
    page.app.undo.undo()
    page.history.take_back(1)
    assert page.app.notices.last.text == "That has been done already."
    open_file(page, write(tmp_path, call_lines(20)))
    press(page, "Import 20 rows")
    press(page, "Undo this import")
    assert calls(floor) == 0


def test_elsewhere_ctrl_z_names_the_import_and_leaves_it(page, floor, tmp_path) -> None:
    open_file(page, write(tmp_path, call_lines(20), "call_log.csv"))
    press(page, "Import 20 rows")
    page.app.go("people")
    page.app.undo.undo()
    assert calls(floor) == 20
    assert page.app.notices.last.text == (
        "The last thing that can be taken back is the import of call_log.csv: open Bring in to take it back."
    )


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(page, tmp_path) -> None:
    open_file(page, write(tmp_path, "%PDF-1.7", "scan.pdf"))
    assert page.app.notices.last.text == "This is not a table that can be read. Save it as CSV or XLSX first."
    assert "Drop a CSV or XLSX file here" in words(page)


def test_another_sheet_of_a_workbook_can_be_chosen(page, tmp_path) -> None:
    rows = [["agent", "date"], ["Ann Lee", (44228, 1)]]
    open_file(page, write_workbook(tmp_path, {"May": rows, "June": [*rows, ["Bo Ek", (44229, 1)]]}))
    assert page.header.state.text() == "1 of 1 rows are sound."
    choose(page, "Sheet of the workbook", "June")
    assert page.header.state.text() == "2 of 2 rows are sound."


def test_a_file_can_be_dropped(page, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path, call_lines(20))))])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), *held)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), *held))
    assert page.header.state.text() == "20 of 20 rows are sound."


def test_a_stopped_import_says_so_and_can_be_started_again(page, floor, tmp_path, monkeypatch) -> None:
    open_file(page, write(tmp_path, call_lines(20)))

    def stopped(store, checked, by):
        steps = actions_bring_in(store, checked, by)
        yield next(steps)
        steps.close()
        raise Cancelled

    actions_bring_in = actions.bring_in
    monkeypatch.setattr(actions, "bring_in", stopped)
    press(page, "Import 20 rows")
    assert page.app.notices.last.text == "Stopped. Nothing was brought in."
    assert calls(floor) == 0
    monkeypatch.undo()
    press(page, "Import 20 rows")
    assert calls(floor) == 20


def test_a_path_can_be_asked_for_from_elsewhere(page, tmp_path) -> None:
    page.app.go("exchange", write(tmp_path, call_lines(20)))
    assert page.header.state.text() == "20 of 20 rows are sound."


def test_once_a_file_is_read_the_keyboard_stands_on_its_import(page, tmp_path) -> None:
    open_file(page, write(tmp_path, call_lines(20)))
    assert page.window().focusWidget() is page.header.primary
    choose(page, "What the file holds", ImportKind.PEOPLE)
    find(page, "What the file holds", Choice).setFocus()
    choose(page, "What the file holds", ImportKind.CALLS)
    assert page.window().focusWidget() is find(page, "What the file holds", Choice)


def test_where_something_is_to_be_settled_first_the_keyboard_stands_in_the_steps(page, tmp_path) -> None:
    open_file(page, write(tmp_path, AMBIGUOUS))
    assert page.steps.isAncestorOf(page.window().focusWidget())


def test_after_an_import_the_keyboard_stands_on_what_came_of_it(page, tmp_path) -> None:
    for name, day in (("first.csv", "{:02}/02/2021"), ("second.csv", "{:02}/03/2021")):
        open_file(page, write(tmp_path, call_lines(20, day).replace("C", name[0]), name))
        page.bring_in()
        settle()
        assert page.window().focusWidget() is find(page, "See the agents")
    assert not any(has(page, f"Take back “{name}”") for name in ("first.csv", "second.csv"))
