"""Asks, in the page, which answer was a plain slip and what it should have been."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.scorecards import Form
from desktop.coaching import disputes as rules
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import answer_label, choices
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice


class SlipAsked(QWidget):
    """Hidden until `ask`; `given` carries the question's key and the answer's."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._form: Form | None = None
        self._answers = b""
        self.which = Choice(tr("Question with the slip"))
        self.answer = Choice(tr("What it should say"))
        self.says = label("", "small", wrap=True)
        self.go_on = button(tr("Put it right"), self._give, role="primary")
        self.leave = button(tr("Leave it as it is"), self.hide, tr("Leave the answer as it is"), "quiet")
        row = QWidget()
        flow = FlowLayout(row)
        for part in (self.which, self.answer, self.go_on, self.leave):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = tr(
            "One wrong tick, put right at once and noted. The agent is asked again only if the score changes."
        )
        column.addWidget(label(words, wrap=True))
        column.addWidget(row)
        column.addWidget(self.says)
        self.which.chosen.connect(self._offer)
        self.hide()

    def ask(self, form: Form, answers: bytes) -> None:
        self._form, self._answers = form, answers
        open_ones = {question.key for question in rules.disputable(form, answers)}
        self.which.set_choices(
            [
                (question.key, f"{place}. {question.text}")
                for place, question in enumerate(form.questions, 1)
                if question.key in open_ones
            ]
        )
        self._offer(self.which.value())
        self.show()
        self.which.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _offer(self, key: object) -> None:
        """Every answer but the one that stands."""
        if self._form is None or key is None:
            return
        question = self._form.questions[rules.place_of(self._form, str(key))]
        stands = rules.standing(self._form, self._answers, question.key)
        self.says.setText(tr("It says now: {answer}", answer=answer_label(question, stands)))
        self.answer.set_choices([(one, words) for one, words in choices(question) if one != stands])

    def _give(self) -> None:
        if self.which.value() is not None and self.answer.value() is not None:
            self.hide()
            self.given.emit(str(self.which.value()), str(self.answer.value()))
