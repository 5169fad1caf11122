"""The field that always has the typing: Enter stamps, Shift+Enter breaks the line."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from desktop.widgets.forms import TextField

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class UndoneFirst(TextField):
    """Takes its own typing back first; once there is none, Ctrl+Z means the last change anywhere."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            typing = self.document()
            done = event.matches(QKeySequence.StandardKey.Undo) and not typing.isUndoAvailable()
            undone = event.matches(QKeySequence.StandardKey.Redo) and not typing.isRedoAvailable()
            if done or undone:
                event.ignore()
                return False
        return super().event(event)

    def show_text(self, text: str) -> None:
        if text != self.text():
            super().show_text(text)
            self.moveCursor(QTextCursor.MoveOperation.End)


class NoteField(UndoneFirst):
    """`entered` for Enter, `went_up` for the up key in an empty field, `escaped` for Escape."""

    entered = Signal()
    went_up = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        order = self._order(event)
        if order is None:
            super().keyPressEvent(event)
        else:
            order.emit()  # type: ignore[attr-defined]

    def type(self, text: str) -> None:
        """Take the keyboard and write on at the end, as if the key had been pressed here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.insertPlainText(text)

    def _order(self, event: QKeyEvent) -> object | None:
        if event.modifiers() not in PLAIN:
            return None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.entered
        if event.key() == Qt.Key.Key_Up and not self.text():
            return self.went_up
        return self.escaped if event.key() == Qt.Key.Key_Escape else None
