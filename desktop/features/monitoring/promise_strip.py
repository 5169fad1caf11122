"""Who keeps what was promised, how, and by when: three small fields in the flow of the notes."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.observations import Note
from desktop.features.monitoring.answer_parts import ENTER
from desktop.features.monitoring.sitting import Promise
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.forms import LineField


class PromiseStrip(QWidget):
    """`written` carries a note's id and its promise, at each keystroke; `left` that it is done.

    Enter goes to the next field and after the last one leaves, as Escape does; what is there stays.
    """

    written = Signal(int, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note: Note | None = None
        self.who = PromiseField(tr("Who keeps the promise"), tr("who"))
        self.how = PromiseField(tr("How the promise is kept"), tr("how"))
        self.due = PromiseField(tr("By when the promise is kept"), tr("by when"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(tr("● Promised")))
        following: list[Callable[[], None]] = [self.how.take, self.due.take, self._leave]
        for field, then in zip((self.who, self.how, self.due), following, strict=True):
            field.typed.connect(self._write)
            field.entered.connect(then)
            field.escaped.connect(self._leave)
            row.addWidget(field, 1)
        self.hide()

    def show_note(self, note: Note) -> None:
        """Show what a note says of its promise."""
        self.note = note
        for field, text in ((self.who, note.who), (self.how, note.how), (self.due, note.due)):
            field.show_text(text)
        self.show()

    def put_away(self) -> None:
        self.note = None
        self.hide()

    def _write(self, _text: str) -> None:
        if self.note is not None:
            promise = Promise(self.who.text(), self.how.text(), self.due.text())
            self.written.emit(self.note.id, promise)

    def _leave(self) -> None:
        self.left.emit()


class PromiseField(LineField):
    """`entered` for Enter, `escaped` for Escape."""

    entered = Signal()
    escaped = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, placeholder=hint)

    def take(self) -> None:
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
