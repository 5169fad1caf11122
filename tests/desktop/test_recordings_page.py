"""The page Recordings: everything by its accessible name, from a dropped file to listening."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QTableView

from db import attachments
from db.queries import contacts, people, recordings
from db.records.contacts import NewContact
from db.records.recordings import How
from desktop.features.recordings.page import RecordingsPage
from desktop.shell.places import Place
from desktop.shell.recordings import sound_of
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.forms import Choice, DayField
from desktop.widgets.tables import Table
from tests.builders import take_call
from tests.desktop.sound_files import write_wav
from tests.pages.finding import find, has, key, press, settle, words, write
from tests.pages.opening import open_app, open_window

PLACES = (
    Place("recordings", "Recordings", "play", "desktop.features.recordings.page:RecordingsPage"),
    Place("monitoring", "Monitoring", "monitoring", "tests.desktop.sample_page:SamplePage"),
)
FITS = "Imani_Okafor_2026-03-02_09-30-00_C-1.wav"


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def page(app) -> Iterator[RecordingsPage]:
    with open_window(app, PLACES) as window:
        window.resize(1500, 900)
        app.go("recordings")
        settle()
        yield window.pages["recordings"]


def table(page: RecordingsPage, name: str = "Recordings") -> Table:
    return find(page, name, QTableView).parentWidget()


def seen(page: RecordingsPage) -> list[tuple[str, str]]:
    """State and file of each row."""
    shown = table(page)
    columns = {column.key: column.text for column in shown.model.columns}
    return [(columns["state"](row), columns["file"](row)) for row in shown.rows()]


def choose(page: RecordingsPage, place: int = 0) -> None:
    """Put the cursor on a row."""
    rows = table(page).rows()
    assert table(page).select(lambda row: row is rows[place])
    settle()


def heard(page: RecordingsPage) -> object:
    """What monitoring was asked for."""
    monitoring = page.app.window.pages.get("monitoring")
    return monitoring.target if monitoring is not None else None


def drop(page: RecordingsPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))
    settle()


def test_a_dropped_recording_finds_its_contact_and_enter_listens(page, floor, tmp_path) -> None:
    call = take_call(floor)
    drop(page, write_wav(tmp_path / "in", FITS))
    assert seen(page) == [("Matched", FITS)]
    assert page.app.notices.last.text == "Brought in 1 recording. 1 found its contact."
    key(find(page, "Recordings", QTableView), Qt.Key.Key_Return)
    assert heard(page) == ("contact", call.id)


def test_a_page_of_nothing_says_what_its_side_is_for_and_opens_on_the_first(page, floor, tmp_path) -> None:
    assert any("What is known of a recording stands here" in text for text in words(page))
    paths = [write_wav(tmp_path / "in", name) for name in ("one.wav", "two.wav")]
    drop(page, *paths)
    assert page.table.current() is page.table.rows()[0]
    assert not any("What is known of a recording stands here" in text for text in words(page))


def test_a_file_whose_name_says_nothing_asks_and_becomes_a_contact(page, floor, tmp_path) -> None:
    drop(page, write_wav(tmp_path / "in", "hello.wav", seconds=2))
    assert seen(page) == [("Asks", "hello.wav")]
    assert page.window().focusWidget() is find(page, "Agent of the call", Choice)
    assert any("No contact fits" in text for text in words(page))
    press(page, "Make a contact of it")
    assert any("Say whose call it is." in text for text in words(page))
    agent = find(page, "Agent of the call", Choice)
    agent.show_value(floor.agent)
    find(page, "Day of the call", DayField).show_value(datetime(2026, 3, 4).date())
    write(page, "Time of the call", "14:05")
    press(page, "Make a contact of it")
    settle()
    assert seen(page) == [("Matched", "hello.wav")]
    with floor.store.reading() as db:
        (made,) = contacts.of_agent(db, floor.agent)
    assert (made.started_at, made.talk_s) == (datetime(2026, 3, 4, 14, 5), 2.0)
    assert page.window().focusWidget().accessibleName() == "Listen and evaluate"


def test_two_contacts_that_fit_are_put_to_a_person(page, floor, tmp_path) -> None:
    with floor.store.writing("contact") as db:
        for minute in (29, 31):
            contacts.add(db, NewContact(floor.agent, datetime(2026, 3, 2, 9, minute), f"D-{minute}"))
    page.app.settings.set("recording_names", "{agent}_{date}_{time}")
    drop(page, write_wav(tmp_path / "in", "Imani_Okafor_2026-03-02_09-30-00.wav"))
    assert [state for state, _ in seen(page)] == ["Asks"]
    choose(page)
    fitting = table(page, "Contacts that may fit")
    assert {row.reference for row in fitting.rows()} == {"D-29", "D-31"}
    fitting.select(lambda row: row.reference == "D-31")
    press(page, "It is this contact")
    settle()
    assert [state for state, _ in seen(page)] == ["Matched"]
    page.app.undo.undo()
    settle()
    assert [state for state, _ in seen(page)] == ["Asks"]


def test_a_missing_file_is_said_so_and_found_again_under_another_name(
    page, floor, tmp_path, monkeypatch
) -> None:
    take_call(floor)
    file = write_wav(tmp_path / "in", FITS)
    drop(page, file)
    other = tmp_path / "moved" / "renamed.wav"
    other.parent.mkdir()
    file.rename(other)
    write_wav(other.parent, "alike.wav", level=3)
    page.load()
    settle()
    assert seen(page) == [("Missing", FITS)]
    choose(page)
    assert any(f"not at {file} any more" in text for text in words(page))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(other.parent))
    press(page, "Look for it in a folder…")
    settle()
    assert seen(page) == [("Matched", "renamed.wav")]
    assert page.app.notices.last.text == "The recording is renamed.wav now."


def test_another_file_is_not_taken_for_the_missing_one(page, floor, tmp_path, monkeypatch) -> None:
    take_call(floor)
    file = write_wav(tmp_path / "in", FITS)
    drop(page, file)
    file.unlink()
    page.load()
    settle()
    choose(page)
    wrong = write_wav(tmp_path / "in", "other.wav", level=9)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(wrong), ""))
    press(page, "Point to the file…")
    settle()
    assert seen(page) == [("Missing", FITS)]
    assert page.app.notices.last.text.startswith("other.wav is another file")


def test_a_file_that_changed_its_size_is_said_so(page, floor, tmp_path) -> None:
    take_call(floor)
    file = write_wav(tmp_path / "in", FITS)
    drop(page, file)
    file.write_bytes(b"RIFF")
    page.load()
    settle()
    assert seen(page) == [("Changed", FITS)]


def test_a_copy_is_kept_when_asked_for_and_outlives_the_file(page, floor, tmp_path) -> None:
    take_call(floor)
    file = write_wav(tmp_path / "in", FITS)
    drop(page, file)
    choose(page)
    press(page, "Keep a copy with the floor")
    settle()
    file.unlink()
    page.load()
    settle()
    assert seen(page) == [("Matched", FITS)]
    with floor.store.reading() as db:
        (kept,) = recordings.attachments(db)
    assert len(attachments.read(floor.store.path, kept)) == kept.size


def test_by_policy_copies_are_kept_at_once(page, floor, tmp_path) -> None:
    page.app.settings.set("recording_policy", "keep")
    drop(page, write_wav(tmp_path / "in", FITS))
    assert [row.recording.how for row in table(page).rows()] == [How.KEPT]


def test_a_removed_recording_comes_back_by_undo_and_the_file_stays(page, floor, tmp_path) -> None:
    file = write_wav(tmp_path / "in", FITS)
    drop(page, file)
    choose(page)
    press(page, "Remove from the list")
    settle()
    assert not has(page, "Recordings", QTableView)
    assert file.exists()
    page.app.undo.undo()
    settle()
    assert [name for _, name in seen(page)] == [FITS]


def test_files_that_are_here_already_or_no_sound_are_named(page, floor, tmp_path) -> None:
    file = write_wav(tmp_path / "in", FITS)
    text = tmp_path / "in" / "notes.wav"
    text.write_text("no sound at all")
    drop(page, file)
    drop(page, file, text)
    assert page.app.notices.last.text == (
        "Brought in 0 recordings. Left out: " + f"{FITS} (here already), "
        "notes.wav (no sound that Deskside plays (WAV, MP3, Opus, M4A))."
    )


def test_a_file_opened_to_be_heard_goes_on_to_monitoring(page, floor, tmp_path) -> None:
    call = take_call(floor)
    page.app.go("recordings", write_wav(tmp_path / "in", FITS))
    settle()
    assert heard(page) == ("contact", call.id)


def test_a_file_opened_to_be_heard_that_asks_goes_on_once_it_is_decided(page, floor, tmp_path) -> None:
    call = take_call(floor)
    page.app.settings.set("recording_names", "{agent}_{date}_{time}")
    with floor.store.writing("contact") as db:
        contacts.add(db, NewContact(floor.agent, datetime(2026, 3, 2, 9, 31), "D-1"))
    page.app.go("recordings", write_wav(tmp_path / "in", "Imani_Okafor_2026-03-02_0930.wav"))
    settle()
    assert heard(page) is None
    table(page, "Contacts that may fit").select(lambda row: row.id == call.id)
    press(page, "It is this contact")
    settle()
    assert heard(page) == ("contact", call.id)


def test_the_list_narrows_to_what_asks(page, floor, tmp_path) -> None:
    take_call(floor)
    drop(page, write_wav(tmp_path / "in", FITS), write_wav(tmp_path / "in", "b.wav", level=1))
    assert page.header.state.text() == "2 recordings · 1 asks whose call it is"
    chips = find(page, "Which recordings", ChoiceChips)
    chips.show_value("asks")
    chips.chosen.emit("asks")
    settle()
    assert seen(page) == [("Asks", "b.wav")]


def test_recordings_out_of_reach_are_not_seen(page, floor, tmp_path) -> None:
    with floor.store.writing("team", "agent") as db:
        other = people.add_agent(db, "Tomasz Zieliński", people.add_team(db, "Mill Lane"))
    take_call(floor)
    drop(page, write_wav(tmp_path / "in", FITS))
    with floor.store.writing("recording", whole=True) as db:
        (one,) = recordings.rows(db)
        db.execute("UPDATE main.recording SET agent_id = ?, contact_id = NULL", [other])
    floor.store.act_as(floor.user)
    page.load()
    settle()
    assert one.recording.file_name == FITS
    assert not has(page, "Recordings", QTableView)


def test_a_long_number_in_a_name_that_is_no_card_leaves_the_name_as_it_is(page, floor, tmp_path) -> None:
    """Every tenth moment passes a card's check by chance."""
    name = "Imani_Okafor_2026-03-04_11-30-00_C-1.wav"
    drop(page, write_wav(tmp_path / "in", name))
    assert [one for _, one in seen(page)] == [name]


def test_a_card_number_in_a_name_is_never_stored_and_the_file_is_found_all_the_same(
    page, floor, tmp_path
) -> None:
    drop(page, write_wav(tmp_path / "in", "4242 4242 4242 4242.wav"))
    assert seen(page) == [("Asks", "•••• •••• •••• 4242.wav")]
    drop(page, tmp_path / "in")
    assert len(seen(page)) == 1


def test_a_recording_is_opened_from_monitoring_by_a_key_and_comes_back_to_be_heard(
    app, floor, tmp_path, monkeypatch
) -> None:
    call = take_call(floor)
    file = write_wav(tmp_path / "in", FITS)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    with open_window(app) as window:
        app.go("monitoring")
        settle()
        press(window.pages["monitoring"], "Open a recording…")
        settle()
        shown = window.pages["monitoring"].shown
        assert shown is not None
        assert shown.contact.id == call.id


def test_a_recording_is_played_where_it_asks_and_let_go_when_another_is_chosen(page, tmp_path) -> None:
    drop(page, write_wav(tmp_path / "in", "a.wav"), write_wav(tmp_path / "in", "b.wav", level=1))
    choose(page, 0)
    press(page, "Play it here")
    settle()
    player = page.detail.hear.playback
    assert player.is_ready()
    press(page, "Pause")
    choose(page, 1)
    assert not player.is_ready()


def test_contacts_are_made_of_all_whose_names_tell_enough_and_of_no_other(page, floor, tmp_path) -> None:
    names = [f"Imani_Okafor_2026-03-0{day}_09-30-00_M-{day}.wav" for day in (3, 4)]
    names.append("Nobody_Here_2026-03-05_09-30-00_M-5.wav")
    drop(page, *(write_wav(tmp_path / "in", name, level) for level, name in enumerate(names)))
    press(page, "Make contacts of those that say agent and start")
    settle()
    assert page.app.notices.last.text == "Made 2 contacts."
    assert sorted(seen(page)) == [("Asks", names[2]), ("Matched", names[0]), ("Matched", names[1])]
    with floor.store.reading() as db:
        assert {one.reference for one in contacts.of_agent(db, floor.agent)} == {"M-3", "M-4"}


def test_both_sides_of_a_call_go_to_one_contact(page, floor, tmp_path) -> None:
    page.app.settings.set("recording_names", "{agent}_{date}_{time}_{reference}_{side}")
    for level, side in enumerate(("agent", "caller")):
        write_wav(tmp_path / "in", f"Imani_Okafor_2026-03-03_0930_M-3_{side}.wav", level)
    drop(page, tmp_path / "in")
    choose(page)
    press(page, "Make a contact of it")
    settle()
    assert [state for state, _ in seen(page)] == ["Matched", "Matched"]
    with floor.store.reading() as db:
        (call,) = contacts.of_agent(db, floor.agent)
    sound = sound_of(floor.store, call.id, floor.user)
    assert sound is not None
    assert (sound.joined, sound.agent_channel, sound.missing) == (True, 0, False)
