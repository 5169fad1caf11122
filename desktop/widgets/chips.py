"""Small marks that name a meaning by shape, word and colour, never by colour alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.shell.colours import meaning_mark
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout

_WORDS = {
    "strength": "Strength",
    "opportunity": "Opportunity",
    "promise": "Promise",
    "effort": "Effort",
    "no_moment": "No moment",
    "critical": "Critical",
    "signal": "Signal",
    "good": "Good",
    "warn": "Careful",
    "info": "Note",
}


def meaning_words(meaning: str) -> str:
    """Return the word for a meaning, such as "Strength"."""
    return tr(_WORDS[meaning])


def chip(meaning: str, text: str = "") -> QLabel:
    """Make a chip with the meaning's shape and its word, or `text` instead of the word."""
    words = text or meaning_words(meaning)
    made = label(f"{meaning_mark(meaning).shape}\N{NO-BREAK SPACE}{words}", "chip")
    made.setProperty("meaning", meaning)
    made.setAccessibleName(f"{meaning_words(meaning)}: {text}" if text else words)
    return made


class ChipRow(QWidget):
    """Chips side by side, for the tags of a note or the marks of a call."""

    def __init__(self, chips: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self.show_chips(chips)

    def show_chips(self, chips: Iterable[tuple[str, str]]) -> None:
        """Show these (meaning, words); blank words stand for the meaning's own."""
        while self._row.count() > 1:
            gone = self._row.takeAt(0).widget()
            gone.hide()
            gone.deleteLater()
        for meaning, words in chips:
            self._row.insertWidget(self._row.count() - 1, chip(meaning, words))


class ChoiceChips(QWidget):
    """One of a few as a row of checkable chips: `chosen` carries the key. Left and right move among them."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[object, str]], value: object = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._keys = [key for key, _ in choices]
        self._group = QButtonGroup(self)
        row = FlowLayout(self, gap=4)
        for place, (_, words) in enumerate(choices):
            row.addWidget(self._button(place, words, name))
        self.show_value(value if value in self._keys else self._keys[0])
        self._group.idClicked.connect(self._tell)

    def value(self) -> Any:
        return self._keys[self._group.checkedId()]

    def show_value(self, key: object) -> None:
        """Show a key without announcing it."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def _button(self, place: int, words: str, name: str) -> QPushButton:
        made = QPushButton(words)
        made.setCheckable(True)
        made.setProperty("role", "chip")
        made.setAccessibleName(f"{name}: {words}")
        self._group.addButton(made, place)
        return made

    def _tell(self, place: int) -> None:
        self.chosen.emit(self._keys[place])
