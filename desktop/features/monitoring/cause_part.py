"""Why an answer was below its full points: the scorecard's root causes, ticked by number."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.scorecards import Question
from desktop.features.monitoring.answer_parts import ENTER, move
from desktop.features.monitoring.filling import Filling
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.ticks import TickButton


class CausePart(QWidget):
    """`ticked` carries the key of a cause that was ticked or unticked, `left` an arrow key's direction beyond
    the ends, `done` that Enter goes on.
    """

    ticked = Signal(str)
    left = Signal(int)
    done = Signal()

    def __init__(self, theme: Theme, question: Question) -> None:
        super().__init__()
        self.question = question
        self.buttons: dict[str, TickButton] = {}
        self.head = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(1), 0, theme.space(1))
        column.setSpacing(theme.space(0.5))
        column.addWidget(self.head)
        for place, cause in enumerate(question.causes):
            made = TickButton(theme, str(place + 1) if place < 9 else "", cause.label)
            made.setAccessibleName(tr("Root cause: {cause}", cause=cause.label))
            made.clicked.connect(partial(self._tick, cause.key))
            made.moved.connect(partial(self._move, cause.key))
            self.buttons[cause.key] = made
            column.addWidget(made)
        self.hide()

    def show_filling(self, filling: Filling, position: int) -> None:
        """Offer the causes where the answer asks for them, with those ticked that were given."""
        self.setVisible(filling.asks_causes(position))
        given = filling.causes.get(self.question.key, frozenset())
        for key, made in self.buttons.items():
            made.setChecked(key in given)
        self.head.setText(
            tr("What lay behind it? Numbers tick; Enter goes on.")
            if filling.at_causes
            else tr("What lay behind it?")
        )

    def focus(self) -> None:
        on = next((made for made in self.buttons.values() if made.hasFocus()), None)
        (on or next(iter(self.buttons.values()))).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers():
            self.done.emit()
        else:
            event.ignore()

    def _tick(self, key: str) -> None:
        self.ticked.emit(key)

    def _move(self, key: str, by: int) -> None:
        move(list(self.buttons.values()), self.buttons[key], by, self.left.emit)
