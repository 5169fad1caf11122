"""A passphrase made for somebody: shown once and large, copied on request, gone from the clipboard soon."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.features.users import wording
from desktop.features.users.actions import Admitted
from desktop.shell import clipboard
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import tr

KEPT_MS = 60_000


class PassphraseShown(QFrame):
    """`closed` when it was told; the passphrase is forgotten then, or whenever the panel is hidden."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.heading = label("", "heading")
        self.passphrase = label("", "figure")
        self.passphrase.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words = label("", wrap=True)
        self.copy = button(tr("Copy the passphrase"), self._copy)
        self.told = button(tr("I have told them"), self._close, role="primary")
        self.copied = label("", "muted", wrap=True)
        self._in_clipboard = ""
        self._clearing = QTimer(self)
        self._clearing.setSingleShot(True)
        self._clearing.timeout.connect(self.clear_clipboard)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.copy)
        row.addWidget(self.told)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        for widget in (self.heading, self.passphrase, self.words):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.copied)
        self.hide()

    def show_passphrase(self, admitted: Admitted) -> None:
        name = admitted.user.name
        self.heading.setText(tr("A passphrase for {name}", name=name))
        self.passphrase.setText(admitted.passphrase)
        self.passphrase.setAccessibleName(tr("Passphrase of {name}", name=name))
        self.words.setText(wording.passphrase_words(name))
        self._say_copied("")
        self.show()
        self.told.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.heading.text()}. {self.words.text()}")

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever walks away leaves nothing behind on the screen."""
        super().hideEvent(event)
        self.clear_clipboard()
        self.passphrase.setText("")

    def clear_clipboard(self) -> None:
        """Empty the clipboard if the passphrase is still what is in it."""
        self._clearing.stop()
        held = QGuiApplication.clipboard()
        if self._in_clipboard and held.text() == self._in_clipboard:
            held.clear()
        self._in_clipboard = ""
        self._say_copied("")

    def _copy(self) -> None:
        self._in_clipboard = self.passphrase.text()
        clipboard.copy(self._in_clipboard)
        self._say_copied(tr("Copied. In a minute it is taken from the clipboard again."))
        self._clearing.start(KEPT_MS)

    def _say_copied(self, words: str) -> None:
        self.copied.setText(words)
        self.copied.setVisible(bool(words))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
