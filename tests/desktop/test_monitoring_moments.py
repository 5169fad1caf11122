"""Moments by one key each, evidence by key and by hand, the card of keys, no key with two meanings."""

from collections import Counter
from datetime import datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

from db.queries import contacts, people
from db.records.contacts import Channel, NewContact
from db.records.observations import EvaluationState, Fact, NoteTag, Source
from desktop.features.monitoring.contact_line import contact_facts
from desktop.features.monitoring.key_card import MonitoringKeys
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.page import MonitoringPage
from desktop.features.monitoring.sitting import Jotting
from tests.builders import new_floor, take_call
from tests.pages.finding import find, has, press, settle, words
from tests.pages.listening import ALT, CTRL, hit, kept, type_in
from tests.pages.opening import open_app, open_window

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, floor) -> MonitoringPage:
    contact = take_call(floor)
    with open_window(app) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring")
        app.go("monitoring", ("contact", contact.id))
        yield window.pages["monitoring"]


def focused(page: MonitoringPage) -> str:
    return page.window().focusWidget().accessibleName()


def write_note(page: MonitoringPage, text: str) -> int:
    type_in(page, text)
    hit(page, K.Key_Return)
    return max(note.id for note in kept(page).notes)


def test_each_fact_is_one_key_and_stands_at_its_second(page) -> None:
    page.editor.desk.put_clock(65)
    keys = {
        Fact.VOLUNTEERED: (K.Key_F10, Qt.KeyboardModifier.NoModifier),
        Fact.REPEAT_CONTACT: (K.Key_F5, SHIFT),
        Fact.SELF_SERVICE_FAILED: (K.Key_F6, SHIFT),
        Fact.CHANNEL_SWITCH: (K.Key_F7, SHIFT),
        Fact.TRANSFER: (K.Key_F8, SHIFT),
        Fact.REPEATING: (K.Key_F9, SHIFT),
    }
    assert set(keys) == set(Fact)
    for key, held in keys.values():
        hit(page, key, held)
    notes = kept(page).notes
    assert [note.fact for note in notes] == list(keys)
    assert {note.at_s for note in notes} == {65}
    assert [note.tag for note in notes] == [None] + [NoteTag.EFFORT] * 5
    assert all(note.text for note in notes)


def test_a_fact_takes_the_words_that_are_being_typed(page) -> None:
    type_in(page, "third call this week")
    hit(page, K.Key_F5, SHIFT)
    (note,) = kept(page).notes
    assert (note.text, note.fact, kept(page).observation.pending) == (
        "third call this week",
        Fact.REPEAT_CONTACT,
        "",
    )


def test_a_fact_on_a_chosen_note_is_stated_there_and_taken_back_by_undo(page) -> None:
    write_note(page, "again from the start")
    hit(page, K.Key_Up)
    hit(page, K.Key_F9, SHIFT)
    assert [note.fact for note in kept(page).notes] == [Fact.REPEATING]
    page.app.undo.undo()
    assert [note.fact for note in kept(page).notes] == [None]
    page.app.undo.redo()
    assert [note.fact for note in kept(page).notes] == [Fact.REPEATING]


def test_a_fact_made_by_its_key_alone_is_undone_as_a_whole(page) -> None:
    hit(page, K.Key_F10)
    page.app.undo.undo()
    assert kept(page).notes == ()


def test_the_facts_are_in_a_menu_too(page) -> None:
    moments = page.editor.notes.moments
    moments.menu.actions()[1].trigger()
    assert [note.fact for note in kept(page).notes] == [Fact.REPEAT_CONTACT]
    assert all(action.shortcut().isEmpty() for action in moments.menu.actions())


def test_a_promise_asks_who_how_and_when_in_the_flow(page) -> None:
    type_in(page, "we will call back")
    hit(page, K.Key_F7)
    assert focused(page) == "Who keeps the promise"
    type_in(page, "Imani")
    hit(page, K.Key_Return)
    type_in(page, "by phone")
    hit(page, K.Key_Return)
    type_in(page, "Friday")
    hit(page, K.Key_Return)
    (note,) = kept(page).notes
    assert (note.tag, note.who, note.how, note.due) == (NoteTag.PROMISE, "Imani", "by phone", "Friday")
    assert page.window().focusWidget() is find(page, "Note", NoteField)
    page.app.undo.undo()
    assert kept(page).notes[0].due == ""


def test_escape_keeps_what_there_is_of_a_promise(page) -> None:
    hit(page, K.Key_F7)
    type_in(page, "Im")
    hit(page, K.Key_Escape)
    (note,) = kept(page).notes
    assert (note.text, note.who, note.due) == ("A promise was made.", "Im", "")
    type_in(page, "x")
    assert kept(page).observation.pending == "x"


def test_the_notes_are_summed_up_beside_their_heading(page) -> None:
    hit(page, K.Key_F10)
    hit(page, K.Key_F10)
    hit(page, K.Key_F8, SHIFT)
    hit(page, K.Key_F7)
    assert "1 promise · already said ×2 · transfer" in words(page)


def test_a_note_says_its_fact_to_a_screen_reader(page) -> None:
    hit(page, K.Key_F5, SHIFT)
    notes = find(page, "Notes", NoteList)
    told = notes.lines.data(notes.lines.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "0:00, Effort, Repeat contact, The caller had been in touch about this before."


def drop(page: MonitoringPage, note_id: int, position: int) -> None:
    """Drag a note of the list onto a question, as the mouse would."""
    notes, block = page.editor.notes.list, page.editor.card.blocks[position]
    notes.select(note_id)
    data: QMimeData = notes.lines.mimeData([notes.currentIndex()])
    event = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    block.dropEvent(event)


def test_notes_are_dragged_onto_a_question_as_its_evidence(page) -> None:
    first, second = write_note(page, "she let him finish"), write_note(page, "no question before")
    drop(page, first, 2)
    drop(page, second, 2)
    key = page.editor.card.blocks[2].question.key
    assert [note.question for note in kept(page).notes] == [key, key]
    page.editor.card.open_question(2)
    assert {"she let him finish", "no question before"} <= set(words(page.editor.card.blocks[2]))
    press(page, "Unlink: she let him finish")
    assert [note.question for note in kept(page).notes] == ["", key]
    page.app.undo.undo()
    assert [note.question for note in kept(page).notes] == [key, key]


def test_a_note_on_screen_is_gone_to_by_space_and_from_anywhere(page) -> None:
    asked: list[float] = []
    page.editor.jump_to.connect(asked.append)
    page.editor.desk.put_clock(40)
    write_note(page, "hold")
    page.editor.desk.put_clock(300)
    hit(page, K.Key_J, ALT)
    assert kept(page).observation.clock_offset_s == 40
    page.editor.desk.put_clock(300)
    hit(page, K.Key_Up)
    hit(page, K.Key_Space)
    assert (kept(page).observation.clock_offset_s, asked) == (40, [40, 40])


def test_a_quote_is_a_note_of_its_own(page) -> None:
    page.editor.desk.notes.stamp(Jotting("", 12, None, None, "I called on Monday", "room-for-story"))
    (note,) = kept(page).notes
    assert (note.text, note.quote, note.question, note.at_s) == (
        "I called on Monday",
        "I called on Monday",
        "room-for-story",
        12,
    )


def test_no_two_keys_of_the_window_are_the_same(page) -> None:
    """Qt says nothing of two shortcuts with one key: neither works then."""
    found = [
        shortcut.key().toString()
        for shortcut in page.window().findChildren(QShortcut)
        if shortcut.parent() in (page, page.window())
    ]
    named = [button.shortcut().toString() for button in page.findChildren(QAbstractButton)]
    twice = [key for key, n in Counter([*found, *filter(None, named)]).items() if n > 1]
    assert twice == []


def test_no_key_of_the_page_prints_or_is_the_rails(page) -> None:
    rail = {f"Alt+{n}" for n in range(1, 10)}
    keys = [shortcut.key() for shortcut in page.findChildren(QShortcut) if shortcut.parent() is page]
    assert rail.isdisjoint(key.toString() for key in keys)
    plain = [key.toString() for key in keys if "+" not in key.toString()]
    assert all(key.startswith("F") and key[1:].isdigit() for key in plain), plain


def test_the_card_tells_every_key_of_the_page_once(page) -> None:
    card = page.key_card(page.window())
    assert isinstance(card, MonitoringKeys)
    told = set(words(card))
    for key in page.keys:
        assert QKeySequence(key.key).toString(QKeySequence.SequenceFormat.NativeText) in told
        assert key.text in told
    card.deleteLater()
    settle()


def test_beside_the_agent_there_is_no_scorecard_and_no_score_until_asked_for(app, page) -> None:
    page.editor.put_aside.emit()
    hit(page, K.Key_F4, SHIFT)
    assert kept(page).observation.source is Source.SIDE_BY_SIDE
    assert not page.editor.card.isVisible()
    type_in(page, "warm hello")
    hit(page, K.Key_F2)
    assert page.editor.card.isVisible()
    assert page.editor.notes.isVisible()
    type_in(page, "1")
    assert not any("so far" in text for text in words(page))
    press(page, "Show the running score")
    assert any("so far" in text for text in words(page))
    hit(page, K.Key_F11)
    assert not page.editor.card.isVisible()


def test_the_evaluators_time_counts_only_at_work_and_is_in_nothing_else(page, app) -> None:
    start = app.clock()
    at = [start]
    page.editor.spent._now = lambda: at[0]
    page.editor.spent.begin(50)
    at[0] = start.fromtimestamp(start.timestamp() + 12, start.tzinfo)
    page.editor.spent.tick()
    assert kept(page).observation.spent_s == 62
    assert "1 min on this" in words(page)
    page.editor.put_aside.emit()
    at[0] = start.fromtimestamp(start.timestamp() + 24, start.tzinfo)
    page.editor.spent.tick()
    assert kept(page).observation.spent_s == 62


def test_the_line_on_the_contact_tells_what_is_known(page, floor) -> None:
    sitting = kept(page)
    facts = dict(contact_facts(sitting, page.app.clock().date()))
    assert list(facts) == ["Team", "Stage", "Contact", "Reference", "When", "Heard", "Drawn"]
    assert (facts["Contact"], facts["Drawn"]) == ("Call, inbound", "Chosen by hand")


def test_a_new_observation_takes_over_the_person_on_screen(app, page, floor) -> None:
    with floor.store.writing("agent") as db:
        people.add_agent(db, "Aaron First", floor.team)
    hit(page, K.Key_N, CTRL)
    assert page.stack.currentWidget() is page.start
    assert page.start.agents.current()[0].id == floor.agent


def test_a_ten_question_scorecard_takes_at_most_twelve_keys(page) -> None:
    keys = 0

    def press_key(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        keys += 1
        hit(page, key, held)

    press_key(K.Key_F2)
    while kept(page).evaluation.answers.count(0):
        press_key(K.Key_1)
    press_key(K.Key_Return, CTRL)
    assert kept(page).evaluation.state is EvaluationState.FINAL
    assert len(kept(page).evaluation.answers) == 10
    assert keys <= 12


def test_half_an_evaluation_is_whole_again_after_the_pages_are_gone(app, page) -> None:
    """As when the floor is locked, or another user signs in: pages are forgotten, the store is not."""
    note = write_note(page, "she let him finish")
    hit(page, K.Key_Up)
    hit(page, K.Key_L, ALT)
    hit(page, K.Key_Escape)
    hit(page, K.Key_F7)
    type_in(page, "Imani")
    hit(page, K.Key_Escape)
    hit(page, K.Key_F2)
    type_in(page, "12")
    hit(page, K.Key_F3, SHIFT)
    type_in(page, "half a comm")
    hit(page, K.Key_Escape)
    hit(page, K.Key_Escape)
    type_in(page, "half a no")
    id, window = page.editor.desk.id(), app.window
    window.forget_pages()
    settle()
    app.go("monitoring")
    app.go("monitoring", id)
    again: MonitoringPage = window.pages["monitoring"]
    assert find(again, "Note", NoteField).text() == "half a no"
    card = again.editor.card
    assert (card.filling.answers[:2], card.filling.current) == (bytes([1, 2]), 2)
    assert [each.value for each in kept(again).details] == ["half a comm"]
    assert {each.who for each in kept(again).notes} == {"Imani"}
    assert next(each for each in kept(again).notes if each.id == note).question == "room-for-story"


def test_what_is_read_has_no_clock(app, page, floor) -> None:
    new = NewContact(floor.agent, datetime(2026, 3, 3, 9, 30), "M-1", Channel.EMAIL)
    with floor.store.writing("contact") as db:
        id = contacts.add(db, new)
    app.go("monitoring", ("contact", id))
    assert kept(page).observation.source is Source.EMAIL_REVIEW
    assert not has(page, "Start the clock")
    hit(page, K.Key_F4)
    assert kept(page).observation.clock_started_at is None
