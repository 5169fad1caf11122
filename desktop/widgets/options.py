"""A choice among a few worded answers, each with the key that picks it.

They are Qt's own radio buttons, so that keyboards, touch and screen readers know them; only the look is
ours, because Qt's do not wrap their words and have no place for the key.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class AnswerFace:
    """How a button looks that is an answer: its key in a box, its words, and a `warning` below them.

    `corner` rounds the box, in pixels; `mark` takes the key's place once the answer is chosen.
    """

    theme: Theme
    key: str
    warning: str
    corner: int
    mark: str = ""

    def fit(self, button: QAbstractButton) -> None:
        """Let the button be as high as its words need."""
        button.setShortcut(QKeySequence())  # an & in the words is no mark of a key
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)
        button.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def height(self, button: QAbstractButton, width: int) -> int:
        """How high it stands in this width, in pixels."""
        gap = self.theme.space(1.5)
        words = wrapped_height(strong(button.font()), button.text(), width - self._indent(button) - gap)
        below = button.fontMetrics().lineSpacing() if self.warning else 0
        return max(self.theme.row_height(), words + below + 2 * gap)

    def usual_size(self, button: QAbstractButton) -> QSize:
        wide = button.fontMetrics().averageCharWidth() * 44
        return QSize(wide, self.height(button, wide))

    def least_size(self, button: QAbstractButton) -> QSize:
        wide = self._indent(button) + button.fontMetrics().averageCharWidth() * 12
        return QSize(wide, self.theme.row_height())

    def paint(self, button: QAbstractButton) -> None:
        gap = self.theme.space(1.5)
        on = button.isChecked()
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(button, painter, self.theme, on)
        self._paint_key(button, painter, self._box(button))
        room = button.rect().adjusted(self._indent(button), gap, -gap, -gap)
        plain = "text" if button.isEnabled() else "muted"
        painter.setPen(self.theme.colour("selection_text" if on else plain))
        align = LEFT if self.warning else Qt.AlignmentFlag.AlignLeft | MIDDLE
        painter.drawText(room, WRAP | align, button.text())
        if self.warning:
            painter.setFont(button.font())
            painter.setPen(self.theme.colour("critical"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.warning)
        painter.end()

    def _paint_key(self, button: QAbstractButton, painter: QPainter, box: QRect) -> None:
        """The key in its box; the font it leaves is the one of the words."""
        on = button.isChecked()
        painter.setPen(QPen(self.theme.colour("accent" if on else "line_strong"), 1))
        painter.setBrush(self.theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, self.corner, self.corner)
        painter.setFont(strong(button.font()) if on else button.font())
        painter.setPen(self.theme.colour("accent_text" if on else "muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, (on and self.mark) or self.key)

    def _box(self, button: QAbstractButton) -> QRect:
        edge = button.fontMetrics().height() + 2
        line = min(self.theme.row_height(), button.height())
        return QRect(self.theme.space(2), (line - edge) // 2, edge + 2, edge)

    def _indent(self, button: QAbstractButton) -> int:
        return self._box(button).right() + self.theme.space(2.5)


class OptionButton(QRadioButton):
    """One answer: its key in a box, its words, and a `warning` below them where there is one.

    `moved` carries an arrow key's direction, -1 or 1. Space chooses; Enter too, unless left to the page.
    """

    moved = Signal(int)

    def __init__(
        self, theme: Theme, key: str, words: str, warning: str = "", enter_chooses: bool = True
    ) -> None:
        super().__init__(words)
        self._enter_chooses = enter_chooses
        # Arrow keys of an exclusive group would choose while moving: here only a choice chooses.
        self.setAutoExclusive(False)
        self._face = AnswerFace(theme, key, warning, corner=4)
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
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_choice(event):
            self.click()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _is_choice(self, event: QKeyEvent) -> bool:
        return self._enter_chooses and not event.modifiers()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._face.paint(self)


def step_of(event: QKeyEvent) -> int:
    """Where an arrow key leads among answers: -1 up, 1 down, 0 for any other key."""
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.modifiers() not in plain:
        return 0
    steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
    return steps.get(event.key(), 0)


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
