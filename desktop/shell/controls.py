"""The small parts every page is made of, so that labels and buttons look and speak alike."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeyEvent, QKeySequence, Qt
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


def tip(text: str) -> str:
    """The text for a tooltip, shown as it is: Qt reads one that looks like rich text as such, and would fetch
    what a name says is a picture.
    """
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal) if _looks_rich(text) else text


def _looks_rich(text: str) -> bool:
    return bool(Qt.mightBeRichText(text))


def on_button(text: str) -> str:
    """The text for a button, where Qt takes a single & for the mark of a key."""
    return text.replace("&", "&&")


class Button(QPushButton):
    """A button that Enter presses too, as people expect of the one they stand on; Qt leaves it to Space."""

    def __init__(self, text: str = "") -> None:
        super().__init__(on_button(text))

    def setText(self, text: str) -> None:
        super().setText(on_button(text))

    def text(self) -> str:
        return super().text().replace("&&", "&")

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
