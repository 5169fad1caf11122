"""A finished evaluation with what was heard: its recording plays again, and its transcript is read beside."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.records.observations import NoteTag
from desktop.coaching.transcripts import read_transcript
from desktop.features.monitoring import actions, jotting, transcribing
from desktop.features.monitoring.heard_again import HeardAgain
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.sitting import Jotting
from desktop.shell.places import Place
from desktop.widgets.transcript import TranscriptList
from tests.builders import take_call
from tests.desktop.heard_floor import NONE, answer
from tests.desktop.made_calls import write_call
from tests.desktop.test_recording_strip import bring_in
from tests.pages.finding import find, has, key, press, settle
from tests.pages.opening import open_app, open_window

PLACES = (
    Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),
    Place("recordings", "Recordings", "play", "desktop.features.recordings.page:RecordingsPage"),
)
SAID = "[00:02] Agent: Good morning, this is Imani\n[00:09] Customer: my card was lost\n"
READ, LINES = "Read the transcript", "The transcript, to read"


@pytest.fixture
def contact(floor):
    return take_call(floor)


@pytest.fixture
def page(qtbot, floor):
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring")
        yield window.pages["monitoring"]


def finish(floor, contact) -> int:
    """Listened to and finished, with a note at second 9 that quotes the second line where there is one."""
    observation = actions.begin(floor.store, contact.id, floor.user)
    quoted = Jotting("", 9, NoteTag.STRENGTH, quote="Customer: my card was lost")
    transcribing.add_quote(floor.store, observation, quoted, floor.user)
    jotting.stamp(floor.store, observation, Jotting("Let her tell the story", 4), floor.user)
    answer(floor, actions.sitting(floor.store, observation).evaluation.id, 0)
    actions.finish(floor.store, observation, NONE, floor.user)
    return observation


def write_down(floor, contact) -> None:
    transcribing.keep_transcript(floor.store, contact.id, read_transcript(SAID), "", floor.user)


def again(page) -> HeardAgain:
    return page.why.again


def open_both(page, floor, contact, tmp_path: Path) -> int:
    bring_in(floor, contact, write_call(tmp_path))
    write_down(floor, contact)
    observation = finish(floor, contact)
    page.app.go("monitoring", observation)
    settle()
    return observation


def test_the_transcript_opens_beside_with_its_quoted_lines_marked(page, floor, contact) -> None:
    write_down(floor, contact)
    page.app.go("monitoring", finish(floor, contact))
    assert not has(page, LINES)
    press(page, READ)
    model = find(page, LINES, TranscriptList).model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert [line.endswith("quoted") for line in spoken] == [False, True]
    press(page, "Put the transcript away")
    assert not has(page, LINES)


def test_a_line_makes_the_recording_jump_to_its_second_and_can_not_be_marked(
    page, floor, contact, tmp_path
) -> None:
    open_both(page, floor, contact, tmp_path)
    press(page, READ)
    lines = find(page, LINES, TranscriptList)
    lines.setCurrentIndex(lines.model().index(1, 0))
    key(lines, Qt.Key.Key_Space)
    assert not any(line.marked for line in lines.model_of_lines.lines)
    key(lines, Qt.Key.Key_Return)
    assert again(page).player.playback.seconds() == 9


def test_a_note_makes_the_recording_jump_to_its_second(page, floor, contact, tmp_path) -> None:
    open_both(page, floor, contact, tmp_path)
    notes = find(page.why, "Notes", NoteList)
    notes.select(next(one.note.id for one in notes.lines.lines if one.note.at_s == 4))
    key(notes, Qt.Key.Key_Space)
    assert again(page).player.playback.seconds() == 4
    assert [mark.at_s for mark in again(page).player.wave.marks] == [4, 9]


def test_who_comes_for_a_note_finds_the_recording_at_its_second(page, floor, contact, tmp_path) -> None:
    observation = open_both(page, floor, contact, tmp_path)
    note = next(one for one in actions.sitting(floor.store, observation).notes if one.at_s == 9)
    page.app.go("recordings")
    page.app.go("monitoring", ("note", note.id))
    settle()
    assert again(page).player.playback.seconds() == 9
    assert has(page, "Play the recording")


def test_leaving_lets_go_of_the_recording_and_coming_back_finds_its_second(
    page, floor, contact, tmp_path
) -> None:
    open_both(page, floor, contact, tmp_path)
    again(page).jump(11)
    page.app.go("recordings")
    assert again(page).sound is None
    assert not again(page).player.playback.is_ready()
    page.app.go("monitoring")
    settle()
    assert again(page).player.playback.seconds() == 11


def test_without_either_nothing_is_offered(page, floor, contact) -> None:
    page.app.go("monitoring", finish(floor, contact))
    assert not has(page, READ)
    assert again(page).player.isHidden()
