"""Draws a recording's lanes: who speaks when, silences, both at once, and where each note stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop.coaching.sound import Figures, Overlap, Span
from desktop.coaching.speech import Peaks
from desktop.shell.colours import meaning_mark
from desktop.shell.theme import Theme

UNTAGGED = "▾"
BOTH_PX = 3.0
OVER_PX = 5.0


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A note on the recording: its second, what tags it (a meaning, or blank), its words."""

    at_s: float
    meaning: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the lanes show. `lanes` are channel and name from top to bottom; `figures` None while unknown."""

    duration_s: float
    lanes: tuple[tuple[int, str], ...] = ()
    peaks: Peaks = Peaks(0, b"")
    figures: Figures | None = None


def draw_lanes(painter: QPainter, room: QRectF, picture: Picture, theme: Theme) -> None:
    """Everything that stays while the recording plays; `room` is the whole width of the recording."""
    painter.fillRect(room, theme.colour("sunken"))
    if not picture.duration_s or not picture.lanes:
        return
    if picture.figures is not None:
        for silence in picture.figures.silences:
            _draw_silence(painter, room, silence, picture.duration_s, theme)
    height = room.height() / len(picture.lanes)
    for place, (channel, name) in enumerate(picture.lanes):
        lane = QRectF(room.left(), room.top() + place * height, room.width(), height)
        _draw_lane(painter, lane, (picture.peaks, channel), theme.chart_colours()[place], theme)
        _draw_name(painter, lane, name, theme)
    if picture.figures is not None and len(picture.lanes) == 2:
        for overlap in picture.figures.overlaps:
            _draw_overlap(painter, room, overlap, picture.duration_s, theme)


def x_of(room: QRectF, at_s: float, duration_s: float) -> float:
    """Where a second stands."""
    return room.left() + room.width() * (at_s / duration_s if duration_s else 0.0)


def _draw_silence(painter: QPainter, room: QRectF, span: Span, duration_s: float, theme: Theme) -> None:
    """Hatched from top to bottom, so that it is seen without its colour too."""
    left = x_of(room, span.at_s, duration_s)
    band = QRectF(left, room.top(), max(2.0, x_of(room, span.until_s, duration_s) - left), room.height())
    painter.fillRect(band, theme.colour("surface"))
    painter.fillRect(band, QBrush(theme.colour("line_strong"), Qt.BrushStyle.BDiagPattern))


def _draw_lane(painter: QPainter, lane: QRectF, source: tuple[Peaks, int], colour: str, theme: Theme) -> None:
    peaks, channel = source
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QLineF(lane.left(), lane.center().y(), lane.right(), lane.center().y()))
    columns = outline(peaks, channel, int(lane.width()))
    loudest = max((max(-low, high) for low, high in columns), default=0)
    scale = (lane.height() / 2 - 2) / max(loudest, 12)
    painter.setPen(QPen(QColor(colour), 1))
    middle = lane.center().y()
    painter.drawLines(
        [
            QLineF(lane.left() + x + 0.5, middle - high * scale, lane.left() + x + 0.5, middle - low * scale)
            for x, (low, high) in enumerate(columns)
            if high - low > 0
        ]
    )


def outline(peaks: Peaks, channel: int, width: int) -> list[tuple[int, int]]:
    """Lowest and highest of a channel for each of so many columns."""
    if not peaks.buckets or width < 1 or not 0 <= channel < peaks.channels:
        return []
    count = peaks.buckets
    own = memoryview(peaks.data).cast("b")[channel * count * 2 : (channel + 1) * count * 2]
    lows, highs = own[0::2].tolist(), own[1::2].tolist()
    edges = [x * count // width for x in range(width + 1)]
    return [
        (min(lows[at : max(until, at + 1)]), max(highs[at : max(until, at + 1)]))
        for at, until in zip(edges, edges[1:], strict=False)
    ]


def _draw_name(painter: QPainter, lane: QRectF, name: str, theme: Theme) -> None:
    metrics = QFontMetricsF(painter.font())
    box = QRectF(lane.left(), lane.top(), metrics.horizontalAdvance(name) + 8, metrics.height())
    ground = theme.colour("sunken")
    ground.setAlphaF(0.85)
    painter.fillRect(box, ground)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def _draw_overlap(painter: QPainter, room: QRectF, overlap: Overlap, duration_s: float, theme: Theme) -> None:
    """Between the lanes: a bar where both speak; a filled diamond where one talks over the other."""
    left = x_of(room, overlap.span.at_s, duration_s)
    right = max(left + 2, x_of(room, overlap.span.until_s, duration_s))
    middle = room.center().y()
    painter.fillRect(QRectF(left, middle - BOTH_PX / 2, right - left, BOTH_PX), theme.colour("text"))
    if overlap.talked_over:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("surface"), 1))
        painter.setBrush(theme.colour("critical"))
        points = ((0, -OVER_PX), (OVER_PX, 0), (0, OVER_PX), (-OVER_PX, 0))
        painter.drawPolygon(QPolygonF([QPointF(left + x, middle + y) for x, y in points]))
        painter.restore()


def draw_notes(
    painter: QPainter, room: QRectF, marks: Sequence[NoteMark], duration_s: float, theme: Theme
) -> None:
    """A shape for each note above the lanes, that of its tag."""
    for mark in marks:
        shape = meaning_mark(mark.meaning) if mark.meaning else None
        painter.setPen(theme.colour(shape.role if shape else "text"))
        x = x_of(room, mark.at_s, duration_s)
        box = QRectF(x - 20, room.top(), 40, room.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shape.shape if shape else UNTAGGED)
