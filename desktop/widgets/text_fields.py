"""Fields in which words are typed. What is never kept does not get past them: see `Gate`."""

from os.path import commonprefix

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from desktop.widgets.gate import Gate
from desktop.widgets.privacy_line import Below, PrivacyLine

# No keyboard on the screen and no input method may learn words from what is written about people.
NOT_LEARNT = Qt.InputMethodHint.ImhSensitiveData
LAID_OUT = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Hide)


def units(text: str) -> int:
    """How many of Qt's 16-bit units a text takes: two for a letter beyond the first 65,536."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def letters(text: str, place: int) -> int:
    """The place in a text, in letters, of a place in Qt's 16-bit units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "ignore"))


class TextField(QPlainTextEdit):
    """Long text that grows as it is written; Tab leaves it. `typed` carries the text as a draft may hold it:
    a card number is masked, and one that is still being typed is held back (see `Gate`).
    """

    typed = Signal(str)

    def __init__(self, name: str, text: str = "", lines: int = 2, most: int = 16) -> None:
        super().__init__()
        self._lines, self._most, self._silent, self._foot = lines, most, False, 0
        self._line: PrivacyLine | None = None
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(NOT_LEARNT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self.gate = Gate(self, self, is_prose=True)
        self.textChanged.connect(self._tell)
        self.show_text(text)

    def text(self) -> str:
        return self.toPlainText()

    def draft(self) -> str:
        """The text as `typed` carries it."""
        return self.gate.draft()

    def show_text(self, text: str) -> None:
        """Show a text without announcing it as typed; what the user has typed meanwhile is not moved."""
        if text == self.toPlainText() or self.gate.is_echo(text):
            return
        self._silent = True
        self.setPlainText(text)
        self._silent = False
        self.gate.forget()

    def place(self) -> int:
        """Before which letter of the text the cursor stands."""
        return letters(self.toPlainText(), self.textCursor().position())

    def put(self, text: str, at: int) -> None:
        """Change the text where it differs, with no way back, and put the cursor before that letter."""
        before = self.toPlainText()
        start = len(commonprefix([before, text]))
        end = len(commonprefix([before[start:][::-1], text[start:][::-1]]))
        cursor = self.textCursor()
        cursor.setPosition(units(before[:start]))
        cursor.setPosition(units(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
        self._silent = True
        cursor.insertText(text[start : len(text) - end])
        self._silent = False
        cursor.setPosition(units(text[:at]))
        self.setTextCursor(cursor)
        # Or Ctrl+Z would show again what must not be kept.
        self.document().clearUndoRedoStacks()

    def send(self) -> None:
        """Say once more what was typed."""
        self.typed.emit(self.draft())

    def place_line(self, line: PrivacyLine) -> None:
        """The line stands in the field's own foot, under the words."""
        self._line = line
        line.installEventFilter(self)
        self._make_room()

    def sizeHint(self) -> QSize:
        lines = min(max(self.document().size().height(), self._lines), self._most)
        margins = 2 * (self.document().documentMargin() + self.frameWidth()) + 4
        high = round(lines * self.fontMetrics().lineSpacing() + margins) + self._foot
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.gate.leave()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and event.type() in LAID_OUT:
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        line, edge = self._line, self.frameWidth() + 2
        foot = 0
        if line is not None and not line.isHidden():
            wide = self.width() - 2 * edge
            foot = max(line.heightForWidth(wide), line.minimumSizeHint().height())
            line.setGeometry(edge, self.height() - edge - foot, wide, foot)
        if foot != self._foot:
            self._foot = foot
            self.setViewportMargins(0, 0, 0, foot)
            self.updateGeometry()

    def _tell(self) -> None:
        self.updateGeometry()
        if not self._silent and not self._composing():
            self.gate.take()
            self.send()

    def _composing(self) -> bool:
        """Whether an input method is at a word: touching the text then would lose it."""
        layout = self.textCursor().block().layout()
        return layout is not None and bool(layout.preeditAreaText())


class LineField(QLineEdit):
    """One line of text. `typed` carries it at each keystroke, as a draft may hold it (see `Gate`).

    `gated` is False for what is never kept (a word to find) and for what must stay as it is (a passphrase).
    """

    typed = Signal(str)

    def __init__(self, name: str, text: str = "", placeholder: str = "", *, gated: bool = True) -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setInputMethodHints(NOT_LEARNT)
        self.gate = Gate(self, self) if gated else None
        self._below: Below | None = None
        self.textEdited.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Show a text without announcing it as typed and without moving the cursor of the same text."""
        if text == self.text() or (self.gate is not None and self.gate.is_echo(text)):
            return
        self.setText(text)
        if self.gate is not None:
            self.gate.forget()

    def place(self) -> int:
        """Before which letter of the text the cursor stands."""
        return letters(self.text(), self.cursorPosition())

    def put(self, text: str, at: int) -> None:
        """Change the text, with no way back, and put the cursor before that letter."""
        self.setText(text)
        self.setCursorPosition(units(text[:at]))

    def send(self) -> None:
        """Say once more what was typed."""
        self.typed.emit(self.gate.draft() if self.gate is not None and self._is_gated() else self.text())

    def place_line(self, line: PrivacyLine) -> None:
        """The line floats right under the field."""
        if self._below is None:
            self._below = Below(line, self)
        self._below.settle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._is_gated() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.gate.leave()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_gated() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.gate.leave()
        super().keyPressEvent(event)

    def _tell(self, _text: str) -> None:
        if self._is_gated():
            self.gate.take()
        self.send()

    def _is_gated(self) -> bool:
        return self.gate is not None and self.echoMode() is QLineEdit.EchoMode.Normal
