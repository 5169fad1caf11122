"""Room around a drawing, in pixels, from the font: a layout engine would cost more than the drawing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from desktop.shell.text import tr
from desktop.widgets.pictures import BarsPicture, Picture, TrendPicture, say_figure

NAMES_SHARE = 0.42
FIGURES_SHARE = 0.5


def sides(picture: Picture, metrics: QFontMetrics, width: int) -> tuple[float, float]:
    """Return the left and right margin: names of bars, ticks, and the words at the lines' ends."""
    em = metrics.height()
    if isinstance(picture, BarsPicture):
        widest = max((metrics.horizontalAdvance(row.label) for row in picture.rows), default=0)
        left = min(widest + em, width * NAMES_SHARE)
        return left, figures_room(picture, metrics, width - left) or em * 1.5
    words = [series.name for series in picture.others]
    words += [picture.name] if picture.others else []
    words += [tr("upper limit") + " 000 %"] if _has_levels(picture) else []
    return em * 2.9, max((metrics.horizontalAdvance(word) for word in words), default=0) + em


def figures_room(picture: BarsPicture, metrics: QFontMetrics, width: float) -> float:
    """Return the room for the figures at the bars' right; 0 where there is none, or no figures."""
    if picture.unit != "%":
        return 0
    wide = max((metrics.horizontalAdvance(say_figure(row, picture)) for row in picture.rows), default=0)
    return wide + metrics.height() if wide < width * FIGURES_SHARE else 0


def top_of(picture: Picture, metrics: QFontMetrics) -> float:
    """Return the top margin: bars have the names of their shapes there."""
    return metrics.height() * (1.7 if isinstance(picture, BarsPicture) else 0.5)


def bar_names(picture: BarsPicture, metrics: QFontMetrics, width: int) -> list[str]:
    """Return the names of the bars, long ones elided to the room there is."""
    room = round(max(60, width * NAMES_SHARE - metrics.height()))
    return [metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room) for row in picture.rows]


def _has_levels(picture: TrendPicture) -> bool:
    return bool(picture.limits) or picture.target is not None or picture.baseline is not None
