"""The line a question of the scorecard folds into, and the sign of a critical answer."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.shell.colours import meaning_mark
from desktop.shell.controls import tip
from desktop.shell.theme import Theme
from desktop.widgets.options import LEFT, MIDDLE, WRAP, paint_ground, strong, wrapped_height

EVIDENCE = "✎"
"""Before the number of notes that are evidence for a question."""


class QuestionLine(QPushButton):
    """A question folded into one line: number, words, and at the right its answer; open, the words wrap."""

    def __init__(self, theme: Theme, number: int, words: str) -> None:
        super().__init__(words)
        self.setShortcut(QKeySequence())  # an & in the words is no mark of a key
        self._theme, self._number = theme, str(number)
        self._answer, self._mark, self._open = "", "", False
        self._evidence, self._target = 0, False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_state(self, is_open: bool, answer: str, mark: str) -> None:
        """`answer` stands at the right after its `mark`, the key or sign that gave it; blank while open."""
        if (is_open, answer, mark) != (self._open, self._answer, self._mark):
            self._open, self._answer, self._mark = is_open, answer, mark
            self.setToolTip("" if is_open else tip(f"{self.text()}\n{answer}"))
            self.updateGeometry()
            self.update()

    def show_evidence(self, notes: int) -> None:
        """How many notes are evidence here; the line tells it while it is folded."""
        self._evidence = notes
        self.update()

    def show_target(self, on: bool) -> None:
        """Whether a note that is held over it would become evidence here."""
        self._target = on
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
        paint_ground(self, painter, self._theme, self._target)
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
        end = self._paint_evidence(painter, key)
        painter.setPen(self._theme.colour("muted" if self._mark else "text"))
        wide = end - room.left() - self._theme.space(2)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | MIDDLE, words)

    def _paint_evidence(self, painter: QPainter, key: QRect) -> int:
        """A small count of notes before the answer; where the words before it must end."""
        if not self._evidence:
            return key.left()
        told = f"{EVIDENCE}{self._evidence}"
        wide = self.fontMetrics().horizontalAdvance(told)
        place = QRect(key.left() - wide - self._theme.space(2), key.top(), wide + 1, key.height())
        painter.setPen(self._theme.colour("link"))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | MIDDLE, told)
        return place.left()

    def _indent(self) -> int:
        return self._theme.space(1.5) + self.fontMetrics().horizontalAdvance("00") + self._theme.space(2)


def critical_sign(words: str) -> str:
    return f"{meaning_mark('critical').shape} {words}" if words else ""
