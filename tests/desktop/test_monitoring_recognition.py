"""Praise and the shelf from the monitoring screen: two keys, what is known filled in, every letter kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from db.queries import recognition
from db.records.observations import Note
from desktop.features.library import worth_hearing
from desktop.features.monitoring.page import MonitoringPage
from tests.builders import Floor, new_floor, take_call
from tests.pages.finding import press, settle, write
from tests.pages.listening import hit, type_in
from tests.pages.opening import open_app

NOTE = "Named the day and who calls back"


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def app(floor: Floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, floor: Floor, qtbot) -> MonitoringPage:
    made = MonitoringPage(app)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.show_target(("contact", take_call(floor).id))
    settle()
    type_in(made, NOTE)
    hit(made, Qt.Key.Key_Return)
    return made


def given(floor: Floor) -> tuple:
    with floor.store.reading() as db:
        return recognition.of_agent(db, floor.agent)


def note(page: MonitoringPage) -> Note:
    found = page.editor.notes.target()
    assert found is not None
    return found


def order(page: MonitoringPage, key: str) -> None:
    """What a key of the page does, found by the key."""
    slot = next(each for each in page.keys if QKeySequence(each.key) == QKeySequence(key))
    slot.run()
    settle()


def test_two_keys_keep_praise_from_the_note_written_last(page: MonitoringPage, floor: Floor) -> None:
    order(page, "Ctrl+Shift+P")
    hit(page.recognition.praise.impact, Qt.Key.Key_Escape)
    (one,) = given(floor)
    assert (one.behaviour, one.note_id) == (NOTE, note(page).id)
    assert one.situation
    assert page.recognition.praise.isHidden()
    assert QApplication.focusWidget() is page.editor.notes.field


def test_every_letter_of_praise_is_kept_as_it_is_typed(page: MonitoringPage, floor: Floor) -> None:
    order(page, "Ctrl+Shift+P")
    write(page, "What it did for the customer", "No fourth call")
    assert given(floor)[0].impact == "No fourth call"


def test_praise_with_the_keyboard_on_a_question_rests_on_that_question(page, floor: Floor) -> None:
    page.editor.answer()
    order(page, "Ctrl+Shift+P")
    asked = page.editor.card.filling.question
    (one,) = given(floor)
    assert (one.question, one.note_id) == (asked.key, None)
    assert one.behaviour == (asked.good or asked.text)


def test_praise_can_be_removed_and_brought_back(page: MonitoringPage, floor: Floor, app) -> None:
    order(page, "Ctrl+Shift+P")
    press(page, "Remove the recognition")
    assert given(floor) == ()
    app.undo.undo()
    assert given(floor)[0].behaviour == NOTE


def test_the_shelf_takes_the_call_with_the_notes_words_and_second(page: MonitoringPage, floor: Floor) -> None:
    at_s = note(page).at_s
    order(page, "Ctrl+Shift+W")
    hit(page.recognition.shelf.why, Qt.Key.Key_Return)
    (one,) = worth_hearing.read_shelf(floor.store)
    assert (one.call.why, one.call.at_s) == (NOTE, at_s)
    assert page.recognition.shelf.isHidden()


def test_the_shelf_asks_for_a_reason_and_can_be_left(page: MonitoringPage, floor: Floor, app) -> None:
    order(page, "Ctrl+Shift+W")
    write(page, "Why it is worth hearing", " ")
    press(page, "Put on the shelf")
    assert app.notices.last is not None and "why others should hear it" in app.notices.last.text
    hit(page.recognition.shelf.why, Qt.Key.Key_Escape)
    assert worth_hearing.read_shelf(floor.store) == ()
    assert page.recognition.shelf.isHidden()


def test_praise_prefers_the_newest_strength_to_the_last_note(page: MonitoringPage, floor: Floor) -> None:
    type_in(page, "Let her finish")
    hit(page, Qt.Key.Key_F5)
    type_in(page, "Gave the plate twice")
    hit(page, Qt.Key.Key_Return)
    order(page, "Ctrl+Shift+P")
    assert given(floor)[0].behaviour == "Let her finish"
