"""The record of changes as a list: headings by day, under each who did what, with its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from db.records.history import Line
from desktop.shell.record_sentences import Told, tell
from desktop.shell.text import day, local_day, time_of_day, tr
from desktop.shell.theme import Theme
from desktop.widgets.row_paint import Index, paint_row_ground, row_colour

NOWHERE = QModelIndex()
ENTRY_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A line ready to be read; without one it is the heading of its day."""

    day: date
    line: Line | None = None
    told: Told = Told("")
    shows_whom: bool = False

    @property
    def who(self) -> str:
        return self.line.at_desk or self.line.user or tr("Deskside") if self.line else ""

    def title(self) -> str:
        """`Ruth Castellane changed the target of the goal from 80 % to 85 %`, or the day."""
        return tr("{who} {did}", who=self.who, did=self.told.sentence) if self.line else day(self.day)

    def aside(self) -> str:
        """At whose desk it was done, and whom it is about; blank where there is nothing to add."""
        if self.line is None:
            return ""
        parts = []
        if self.line.at_desk:
            parts.append(tr("at the desk of {name}", name=self.line.user))
        if self.shows_whom and self.line.about:
            parts.append(tr("about {name}", name=self.line.about))
        return " · ".join(parts)

    def spoken(self) -> str:
        if self.line is None:
            return self.title()
        more = tr("Enter shows the whole") if self.told.detail else ""
        return ", ".join(
            part for part in (time_of_day(self.line.at), self.title(), self.aside(), more) if part
        )


class HistoryModel(QAbstractListModel):
    """Grows at its end, page by page; a day's heading stands once."""

    more_wanted = Signal()

    def __init__(self, shows_whom: bool) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.has_more = False
        self._shows_whom = shows_whom

    def show_lines(self, lines: Sequence[Line], more: bool) -> None:
        self.beginResetModel()
        self.entries = self._with_headings(lines, None)
        self.has_more = more
        self.endResetModel()

    def add_lines(self, lines: Sequence[Line], more: bool) -> None:
        last = self.entries[-1].day if self.entries else None
        fresh = self._with_headings(lines, last)
        self.has_more = more
        if fresh:
            self.beginInsertRows(NOWHERE, len(self.entries), len(self.entries) + len(fresh) - 1)
            self.entries += fresh
            self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more

    def fetchMore(self, parent: Index) -> None:
        self.has_more = False
        self.more_wanted.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and self.entries[index.row()].line is None
        return Qt.ItemFlag.ItemIsEnabled if heading else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken()
        return entry.title() if role == Qt.ItemDataRole.DisplayRole else None

    def _with_headings(self, lines: Sequence[Line], last: date | None) -> list[Entry]:
        entries = []
        for line in lines:
            on = local_day(line.at)
            if on != last:
                entries.append(Entry(on))
            last = on
            entries.append(Entry(on, line, tell(line), self._shows_whom))
        return entries


class HistoryList(QListView):
    """`opened` carries the entry that Enter or a double click chose; `more_wanted` asks for older lines."""

    opened = Signal(object)
    more_wanted = Signal()

    def __init__(self, theme: Theme, name: str, shows_whom: bool = False) -> None:
        super().__init__()
        self._model = HistoryModel(shows_whom)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(name)
        self.setProperty("role", "bare")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._open)
        self._model.more_wanted.connect(self.more_wanted)
        theme.changed.connect(self.doItemsLayout)

    def show_lines(self, lines: Sequence[Line], more: bool) -> None:
        """Show these instead of what is shown; `more` says whether older ones can be asked for."""
        self._model.show_lines(lines, more)
        if self._model.rowCount() > 1:
            self.setCurrentIndex(self._model.index(1, 0))

    def add_lines(self, lines: Sequence[Line], more: bool) -> None:
        """Show older ones below."""
        self._model.add_lines(lines, more)

    def entries(self) -> list[Entry]:
        return list(self._model.entries)

    def can_ask_for_more(self) -> bool:
        return self._model.has_more

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()  # rows are as high as their words need at this width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if entry.line is not None:
            self.opened.emit(entry)


class _Delegate(QStyledItemDelegate):
    """The time in a column of its own, the sentence beside it in as many lines as it needs."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY_ROLE)
        width = self._view.viewport().width()
        gap = self._theme.space(2)
        if entry.line is None:
            return QSize(width, option.fontMetrics.lineSpacing() + 3 * gap)
        room = QRect(0, 0, width - 2 * gap - self._time_width(option), 10_000)
        high = option.fontMetrics.boundingRect(room, _WRAPPED, entry.title()).height()
        if entry.aside():
            high += option.fontMetrics.boundingRect(room, _WRAPPED, entry.aside()).height()
        return QSize(width, high + 2 * gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        gap = self._theme.space(2)
        painter.save()
        if entry.line is None:
            bold = QFont(option.font)
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
            painter.setPen(self._theme.colour("text"))
            line = option.rect.adjusted(gap, 0, -gap, -gap)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, entry.title())
        else:
            paint_row_ground(painter, option, self._theme)
            self._paint_line(painter, option, entry, option.rect.adjusted(gap, gap, -gap, -gap))
        painter.restore()

    def _paint_line(self, painter: QPainter, option: Any, entry: Entry, room: QRect) -> None:
        assert entry.line is not None
        painter.setFont(option.font)
        painter.setPen(row_colour(option, self._theme, "muted"))
        painter.drawText(
            room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, time_of_day(entry.line.at)
        )
        beside = room.adjusted(self._time_width(option), 0, 0, 0)
        painter.setPen(row_colour(option, self._theme, "text"))
        used = painter.drawText(beside, _WRAPPED, entry.title())
        if entry.aside():
            painter.setPen(row_colour(option, self._theme, "muted"))
            painter.drawText(beside.adjusted(0, used.height(), 0, 0), _WRAPPED, entry.aside())

    def _time_width(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance(time_of_day(_LATE)) + self._theme.space(3)


# As wide as a time gets, in any way of writing it.
_LATE = datetime(2000, 1, 1, 22, 58, tzinfo=UTC)
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
