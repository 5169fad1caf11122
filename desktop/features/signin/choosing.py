"""Two small steps on the way in: the recovery code instead of a passphrase, and a passphrase of one's own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Form, LineField
from desktop.widgets.passphrases import NewPassphrase
from desktop.widgets.recovery import in_row, say_slip


class CodeEntry(QWidget):
    """`asked` carries what was typed; `left` goes back to name and passphrase."""

    asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.typed = LineField(tr("Recovery code"), gated=False)
        form = Form()
        self.row = form.add(
            tr("Recovery code"),
            self.typed,
            tr("From the recovery sheet. Capitals, spaces and dashes don't matter."),
        )
        self.try_it = button(tr("Use this code"), self._ask, role="primary")
        self.back = button(tr("Back"), self.left.emit, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(form)
        column.addLayout(in_row(self.try_it, self.back))
        self.typed.returnPressed.connect(self._ask)
        self.setFocusProxy(self.typed)

    def clear(self) -> None:
        self.typed.setText("")
        self.row.say()

    def say_slip(self, group: int) -> None:
        self.row.say(say_slip(group))

    def _ask(self) -> None:
        if self.try_it.isEnabled():
            self.row.say()
            self.asked.emit(self.typed.text())


class OwnPassphrase(QWidget):
    """`chosen` carries a passphrase that is good enough; `left` goes a step back."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.passphrase = NewPassphrase(app, tr("Your new passphrase"))
        self.use = button(tr("Use this passphrase"), self._take, role="primary")
        self.back = button(tr("Back"), self.left.emit, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.passphrase)
        column.addLayout(in_row(self.use, self.back))
        self.passphrase.entered.connect(self._take)
        self.setFocusProxy(self.passphrase.first)

    def begin(self, words: str, known: tuple[str, ...]) -> None:
        self.words.setText(words)
        self.passphrase.know(known)
        self.passphrase.clear()

    def _take(self) -> None:
        if self.use.isEnabled() and (passphrase := self.passphrase.take()) is not None:
            self.chosen.emit(passphrase)
