"""Name and passphrase at the door of a protected store, with the wait after wrong ones counted down."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import ntr, tr
from desktop.widgets.forms import Form, LineField, Switch
from desktop.widgets.passphrases import SecretField
from desktop.widgets.recovery import in_row

SECOND_MS = 1000


class SignIn(QWidget):
    """`asked` carries name and passphrase; `by_code`, `elsewhere` and `somebody_else` are the other ways."""

    asked = Signal(str, str)
    by_code = Signal()
    elsewhere = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = LineField(tr("Your name"))
        self.passphrase = SecretField(tr("Passphrase"))
        self.plainly = Switch(tr("Show what I type"))
        form = Form()
        self.name_row = form.add(tr("Your name"), self.name)
        self.passphrase_row = form.add(tr("Passphrase"), self.passphrase)
        form.add_widget(self.plainly)
        self.sign_in = button(tr("Sign in"), self._ask, role="primary")
        self.other = button(tr("Somebody else"), self.forget_name, role="quiet")
        self.waiting = label("", "muted")
        self.code = button(tr("Use the recovery code"), self.by_code.emit, role="link")
        self.demo = button(tr("The demo floor, or another floor"), self.elsewhere.emit, role="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(form)
        column.addLayout(in_row(self.sign_in, self.other, self.waiting))
        column.addSpacing(8)
        column.addLayout(in_row(self.code, self.demo))
        self.name.returnPressed.connect(self.passphrase.setFocus)
        self.passphrase.returnPressed.connect(self._ask)
        self.plainly.chosen.connect(self.passphrase.show_plainly)
        self._seconds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.tick)

    def begin(self, name: str) -> None:
        """Ask anew; the keyboard goes to what is not yet known."""
        self.name.show_text(name)
        self.other.setVisible(bool(name))
        self.clear()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        (self.passphrase if self.name.text() else self.name).setFocus()

    def clear(self) -> None:
        """Leave no passphrase in the field, and nothing to undo."""
        self.passphrase.setText("")
        self.plainly.show_value(False)
        self.passphrase.show_plainly(False)
        self.name_row.say()
        self.passphrase_row.say()

    def forget_name(self) -> None:
        """Somebody else is at the desk now."""
        self.begin("")

    def refuse(self, sentence: str, seconds: int) -> None:
        """Say why it stays shut, and how long the next try has to wait."""
        self.passphrase_row.say(sentence)
        announce(self, sentence, urgent=True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        self.wait(seconds)

    def wait(self, seconds: int) -> None:
        """Count down; typing goes on meanwhile, only trying does not."""
        self._seconds = max(0, seconds)
        self._show_wait()
        if self._seconds:
            self._timer.start()

    def tick(self) -> None:
        """A second has passed."""
        self._seconds = max(0, self._seconds - 1)
        self._show_wait()

    def rest(self, resting: bool) -> None:
        """Take no second press while a passphrase is tried."""
        self.sign_in.setEnabled(not resting and not self._seconds)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.take_keyboard()

    def _show_wait(self) -> None:
        self.sign_in.setEnabled(not self._seconds)
        self.waiting.setText(
            ntr("Again in {n} second", "Again in {n} seconds", self._seconds) if self._seconds else ""
        )
        if not self._seconds:
            self._timer.stop()

    def _ask(self) -> None:
        if not self.sign_in.isEnabled():
            return
        self.name_row.say()
        self.passphrase_row.say()
        if not self.name.text().strip():
            self.name_row.say(tr("Please type your name, as it stands under what you write."))
            self.name.setFocus()
        elif not self.passphrase.text():
            self.passphrase_row.say(tr("Please type your passphrase."))
            self.passphrase.setFocus()
        else:
            self.asked.emit(self.name.text(), self.passphrase.text())
