"""Figures under each other, each with its interval drawn on one scale and its words; Enter opens a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtCore import Signal as Told
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QStyledItemDelegate

from desktop.shell import text
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import tip
from desktop.shell.theme import Theme
from desktop.widgets.row_paint import Index, paint_row_ground, row_colour

NOWHERE = QModelIndex()
GAP = 12
BAR_EMS = 6
ROOM_FOR_BAR_EMS = 34
DOT = 3.5


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`value`, `low`, `high` lie on 0–100, None where there is no bar to draw. `mark` is a meaning."""

    title: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    mark: str = ""
    payload: object = None

    def sentence(self) -> str:
        """Return the row as a screen reader says it."""
        return f"{self.title}: {self.words}"


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FigureRow] = []

    def show(self, rows: Sequence[FigureRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.sentence())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence()
        return row.title if role == Qt.ItemDataRole.DisplayRole else None


class FigureRows(QListView):
    """As high as its rows: it never scrolls inside a page that does. `opened` carries a row's payload."""

    opened = Told(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(name)
        self.setProperty("role", "bare")
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[FigureRow]) -> None:
        """Show these, in the order given; without any the list takes no room."""
        self._rows.show(rows)
        self.setVisible(bool(rows))
        self._fit()

    def rows(self) -> list[FigureRow]:
        return list(self._rows.rows)

    def sizeHint(self) -> QSize:
        high = sum(self.sizeHintForRow(place) for place in range(self._rows.rowCount()))
        return QSize(200, max(high, 1) + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self._rows.index(0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCurrentIndex(NOWHERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.doItemsLayout()
        self.updateGeometry()

    def _open(self, index: QModelIndex) -> None:
        payload = index.data(Qt.ItemDataRole.UserRole).payload
        if payload is not None:
            self.opened.emit(payload)


class _Delegate(QStyledItemDelegate):
    """Mark, title (wrapped, never cut in two words' middle), interval bar, words at the right."""

    def __init__(self, theme: Theme, view: FigureRows) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: Any, index: Index) -> QSize:
        row: FigureRow = index.data(Qt.ItemDataRole.UserRole)
        metrics = QFontMetrics(option.font)
        wide = self._view.viewport().width()
        room = self._title_width(metrics, wide, row)
        flags = Qt.TextFlag.TextWordWrap
        lines = metrics.boundingRect(0, 0, max(room, 40), 10_000, flags, row.title).height()
        return QSize(wide, max(28, lines + self._theme.space(2)))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row: FigureRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        metrics = QFontMetrics(option.font)
        paint_row_ground(painter, option, self._theme)
        self._mark(painter, option, row, metrics)
        rect, em = option.rect, metrics.height()
        left = rect.left() + self._indent(em, row)
        title = QRect(left, rect.top(), self._title_width(metrics, rect.width(), row), rect.height())
        self._pen(painter, option, "text")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            title, int(middle | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), row.title
        )
        words = self._words_width(metrics)
        self._pen(painter, option, "muted")
        room = QRect(rect.right() - words - 4, rect.top(), words, rect.height())
        painter.drawText(room, int(middle | Qt.AlignmentFlag.AlignRight), row.words)
        if row.value is not None and self._has_bar(em, rect.width()):
            self._bar(
                painter, option, row, QRect(title.right() + GAP, rect.top(), BAR_EMS * em, rect.height())
            )
        painter.restore()

    def _bar(self, painter: QPainter, option: Any, row: FigureRow, room: QRect) -> None:
        """The scale as a hairline, the interval as a bar on it, the value as a dot."""
        y = room.center().y() + 0.5
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        role = meaning_mark(row.mark).role if row.mark else "accent"
        colour = row_colour(option, self._theme, role)
        if row.low is not None and row.high is not None:
            painter.setPen(QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(_at(room, row.low), y), QPointF(_at(room, row.high), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(_at(room, row.value or 0.0), y), DOT, DOT)

    def _mark(self, painter: QPainter, option: Any, row: FigureRow, metrics: QFontMetrics) -> None:
        if not row.mark:
            return
        self._pen(painter, option, meaning_mark(row.mark).role)
        room = QRect(option.rect.left() + 4, option.rect.top(), metrics.height() * 2, option.rect.height())
        painter.drawText(
            room,
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            meaning_mark(row.mark).shape,
        )

    def _title_width(self, metrics: QFontMetrics, wide: int, row: FigureRow) -> int:
        em = metrics.height()
        bar = BAR_EMS * em + GAP if self._has_bar(em, wide) and row.value is not None else 0
        return wide - self._indent(em, row) - self._words_width(metrics) - bar - GAP

    def _has_bar(self, em: int, wide: int) -> bool:
        return wide >= ROOM_FOR_BAR_EMS * em * 0.8

    @staticmethod
    def _indent(em: int, row: FigureRow) -> int:
        return round(em * 1.4) if row.mark else 4

    def _words_width(self, metrics: QFontMetrics) -> int:
        """One width for all rows, and for usual figures of all lists, so that bars stand under each other."""
        words = [row.words for row in self._view.rows()]
        if any(row.value is not None for row in self._view.rows()):
            words.append(text.figure(0.88, 0.8, 0.9, 88))
        return max((metrics.horizontalAdvance(one) for one in words), default=0) + 4

    def _pen(self, painter: QPainter, option: Any, role: str) -> None:
        painter.setPen(row_colour(option, self._theme, role))


def _at(room: QRect, percent: float) -> float:
    return room.left() + room.width() * min(max(percent, 0.0), 100.0) / 100
