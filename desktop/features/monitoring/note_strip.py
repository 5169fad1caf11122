"""A note changed where it stands: its second and its words, kept as they are typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.observations import Note
from desktop.features.monitoring.clock_strip import SecondField
from desktop.features.monitoring.note_field import NoteField
from desktop.shell.controls import button
from desktop.shell.text import tr


class NoteStrip(QWidget):
    """`reworded` carries a note's id and words, `moved` its id and second, `removed` the note, `done` that
    nothing more is to be changed.
    """

    reworded = Signal(int, str)
    moved = Signal(int, float)
    removed = Signal(object)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note: Note | None = None
        self.second = SecondField(tr("Second of this note"))
        self.words = NoteField(tr("Words of this note"))
        done = button(tr("Done"), self.done.emit, tr("Done changing the note"))
        remove = button(tr("Remove"), self._remove, tr("Remove this note"), role="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.second, 0, top)
        row.addWidget(self.words, 1)
        row.addWidget(done, 0, top)
        row.addWidget(remove, 0, top)
        self.words.typed.connect(self._reword)
        self.words.entered.connect(self.done)
        self.words.escaped.connect(self.done)
        self.second.kept.connect(self._move)
        self.second.left.connect(self.done)
        self.hide()

    def show_note(self, note: Note) -> None:
        """Offer a note for changing, with the keyboard in its words."""
        self.note = note
        self.second.show_second(note.at_s)
        self.words.show_text(note.text)
        self.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        self.note = None
        self.hide()

    def _reword(self, text: str) -> None:
        if self.note is not None:
            self.reworded.emit(self.note.id, text)

    def _move(self, at_s: float) -> None:
        if self.note is not None:
            self.moved.emit(self.note.id, at_s)
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        note = self.note
        self.done.emit()
        if note is not None:
            self.removed.emit(note)
