"""A recording to be seen and gone through: a slider for keys and screen readers, lanes for the eye.

The lanes are drawn once for each size and theme. While it plays, only the columns that the playhead leaves
and enters are painted anew.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QToolTip

from desktop.shell.controls import tip
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.widgets.player.lanes import NoteMark, Picture, draw_lanes, draw_notes, x_of

STEP_S, LEAP_S, PAGE_S = 5.0, 15.0, 60.0
LANE_LINES, LOW_LINES = 1.6, 1.05
"""How high a lane is, in lines of text."""
NEAR_PX = 8
HEAD_PX = 4
_STEPS: dict[int, float] = {
    Qt.Key.Key_Left: -STEP_S,
    Qt.Key.Key_Down: -STEP_S,
    Qt.Key.Key_Right: STEP_S,
    Qt.Key.Key_Up: STEP_S,
    Qt.Key.Key_PageDown: -PAGE_S,
    Qt.Key.Key_PageUp: PAGE_S,
}


class Waveform(QSlider):
    """`wanted` asks for a second of the recording, `toggled` (Space, Enter) to play or pause.

    Its value for screen readers is in whole seconds; the description says the same as minutes.
    """

    wanted = Signal(float)
    toggled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.picture = Picture(0.0)
        self.marks: tuple[NoteMark, ...] = ()
        self.at_s = 0.0
        self.drawn = 0
        self._lane_lines = LANE_LINES
        self._ground: QPixmap | None = None
        self.setAccessibleName(tr("Recording"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._forget)

    def show_picture(self, picture: Picture) -> None:
        """Show another recording, or more of what is known of it."""
        self.picture = picture
        self.setRange(0, int(picture.duration_s))
        self._describe()
        self.updateGeometry()
        self._forget()

    def fold(self, narrow: bool) -> None:
        """Draw lower lanes where room is short."""
        self._lane_lines = LOW_LINES if narrow else LANE_LINES
        self.updateGeometry()

    def show_notes(self, marks: Sequence[NoteMark]) -> None:
        """Show these notes, in the order of the call."""
        if tuple(marks) != self.marks:
            self.marks = tuple(marks)
            self._forget()

    def show_second(self, at_s: float) -> None:
        """Move the playhead; nothing but its old and its new place is painted."""
        before = self._head()
        self.at_s = at_s
        after = self._head()
        if before != after:
            self.update(before)
            self.update(after)
        if int(at_s) != self.value():
            self.setValue(int(at_s))
            self._describe()

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        """Qt would paint the whole for each new value."""
        if change != QAbstractSlider.SliderChange.SliderValueChange:
            super().sliderChange(change)

    def sizeHint(self) -> QSize:
        lanes = max(1, len(self.picture.lanes))
        line = self.fontMetrics().height()
        return QSize(line * 20, round(line * (1 + self._lane_lines * lanes)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = self._ground or self._draw()
        painter = QPainter(self)
        rect = event.rect()
        scale = ground.devicePixelRatio()
        source = QRectF(rect.x() * scale, rect.y() * scale, rect.width() * scale, rect.height() * scale)
        painter.drawPixmap(QRectF(rect), ground, source)
        if self.picture.duration_s:
            painter.setPen(QPen(self._theme.colour("text"), 2))
            x = round(x_of(self._room(), self.at_s, self.picture.duration_s))
            painter.drawLine(x, 0, x, self.height())
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, leaps = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
        elif key in _STEPS:
            step = _STEPS[key]
            self.wanted.emit(self.at_s + (step * LEAP_S / STEP_S if leaps and abs(step) == STEP_S else step))
        elif key == Qt.Key.Key_Home:
            self.wanted.emit(0.0)
        elif key == Qt.Key.Key_End:
            self.wanted.emit(self.picture.duration_s)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggled.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.picture.duration_s:
            mark = self._mark_at(event.position().x(), event.position().y())
            self.wanted.emit(mark.at_s if mark is not None else _second_at(self, event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.picture.duration_s:
            return
        x = event.position().x()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.wanted.emit(_second_at(self, x))
        mark = self._mark_at(x, event.position().y())
        words = clock(_second_at(self, x)) if mark is None else f"{clock(mark.at_s)} {mark.words}"
        QToolTip.showText(event.globalPosition().toPoint() + QPoint(12, 12), tip(words), self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over the page scrolls the page.
        event.ignore()

    def _describe(self) -> None:
        whole = clock(self.picture.duration_s)
        self.setAccessibleDescription(tr("{time} of {whole}", time=clock(self.at_s), whole=whole))

    def _room(self) -> QRectF:
        """Where the lanes are; above them is the line of notes."""
        above = self.fontMetrics().height()
        return QRectF(0, above, self.width(), max(0, self.height() - above))

    def _head(self) -> QRect:
        x = round(x_of(self._room(), self.at_s, self.picture.duration_s))
        return QRect(x - HEAD_PX // 2, 0, HEAD_PX, self.height())

    def _mark_at(self, x: float, y: float) -> NoteMark | None:
        if y > self._room().top():
            return None
        room, whole = self._room(), self.picture.duration_s
        near = [mark for mark in self.marks if abs(x_of(room, mark.at_s, whole) - x) <= NEAR_PX]
        return min(near, key=lambda mark: abs(x_of(room, mark.at_s, whole) - x), default=None)

    def _forget(self) -> None:
        self._ground = None
        self.update()

    def _draw(self) -> QPixmap:
        scale = self.devicePixelRatioF()
        ground = QPixmap(max(1, round(self.width() * scale)), max(1, round(self.height() * scale)))
        ground.setDevicePixelRatio(scale)
        ground.fill(self._theme.colour("surface"))
        painter = QPainter(ground)
        painter.setFont(self.font())
        room = self._room()
        draw_lanes(painter, room, self.picture, self._theme)
        above = QRectF(0, 0, room.width(), room.top())
        draw_notes(painter, above, self.marks, self.picture.duration_s, self._theme)
        painter.end()
        self._ground, self.drawn = ground, self.drawn + 1
        return ground


def _second_at(wave: Waveform, x: float) -> float:
    return min(1.0, max(0.0, x / max(1, wave.width()))) * wave.picture.duration_s
