"""The lines of a transcript: who says what and when, which are marked, and which have been quoted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.records.transcripts import Speaker, TranscriptLine
from desktop.shell.folding import holds
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.widgets.options import LEFT, WRAP, wrapped_height

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
MARKED, QUOTED = "●", "❝"
"""Shapes, as a state is never told by its colour alone."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line with who speaks in words; `name` is what the transcript calls them."""

    line: TranscriptLine
    speaker: str
    marked: bool = False
    quoted: bool = False

    @property
    def who(self) -> str:
        same = self.line.name.casefold() == self.speaker.casefold() or not self.line.name
        return self.speaker if same else f"{self.line.name} · {self.speaker}"

    @property
    def said(self) -> str:
        """The line as a quote says it."""
        return f"{self.line.name or self.speaker}: {self.line.text}"

    def sentence(self) -> str:
        """What a screen reader says of it."""
        told = [self.who, clock(self.line.at_s) if self.line.at_s is not None else "", self.line.text]
        told += [tr("marked")] * self.marked + [tr("quoted")] * self.quoted
        return ", ".join(part for part in told if part)


class TranscriptModel(QAbstractListModel):
    """The lines in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[LineShown] = []

    def show_lines(self, lines: Sequence[LineShown]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def change(self, row: int, line: LineShown) -> None:
        self.lines[row] = line
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.sentence()
        return line.line.text if role == Qt.ItemDataRole.DisplayRole else None


class TranscriptList(QListView):
    """Up and Down go through the lines, Space marks. `quoted` carries the lines of Enter, and whether they
    are evidence for the open question (Shift+Enter); `left` says that Esc was pressed. Letters pass
    through: they are the next note.
    """

    quoted = Signal(object, bool)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.marks = True  # False where lines are only read
        self.model_of_lines = TranscriptModel()
        self.setModel(self.model_of_lines)
        self.setItemDelegate(LineDelegate(theme, self))
        self.setAccessibleName(tr("Lines of the transcript"))
        self.setProperty("role", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._quote_clicked)
        theme.changed.connect(self.doItemsLayout)

    def show_lines(self, lines: Sequence[TranscriptLine], words: Mapping[Speaker, str]) -> None:
        """Show these lines; `words` name the speakers. Cursor and marks stay on their lines."""
        row = max(0, self.currentIndex().row())
        marked = {one.line.id for one in self.model_of_lines.lines if one.marked}
        quoted = {one.line.id for one in self.model_of_lines.lines if one.quoted}
        self.model_of_lines.show_lines(
            [LineShown(line, words[line.speaker], line.id in marked, line.id in quoted) for line in lines]
        )
        if lines:
            self.setCurrentIndex(self.model_of_lines.index(min(row, len(lines) - 1)))

    def show_quotes(self, quotes: Sequence[str]) -> None:
        """Tell lines that stand in one of these quotes, whole and with who says them, from the others."""
        for row, one in enumerate(self.model_of_lines.lines):
            quoted = any(f"\n{one.said}\n" in f"\n{quote}\n" for quote in quotes)
            if quoted != one.quoted:
                self.model_of_lines.change(row, replace(one, quoted=quoted))

    def wanted(self) -> tuple[TranscriptLine, ...]:
        """The lines that are marked, else the one under the cursor."""
        marked = tuple(one.line for one in self.model_of_lines.lines if one.marked)
        row = self.currentIndex().row()
        return marked or ((self.model_of_lines.lines[row].line,) if row >= 0 else ())

    def unmark(self) -> None:
        for row, one in enumerate(self.model_of_lines.lines):
            if one.marked:
                self.model_of_lines.change(row, replace(one, marked=False))

    def seek(self, text: str, *, after: bool) -> tuple[int, int]:
        """Go to the next line that holds these words, going round once; its place among them, and how many.

        Without `after` the line under the cursor may be it.
        """
        rows = [n for n, one in enumerate(self.model_of_lines.lines) if holds(one.line.text, text)]
        if not rows or not text.strip():
            return 0, 0
        here = self.currentIndex().row() + (1 if after else 0)
        found = next((row for row in rows if row >= here), rows[0])
        self.setCurrentIndex(self.model_of_lines.index(found))
        return rows.index(found) + 1, len(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain, shifted = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held in (plain, shifted):
            self._quote(as_evidence=held == shifted)
        elif event.key() == Qt.Key.Key_Space and held == plain:
            if self.marks:
                self.toggle()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def toggle(self) -> None:
        """Mark the line under the cursor, or no longer."""
        row = self.currentIndex().row()
        if row >= 0:
            one = self.model_of_lines.lines[row]
            self.model_of_lines.change(row, replace(one, marked=not one.marked))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _quote_clicked(self, _index: QModelIndex) -> None:
        self._quote(as_evidence=False)

    def _quote(self, *, as_evidence: bool) -> None:
        if lines := self.wanted():
            self.quoted.emit(lines, as_evidence)


class LineDelegate(QStyledItemDelegate):
    """Paints a line: its marks and second at the side, who speaks above the words."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        one: LineShown = index.data(Qt.ItemDataRole.UserRole)
        width = self._list.viewport().width()
        words = wrapped_height(option.font, one.line.text, width - self._side(option) - self._gap())
        return QSize(width, words + option.fontMetrics.height() + 2 * self._gap())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: LineShown = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        gap, high = self._gap(), option.fontMetrics.height()
        room = option.rect.adjusted(gap, gap, -gap, -gap)
        self._paint_side(painter, option, one, chosen)
        room.setLeft(option.rect.left() + self._side(option))
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._theme.colour(self._who_role(one, chosen)))
        who = option.fontMetrics.elidedText(one.who, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, who)
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("selection_text" if chosen else "text"))
        painter.drawText(room.adjusted(0, high, 0, 0), WRAP | LEFT, one.line.text)
        painter.restore()

    def _paint_side(
        self, painter: QPainter, option: QStyleOptionViewItem, one: LineShown, chosen: bool
    ) -> None:
        gap, high = self._gap(), option.fontMetrics.height()
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("selection_text" if chosen else "muted"))
        left, top = option.rect.left() + gap, option.rect.top() + gap
        if one.line.at_s is not None:
            place = QRect(left, top, self._time(option), high)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, clock(one.line.at_s))
        if not chosen:
            painter.setPen(self._theme.colour("accent"))
        signs = (MARKED if one.marked else "") + (QUOTED if one.quoted else "")
        painter.drawText(
            QRect(left, top + high, self._time(option), high), Qt.AlignmentFlag.AlignRight, signs
        )

    def _who_role(self, one: LineShown, chosen: bool) -> str:
        if chosen:
            return "selection_text"
        return "text" if one.line.speaker is Speaker.AGENT else "muted"

    def _gap(self) -> int:
        return self._theme.space(1.5)

    def _time(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance("00:00:00")

    def _side(self, option: QStyleOptionViewItem) -> int:
        return self._time(option) + 3 * self._gap()
