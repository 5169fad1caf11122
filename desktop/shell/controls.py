"""The small parts every page is made of, so that labels and buttons look and speak alike."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """Make a label; `role` is a QLabel role of the style sheet: `title`, `heading`, `figure`, `small` …"""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class Button(QPushButton):
    """A button that Enter presses too, as people expect of the one they stand on; Qt leaves it to Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, slot: Callable[[], None], name: str = "", role: str = "") -> Button:
    """Make a button with a verb on it; `role` is "", "primary", "quiet", "danger" or "link"."""
    made = Button(text)
    made.setAccessibleName(name or text)
    if role:
        made.setProperty("role", role)
    made.clicked.connect(partial(_call, slot))
    return made


def _call(slot: Callable[[], None], checked: bool = False) -> None:
    slot()


def native(key: str) -> str:
    """Return a key as this system writes it; what is no key sequence ("arrows") stays as it is."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
