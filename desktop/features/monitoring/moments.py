"""The buttons under the note: tags, and facts about the contact that one key states each."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.records.observations import Fact, NoteTag
from desktop.features.monitoring.wording import (
    FACT_KEYS,
    TAG_KEYS,
    fact_sentence,
    fact_words,
    tag_meaning,
    tag_words,
)
from desktop.shell.colours import meaning_mark
from desktop.shell.controls import native
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout


class Moments(QWidget):
    """`tagged` carries a tag, `stated` a fact. No button here takes the typing away from the note."""

    tagged = Signal(object)
    stated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        tags, facts = QWidget(), QWidget()
        tag_flow, fact_flow = FlowLayout(tags, 4), FlowLayout(facts, 0)
        for key, tag in TAG_KEYS.items():
            words = f"{meaning_mark(tag).shape} {tag_words(tag)}"
            made = _button(words, key, (tag_words(tag), tag_meaning(tag)), "chip")
            made.clicked.connect(partial(self._tag, tag))
            tag_flow.addWidget(made)
        for key, fact in FACT_KEYS.items():
            made = _button(fact_words(fact), key, (fact_words(fact), fact_sentence(fact)), "quiet")
            made.clicked.connect(partial(self._state, fact))
            fact_flow.addWidget(made)
        column.addWidget(tags)
        column.addWidget(facts)

    def _tag(self, tag: NoteTag, _checked: bool = False) -> None:
        self.tagged.emit(tag)

    def _state(self, fact: Fact, _checked: bool = False) -> None:
        self.stated.emit(fact)


def _button(words: str, key: str, told: tuple[str, str], role: str) -> QPushButton:
    name, meaning = told
    made = QPushButton(f"{words}  {native(key)}")
    made.setProperty("role", role)
    made.setAccessibleName(name)
    made.setAccessibleDescription(tr("{meaning} Key {key}", meaning=meaning, key=native(key)))
    made.setToolTip(f"{meaning} ({native(key)})")
    # A click must not take the typing away from the note.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
