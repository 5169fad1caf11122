"""One question on screen: folded into a line, or open with its answers, its evidence and its guidance."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.observations import DetailKind, Note
from db.records.scorecards import Question
from desktop.features.monitoring.answer_parts import AnswerPart
from desktop.features.monitoring.cause_part import CausePart
from desktop.features.monitoring.evidence_part import EvidencePart
from desktop.features.monitoring.filling import Filling, words_of
from desktop.features.monitoring.note_field import CommentField
from desktop.features.monitoring.note_list import dragged_note
from desktop.features.monitoring.question_line import QuestionLine
from desktop.features.monitoring.wording import answer_words, kind_words, option_words
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import Theme


class QuestionBlock(QWidget):
    """`wanted` asks to open this question, `linked` to take a note (its id) as evidence; both with its
    position. `part`, `causes` and `evidence` say what is done in them.
    """

    wanted = Signal(int)
    linked = Signal(int, int)
    commented = Signal(int, str)
    examples_asked = Signal()

    def __init__(self, theme: Theme, position: int, question: Question) -> None:
        super().__init__()
        self.position, self.question = position, question
        self._theme = theme
        self.setAcceptDrops(True)
        self.line = QuestionLine(theme, position + 1, question.text)
        self.line.clicked.connect(self._want)
        self.body = QWidget()
        self.part = AnswerPart(theme, question)
        self.causes = CausePart(theme, question)
        self.evidence = EvidencePart(theme, question)
        self.comment = CommentField(tr("Comment on: {question}", question=question.text))
        self.comment.setPlaceholderText(tr("What the agent should hear about this answer"))
        self.comment.typed.connect(self._comment)
        self.comment.hide()
        self.examples: list[QWidget] = []
        self._lay_out()

    def show_filling(self, filling: Filling, examples: bool) -> None:
        """Show the answer as it stands, open or folded, with or without the examples."""
        is_open = filling.current == self.position
        mark, words = answer_words(filling, self.position)
        self.line.show_state(is_open, words, mark)
        self.line.setAccessibleName(tr("Question {n}: {text}", n=self.position + 1, text=self.question.text))
        self._describe(words if mark else tr("open"))
        self.body.setVisible(is_open)
        if is_open:
            self.part.show_filling(filling, self.position)
            self.causes.show_filling(filling, self.position)
            said = words_of(filling, self.question, DetailKind.COMMENT)
            self.comment.show_text(said)
            self.comment.setVisible(bool(said) or self.comment.hasFocus())
        for widget in self.examples:
            widget.setVisible(examples)
        self.more.setText(tr("Hide the examples") if examples else tr("Show examples"))

    def show_evidence(self, notes: Sequence[Note]) -> None:
        """Show the notes that are evidence for this question."""
        self.evidence.show_notes(notes)
        self.line.show_evidence(len(notes))

    def focus(self, filling: Filling) -> None:
        """Put the keyboard where numbers answer: on the root causes, or on the answers."""
        if filling.at_causes and self.causes.buttons:
            self.causes.focus()
        else:
            self.part.focus(filling.answers[self.position])

    def write_comment(self) -> None:
        self.comment.show()
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_note(event.mimeData()) is not None:
            self.line.show_target(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.line.show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.line.show_target(False)
        note = dragged_note(event.mimeData())
        if note is not None:
            event.acceptProposedAction()
            self.linked.emit(self.position, note)

    def _describe(self, words: str) -> None:
        kind = kind_words(self.question)
        self.line.setAccessibleDescription(f"{words} · {kind}" if kind else words)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.body)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(self._theme.space(6), 0, 0, self._theme.space(3))
        inside.setSpacing(self._theme.space(1))
        kind = kind_words(self.question)
        if kind:
            inside.addWidget(label(kind, "small", wrap=True))
        for part in (self.part, self.causes, self.evidence, self.comment):
            inside.addWidget(part)
        self._add_guidance(inside)

    def _add_guidance(self, inside: QVBoxLayout) -> None:
        self.more = button(tr("Show examples"), self.examples_asked.emit, role="link")
        self.more.setToolTip("F3")
        if self.question.guidance:
            inside.addSpacing(self._theme.space(1))
            inside.addWidget(label(self.question.guidance, "muted", wrap=True))
        pairs = ((self.question.good, "good", tr("Good")), (self.question.poor, "warn", tr("Poor")))
        for text, role, word in pairs:
            if text:
                self.examples.append(label(f"{word}: {text}", role, wrap=True))
        if not self.examples:
            self.more.hide()
            self.more.setParent(self)
            return
        inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in self.examples:
            inside.addWidget(widget)

    def _want(self) -> None:
        self.wanted.emit(self.position)

    def _comment(self, text: str) -> None:
        self.commented.emit(self.position, text)


def spoken_question(question: Question) -> str:
    """A question with its answers and their numbers, as a screen reader says it on arrival."""
    options = ", ".join(f"{n} {option_words(option)}" for n, option in enumerate(question.options, 1))
    return " ".join(part for part in (question.text, kind_words(question), options) if part)
