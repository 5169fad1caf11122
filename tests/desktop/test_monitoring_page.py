"""The monitoring page by keys and spoken names: typing reaches the notes, numbers answer, nothing is lost."""

import gc
import weakref
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QTextBrowser

from db.errors import DiskFull
from db.queries import people
from db.records.observations import EvaluationState, NoteTag, Source
from desktop.features.monitoring import jotting
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.page import MonitoringPage
from desktop.shell.places import Place
from desktop.widgets.forms import Choice
from tests.builders import evaluate, new_floor, take_call
from tests.pages.finding import find, has, press, settle, shown, words, write
from tests.pages.listening import ALT, CTRL, answers, hit, kept, spoken, type_in
from tests.pages.opening import open_app, open_window

K = Qt.Key
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
def contact(floor):
    return take_call(floor)


@pytest.fixture
def app(qtbot, floor, contact):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def window(app):
    with open_window(app, PLACES) as made:
        made.resize(1366, 768)
        made.activateWindow()
        app.go("monitoring")
        yield made


@pytest.fixture
def page(window) -> MonitoringPage:
    return window.pages["monitoring"]


@pytest.fixture
def listening(app, page, contact) -> MonitoringPage:
    app.go("monitoring", ("contact", contact.id))
    return page


def test_from_a_name_to_the_note_field_by_enter(page) -> None:
    assert page.window().focusWidget().accessibleName() == "Find an agent"
    type_in(page, "ima")
    hit(page, K.Key_Return)
    hit(page, K.Key_Return)
    assert page.window().focusWidget() is find(page, "Note", NoteField)
    assert page.header.title.text() == "Imani Okafor"
    assert {"C-1", "Harbour", "Chosen by hand"} <= set(words(page.editor.contact))


def test_a_live_call_begins_with_one_key_and_its_clock_runs(page) -> None:
    hit(page, K.Key_F4)
    assert kept(page).observation.clock_started_at is not None
    assert has(page, "Hold the clock")


def test_a_name_is_found_without_its_accents(app, page, floor) -> None:
    with floor.store.writing("agent") as db:
        people.add_agent(db, "Łukasz Żółć", floor.team)
    type_in(page, "lukasz z")
    assert [row[0].name for row in page.start.agents.rows()] == ["Łukasz Żółć"]


def test_sitting_beside_the_agent_is_one_key_too(page) -> None:
    hit(page, K.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert kept(page).observation.source is Source.SIDE_BY_SIDE


def test_a_closed_page_is_freed(app, window) -> None:
    gone = weakref.ref(window.pages["monitoring"])
    window.forget_pages()
    settle()
    gc.collect()
    assert gone() is None


def test_every_keystroke_of_a_note_is_kept(listening) -> None:
    for end in range(1, 6):
        type_in(listening, "hello"[end - 1])
        assert kept(listening).observation.pending == "hello"[:end]
    assert any(text.startswith("kept ") for text in words(listening))


def test_a_keystroke_costs_one_update_and_reads_nothing(listening, floor) -> None:
    statements: list[str] = []
    with floor.store.reading() as db:
        connection = db.conn
    connection.set_trace_callback(statements.append)
    type_in(listening, "x")
    connection.set_trace_callback(None)
    own = [line for line in statements if "pragma" not in line.lower() and "main.writer" not in line]
    assert [line.split()[0] for line in own] == ["BEGIN", "UPDATE", "COMMIT"]


def test_enter_stamps_at_the_second_the_note_began(listening, app) -> None:
    start = app.clock()
    app.clock = lambda: start
    listening.editor.clock._now = app.clock
    listening.editor.desk.put_clock(72)
    type_in(listening, "a")
    listening.editor.desk.put_clock(90)
    type_in(listening, "sked twice")
    hit(listening, K.Key_Return)
    (note,) = kept(listening).notes
    assert (note.text, note.at_s, kept(listening).observation.pending) == ("asked twice", 72, "")
    assert find(listening, "Note", NoteField).text() == ""


def test_a_tag_key_stamps_what_is_typed_and_then_changes_the_last_note(listening) -> None:
    type_in(listening, "warm hello")
    hit(listening, K.Key_F5)
    assert [note.tag for note in kept(listening).notes] == [NoteTag.STRENGTH]
    hit(listening, K.Key_F9)
    assert [note.tag for note in kept(listening).notes] == [NoteTag.NO_MOMENT]
    hit(listening, K.Key_F9)
    assert [note.tag for note in kept(listening).notes] == [None]


def test_ten_questions_and_the_end_take_twelve_keys(listening) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "1-11121111")
    hit(listening, K.Key_Return, CTRL)
    done = kept(listening)
    assert done.evaluation.state is EvaluationState.FINAL
    assert done.evaluation.answers == bytes([1, 254, 1, 1, 1, 2, 1, 1, 1, 1])
    assert listening.stack.currentWidget() is listening.why


def test_a_letter_is_a_note_wherever_the_keyboard_is(listening) -> None:
    places = ("Put aside", "Start the clock", "Set the clock", "Scorecard", "Finish evaluation", "Strength")
    for name in places:
        next(
            w for w in listening.findChildren(object) if getattr(w, "accessibleName", str)() == name
        ).setFocus()
        type_in(listening, "q")
    hit(listening, K.Key_F2)
    type_in(listening, "q")
    assert kept(listening).observation.pending == "q" * (len(places) + 1)
    assert set(answers(listening)) == {0}


def test_the_mode_is_said_in_words(listening) -> None:
    assert "Writing" in words(listening)
    hit(listening, K.Key_F2)
    assert "Answering" in words(listening)
    hit(listening, K.Key_Escape)
    assert "Writing" in words(listening)
    assert listening.window().focusWidget() is find(listening, "Note", NoteField)


def test_control_and_a_number_answer_without_leaving_the_note(listening) -> None:
    type_in(listening, "she sa")
    hit(listening, K.Key_2, CTRL)
    hit(listening, K.Key_N, ALT)
    hit(listening, K.Key_C, ALT)
    type_in(listening, "id")
    assert answers(listening)[:3] == bytes([2, 254, 3])
    assert kept(listening).observation.pending == "she said"


def test_digits_in_a_note_stay_in_the_note(listening) -> None:
    type_in(listening, "2 minutes on hold")
    assert kept(listening).observation.pending == "2 minutes on hold"
    assert set(answers(listening)) == {0}


def test_backspace_goes_back_and_delete_clears(listening) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "11")
    hit(listening, K.Key_Backspace)
    type_in(listening, "2")
    assert answers(listening)[:3] == bytes([1, 2, 0])
    hit(listening, K.Key_Backspace)
    hit(listening, K.Key_Delete)
    assert answers(listening)[:3] == bytes([1, 0, 0])


def test_every_option_is_a_control_with_a_spoken_name(listening) -> None:
    name = "Could the caller say why they called before the first question? – Questions came first"
    option = find(listening, name, QRadioButton)
    assert option.focusPolicy() & Qt.FocusPolicy.TabFocus
    option.click()
    assert answers(listening)[0] == 3
    assert spoken("Questions came first", listening).isChecked()


def test_arrows_move_without_answering_and_space_chooses(listening) -> None:
    hit(listening, K.Key_F2)
    hit(listening, K.Key_Down)
    assert set(answers(listening)) == {0}
    hit(listening, K.Key_Space)
    assert answers(listening)[0] == 2


def test_a_critical_option_says_so_in_words(listening) -> None:
    listening.editor.card.go(1)
    words_of_it = "The caller was blamed or mocked (critical for the customer)"
    name = f"Was the caller's upset met before the facts? – {words_of_it}"
    find(listening, name, QRadioButton).click()
    assert any("critical for the customer" in text for text in words(listening))


def test_score_and_what_is_left_are_always_in_sight(listening) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "111")
    assert "3 of 10 answered, 7 left" in words(listening)
    assert "100\N{NO-BREAK SPACE}% so far (pass mark 75\N{NO-BREAK SPACE}%)" in words(listening)


def test_finishing_too_early_goes_to_the_first_open_question(listening, app) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "11")
    listening.editor.card.go(6)
    type_in(listening, "1")
    hit(listening, K.Key_Return, CTRL)
    assert app.notices.last.text == "7 questions still need an answer. Here is the first."
    assert listening.editor.card.filling.current == 2
    assert listening.window().focusWidget().accessibleName().startswith("Did it become clear")
    type_in(listening, "1")
    assert answers(listening)[2] == 1


def test_the_last_note_becomes_evidence_by_one_key(listening) -> None:
    type_in(listening, "whole story heard")
    hit(listening, K.Key_F5)
    hit(listening, K.Key_L, ALT)
    assert kept(listening).notes[0].question == "room-for-story"
    hit(listening, K.Key_L, ALT)
    assert kept(listening).notes[0].question == ""


def test_a_note_is_changed_where_it_stands(listening) -> None:
    type_in(listening, "promised fryday")
    hit(listening, K.Key_Return)
    hit(listening, K.Key_Up)
    hit(listening, K.Key_Return)
    write(listening, "Words of this note", "promised Friday")
    second = find(listening, "Second of this note")
    second.setText("0:31")
    QTest.keyClick(second, K.Key_Return)
    press(listening, "Done changing the note")
    (note,) = kept(listening).notes
    assert (note.text, note.at_s) == ("promised Friday", 31)
    assert listening.window().focusWidget() is find(listening, "Note", NoteField)


def test_a_removed_note_comes_back_with_undo(listening, app) -> None:
    type_in(listening, "hello")
    hit(listening, K.Key_Return)
    hit(listening, K.Key_Up)
    hit(listening, K.Key_Delete)
    assert kept(listening).notes == ()
    app.undo.undo()
    assert [note.text for note in kept(listening).notes] == ["hello"]
    assert find(listening, "Notes", NoteList).lines.rowCount() == 1


def test_a_note_that_could_not_be_stored_stands_in_the_field_again(listening, app, monkeypatch) -> None:
    def full(*_args):
        raise DiskFull(app.store.path)

    type_in(listening, "long and valuable")
    monkeypatch.setattr(jotting, "stamp", full)
    hit(listening, K.Key_Return)
    assert find(listening, "Note", NoteField).text() == "long and valuable"
    assert app.notices.last.kind == "error"


def test_a_half_written_note_and_answers_are_back_after_reopening(listening, app) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "12")
    type_in(listening, "half a no")
    press(listening, "Put aside")
    settle()
    carry_on = next(b for b in shown(listening, QPushButton) if b.text().startswith("Carry on: Imani Okafor"))
    assert "2 of 10 answered, 8 left" in carry_on.text()
    carry_on.click()
    assert find(listening, "Note", NoteField).text() == "half a no"
    assert listening.editor.notes.begun_at == kept(listening).observation.pending_at_s
    assert listening.editor.card.filling.answers[:2] == bytes([1, 2])
    assert listening.editor.card.filling.current == 2


def test_changing_the_scorecard_keeps_the_answers_and_can_be_undone(listening, app) -> None:
    hit(listening, K.Key_F2)
    type_in(listening, "3and")
    full = next(card for card in kept(listening).cards if card.form.name == "Full call")
    find(listening, "Scorecard", Choice).chosen.emit(full.id)
    assert listening.editor.card.filling.answers[1] == 3
    assert find(listening, "Note", NoteField).text() == "and"
    app.undo.undo()
    assert answers(listening) == bytes([3] + [0] * 9)


def test_notes_only_is_a_choice_and_can_be_finished(listening) -> None:
    find(listening, "Scorecard", Choice).chosen.emit(None)
    type_in(listening, "calm throughout")
    hit(listening, K.Key_Return, CTRL)
    assert [note.text for note in kept(listening).notes] == ["calm throughout"]
    assert "Notes only, without a scorecard" in words(listening)


def test_discarding_can_be_undone(listening, app) -> None:
    type_in(listening, "hello")
    hit(listening, K.Key_F5)
    press(listening, "Discard this observation")
    assert listening.stack.currentWidget() is listening.start
    app.undo.undo()
    assert listening.stack.currentWidget() is listening.editor
    assert [note.text for note in kept(listening).notes] == ["hello"]


def test_why_this_score_lays_out_and_copies_the_sum(app, page, floor, contact) -> None:
    done = evaluate(floor, contact, option=1)
    app.go("monitoring", ("evaluation", done.id))
    told = find(page, "Why this score", QTextBrowser).toPlainText()
    assert "Calculated score: (2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2 + 2) ÷ (4 + 4" in told
    assert "= 50 %" in told
    press(page, "Copy the sum")
    assert "Reported score: the same" in QGuiApplication.clipboard().text()
    assert not has(page, "Finish evaluation")


def test_targets_lead_to_agent_note_and_draft(app, listening, floor) -> None:
    type_in(listening, "hello")
    hit(listening, K.Key_Return)
    note = kept(listening).notes[0].id
    app.go("monitoring", ("agent", floor.agent))
    assert listening.stack.currentWidget() is listening.start
    assert listening.start.agents.current()[0].id == floor.agent
    assert listening.window().focusWidget() is listening.start.live
    app.go("monitoring", ("note", note))
    assert listening.stack.currentWidget() is listening.editor
    assert find(listening, "Notes", NoteList).current().id == note
    app.go("monitoring", "new")
    assert listening.window().focusWidget().accessibleName() == "Find an agent"


def test_a_clock_is_set_by_hand_and_a_wrong_time_changes_nothing(listening) -> None:
    hit(listening, K.Key_T, ALT)
    field = listening.window().focusWidget()
    field.setText("soon")
    QTest.keyClick(field, K.Key_Return)
    assert kept(listening).observation.clock_offset_s == 0
    field.setText("2:05")
    QTest.keyClick(field, K.Key_Return)
    assert kept(listening).observation.clock_offset_s == 125
    assert find(listening, "Clock: 2:05", QLabel).text() == "2:05"


def test_a_running_clock_shows_the_call_in_minutes_and_seconds(listening) -> None:
    hit(listening, K.Key_F4)
    begun = kept(listening).observation.clock_started_at
    listening.editor.clock._now = (begun + timedelta(minutes=4, seconds=32)).astimezone
    listening.editor.clock.tick()
    assert has(listening, "Clock: 4:32")


def test_only_one_side_shows_where_both_do_not_fit(listening, window) -> None:
    window.resize(700, 640)
    settle()
    assert listening.editor.notes.isVisible()
    assert not listening.editor.card.isVisible()
    hit(listening, K.Key_F2)
    assert not listening.editor.notes.isVisible()
    type_in(listening, "1")
    type_in(listening, "now a note")
    assert listening.editor.notes.isVisible()
    assert (answers(listening)[0], kept(listening).observation.pending) == (1, "now a note")
