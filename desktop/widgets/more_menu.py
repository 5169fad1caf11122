"""The quiet button behind which stands what is rarely done, so that what is often done stands out."""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

from desktop.shell.controls import Button, on_button
from desktop.shell.text import tr

_MARKED = re.compile("&(.)")


class MoreMenu(Button):
    """Shown while at least one of its actions is visible. Down, Enter and Space open it; in the open menu the
    underlined letter does what stands there.
    """

    def __init__(self, name: str) -> None:
        super().__init__(tr("More") + " ▾")
        self.setAccessibleName(name)
        self.setProperty("role", "quiet")
        self.menu_of_more = QMenu(self)
        self.menu_of_more.setAccessibleName(name)
        self.menu_of_more.aboutToShow.connect(self._underline)
        self.clicked.connect(self.open_menu)

    def add(self, action: QAction, words: str, slot: Callable[[], None]) -> None:
        """Add an action; from then on its visibility decides whether it is offered."""
        action.setText(on_button(words))
        action.triggered.connect(slot)
        action.changed.connect(self._follow)
        self.menu_of_more.addAction(action)

    def open_menu(self) -> None:
        """Open it under the button, the keyboard on its first line."""
        self.menu_of_more.popup(self.mapToGlobal(self.rect().bottomLeft()))
        offered = [action for action in self.menu_of_more.actions() if action.isVisible()]
        if offered:
            self.menu_of_more.setActiveAction(offered[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        if self.parentWidget() is not None:
            self.setVisible(any(action.isVisible() for action in self.menu_of_more.actions()))

    def _underline(self) -> None:
        """Give each line that is offered a letter of its own."""
        taken: set[str] = set()
        for action in self.menu_of_more.actions():
            words = _MARKED.sub(r"\1", action.text())
            place = next((at for at, sign in enumerate(words) if _is_free(sign, taken)), None)
            if action.isVisible() and place is not None:
                taken.add(words[place].casefold())
                action.setText(on_button(words[:place]) + "&" + on_button(words[place:]))


def _is_free(sign: str, taken: set[str]) -> bool:
    return sign.isascii() and sign.isalpha() and sign.casefold() not in taken
