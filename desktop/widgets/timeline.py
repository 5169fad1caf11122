"""What happened, newest first, in a list that reads at a glance: time, mark and word, title, detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from desktop.shell.colours import meaning_mark
from desktop.shell.controls import tip
from desktop.shell.text import day
from desktop.shell.theme import Theme
from desktop.widgets.row_paint import Index, paint_row_ground, row_colour

NOWHERE = QModelIndex()
PAGE = 60


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `mark` is a meaning (see `colours.MEANINGS`) and gives shape and colour;
    `kind` is its word ("Evaluation"). `when` is written as `day` unless `time` gives other words.
    """

    when: date | datetime
    kind: str
    title: str
    detail: str = ""
    mark: str = "info"
    payload: object = None
    time: str = ""

    def time_words(self) -> str:
        return self.time or day(self.when)

    def sentence(self) -> str:
        """Return the whole as a screen reader says it."""
        return ", ".join(part for part in (self.time_words(), self.kind, self.title, self.detail) if part)


class HappeningModel(QAbstractListModel):
    """Gives the view a page at a time; ten years of calls scroll like ten days."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Happening] = []
        self.given = 0

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        self.beginResetModel()
        self.all = list(happenings)
        self.given = min(PAGE, len(self.all))
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.given

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.given < len(self.all)

    def fetchMore(self, parent: Index) -> None:
        more = min(PAGE, len(self.all) - self.given)
        self.beginInsertRows(NOWHERE, self.given, self.given + more - 1)
        self.given += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        happening = self.all[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return happening
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(happening.sentence())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return happening.sentence()
        return happening.title if role == Qt.ItemDataRole.DisplayRole else None


class Timeline(QListView):
    """A timeline; `opened` carries the payload of what Enter or a double click opened."""

    opened = Signal(object)

    def __init__(self, theme: Theme, name: str, happenings: Sequence[Happening] = ()) -> None:
        super().__init__()
        self._model = HappeningModel()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(name)
        self.setProperty("role", "bare")
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.activated.connect(self._open)
        theme.changed.connect(self.doItemsLayout)
        self.show_happenings(happenings)

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show these, in the order given (newest first, mostly)."""
        self._model.show_happenings(happenings)

    def happenings(self) -> list[Happening]:
        return list(self._model.all)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        payload = index.data(Qt.ItemDataRole.UserRole).payload
        if payload is not None:
            self.opened.emit(payload)


class _Delegate(QStyledItemDelegate):
    """Two lines: mark, kind and time in the quiet one above, the title and its detail below."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        happening: Happening = index.data(Qt.ItemDataRole.UserRole)
        lines = 3 if happening.detail else 2
        gap = self._theme.space(2)
        return QSize(100, lines * option.fontMetrics.lineSpacing() + 2 * gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        happening: Happening = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        paint_row_ground(painter, option, self._theme)
        gap = self._theme.space(2)
        room = option.rect.adjusted(gap, gap, -gap, -gap)
        em = option.fontMetrics.height()
        self._mark(painter, option, QRect(room.left(), room.top(), em * 2, em), happening.mark)
        self._lines(painter, option, room.adjusted(round(em * 1.5), 0, 0, 0), happening)
        painter.restore()

    def _lines(self, painter: QPainter, option: Any, room: QRect, happening: Happening) -> None:
        step = option.fontMetrics.lineSpacing()
        line = QRect(room.left(), room.top(), room.width(), step)
        painter.setPen(row_colour(option, self._theme, "muted"))
        painter.setFont(option.font)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, happening.kind)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, happening.time_words())
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        for text, font, role in ((happening.title, bold, "text"), (happening.detail, option.font, "muted")):
            line.translate(0, step)
            painter.setFont(font)
            painter.setPen(row_colour(option, self._theme, role))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, elided(text, font, line.width()))

    def _mark(self, painter: QPainter, option: Any, room: QRect, meaning: str) -> None:
        mark = meaning_mark(meaning)
        painter.setFont(option.font)
        painter.setPen(row_colour(option, self._theme, mark.role))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, mark.shape)


def elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
