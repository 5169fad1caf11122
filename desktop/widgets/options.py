"""A choice among a few worded answers, each with the key that picks it.

They are Qt's own radio buttons, so that keyboards, touch and screen readers know them; only the look is
ours, because Qt's do not wrap their words and have no place for the key.
"""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QSizePolicy

from desktop.shell.theme import Theme

WRAP = Qt.TextFlag.TextWordWrap
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignVCenter


def wrapped_height(font: QFont, text: str, width: int) -> int:
    """How high a text stands in this width, in pixels."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 40), 0), WRAP | LEFT, text).height()


def strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


class OptionButton(QRadioButton):
    """One answer: its key in a box, its words, and a `warning` below them where there is one.

    `moved` carries an arrow key's direction, -1 or 1. Space chooses; Enter too, unless left to the page.
    """

    moved = Signal(int)

    def __init__(
        self, theme: Theme, key: str, words: str, warning: str = "", enter_chooses: bool = True
    ) -> None:
        super().__init__(words)
        self.setShortcut(QKeySequence())  # an & in the words is no mark of a key
        self._theme, self._key, self._warning = theme, key, warning
        self._enter_chooses = enter_chooses
        # Arrow keys of an exclusive group would choose while moving: here only a choice chooses.
        self.setAutoExclusive(False)
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
        if event.key() in arrows and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_choice(event):
            self.click()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _is_choice(self, event: QKeyEvent) -> bool:
        return self._enter_chooses and not event.modifiers()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(self, painter, self._theme, self.isChecked())
        gap, box = self._theme.space(1.5), self._box()
        self._paint_key(painter, box)
        room = self.rect().adjusted(self._indent(), gap, -gap, -gap)
        painter.setFont(strong(self.font()) if self.isChecked() else self.font())
        plain = "text" if self.isEnabled() else "muted"
        painter.setPen(self._theme.colour("selection_text" if self.isChecked() else plain))
        align = LEFT if self._warning else Qt.AlignmentFlag.AlignLeft | MIDDLE
        painter.drawText(room, WRAP | align, self.text())
        if self._warning:
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("critical"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._warning)
        painter.end()

    def _paint_key(self, painter: QPainter, box: QRect) -> None:
        on = self.isChecked()
        painter.setPen(QPen(self._theme.colour("accent" if on else "line_strong"), 1))
        painter.setBrush(self._theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(strong(self.font()) if on else self.font())
        painter.setPen(self._theme.colour("accent_text" if on else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)

    def _box(self) -> QRect:
        edge = self.fontMetrics().height() + 2
        line = self._theme.row_height()
        return QRect(self._theme.space(2), (min(line, self.height()) - edge) // 2, edge + 2, edge)

    def _indent(self) -> int:
        return self._box().right() + self._theme.space(2.5)


def paint_ground(widget: QAbstractButton, painter: QPainter, theme: Theme, chosen: bool) -> None:
    """The quiet surface under a painted control: chosen, under the pointer, and the ring of the focus."""
    area = widget.rect().adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen:
        painter.setBrush(theme.colour("selection"))
        painter.drawRoundedRect(area, 6, 6)
    elif widget.underMouse() and widget.isEnabled():
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(area, 6, 6)
    if widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("selection_text" if chosen else "focus"), 2))
        painter.drawRoundedRect(area, 6, 6)
