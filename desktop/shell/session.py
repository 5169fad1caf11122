"""Hears from the system that it goes to sleep or that its screen is locked, where it tells.

Linux tells on D-Bus (logind, and the screen savers of the desktops), Windows by messages to a window, macOS
by its distributed notifications. Where nothing can be heard, stillness and Ctrl+L still lock.
"""

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QCoreApplication, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SLEEP = (_LOGIN, "/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep")
_LOCK = (_LOGIN, "", f"{_LOGIN}.Session", "Lock")
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)


class SessionWatch(QObject):
    """`left` comes when the computer goes to sleep or its session is locked. `heard` names what is listened
    to, for the settings page; empty where the system tells nothing.
    """

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard: tuple[str, ...] = ()
        self._native: Any = None

    def begin(self, window_id: int) -> None:
        """Listen from now on; `window_id` is that of the main window (only Windows asks for it)."""
        if sys.platform == "win32":
            self._hear_windows(window_id)
        elif sys.platform == "darwin":
            self._hear_macos()
        else:
            from PySide6.QtDBus import QDBusConnection

            self.hear_buses(QDBusConnection.systemBus(), QDBusConnection.sessionBus())

    def hear_buses(self, system: "QDBusConnection", session: "QDBusConnection") -> None:
        """Listen to logind on one bus and to the screen savers on the other."""
        begins, locks = SLOT("follow(bool)"), SLOT("follow_lock()")
        # All of them are asked, not only up to the first that is there.
        savers = [self._hears(session, (saver, "", saver, "ActiveChanged"), begins) for saver in _SAVERS]
        heard = {
            "sleep": self._hears(system, _SLEEP, begins),
            "lock": self._hears(system, _LOCK, locks),
            "screen": any(savers),
        }
        self.heard = tuple(kind for kind, is_heard in heard.items() if is_heard)

    def _hears(self, bus: "QDBusConnection", names: tuple[str, str, str, str], slot: object) -> bool:
        if not bus.isConnected():
            return False
        # The stubs ask for bytes, and PySide takes only what SLOT made.
        return bus.connect(*names, self, slot)  # type: ignore[call-overload, no-any-return]

    @Slot(bool)
    def follow(self, begins: bool) -> None:
        """Sleep or screen saver begins (True) or has ended."""
        if begins:
            self.left.emit()

    @Slot()
    def follow_lock(self) -> None:
        """The session is locked."""
        self.left.emit()

    def _hear_windows(self, window_id: int) -> None:
        from desktop.shell.session_windows import WindowsMessages

        messages = WindowsMessages(self.left.emit)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(messages)
            self._native = messages
            self.heard = ("sleep", "lock") if messages.register(window_id) else ("sleep",)

    def _hear_macos(self) -> None:
        from desktop.shell.session_macos import observe

        self._native = observe(self.left.emit)
        self.heard = ("lock",) if self._native is not None else ()
