"""The field that always has the typing: Enter stamps, Shift+Enter breaks the line."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QScrollArea

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


class CommentField(UndoneFirst):
    """Stays in sight as a whole, with its heading, while it has the keyboard: it grows as it is written."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.come_into_view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.hasFocus():
            QTimer.singleShot(0, self, self.come_into_view)

    def come_into_view(self) -> None:
        """Scroll what it stands in; where it is taller than the room, its end is what is seen."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is not None and inside is not None:
            # Not ensureWidgetVisible: of a field with the keyboard that shows no more than the caret's line.
            heading = 2 * self.fontMetrics().lineSpacing()
            end = self.mapTo(inside, self.rect().bottomLeft()).y() + self.fontMetrics().descent()
            area.ensureVisible(0, end - self.height() - heading, 0, 0)
            area.ensureVisible(0, end, 0, 0)


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
