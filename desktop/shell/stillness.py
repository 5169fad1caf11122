"""Notices that nobody has touched keys, mouse or screen for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

LOOK_EVERY_MS = 5000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


def seconds_awake_or_asleep() -> float:
    """Seconds since some moment, which no clock setting moves; time asleep counts where the system tells."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Stillness(QObject):
    """`reached` comes once when nothing was touched in this application for the minutes asked for."""

    reached = Signal()

    def __init__(
        self, parent: QObject | None = None, seconds: Callable[[], float] = seconds_awake_or_asleep
    ) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._limit_s = 0.0
        self._touched = seconds()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, minutes: float) -> None:
        """Begin to wait for so many minutes of stillness, from now."""
        self.rest()
        self._limit_s = minutes * 60
        self._touched = self._seconds()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def rest(self) -> None:
        """Look no more."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def look(self) -> None:
        """See whether it has been still for long enough."""
        if self._timer.isActive() and self._seconds() - self._touched >= self._limit_s:
            self.rest()
            self.reached.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and event.spontaneous():
            self._touched = self._seconds()
        return False
