"""Ctrl+Z while somebody listens: what was done last goes first, and nothing older than what is final."""

import pytest
from PySide6.QtCore import Qt

from db.records.observations import NoteTag
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.page import MonitoringPage
from desktop.shell.places import Place
from tests.builders import new_floor, take_call
from tests.pages.finding import find, press
from tests.pages.listening import ALT, CTRL, answers, hit, kept, type_in
from tests.pages.opening import open_app, open_window

K = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLACES = (
    Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),
    Place("other", "Other", "today", "tests.desktop.sample_page:SamplePage"),
)


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def page(qtbot, floor) -> MonitoringPage:
    contact = take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.undo.offer("Brought in 9 calls", lambda: pytest.fail("Ctrl+Z went past what was done last"))
        app.go("monitoring", ("contact", contact.id))
        yield window.pages["monitoring"]


def undo(page: MonitoringPage) -> None:
    hit(page, K.Key_Z, CTRL)


def redo(page: MonitoringPage) -> None:
    hit(page, K.Key_Z, CTRL | SHIFT)


def stamp(page: MonitoringPage, text: str) -> None:
    type_in(page, text)
    hit(page, K.Key_Return)


def test_answers_go_one_by_one_and_come_again(page) -> None:
    hit(page, K.Key_F2)
    type_in(page, "1-")
    hit(page, K.Key_Backspace)
    hit(page, K.Key_Delete)
    assert answers(page)[:2] == bytes([1, 0])
    undo(page)
    assert answers(page)[:2] == bytes([1, 254])
    assert page.app.notices.last.text == "Undone: Cleared question 2 (Imani Okafor)"
    undo(page)
    undo(page)
    assert set(answers(page)) == {0}
    assert page.editor.card.filling.current == 0
    redo(page)
    redo(page)
    assert answers(page)[:2] == bytes([1, 254])


def test_the_same_answer_again_is_no_change(page) -> None:
    hit(page, K.Key_F2)
    type_in(page, "2")
    hit(page, K.Key_Backspace)
    type_in(page, "2")
    undo(page)
    assert set(answers(page)) == {0}


def test_typing_goes_first_then_the_answer_given_before_it(page) -> None:
    hit(page, K.Key_1, CTRL)
    type_in(page, "she")
    undo(page)
    assert (find(page, "Note", NoteField).text(), answers(page)[0]) == ("", 1)
    undo(page)
    assert answers(page)[0] == 0


def test_a_stamped_note_is_what_is_being_typed_again(page) -> None:
    page.editor.desk.put_clock(72)
    stamp(page, "asked twice")
    page.editor.desk.put_clock(90)
    undo(page)
    now = kept(page)
    assert now.notes == ()
    assert (now.observation.pending, now.observation.pending_at_s) == ("asked twice", 72)
    assert find(page, "Note", NoteField).text() == "asked twice"
    hit(page, K.Key_Return)
    assert [(note.text, note.at_s) for note in kept(page).notes] == [("asked twice", 72)]


def test_a_stamping_taken_back_elsewhere_waits_in_the_observation(page) -> None:
    stamp(page, "asked twice")
    press(page, "Put aside")
    page.app.undo.undo()
    assert kept(page).observation.pending == "asked twice"


def test_tag_link_and_words_of_a_note_go_back(page) -> None:
    stamp(page, "promised fryday")
    hit(page, K.Key_F7)
    hit(page, K.Key_Escape)
    hit(page, K.Key_L, ALT)
    hit(page, K.Key_Up)
    hit(page, K.Key_Return)
    type_in(page, " 5pm")
    press(page, "Done changing the note")
    assert kept(page).notes[0].text == "promised fryday 5pm"
    undo(page)
    (note,) = kept(page).notes
    assert (note.text, note.question, note.tag) == ("promised fryday", "room-for-story", NoteTag.PROMISE)
    undo(page)
    undo(page)
    (note,) = kept(page).notes
    assert (note.question, note.tag) == ("", None)
    redo(page)
    assert kept(page).notes[0].tag is NoteTag.PROMISE


def test_the_comment_goes_back_whole_once_it_is_left(page) -> None:
    page.editor.card.comment.setFocus()
    type_in(page, "well done")
    assert kept(page).evaluation.comment == "well done"
    hit(page, K.Key_F2)
    undo(page)
    assert (kept(page).evaluation.comment, page.editor.card.comment.text()) == ("", "")


def test_what_is_final_is_said_and_nothing_before_it_changes(page) -> None:
    hit(page, K.Key_F2)
    type_in(page, "1-11121111")
    hit(page, K.Key_Return, CTRL)
    before = kept(page).evaluation
    for _ in range(2):
        undo(page)
        assert page.app.notices.last.text == (
            "The evaluation of Imani Okafor is final; what lies before it stays as it is."
        )
    assert kept(page).evaluation == before
