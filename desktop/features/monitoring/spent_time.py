"""How long the evaluator works on an observation: counted while it is on screen in the window they are at."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

TICK_MS = 5000
LONGEST_S = 3 * TICK_MS / 1000
"""A longer gap between two ticks means that the machine slept."""


class SpentTime(QObject):
    """`counted` carries the seconds by now, at each tick that added some. They are the evaluator's own."""

    counted = Signal(float)

    def __init__(self, screen: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(screen)
        self._screen, self._now = screen, now
        self._seconds = 0.0
        self._since: datetime | None = None
        screen.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def begin(self, seconds: float) -> None:
        """Count on from here."""
        self._seconds = seconds
        self._since = self._now() if self._is_at_work() else None
        self._timer.start()

    def seconds(self) -> float:
        return self._seconds

    def tick(self) -> None:
        """Add what has passed since the last tick, if the evaluator was there then and is still."""
        now, before = self._now(), self._since
        self._since = now if self._is_at_work() else None
        if before is None:
            return
        passed = (now - before).total_seconds()
        if 0 < passed <= LONGEST_S:
            self._seconds += passed
            self.counted.emit(self._seconds)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Show)
        if event.type() in kinds and self._timer.isActive():
            self.tick()
            if event.type() == QEvent.Type.Hide:
                self._timer.stop()
                self._since = None
        return super().eventFilter(watched, event)

    def _is_at_work(self) -> bool:
        return self._screen.isVisible() and self._screen.isActiveWindow()
