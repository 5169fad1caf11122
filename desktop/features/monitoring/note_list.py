"""The notes of an observation: second, mark, words, and what they are evidence for."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from db.records.observations import Note
from desktop.features.monitoring.note_paint import NoteDelegate, NoteLine, note_line
from desktop.shell.text import tr
from desktop.shell.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
DRAGGED = "application/x-deskside-note"
"""What a note is while it is dragged onto a question: its id."""


class NoteModel(QAbstractListModel):
    """The notes as lines, in the order of the contact."""

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
    cursor went off the end. `jumped` carries the second of a note on Space. Letters pass through:
    they are the next note. A note can be dragged onto a question.
    """

    opened = Signal(object)
    removed = Signal(object)
    jumped = Signal(float)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lines = NoteModel()
        self.setModel(self.lines)
        self.delegate = NoteDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(tr("Notes"))
        self.setProperty("role", "bare")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.doItemsLayout)

    def show_times(self, timed: bool) -> None:
        """Show seconds, or only those of lines that have one."""
        self.delegate.timed = timed
        self.doItemsLayout()

    def show_notes(self, notes: Sequence[Note], questions: Mapping[str, str]) -> None:
        """Show these notes; `questions` names a question by its key. The cursor stays on its note."""
        current = self.current()
        self.lines.show_lines([note_line(note, questions) for note in notes])
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
        elif event.key() == Qt.Key.Key_Space and note is not None and not event.modifiers():
            self.jumped.emit(note.at_s)
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
