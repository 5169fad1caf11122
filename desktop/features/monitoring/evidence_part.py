"""The notes that are evidence for a question, under its answers: each can be opened, or taken off again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import Note
from db.records.scorecards import Question
from desktop.features.monitoring.wording import tag_words
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import button, label
from desktop.shell.text import clock, tr
from desktop.shell.theme import Theme


class EvidencePart(QWidget):
    """`unlinked` carries a note and the key of the question that it is evidence for no more, `jumped` the
    second of one to go to.
    """

    unlinked = Signal(object, str)
    jumped = Signal(float)

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        self._theme, self._question = theme, question
        self._notes: tuple[Note, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(2), theme.space(1), 0, theme.space(1))
        self._column.setSpacing(theme.space(1))
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        if tuple(notes) == self._notes:
            return
        self._notes = tuple(notes)
        while self._column.count():
            item = self._column.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for note in self._notes:
            made = self._line(note)
            self._column.addWidget(made)
            made.show()
        self.setVisible(bool(self._notes))

    def _line(self, note: Note) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        time = clock(note.at_s)
        at = button(
            time, partial(self.jumped.emit, note.at_s), tr("Go to {time} in the contact", time=time), "link"
        )
        row.addWidget(at, 0, top)
        if note.tag is not None:
            shape = label(meaning_mark(note.tag).shape, "mark")
            shape.setProperty("meaning", note.tag.value)
            shape.setAccessibleName(tag_words(note.tag))
            row.addWidget(shape, 0, top)
        row.addWidget(label(note.text, "muted", wrap=True), 1)
        name = tr("Unlink: {note}", note=note.text)
        unlink = partial(self.unlinked.emit, note, note.question)
        off = button(tr("Unlink"), unlink, name, "quiet")
        row.addWidget(off, 0, top)
        for each in (at, off):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
