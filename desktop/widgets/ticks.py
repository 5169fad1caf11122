"""One of several things that may hold together: Qt's own check box, with the key that ticks it in its box."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox

from desktop.shell.theme import Theme
from desktop.widgets.options import AnswerFace, step_of

TICK = "✓"


class TickButton(QCheckBox):
    """Its key in a box, a tick in the key's place once it holds, its words, and a `warning` below them.

    `moved` carries an arrow key's direction, -1 or 1. Space ticks; Enter is left to whoever it stands in.
    """

    moved = Signal(int)

    def __init__(self, theme: Theme, key: str, words: str, warning: str = "") -> None:
        super().__init__(words)
        self._face = AnswerFace(theme, key, warning, corner=2, mark=TICK)
        self._face.fit(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._face.height(self, width)

    def sizeHint(self) -> QSize:
        return self._face.usual_size(self)

    def minimumSizeHint(self) -> QSize:
        return self._face.least_size(self)

    def hitButton(self, _place: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = step_of(event)
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._face.paint(self)
