"""A picture of the bargain: how much closer a pass rate is known with each call that is heard."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.features.sampling.conclusions import within
from desktop.shell.text import ntr, number, tr
from desktop.shell.theme import Theme

DOT = 4.5
TOP = 0.5
"""The widest that is drawn: ± 50 points."""


class CurvePicture(QWidget):
    """± of a rate against calls heard; `spots` (calls, words, share) are the chosen points on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._curve: Sequence[tuple[int, float]] = ()
        self._spots: Sequence[tuple[int, str, float]] = ()
        self.setAccessibleName(tr("How close a pass rate is known, by the number of calls"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._look_again)

    def show_curve(self, curve: Sequence[tuple[int, float]], spots: Sequence[tuple[int, str, float]]) -> None:
        """Spots beyond the end of the curve are left out."""
        self._curve = curve
        self._spots = [one for one in spots if curve and one[0] <= curve[-1][0]]
        told = [
            ntr("{n} call: {within}", "{n} calls: {within}", n, within=within(share))
            for n, _, share in self._spots
        ]
        self.setAccessibleDescription("; ".join(told))
        self.setVisible(bool(curve))
        self.update()

    def spots(self) -> Sequence[tuple[int, str, float]]:
        return self._spots

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(18 * line, 9 * line)

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().lineSpacing()
        return QSize(10 * line, 9 * line)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._curve:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        self._draw_axes(painter, plot)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawPolyline(QPolygonF([self._at(plot, n, share) for n, share in self._curve]))
        for n, words, share in self._spots:
            self._draw_spot(painter, plot, self._at(plot, n, share), words)
        painter.end()

    def _draw_axes(self, painter: QPainter, plot: QRectF) -> None:
        line = self.fontMetrics().lineSpacing()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5):
            y = self._at(plot, 1, share).y()
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._theme.colour("muted"))
            room = QRectF(0, y - line / 2, plot.left() - 6, line)
            painter.drawText(room, int(right), f"± {number(100 * share)}")
        last = self._curve[-1][0]
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), line)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), tr("1 call"))
        painter.drawText(
            below, int(Qt.AlignmentFlag.AlignRight), ntr("{n} call heard", "{n} calls heard", last)
        )

    def _draw_spot(self, painter: QPainter, plot: QRectF, at: QPointF, words: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(at, DOT, DOT)
        painter.setPen(self._theme.colour("text"))
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(words)
        x = min(at.x() + 2 * DOT, plot.right() - wide)
        painter.drawText(QPointF(max(plot.left(), x), at.y() - DOT - metrics.descent()), words)

    def _plot(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("± 500")
        high = self.height() - 2 * metrics.lineSpacing()
        return QRectF(left, metrics.lineSpacing() / 2, self.width() - left - 8, high)

    def _at(self, plot: QRectF, n: int, share: float) -> QPointF:
        last = max(2, self._curve[-1][0])
        x = plot.left() + plot.width() * (n - 1) / (last - 1)
        return QPointF(x, plot.bottom() - plot.height() * min(share, TOP) / TOP)

    def _look_again(self) -> None:
        self.updateGeometry()
        self.update()
