"""Monitoring with a recording: the clock is its second, keys drive it, and its loss costs nothing."""

import hashlib
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.queries import recordings
from db.records.observations import Source
from db.records.recordings import NewRecording, Side
from desktop.features.monitoring import actions, hearing
from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.recording_strip import RecordingStrip
from desktop.shell.places import Place
from desktop.widgets.player.waveform import Waveform
from tests.builders import Floor, take_call
from tests.desktop.made_calls import LENGTH_S, write_call
from tests.pages.finding import find, has, press, settle, words
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

PLACES = (
    Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),
    Place("recordings", "Recordings", "play", "desktop.features.recordings.page:RecordingsPage"),
)
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def contact(floor: Floor):
    return take_call(floor)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_call(tmp_path)


@pytest.fixture
def page(qtbot, floor: Floor):
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.resize(1366, 768)
        window.activateWindow()
        app.go("monitoring")
        yield window.pages["monitoring"]


def bring_in(floor: Floor, contact, file: Path, agent_channel: int | None = 0, side: Side = Side.BOTH) -> int:
    content = file.read_bytes()
    new = NewRecording(
        str(file.parent),
        file.name,
        hashlib.sha256(content).hexdigest(),
        len(content),
        agent_channel=agent_channel,
        side=side,
        contact_id=contact.id,
        agent_id=contact.agent_id,
    )
    with floor.store.writing("recording") as db:
        return recordings.add(db, new, floor.user.id)


@pytest.fixture
def strip(page, floor, contact, file) -> RecordingStrip:
    """A call with a recording, opened for listening."""
    bring_in(floor, contact, file)
    page.app.go("monitoring", ("contact", contact.id))
    settle()
    return page.recording


def second(page) -> str:
    return page.editor.clock.face.text()


def play_until(strip: RecordingStrip, at_s: float, qtbot) -> None:
    playback = strip.player.playback
    with qtbot.waitSignal(playback.moved, timeout=20_000, check_params_cb=lambda now: now >= at_s):
        if not playback.plays():
            strip._editor.clock.toggle()


def test_a_contact_with_a_recording_shows_its_lanes_and_figures(page, strip) -> None:
    assert has(page, "Recording", Waveform)
    assert any(text.startswith("As help: Agent 44") for text in words(page))


def test_the_clock_shows_the_recordings_second(page, strip) -> None:
    strip.player.playback.jump(14.0)
    assert second(page) == "0:14"
    assert has(page, "Play the recording")


def test_f4_plays_and_pauses_while_a_note_is_typed(page, strip, qtbot) -> None:
    type_in(page, "hears him ou")
    hit(page, Qt.Key.Key_F4)
    assert strip.player.playback.plays()
    assert has(page, "Pause the recording")
    type_in(page, "t")
    hit(page, Qt.Key.Key_F4)
    assert not strip.player.playback.plays()
    assert find(page, "Note", NoteField).text() == "hears him out"


def test_a_note_stands_at_the_second_its_typing_began(page, strip) -> None:
    strip.player.playback.jump(9.5)
    type_in(page, "asks why")
    strip.player.playback.jump(14.0)
    hit(page, Qt.Key.Key_Return)
    (note,) = kept(page).notes
    assert note.at_s == pytest.approx(9.5)
    assert [mark.at_s for mark in strip.player.wave.marks] == [pytest.approx(9.5)]


def test_keys_jump_and_change_the_speed_without_leaving_the_note(page, strip) -> None:
    player = strip.player
    type_in(page, "a")
    for code, held, at_s in (
        (Qt.Key.Key_Right, ALT | SHIFT, 15),
        (Qt.Key.Key_Right, ALT, 20),
        (Qt.Key.Key_Left, ALT | SHIFT, 5),
        (Qt.Key.Key_Left, ALT, 0),
    ):
        hit(page, code, held)
        assert player.playback.seconds() == at_s
    hit(page, Qt.Key.Key_Up, ALT | SHIFT)
    assert player.playback.rate == 1.25
    hit(page, Qt.Key.Key_End, ALT)
    assert player.playback.skips
    type_in(page, "b")
    assert find(page, "Note", NoteField).text() == "ab"


def test_a_jump_to_a_note_goes_to_its_second(page, strip) -> None:
    page.editor.go_to_second(6.0)
    assert strip.player.playback.seconds() == 6.0
    assert second(page) == "0:06"


def test_pausing_keeps_the_second_so_that_another_day_goes_on_there(page, strip, qtbot) -> None:
    observation = kept(page).observation.id
    strip.player.playback.jump(11.0)
    play_until(strip, 11.3, qtbot)
    press(page, "Pause the recording")
    assert kept(page).observation.clock_offset_s == pytest.approx(strip.player.playback.seconds())
    press(page, "Put aside")
    assert not strip.follows()
    page.app.go("monitoring", observation)
    assert 11.3 <= strip.player.playback.seconds() < 14
    assert not strip.player.playback.plays()


def test_putting_aside_stops_the_recording_and_keeps_its_second(page, strip, qtbot, floor) -> None:
    strip.player.playback.jump(3.0)
    play_until(strip, 3.2, qtbot)
    observation = kept(page).observation.id
    press(page, "Put aside")
    assert not strip.player.playback.plays()
    assert actions.sitting(floor.store, observation).observation.clock_offset_s >= 3.2


def test_what_was_worked_out_is_kept_for_the_next_time(page, strip, floor, contact) -> None:
    found = hearing.hear(floor.store, contact.id, floor.user)
    assert found.measured == strip.player.known or found.measured is not None
    assert found.measured.heard.duration_s == LENGTH_S
    assert found.measured.peaks == strip.player.known.peaks


def test_spoilt_facts_are_worked_out_anew(floor, contact, file) -> None:
    id = bring_in(floor, contact, file)
    with floor.store.writing("recording_sound") as db:
        recordings.put_sound(db, id, b"odd", "{}")
    assert hearing.hear(floor.store, contact.id, floor.user).measured is None


def test_whose_side_is_which_is_remembered_with_the_recording(page, floor, contact, file) -> None:
    bring_in(floor, contact, file, agent_channel=None)
    page.app.go("monitoring", ("contact", contact.id))
    player = page.recording.player
    assert player.lanes() == ((0, "Left"), (1, "Right"))
    player.transport.sides.chosen.emit(1)
    with floor.store.reading() as db:
        (recording,) = recordings.of_contact(db, contact.id)
    assert recording.agent_channel == 1
    assert player.lanes() == ((1, "Agent"), (0, "Caller"))


def test_two_one_sided_files_are_heard_as_one(page, floor, contact, tmp_path) -> None:
    from tests.desktop.sound_files import write_wav

    bring_in(floor, contact, write_wav(tmp_path, "agent.wav", 900), None, Side.AGENT)
    bring_in(floor, contact, write_wav(tmp_path, "caller.wav", 500), None, Side.CUSTOMER)
    page.app.go("monitoring", ("contact", contact.id))
    assert page.recording.player.lanes() == ((0, "Agent"), (1, "Caller"))
    assert not has(page, "The agent’s side")


def test_without_a_recording_there_is_but_a_quiet_way_to_add_one(page, floor, contact) -> None:
    page.app.go("monitoring", ("contact", contact.id))
    assert not has(page, "Recording", Waveform)
    assert has(page, "Add a recording")
    assert has(page, "Start the clock")
    press(page, "Add a recording")
    assert page.app.window.current_key == "recordings"


def test_a_recording_brought_in_meanwhile_is_heard_at_once(page, floor, contact, file) -> None:
    page.app.go("monitoring", ("contact", contact.id))
    bring_in(floor, contact, file)
    settle()
    assert page.recording.follows()
    assert not has(page, "Add a recording")


def test_a_live_call_has_no_recording_and_is_asked_for_none(page, floor) -> None:
    observation = actions.begin_live(floor.store, floor.agent, floor.user, Source.SIDE_BY_SIDE)
    page.app.go("monitoring", observation)
    assert not has(page, "Add a recording")
    assert not page.recording.follows()


def test_a_missing_file_is_said_and_the_clock_runs_by_itself(page, floor, contact, file) -> None:
    bring_in(floor, contact, file)
    file.unlink()
    page.app.go("monitoring", ("contact", contact.id))
    assert any("call.wav" in text for text in words(page))
    assert has(page, "Start the clock")
    type_in(page, "noted")
    hit(page, Qt.Key.Key_Return)
    assert [note.text for note in kept(page).notes] == ["noted"]


def test_a_file_that_is_no_sound_is_said_and_notes_go_on(page, floor, contact, tmp_path) -> None:
    odd = tmp_path / "call.wav"
    odd.write_bytes(b"nothing that sounds" * 99)
    bring_in(floor, contact, odd)
    page.app.go("monitoring", ("contact", contact.id))
    settle()
    type_in(page, "noted")
    hit(page, Qt.Key.Key_Return)
    assert any("can’t be played" in text for text in words(page))
    assert [note.text for note in kept(page).notes] == ["noted"]


def test_a_recording_pulled_away_while_it_plays_costs_nothing(page, floor, contact, tmp_path, qtbot) -> None:
    file = write_call(tmp_path, "long.wav", 1200.0)
    bring_in(floor, contact, file)
    page.app.go("monitoring", ("contact", contact.id))
    strip = page.recording
    strip.player.playback.jump(600.0)
    play_until(strip, 600.3, qtbot)
    type_in(page, "promises a call")
    os.truncate(file, 100_000)
    strip.player.transport.rate_chosen.emit(2.0)
    with qtbot.waitSignal(strip.player.troubled, timeout=60_000):
        pass
    assert any("broke off" in text for text in words(page))
    assert has(page, "Start the clock")
    hit(page, Qt.Key.Key_Return)
    (note,) = kept(page).notes
    assert (note.text, note.at_s) == ("promises a call", pytest.approx(600.5, abs=5))
    assert kept(page).observation.clock_offset_s >= 600.0
    type_in(page, "goes on")
    hit(page, Qt.Key.Key_Return)
    assert len(kept(page).notes) == 2


def test_without_the_sound_library_the_page_says_so_and_works(
    page, floor, contact, file, monkeypatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PySide6.QtMultimedia", None)
    bring_in(floor, contact, file)
    page.app.go("monitoring", ("contact", contact.id))
    assert any("lacks what Deskside plays sound with" in text for text in words(page))
    assert has(page, "Start the clock")


def test_finishing_lets_go_of_the_recording(page, strip, floor) -> None:
    page.editor.desk.finished.emit(kept(page))
    assert not strip.follows()
    assert not strip.player.playback.is_ready()
