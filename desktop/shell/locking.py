"""What locking does, and what waits for a user while they are away: the place they were at, and typed text.

Python can't overwrite a `str` or `bytes`: keys and texts are let go of and collected, not wiped, and the
memory they stood in is used again by and by. What must not be found on disk never goes there in the clear.
"""

import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from desktop.shell.clipboard import HINT
from desktop.shell.context import App
from desktop.shell.held import unseal
from desktop.shell.session import SessionWatch
from desktop.shell.stillness import Stillness
from desktop.shell.text import tr

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.store import Store

Place = tuple[str, object]


@dataclass(slots=True)
class Away:
    """What is kept, in memory alone, for users who have been locked out, by their uid."""

    places: dict[bytes, Place] = field(default_factory=dict)
    sealed: dict[bytes, bytes] = field(default_factory=dict)

    def keep_sealed(self, user: bytes, sealed: bytes | None) -> None:
        if sealed is not None:
            self.sealed[user] = sealed

    def give_back(self, app: App, store: "Store", unlocked: "Unlocked") -> None:
        """Ask the store once more to take what it had refused this user before they were locked out."""
        sealed = self.sealed.pop(unlocked.user, None)
        if sealed is None:
            return
        for write in unseal(sealed, store, unlocked.own):
            app.jobs.keep(write.slot, write.work, *write.args)
        app.notices.say(tr("What you had typed before Deskside was locked is brought back and kept now."))


class Reasons(QObject):
    """`wanted` comes when the window should be locked without anybody asking for it."""

    wanted = Signal()

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self.stillness = Stillness(self)
        self.session = SessionWatch(self)
        self.stillness.reached.connect(self.wanted)
        self.session.left.connect(self.wanted)
        app.settings.changed.connect(self._follow_setting)

    def watch(self) -> None:
        """Somebody works in a protected store: wait for the minutes of its setting."""
        self.stillness.watch(self._app.settings.get("idle_minutes"))

    def rest(self) -> None:
        """Nothing is open that could be locked."""
        self.stillness.rest()

    def _follow_setting(self, key: str) -> None:
        if key == "idle_minutes" and self._app.unlocked is not None:
            self.watch()


def leave_nothing_on_screen(window: object) -> None:
    """Close boxes, menus and cards over the window, and empty the clipboard if what is in it is ours."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if popup is QApplication.activePopupWidget():
            break
    for widget in QApplication.topLevelWidgets():
        if widget is not window and isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    clipboard = QGuiApplication.clipboard()
    copied = clipboard.mimeData()
    # Not every system tells whose it is; what Deskside copies carries a mark.
    if clipboard.ownsClipboard() or (copied is not None and copied.hasFormat(HINT)):
        clipboard.clear()


def forget() -> None:
    """Have Python let go of what nothing names any more."""
    gc.collect()
