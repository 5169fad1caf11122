"""The buttons under the note: tags, and in a menu the facts about the contact that one key states each."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

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
        flow = FlowLayout(self, 4)
        for key, tag in TAG_KEYS.items():
            made = _chip(f"{meaning_mark(tag).shape} {tag_words(tag)}  {native(key)}", tag_words(tag))
            made.setAccessibleDescription(
                tr("{meaning}. Key {key}", meaning=tag_meaning(tag), key=native(key))
            )
            made.setToolTip(tr("{meaning} ({key})", meaning=tag_meaning(tag), key=native(key)))
            made.clicked.connect(partial(self._tag, tag))
            flow.addWidget(made)
        self.more = _chip(tr("Moments") + " ▾", tr("Moments"))
        self.more.setToolTip(tr("What the caller had said already, and what cost them effort"))
        self.menu = QMenu(self)
        self.menu.setAccessibleName(tr("Moments"))
        self.menu.setToolTipsVisible(True)
        for key, fact in FACT_KEYS.items():
            self._add(key, fact)
        self.more.clicked.connect(self._open)
        flow.addWidget(self.more)

    def minimumSizeHint(self) -> QSize:
        """As high as its lines are at this width, or a splitter would cut the last of them."""
        return QSize(super().minimumSizeHint().width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def _add(self, key: str, fact: Fact) -> None:
        # The key stands as words: a second shortcut of the same key would silence the page's own.
        made = QAction(f"{fact_words(fact)}\t{native(key)}", self.menu)
        made.setToolTip(fact_sentence(fact))
        made.triggered.connect(partial(self._state, fact))
        self.menu.addAction(made)

    def _open(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _tag(self, tag: NoteTag, _checked: bool = False) -> None:
        self.tagged.emit(tag)

    def _state(self, fact: Fact, _checked: bool = False) -> None:
        self.stated.emit(fact)


def _chip(words: str, name: str) -> QPushButton:
    made = QPushButton(words)
    made.setProperty("role", "chip")
    made.setAccessibleName(name)
    # A click must not take the typing away from the note.
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
