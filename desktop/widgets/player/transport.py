"""The buttons under a recording: play, jumps, speed, silences, loudness, and whose side is which."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSlider, QWidget

from desktop.shell.controls import Button, button, label
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, Switch
from desktop.widgets.player.loudspeaker import LOUDEST
from desktop.widgets.player.playback import RATES
from desktop.widgets.player.waveform import STEP_S
from desktop.widgets.player.wording import rate_choices


class Transport(QWidget):
    """Only asks; `show_…` say how things are. `agent_chosen` carries the channel that is the agent's."""

    toggled = Signal()
    stepped = Signal(float)
    rate_chosen = Signal(object)
    skip_chosen = Signal(bool)
    volume_chosen = Signal(int)
    agent_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.play = button("", self.toggled.emit)
        self.back = self._step(-STEP_S, tr("Back 5 seconds"))
        self.forward = self._step(STEP_S, tr("Forward 5 seconds"))
        self.time = label("")
        self.rate = Choice(tr("Speed"), rate_choices(), 1.0)
        self.rate.setMinimumContentsLength(4)
        self.skip = Switch(tr("Skip silences"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.sides = Choice(tr("The agent’s side"))
        self._connect()
        flow = FlowLayout(self, 8)
        for widget in (self.play, self.back, self.forward, self.time, self.rate, self.skip):
            flow.addWidget(widget)
        flow.addWidget(self.volume)
        flow.addWidget(self.sides)
        self.show_playing(False)
        self.show_time(0.0, 0.0)
        self.sides.hide()

    def show_playing(self, playing: bool) -> None:
        self.play.setText(tr("Pause") if playing else tr("Play"))
        self.play.setAccessibleName(tr("Pause the recording") if playing else tr("Play the recording"))
        self._theme.set_icon(self.play, "pause" if playing else "play")

    def show_time(self, at_s: float, whole_s: float) -> None:
        words = f"{clock(at_s)} / {clock(whole_s)}"
        if words != self.time.text():
            self.time.setText(words)
            self.time.setAccessibleName(tr("{time} of {whole}", time=clock(at_s), whole=clock(whole_s)))

    def show_choices(self, rate: float, skips: bool, volume: int) -> None:
        self.rate.show_value(rate)
        self.skip.show_value(skips)
        self.volume.setValue(volume)

    def show_sides(self, channel: int | None, shown: bool) -> None:
        """Which channel is the agent's; None where nobody has said."""
        choices: list[tuple[object, str]] = [(0, tr("Agent left")), (1, tr("Agent right"))]
        if channel is None:
            choices.insert(0, (None, tr("Whose side?")))
        self.sides.set_choices(choices)
        self.sides.show_value(channel)
        self.sides.setVisible(shown)

    def step_rate(self, step: int) -> None:
        """The next faster rate (1) or slower one (−1), if there is one."""
        place = RATES.index(self.rate.value()) + step
        if 0 <= place < len(RATES):
            self.rate.show_value(RATES[place])
            self.rate_chosen.emit(RATES[place])

    def fold(self, narrow: bool) -> None:
        """Where room is short, what keys and the system do too makes way."""
        for widget in (self.back, self.forward, self.volume):
            widget.setVisible(not narrow)

    def _step(self, seconds: float, name: str) -> Button:
        sign = "−" if seconds < 0 else "+"
        made = Button(f"{sign}{abs(seconds):g} s")
        made.setAccessibleName(name)
        made.setProperty("role", "quiet")
        made.setProperty("seconds", seconds)
        made.clicked.connect(self._tell_step)
        return made

    def _tell_step(self) -> None:
        self.stepped.emit(float(self.sender().property("seconds")))

    def _connect(self) -> None:
        for widget in (self.play, self.back, self.forward):
            # A click must not take the typing away from a note.
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setAccessibleName(tr("Loudness"))
        self.volume.setToolTip(tr("Loudness"))
        self.volume.setRange(0, LOUDEST)
        self.volume.setValue(LOUDEST)
        self.volume.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        self.volume.valueChanged.connect(self.volume_chosen)
        self.rate.chosen.connect(self.rate_chosen)
        self.skip.chosen.connect(self.skip_chosen)
        self.sides.chosen.connect(self.agent_chosen)
