"""The scorecard beside the notes: one question open at a time, the others folded, all answered by keys."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.observations import Note
from db.records.scorecards import Form
from desktop.coaching import scoring
from desktop.features.monitoring.answering_desk import Answering
from desktop.features.monitoring.circumstances import Circumstances
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.note_field import CommentField
from desktop.features.monitoring.question_block import QuestionBlock, spoken_question
from desktop.features.monitoring.sheet import Sheet, SheetScroll
from desktop.features.monitoring.sitting import Sitting, progress
from desktop.features.monitoring.wording import criticals_words, progress_words, score_words
from desktop.shell.context import App
from desktop.shell.controls import button, label, native
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.forms import Choice


class ScorecardPanel(QWidget):
    """`answering` says what is answered, `commented` the comment as it is typed, `card_chosen` a version's id
    or None for notes only, `linked` a note's id and the key of the question it is evidence for, `unlinked` a
    note that is none any more, `jumped` a second of the contact, `left` that the user wants to the notes.
    """

    commented = Signal(str)
    card_chosen = Signal(object)
    linked = Signal(int, str)
    unlinked = Signal(object, str)
    jumped = Signal(float)
    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.answering = Answering(self)
        self._version_id: int | None = None
        self._examples = False
        self.blocks: list[QuestionBlock] = []
        self.cards = Choice(tr("Scorecard"))
        self.cards.chosen.connect(self.card_chosen)
        self.progress = label("", "muted", wrap=True)
        self.score = label("", wrap=True)
        self.ask_score = button(tr("Show the running score"), partial(self.hold_score, False), role="link")
        self.ask_score.hide()
        self.around = Circumstances()
        self.comment = CommentField(tr("Comment on the whole contact"))
        self.comment.setPlaceholderText(tr("What the agent should hear about the whole contact"))
        self.comment.typed.connect(self.commented)
        self.answering.moved.connect(self._moved)
        self._lay_out()

    @property
    def filling(self) -> Filling | None:
        return self.answering.filling

    def show_sitting(self, sitting: Sitting) -> None:
        """Show the draft of a sitting, at its first unanswered question."""
        version, evaluation = sitting.version, sitting.evaluation
        cards = {card.id: card.form.name for card in (*sitting.cards, *([version] if version else []))}
        self.cards.set_choices([*cards.items(), (None, tr("No scorecard, notes only"))])
        self.cards.show_value(version.id if version else None)
        self._scroll.setVisible(version is not None)
        self._blank.setVisible(version is None)
        self.answering.open(sitting)
        self.around.show_sitting(sitting)
        if version is None or evaluation is None:
            self._version_id = None
            self.progress.setText("")
            self.score.setText("")
            return
        self.comment.show_text(evaluation.comment)
        if version.id != self._version_id:
            self._version_id = version.id
            self._build(version.form)
        self.show_notes(sitting.notes)
        self._show()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Show at each question the notes that are evidence for it, in the order of the contact."""
        for block in self.blocks:
            block.show_evidence([note for note in notes if note.question == block.question.key])

    def hold_score(self, held: bool) -> None:
        """Show the running score only when asked for, because the agent looks on; or always."""
        self.score.setVisible(not held)
        self.ask_score.setVisible(held)

    def focus_current(self) -> None:
        """Bring the keyboard to the question that is open."""
        if self.filling is not None:
            self.blocks[self.filling.current].focus(self.filling)
        else:
            self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keys(self) -> bool:
        """Whether numbers answer now, because the keyboard is on the questions."""
        focus = self._sheet.window().focusWidget()
        return focus is not None and not self.is_commenting() and self._sheet.isAncestorOf(focus)

    def is_commenting(self) -> bool:
        """Whether what is typed is a comment: on the whole, or on one answer."""
        return isinstance(self._sheet.window().focusWidget(), CommentField)

    def comment_on_answer(self) -> None:
        """Put the keyboard in the comment on the open question."""
        if self.filling is not None:
            self.blocks[self.filling.current].write_comment()

    def go(self, position: int) -> None:
        self.answering.go(position)

    def toggle_examples(self) -> None:
        self._examples = not self._examples
        self._show()

    def _leave(self) -> None:
        """Escape leads from a comment on an answer to the answer, from everything else to the notes."""
        if self.is_commenting() and not self.comment.hasFocus():
            self.focus_current()
        else:
            self.left.emit()

    def _moved(self) -> None:
        assert self.filling is not None
        had_keys = self.has_keys()
        self._show()
        if had_keys:
            self.focus_current()
        elif not self.is_commenting():
            announce(self, spoken_question(self.filling.question))

    def _show(self) -> None:
        if self.filling is None:
            return
        form, answers = self.filling.form, self.filling.answers
        shown = self.filling.shown()
        for block in self.blocks:
            block.setVisible(shown[block.position])
            block.show_filling(self.filling, self._examples)
        score = scoring.score(form, answers)
        critical = criticals_words(score)
        words = progress_words(*progress(form, answers))
        finish = tr("{key} finishes", key=native("Ctrl+Return"))
        self.progress.setText(f"{words}: {finish}" if score.complete else words)
        self.score.setText(score_words(form, score) + (f"\n⊗ {critical}" if critical else ""))
        set_role(self.score, "error" if critical else "heading")
        QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        if self.filling is not None and self.blocks:
            block = self.blocks[self.filling.current]
            self._scroll.bring_into_view(block.causes if self.filling.at_causes else block)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.cards)
        head.addWidget(self.progress, 1)
        self._sheet = Sheet(self.answering)
        self._sheet.left.connect(self._leave)
        self._scroll = SheetScroll(self._sheet)
        self._blank = label(
            tr("This observation is notes only. Choose a scorecard above to answer one."), "muted", True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.around)
        column.addWidget(self.score)
        column.addWidget(self.ask_score, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._blank)
        column.addStretch(0)

    def _build(self, form: Form) -> None:
        self.comment.setParent(None)
        self._sheet.clear()
        self.blocks = []
        for section in form.sections:
            if len(form.sections) > 1:
                self._sheet.add(label(section.title, "heading", wrap=True), self._app.theme.space(2))
            for question in section.questions:
                self._add_block(QuestionBlock(self._app.theme, len(self.blocks), question))
        self._sheet.add(
            label(f"{tr('Comment on the whole contact')}  {native('Shift+F2')}", "heading", wrap=True),
            self._app.theme.space(3),
        )
        self._sheet.add(self.comment)

    def _add_block(self, block: QuestionBlock) -> None:
        tie(block, self)
        self.blocks.append(block)
        self._sheet.add(block)

    def open_question(self, position: int) -> None:
        """Open a question, with the keyboard on it."""
        self.go(position)
        self.focus_current()


def tie(block: QuestionBlock, panel: ScorecardPanel) -> None:
    """Let a question say what is done in it."""
    answering, place = panel.answering, block.position
    block.wanted.connect(panel.open_question)
    block.linked.connect(partial(link, panel))
    block.commented.connect(answering.comment)
    block.examples_asked.connect(panel.toggle_examples)
    block.part.chosen.connect(partial(answering.choose, place))
    block.part.ticked.connect(partial(answering.tick, place))
    block.part.said.connect(partial(answering.say, place))
    block.causes.ticked.connect(partial(answering.tick_cause, place))
    for part in (block.part, block.causes):
        part.left.connect(answering.step)
        part.done.connect(answering.go_on)
    block.evidence.unlinked.connect(panel.unlinked)
    block.evidence.jumped.connect(panel.jumped)


def link(panel: ScorecardPanel, position: int, note_id: int) -> None:
    """Ask that a note become evidence for the question at that position."""
    if panel.filling is not None:
        panel.linked.emit(note_id, panel.filling.form.questions[position].key)
