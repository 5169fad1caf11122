"""The call's clock: m:ss in large figures, started, held and put right by hand."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.observations import Observation
from desktop.features.monitoring.sitting import elapsed, read_clock, runs
from desktop.features.monitoring.wording import ALT
from desktop.shell.controls import button, label, native
from desktop.shell.text import clock, tr
from desktop.widgets.forms import LineField

TICK_MS = 200


class ClockStrip(QWidget):
    """`toggled` asks to start or hold the clock at its second, `put` to set it to a second of the contact."""

    toggled = Signal(float)
    put = Signal(float)
    ticked = Signal(float)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.observation: Observation | None = None
        self._followed: Callable[[], float] | None = None
        self._toggle_followed: Callable[[], None] | None = None
        self.face = label("0:00", "title")
        self.start = button(tr("Start the clock"), self.toggle)
        self.change = button(tr("Set"), self.edit, tr("Set the clock"), role="quiet")
        self.change.setToolTip(tr("Set the clock to a second of the contact ({key})", key=native(f"{ALT}+T")))
        self.field = SecondField(tr("Second of the contact, as minutes and seconds"))
        self.field.kept.connect(self._put)
        self.field.left.connect(self._leave)
        self.field.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.face, self.field, self.start, self.change):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def show_observation(self, observation: Observation) -> None:
        self.observation = observation
        running = runs(observation) and self._followed is None
        if self._followed is None:
            self._tell(tr("Hold the clock") if running else tr("Start the clock"), running)
        if running and observation.ended_at is None:
            self._timer.start()
        else:
            self._timer.stop()
        self.tick()

    def follow(self, seconds: Callable[[], float], toggle: Callable[[], None]) -> None:
        """Show the second a recording has come to; F4 and the button then call `toggle` to play or pause.

        Whoever plays calls `show_playing` when that changes, and `tick` as the recording goes on.
        """
        self._followed, self._toggle_followed = seconds, toggle
        self._timer.stop()
        self.show_playing(False)

    def follow_none(self) -> None:
        """Run by itself again."""
        self._followed = self._toggle_followed = None
        if self.observation is not None:
            self.show_observation(self.observation)

    def show_playing(self, playing: bool) -> None:
        """Say what the recording does that the clock follows."""
        self._tell(tr("Pause the recording") if playing else tr("Play the recording"), playing)
        self.tick()

    def seconds(self) -> float:
        """The second of the contact that the clock shows."""
        if self._followed is not None:
            return max(0.0, self._followed())
        return elapsed(self.observation, self._now()) if self.observation is not None else 0.0

    def toggle(self) -> None:
        """Ask to hold the clock if it runs, else to let it run on from what it shows."""
        if self._toggle_followed is not None:
            self._toggle_followed()
        else:
            self.toggled.emit(self.seconds())

    def edit(self) -> None:
        """Offer the clock for changing."""
        self.field.show_second(self.seconds())
        self.face.hide()
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _tell(self, words: str, goes_on: bool) -> None:
        if self._followed is not None:
            word = tr("Pause") if goes_on else tr("Play")
        else:
            word = tr("Hold") if goes_on else tr("Start")
        self.start.setText(f"{word}  F4")
        self.start.setAccessibleName(words)

    def _put(self, at_s: float) -> None:
        self._leave()
        self.put.emit(at_s)

    def _leave(self) -> None:
        self.field.hide()
        self.face.show()

    def tick(self) -> None:
        """Show the second anew."""
        seconds = self.seconds()
        self.face.setText(clock(seconds))
        self.face.setAccessibleName(tr("Clock: {time}", time=clock(seconds)))
        self.ticked.emit(seconds)


class SecondField(LineField):
    """A second of the contact as `m:ss`. Enter keeps it (`kept`), Escape gives it up (`left`)."""

    kept = Signal(float)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name, placeholder="0:00", gated=False)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 14)

    def show_second(self, at_s: float) -> None:
        self.setText(clock(at_s))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._keep()
            return
        super().keyPressEvent(event)

    def _keep(self) -> None:
        seconds = read_clock(self.text())
        if seconds is None:
            self.setToolTip(tr("Minutes and seconds, such as 2:05"))
            self.selectAll()
            return
        self.kept.emit(seconds)
