"""The notes of an observation: second, mark, words, and what they are evidence for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from db.records.observations import Note
from desktop.features.monitoring.wording import tag_words
from desktop.shell.colours import meaning_mark
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme
from desktop.widgets.options import LEFT, WRAP, wrapped_height

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
DRAGGED = "application/x-deskside-note"
"""What a note is while it is dragged onto a question: its id."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as shown; `below` is its tag's word and the question it is evidence for."""

    note: Note
    below: str

    def sentence(self) -> str:
        return ", ".join(part for part in (clock(self.note.at_s), self.below, self.note.text) if part)


class NoteModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[NoteLine] = []

    def show_lines(self, lines: Sequence[NoteLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else found

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        for index in indexes[:1]:
            made.setData(DRAGGED, str(self.lines[index.row()].note.id).encode())
        return made

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
        return line.note.text if role == Qt.ItemDataRole.DisplayRole else None


class NoteList(QListView):
    """`opened` carries the note of Enter or a double click, `removed` that of Delete, `left` that the
    cursor went off the end. Letters pass through: they are the next note.
    """

    opened = Signal(object)
    removed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lines = NoteModel()
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(tr("Notes"))
        self.setProperty("role", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.doItemsLayout)

    def show_notes(self, notes: Sequence[Note], questions: Mapping[str, str]) -> None:
        """Show these notes; `questions` names a question by its key. The cursor stays on its note."""
        current = self.current()
        self.lines.show_lines([NoteLine(note, _below(note, questions)) for note in notes])
        if current is not None:
            self.select(current.id)

    def select(self, note_id: int) -> None:
        """Put the cursor on a note and bring it into view."""
        for row, line in enumerate(self.lines.lines):
            if line.note.id == note_id:
                self.setCurrentIndex(self.lines.index(row))

    def show_newest(self) -> None:
        """Bring the last note of the call into view."""
        self.scrollToBottom()

    def current(self) -> Note | None:
        """The note under the cursor."""
        index = self.currentIndex()
        return self.lines.lines[index.row()].note if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        note = self.current()
        last = self.currentIndex().row() == self.lines.rowCount() - 1
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and note is not None
            and not event.modifiers()
        ):
            self.opened.emit(note)
        elif event.key() == Qt.Key.Key_Delete and note is not None:
            self.removed.emit(note)
        elif event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Down and last):
            self.left.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.lines.lines[index.row()].note)


def dragged_note(data: QMimeData) -> int | None:
    """The id of the note that is dragged; None for anything else."""
    text = bytes(data.data(DRAGGED).data()).decode("ascii", "replace")
    return int(text) if text.isdigit() else None


def _below(note: Note, questions: Mapping[str, str]) -> str:
    tag = tag_words(note.tag) if note.tag else ""
    evidence = (
        tr("for “{question}”", question=questions.get(note.question, note.question)) if note.question else ""
    )
    return " · ".join(part for part in (tag, evidence) if part)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: NoteLine = index.data(Qt.ItemDataRole.UserRole)
        width = self._list.viewport().width()
        words = wrapped_height(option.font, line.note.text, width - self._indent(option) - self._gap())
        below = option.fontMetrics.lineSpacing() if line.below else 0
        return QSize(width, max(self._theme.row_height(), words + below + 2 * self._gap()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: NoteLine = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        room = option.rect.adjusted(self._gap(), self._gap(), -self._gap(), -self._gap())
        self._paint_side(painter, option, room, line)
        room.setLeft(option.rect.left() + self._indent(option))
        words = "selection_text" if chosen else "text"
        painter.setPen(self._theme.colour(words))
        painter.drawText(room, WRAP | LEFT, line.note.text)
        painter.setPen(self._theme.colour(words if chosen else "muted"))
        below = option.fontMetrics.elidedText(line.below, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, below)
        painter.restore()

    def _paint_side(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, line: NoteLine
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(self._theme.colour("selection_text" if chosen else "muted"))
        painter.setFont(option.font)
        time = QRect(room.left(), room.top(), self._time(option), option.fontMetrics.height())
        painter.drawText(time, Qt.AlignmentFlag.AlignRight, clock(line.note.at_s))
        if line.note.tag is not None:
            mark = meaning_mark(line.note.tag)
            if not chosen:
                painter.setPen(self._theme.colour(mark.role))
            place = QRect(time.right() + self._gap(), room.top(), option.fontMetrics.height(), time.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark.shape)

    def _gap(self) -> int:
        return self._theme.space(1.5)

    def _time(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.horizontalAdvance("00:00")

    def _indent(self, option: QStyleOptionViewItem) -> int:
        return self._time(option) + option.fontMetrics.height() + 3 * self._gap()
