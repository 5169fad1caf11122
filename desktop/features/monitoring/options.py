"""The two painted controls of a scorecard: an answer to choose, and the line a question folds into.

They are Qt's own buttons, so that keyboards, touch and screen readers know them; only the look is ours,
because Qt's do not wrap their words and have no place for the key that chooses them.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QRadioButton, QSizePolicy

from desktop.shell.colours import meaning_mark
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
    """One answer: its key in a box, its words, and for a critical one its shape and class below.

    `moved` carries an arrow key's direction, -1 or 1; the letter is the one pressed with Alt.
    """

    moved = Signal(int)

    def __init__(self, theme: Theme, key: str, words: str, critical: str = "") -> None:
        super().__init__(words)
        self._theme, self._key, self._critical = theme, key, critical
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
        below = self.fontMetrics().lineSpacing() if self._critical else 0
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
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(self, painter, self._theme, self.isChecked())
        gap, box = self._theme.space(1.5), self._box()
        self._paint_key(painter, box)
        room = self.rect().adjusted(self._indent(), gap, -gap, -gap)
        painter.setFont(strong(self.font()) if self.isChecked() else self.font())
        painter.setPen(self._theme.colour("selection_text" if self.isChecked() else "text"))
        align = LEFT if self._critical else Qt.AlignmentFlag.AlignLeft | MIDDLE
        painter.drawText(room, WRAP | align, self.text())
        if self._critical:
            painter.setFont(self.font())
            painter.setPen(self._theme.colour("critical"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._critical)
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


class QuestionLine(QPushButton):
    """A question folded into one line: number, words, and at the right its answer; open, the words wrap."""

    def __init__(self, theme: Theme, number: int, words: str) -> None:
        super().__init__(words)
        self._theme, self._number = theme, str(number)
        self._answer, self._mark, self._open = "", "", False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_state(self, is_open: bool, answer: str, mark: str) -> None:
        """`answer` stands at the right after its `mark`, the key or sign that gave it; blank while open."""
        if (is_open, answer, mark) != (self._open, self._answer, self._mark):
            self._open, self._answer, self._mark = is_open, answer, mark
            self.setToolTip("" if is_open else f"{self.text()}\n{answer}")
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._open:
            return self._theme.row_height()
        gap = self._theme.space(1.5)
        words = wrapped_height(strong(self.font()), self.text(), width - self._indent() - gap)
        return max(self._theme.row_height(), words + 2 * gap)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().averageCharWidth() * 44
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._indent() + self.fontMetrics().averageCharWidth() * 12, self._theme.row_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            event.ignore()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(self, painter, self._theme, False)
        gap = self._theme.space(1.5)
        room = self.rect().adjusted(gap, gap if self._open else 0, -gap, -gap if self._open else 0)
        align = LEFT if self._open else Qt.AlignmentFlag.AlignLeft | MIDDLE
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(room, align, self._number)
        room.setLeft(self._indent())
        if self._open:
            painter.setFont(strong(self.font()))
            painter.setPen(self._theme.colour("text"))
            painter.drawText(room, WRAP | LEFT, self.text())
        else:
            self._paint_folded(painter, room)
        painter.end()

    def _paint_folded(self, painter: QPainter, room: QRect) -> None:
        metrics = self.fontMetrics()
        mark = metrics.horizontalAdvance("00") + self._theme.space(1)
        wide = min(metrics.horizontalAdvance(self._answer), round(room.width() * 0.4)) if self._answer else 0
        place = QRect(room.right() - wide, room.top(), wide + 1, room.height())
        elided = metrics.elidedText(self._answer, Qt.TextElideMode.ElideRight, wide + 1)
        painter.setPen(self._theme.colour("text" if self._mark else "muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | MIDDLE, elided)
        key = QRect(place.left() - mark, room.top(), mark, room.height())
        painter.setFont(strong(self.font()))
        painter.drawText(key, Qt.AlignmentFlag.AlignLeft | MIDDLE, self._mark)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour("muted" if self._mark else "text"))
        words = metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, key.left() - room.left() - self._theme.space(2)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | MIDDLE, words)

    def _indent(self) -> int:
        return self._theme.space(1.5) + self.fontMetrics().horizontalAdvance("00") + self._theme.space(2)


def paint_ground(widget: QAbstractButton, painter: QPainter, theme: Theme, chosen: bool) -> None:
    """The quiet surface under a painted control: chosen, under the pointer, and the ring of the focus."""
    area = widget.rect().adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen:
        painter.setBrush(theme.colour("selection"))
        painter.drawRoundedRect(area, 6, 6)
    elif widget.underMouse():
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(area, 6, 6)
    if widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("selection_text" if chosen else "focus"), 2))
        painter.drawRoundedRect(area, 6, 6)


def critical_sign(words: str) -> str:
    return f"{meaning_mark('critical').shape} {words}" if words else ""
