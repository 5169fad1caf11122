"""Questions that a new answer opens, answered beside the decision."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.scorecards import Question
from desktop.coaching import disputes as rules
from desktop.shell.dispute_words import choices
from desktop.shell.text import tr
from desktop.widgets.forms import Choice


class OpenedQuestions(QWidget):
    """`answered` says that one of them was answered."""

    answered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choices: dict[str, Choice] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def answers(self) -> dict[str, str]:
        """What was answered, by question key."""
        return {key: choice.value() for key, choice in self._choices.items() if choice.value()}

    def offer(self, asked: Mapping[str, Question]) -> None:
        """Ask these, and go on asking those that were answered."""
        known = asked.keys() | self.answers().keys()
        for key in [key for key in self._choices if key not in known]:
            gone = self._choices.pop(key)
            gone.hide()
            gone.deleteLater()
        for key, question in asked.items():
            if key not in self._choices and rules.may_be_disputed(question):
                first = ("", tr("Answer: {question}", question=question.text))
                choice = Choice(
                    tr("This opens: {question}", question=question.text), [first, *choices(question)]
                )
                choice.chosen.connect(self._tell)
                self._choices[key] = choice
                self._column.addWidget(choice)
                choice.show()

    def clear(self) -> None:
        """Ask nothing any more."""
        for choice in self._choices.values():
            choice.hide()
            choice.deleteLater()
        self._choices = {}

    def _tell(self, _key: object) -> None:
        self.answered.emit()
