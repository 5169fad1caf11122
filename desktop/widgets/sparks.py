"""A trend in the space of a word, drawn without a chart library: for rows and tiles."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.shell.theme import Theme

EMS_WIDE = 8
EMS_HIGH = 1.6


class Spark(QWidget):
    """A line of values, gaps (None) as gaps; the last value is a dot. `name` says what it shows in words."""

    def __init__(self, theme: Theme, name: str, values: Sequence[float | None] = ()) -> None:
        super().__init__()
        self._theme = theme
        self.values: tuple[float | None, ...] = ()
        self.setAccessibleName(name)
        theme.changed.connect(self.update)
        self.show_values(values)

    def show_values(self, values: Sequence[float | None], name: str = "") -> None:
        self.values = tuple(values)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(round(em * EMS_WIDE), round(em * EMS_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = spread(self.values, QRectF(self.rect()).adjusted(4, 4, -4, -4))
        painter.setPen(QPen(self._theme.colour("accent"), 1.5))
        # Separate segments: one wide antialiased polyline costs twenty times as much.
        painter.drawLines([QLineF(a, b) for a, b in zip(places, places[1:], strict=False) if a and b])
        last = next((place for place in reversed(places) if place is not None), None)
        if last is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(last, 2.5, 2.5)


def spread(values: Sequence[float | None], room: QRectF) -> list[QPointF | None]:
    """Place values across the room, lowest at the bottom; a flat line runs through the middle."""
    known = [value for value in values if value is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    step = room.width() / max(1, len(values) - 1)
    return [
        None if value is None else QPointF(room.left() + step * place, _height(value, low, high, room))
        for place, value in enumerate(values)
    ]


def _height(value: float, low: float, high: float, room: QRectF) -> float:
    if high == low:
        return room.center().y()
    return room.bottom() - (value - low) / (high - low) * room.height()
