"""A transcript beside the notes: pasted, read with the keyboard, quoted as evidence, taken away and back."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from db.queries import contacts, holdings, observations, transcripts
from db.records.contacts import Channel, NewContact
from db.records.transcripts import Speaker
from desktop.coaching.transcripts import read_transcript
from desktop.features.monitoring import transcribing
from desktop.features.monitoring.page import MonitoringPage
from desktop.shell.places import Place
from desktop.widgets.forms import Choice
from desktop.widgets.transcript import TranscriptList
from tests.db.test_erasure import erase
from tests.pages.finding import find, has, pick, settle, words, write
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

K, M = Qt.Key, Qt.KeyboardModifier
SHIFT = M.ShiftModifier
BOTH = M.ControlModifier | SHIFT
CHAT = """[00:02] Agent: Good morning, this is Imani
[00:09] Customer: my card 4111 1111 1111 1111 was lost
[00:15] Agent: I am sorry, let me help you
[00:31] Customer: thank you
"""
UNCLEAR = "Speaker 1: hello\nSpeaker 2: hi\nSpeaker 1: how can I help\nSpeaker 2: my order"
PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)


@pytest.fixture
def chat(floor):
    new = NewContact(floor.agent, datetime(2026, 3, 2, 9, 30), "CH-1", Channel.CHAT)
    with floor.store.writing("contact") as db:
        return contacts.contact(db, contacts.add(db, new))


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app, chat) -> MonitoringPage:
    with open_window(app, PLACES) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring", ("contact", chat.id))
        yield window.pages["monitoring"]


def paste(page: MonitoringPage, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    hit(page, K.Key_V, BOTH)
    settle()


def lines(page: MonitoringPage) -> TranscriptList:
    return find(page, "Lines of the transcript", TranscriptList)


def spoken(page: MonitoringPage) -> list[str]:
    model = lines(page).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def notes(floor) -> list:
    with floor.store.reading() as db:
        return list(observations.notes_of_agent(db, floor.agent))


def test_a_chat_asks_for_its_transcript_and_a_pasted_one_is_read(page, app) -> None:
    assert "Paste the transcript (Ctrl+Shift+V) or open its file, to quote lines of it." in words(page)
    paste(page, CHAT)
    assert spoken(page)[0] == "Agent, 0:02, Good morning, this is Imani"
    assert spoken(page)[1].startswith("Customer, 0:09, my card ")
    assert "4111 1111" not in spoken(page)[1]
    assert app.notices.last.text == (
        "Kept 4 lines, read as plain text. 1 card number or security code was masked."
    )
    assert page.window().focusWidget() is lines(page)


def test_marked_lines_become_one_note_at_the_second_of_the_first(page, floor) -> None:
    paste(page, CHAT)
    hit(page, K.Key_Down)
    hit(page, K.Key_Down)
    hit(page, K.Key_Space)
    hit(page, K.Key_Down)
    hit(page, K.Key_Space)
    assert spoken(page)[2].endswith("marked")
    hit(page, K.Key_Return)
    settle()
    [note] = notes(floor)
    assert note.quote == "Agent: I am sorry, let me help you\nCustomer: thank you"
    assert (note.at_s, note.question) == (15.0, "")
    assert [one.endswith("quoted") for one in spoken(page)] == [False, False, True, True]


def test_one_key_puts_a_line_on_the_open_question_as_evidence(page, floor) -> None:
    paste(page, CHAT)
    question = page.editor.card.filling.question.key
    hit(page, K.Key_Return, SHIFT)
    settle()
    [note] = notes(floor)
    assert (note.question, note.at_s) == (question, 2.0)


def test_what_is_being_typed_stays_kept_while_a_line_is_quoted_and_that_is_undone(page, app, floor) -> None:
    type_in(page, "half a note")
    paste(page, CHAT)
    hit(page, K.Key_Return)
    settle()
    assert find(page, "Note").toPlainText() == "half a note"
    assert kept(page).observation.pending == "half a note"
    app.undo.undo()
    settle()
    assert (notes(floor), kept(page).observation.pending) == ([], "half a note")
    app.undo.redo()
    settle()
    assert [note.quote for note in notes(floor)] == ["Agent: Good morning, this is Imani"]


def test_letters_typed_on_the_lines_are_the_next_note(page) -> None:
    paste(page, CHAT)
    hit(page, K.Key_W)
    assert find(page, "Note").toPlainText() == "w"


def test_who_is_meant_is_asked_once_where_the_names_do_not_say_it(page, floor, chat) -> None:
    paste(page, UNCLEAR)
    choice = find(page, "Who is “Speaker 1”?", Choice)
    choice.show_value(Speaker.AGENT)
    choice.activated.emit(choice.currentIndex())
    other = find(page, "Who is “Speaker 2”?", Choice)
    other.show_value(Speaker.CUSTOMER)
    other.activated.emit(other.currentIndex())
    settle()
    assert [one.split(",")[0] for one in spoken(page)[:2]] == ["Speaker 1 · Agent", "Speaker 2 · Customer"]
    hit(page, K.Key_X, BOTH)
    settle()
    assert spoken(page)[0].startswith("Speaker 1 · Customer")
    assert [line.speaker for line in transcribing.held(floor.store, chat.id).lines[:2]] == [
        Speaker.CUSTOMER,
        Speaker.AGENT,
    ]


def test_words_are_found_in_the_lines_going_round(page) -> None:
    paste(page, CHAT)
    write(page, "Find in the transcript", "agent you")
    assert "not found" in words(page)
    write(page, "Find in the transcript", "you")
    assert "1 of 2" in words(page)
    page.transcript.find_next()
    assert (lines(page).currentIndex().row(), "2 of 2" in words(page)) == (3, True)
    page.transcript.find_next()
    assert lines(page).currentIndex().row() == 2


def test_what_is_no_transcript_is_told_and_the_one_there_stays(page, app) -> None:
    paste(page, CHAT)
    paste(page, '{"segments": [\n{"text": "a",}\n]}')
    assert app.notices.last.text == (
        "This is not whole JSON: line 2 can’t be read. Copy all of it, then paste again."
    )
    assert len(spoken(page)) == 4


def test_taking_it_away_keeps_the_quotes_and_can_be_undone(page, app, floor) -> None:
    paste(page, CHAT)
    hit(page, K.Key_Return)
    settle()
    pick(page, "Remove the transcript")
    settle()
    assert not has(page, "Lines of the transcript")
    assert len(notes(floor)) == 1
    app.undo.undo()
    settle()
    assert len(spoken(page)) == 4


def test_a_transcript_is_there_again_when_the_contact_is_opened_again(page, app, chat) -> None:
    paste(page, CHAT)
    page.editor.put_aside.emit()
    settle()
    app.go("monitoring", ("contact", chat.id))
    settle()
    assert len(spoken(page)) == 4


def test_of_several_conversations_one_is_chosen(page) -> None:
    turn = '{{"Events": [{{"Agent": "User", "Text": "{0}"}}, {{"Agent": "Wizard", "Text": "yes"}}]}}'
    paste(page, "\n".join(turn.format(word) for word in ("one", "two")))
    assert spoken(page)[0] == "User · Customer, one"
    field = find(page, "Conversation of the file")
    field.setValue(2)
    settle()
    assert spoken(page)[0] == "User · Customer, two"


def test_a_file_is_read_whatever_its_letters(floor, chat, tmp_path) -> None:
    for letters in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path = tmp_path / f"{letters}.txt"
        path.write_bytes("Agent: Grüß Gott\nCustomer: ja".encode(letters))
        assert transcribing.read_file(path).lines[0].text == "Grüß Gott"


def test_an_agent_at_the_desk_sees_no_transcript(floor, chat) -> None:
    read = read_transcript(CHAT)
    kept = transcribing.keep_transcript(floor.store, chat.id, read, "chat.txt", floor.user)
    assert (kept.transcript.file_name, kept.masked) == ("chat.txt", 1)
    floor.store.act_as(floor.user, agent=floor.agent)
    assert transcribing.held(floor.store, chat.id).transcript is None
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM transcript_line").fetchone()[0] == 0


def test_everything_held_on_an_agent_has_the_lines(floor, chat) -> None:
    read = read_transcript(CHAT)
    transcribing.keep_transcript(floor.store, chat.id, read, "", floor.user)
    with floor.store.reading() as db:
        rows = holdings.read(db, floor.agent).rows
    assert len(rows["transcript"]) == 1
    assert [row["text"] for row in rows["transcript_line"]][2] == "I am sorry, let me help you"


def test_another_transcript_takes_the_place_of_the_one_there_is(floor, chat) -> None:
    for text in (CHAT, UNCLEAR):
        transcribing.keep_transcript(floor.store, chat.id, read_transcript(text), "", floor.user)
    assert len(transcribing.held(floor.store, chat.id).lines) == 4
    with floor.store.reading() as db:
        assert transcripts.of_contact(db, chat.id).id == 2


def test_erasing_an_agent_erases_what_was_said_to_them(floor, chat) -> None:
    kept = transcribing.keep_transcript(floor.store, chat.id, read_transcript(CHAT), "", floor.user)
    assert kept.lines
    erase(floor.store, floor.agent)
    with floor.store.reading(whole=True) as db:
        counts = [
            db.execute(f"SELECT count(*) FROM main.{table}").fetchone()[0] for table in transcripts.TABLES
        ]
    assert counts == [0, 0]
