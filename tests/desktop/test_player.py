"""The player as it is seen, heard by a screen reader and driven by keys; and how little of it is painted."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.coaching.sound import Span, figures
from desktop.coaching.speech import Peaks
from desktop.shell.context import App
from desktop.widgets.player.decoding import Source
from desktop.widgets.player.lanes import NoteMark, outline
from desktop.widgets.player.playback import RATES, Playback, Trouble
from desktop.widgets.player.player import Player, Tape
from desktop.widgets.player.waveform import HEAD_PX, Waveform
from tests.desktop.made_calls import LENGTH_S, call, write_call
from tests.desktop.sound_files import write_wav
from tests.pages.finding import find, has, key, settle, words
from tests.pages.opening import open_app


@pytest.fixture
def app(qtbot):
    with open_app() as app:
        yield app


@pytest.fixture
def player(app: App, qtbot, tmp_path: Path) -> Player:
    made = Player(app)
    qtbot.addWidget(made)
    made.resize(900, 260)
    made.show()
    made.open(Tape(Source(write_call(tmp_path)), agent=0))
    settle()
    return made


class Painted(QObject):
    """What a widget paints."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.regions: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions += list(event.region())
        return False


def wave(player: Player) -> Waveform:
    return find(player, "Recording", Waveform)


def test_the_help_line_says_shares_silence_and_talking_over(player: Player) -> None:
    line = next(text for text in words(player) if text.startswith("As help"))
    assert "Agent 44" in line
    assert "Caller 23" in line
    assert "longest 5 s at 0:07" in line
    assert "talked over once" in line


def test_the_figures_open_and_say_that_they_are_no_score(player: Player) -> None:
    find(player, "More on what is heard").click()
    assert any("counts in no score" in text for text in words(player))
    assert has(player, "Less on what is heard")


def test_who_talked_over_whom_is_said(player: Player) -> None:
    find(player, "More on what is heard").click()
    assert any("Caller came in 1 time while the other was speaking" in text for text in words(player))


def test_the_sides_can_be_changed_round(player: Player, qtbot) -> None:
    sides = player.transport.sides
    with qtbot.waitSignal(player.agent_chosen) as chosen:
        sides.activated.emit(1)
    assert chosen.args == [1]
    assert player.lanes() == ((1, "Agent"), (0, "Caller"))


def test_where_nobody_said_whose_side_is_which_none_is_guessed(app: App, qtbot, tmp_path: Path) -> None:
    made = Player(app)
    qtbot.addWidget(made)
    made.open(Tape(Source(write_call(tmp_path))))
    assert made.lanes() == ((0, "Left"), (1, "Right"))


def test_a_pause_on_one_side_alone_is_called_no_silence(app: App, qtbot, tmp_path: Path) -> None:
    made = Player(app)
    qtbot.addWidget(made)
    made.open(Tape(Source(write_wav(tmp_path, "agent.wav", seconds=9)), alone="Agent"))
    assert made.lanes() == ((0, "Agent"),)
    assert made.figures is not None
    assert made.figures.silences == ()
    assert not any("silence" in text for text in words(made.help))
    assert not made.transport.skip.isEnabled()


def test_a_screen_reader_finds_a_slider_with_the_seconds(player: Player) -> None:
    slider = wave(player)
    interface = QAccessible.queryAccessibleInterface(slider)
    assert interface.role() == QAccessible.Role.Slider
    player.playback.jump(9.0)
    assert (slider.value(), slider.maximum()) == (9, int(LENGTH_S))
    assert slider.accessibleDescription() == "0:09 of 0:24"


@pytest.mark.parametrize(
    ("pressed", "held", "second"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 15.0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 5.0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 0.0),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, LENGTH_S),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, LENGTH_S),
    ],
)
def test_keys_go_through_the_recording(player: Player, pressed, held, second) -> None:
    player.playback.jump(10.0)
    key(wave(player), pressed, held)
    assert player.playback.seconds() == pytest.approx(second)


def test_letters_and_numbers_are_left_to_the_page(player: Player) -> None:
    slider = wave(player)
    slider.setFocus()
    heard: list[str] = []

    class Page(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.KeyPress and watched is player:
                heard.append(event.text())
            return False

    page = Page()
    player.installEventFilter(page)
    for letter in (Qt.Key.Key_A, Qt.Key.Key_1):
        key(slider, letter)
    assert heard == ["a", "1"]


def test_a_click_on_a_note_goes_to_its_second_and_one_below_to_its_place(player: Player) -> None:
    slider = wave(player)
    player.wave.show_notes([NoteMark(12.0, "strength", "greets by name")])
    middle = slider.width() // 2
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(middle + 3, 4))
    assert player.playback.seconds() == 12.0
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 4, slider.height() - 5))
    assert player.playback.seconds() == pytest.approx(6.0, abs=0.1)


def test_the_playhead_does_not_paint_the_whole(player: Player) -> None:
    slider = wave(player)
    slider.repaint()
    settle()
    drawn, painted = slider.drawn, Painted(slider)
    for step in range(20):
        slider.show_second(3.0 + step / 10)
        settle()
    assert slider.drawn == drawn
    assert painted.regions
    assert max(rect.width() for rect in painted.regions) <= 2 * HEAD_PX + 8


def test_a_second_that_moves_no_pixel_paints_nothing(player: Player) -> None:
    slider = wave(player)
    slider.show_second(3.02)
    slider.repaint()
    settle()
    painted = Painted(slider)
    slider.show_second(3.021)
    settle()
    assert painted.regions == []


def test_notes_and_the_theme_draw_the_lanes_anew(player: Player) -> None:
    slider = wave(player)
    slider.grab()
    before = slider.drawn
    player.wave.show_notes([NoteMark(3.0, "", "hello")])
    slider.grab()
    player.wave.show_notes([NoteMark(3.0, "", "hello")])
    slider.grab()
    assert slider.drawn == before + 1


def test_each_control_has_a_name(player: Player) -> None:
    for name in ("Recording", "Play the recording", "Back 5 seconds", "Speed", "Skip silences", "Loudness"):
        assert has(player, name), name


def test_a_damaged_file_is_said_in_a_sentence(app: App, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "call.mp3"
    path.write_bytes(b"nothing that sounds" * 50)
    made = Player(app)
    qtbot.addWidget(made)
    said: list[str] = []
    made.troubled.connect(said.append)
    made.open(Tape(Source(path)))
    assert any("damaged" in text for text in said)


def test_speed_and_loudness_are_remembered(player: Player, app: App, qtbot) -> None:
    player.transport.step_rate(1)
    player.transport.volume.setValue(40)
    player.transport.skip.click()
    again = Player(app)
    qtbot.addWidget(again)
    assert (again.playback.rate, again.playback.skips) == (1.25, True)
    assert again.playback.loudspeaker.volume == 40
    assert again.transport.rate.value() == 1.25


def test_an_outline_has_a_column_for_each_pixel() -> None:
    peaks = Peaks(1, bytes([0xF6, 10, 0xEC, 20, 0xE2, 30, 0xD8, 40]))
    assert outline(peaks, 0, 2) == [(-20, 20), (-40, 40)]
    assert len(outline(peaks, 0, 9)) == 9
    assert outline(peaks, 1, 5) == []


def play_on(playback: Playback, second: float, qtbot) -> None:
    with qtbot.waitSignal(playback.moved, timeout=20_000, check_params_cb=lambda at_s: at_s >= second):
        playback.play()


@pytest.fixture
def playback(qtbot):
    made = Playback()
    yield made
    made.close()


@pytest.mark.parametrize("in_memory", [False, True])
def test_a_recording_runs_without_any_loudspeaker(playback, qtbot, tmp_path, in_memory) -> None:
    path = write_call(tmp_path)
    said: list[Trouble] = []
    playback.troubled.connect(said.append)
    playback.open(Source(data=call()) if in_memory else Source(path), 2.0)
    play_on(playback, 2.5, qtbot)
    playback.pause()
    assert not playback.plays()
    assert 2.5 <= playback.seconds() < 5
    assert set(said) <= {Trouble.NO_DEVICE}


def test_a_recording_can_be_gone_through_before_it_is_drawn(app, qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Player, "_measure", lambda self, tape: None)
    made = Player(app)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.playback.opened, timeout=20_000):
        made.open(Tape(Source(write_call(tmp_path))))
    key(made.wave, Qt.Key.Key_End)
    assert made.playback.seconds() == LENGTH_S
    assert made.wave.accessibleDescription() == "0:24 of 0:24"


def test_the_loudspeaker_is_missed_once(playback, qtbot, tmp_path) -> None:
    said: list[Trouble] = []
    playback.troubled.connect(said.append)
    playback.open(Source(write_call(tmp_path)))
    for _ in range(3):
        playback.play()
        playback.pause()
    assert len(said) <= 1


def test_a_jump_while_it_plays_goes_on_from_there(playback, qtbot, tmp_path) -> None:
    playback.open(Source(write_call(tmp_path)))
    play_on(playback, 0.3, qtbot)
    playback.jump(20.0)
    play_on(playback, 20.3, qtbot)
    assert playback.seconds() < 23


def test_a_silence_is_skipped_and_said(playback, qtbot, tmp_path) -> None:
    playback.open(Source(write_call(tmp_path)), 7.5)
    playback.silences = [Span(7.0, 12.0)]
    playback.set_skips(True)
    with qtbot.waitSignal(playback.skipped, timeout=20_000) as skipped:
        playback.play()
    assert skipped.args[0] == pytest.approx(8.3, abs=0.6)
    assert skipped.args[1] == pytest.approx(11.7)
    assert playback.seconds() == pytest.approx(11.7)


def test_the_end_stops_at_the_last_second(playback, qtbot, tmp_path) -> None:
    playback.open(Source(write_call(tmp_path)), LENGTH_S - 0.5)
    with qtbot.waitSignal(playback.ended, timeout=20_000):
        playback.play()
    assert playback.seconds() == pytest.approx(LENGTH_S)
    assert not playback.plays()


def test_every_rate_keeps_the_pitch(playback, qtbot, tmp_path) -> None:
    playback.open(Source(write_call(tmp_path)))
    for rate in RATES:
        playback.set_rate(rate)
        assert playback._player.playbackRate() == rate
        assert playback._player.pitchCompensation()
    with pytest.raises(ValueError, match="3"):
        playback.set_rate(3.0)


def test_without_the_library_it_says_so_and_nothing_breaks(playback, monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PySide6.QtMultimedia", None)
    said: list[Trouble] = []
    playback.troubled.connect(said.append)
    playback.open(Source(write_call(tmp_path)), 3.0)
    playback.play()
    assert said == [Trouble.NO_LIBRARY]
    assert not playback.plays()


def test_the_made_call_has_one_long_silence(player: Player) -> None:
    assert player.known is not None
    assert len(figures(player.known.heard).silences) == 2
