"""One of several things that may hold together: Qt's own check box, with the key that ticks it in its box."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from desktop.shell.theme import Theme
from desktop.widgets.options import LEFT, MIDDLE, WRAP, paint_ground, strong, wrapped_height

TICK = "✓"


class TickButton(QCheckBox):
    """Its key in a box, a tick in the key's place once it holds, its words, and a `warning` below them.

    `moved` carries an arrow key's direction, -1 or 1. Space ticks; Enter is left to whoever it stands in.
    """

    moved = Signal(int)

    def __init__(self, theme: Theme, key: str, words: str, warning: str = "") -> None:
        super().__init__(words)
        self.setShortcut(QKeySequence())  # an & in the words is no mark of a key
        self._theme, self._key, self._warning = theme, key, warning
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        gap = self._theme.space(1.5)
        words = wrapped_height(strong(self.font()), self.text(), width - self._indent() - gap)
        below = self.fontMetrics().lineSpacing() if self._warning else 0
        return max(self._theme.row_height(), words + below + 2 * gap)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 44
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._indent() + self.fontMetrics().averageCharWidth() * 12, self._theme.row_height())

    def hitButton(self, _place: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in arrows and event.modifiers() in plain:
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        paint_ground(self, painter, self._theme, on)
        gap, box = self._theme.space(1.5), self._box()
        painter.setPen(QPen(self._theme.colour("accent" if on else "line_strong"), 1))
        painter.setBrush(self._theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, 2, 2)
        painter.setFont(strong(self.font()) if on else self.font())
        painter.setPen(self._theme.colour("accent_text" if on else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, TICK if on else self._key)
        room = self.rect().adjusted(self._indent(), gap, -gap, -gap)
        painter.setPen(self._theme.colour("selection_text" if on else "text"))
        align = LEFT if self._warning else Qt.AlignmentFlag.AlignLeft | MIDDLE
        painter.drawText(room, WRAP | align, self.text())
        if self._warning:
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("critical"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._warning)
        painter.end()

    def _box(self) -> QRect:
        edge = self.fontMetrics().height() + 2
        line = self._theme.row_height()
        return QRect(self._theme.space(2), (min(line, self.height()) - edge) // 2, edge + 2, edge)

    def _indent(self) -> int:
        return self._box().right() + self._theme.space(2.5)
