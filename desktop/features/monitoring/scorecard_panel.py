"""The scorecard beside the notes: one question open at a time, the others folded, all answered by keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from db.records.scorecards import Form
from desktop.coaching import scoring
from desktop.features.monitoring.filling import Filling
from desktop.features.monitoring.note_field import CommentField
from desktop.features.monitoring.question_block import QuestionBlock, spoken_question
from desktop.features.monitoring.sitting import Sitting, progress
from desktop.features.monitoring.wording import criticals_words, progress_words, score_words
from desktop.shell.context import App
from desktop.shell.controls import label, native
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.forms import Choice


class ScorecardPanel(QWidget):
    """`answers_changed` carries all answers after each change, `commented` the comment as it is typed,
    `card_chosen` a version's id or None for notes only, `left` that the user wants back to the notes.
    """

    answers_changed = Signal(bytes)
    commented = Signal(str)
    card_chosen = Signal(object)
    left = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.filling: Filling | None = None
        self._version_id: int | None = None
        self._examples = False
        self.blocks: list[QuestionBlock] = []
        self.cards = Choice(tr("Scorecard"))
        self.cards.chosen.connect(self.card_chosen)
        self.progress = label("", "muted", wrap=True)
        self.score = label("", wrap=True)
        self.comment = CommentField(tr("Comment on the whole contact"))
        self.comment.setPlaceholderText(tr("What the agent should hear about the whole contact"))
        self.comment.typed.connect(self.commented)
        self._lay_out()

    def show_sitting(self, sitting: Sitting) -> None:
        """Show the draft of a sitting, at its first unanswered question."""
        version, evaluation = sitting.version, sitting.evaluation
        cards = {card.id: card.form.name for card in (*sitting.cards, *([version] if version else []))}
        self.cards.set_choices([*cards.items(), (None, tr("No scorecard, notes only"))])
        self.cards.show_value(version.id if version else None)
        self._scroll.setVisible(version is not None)
        self._blank.setVisible(version is None)
        if version is None or evaluation is None:
            self.filling, self._version_id = None, None
            self.progress.setText("")
            self.score.setText("")
            return
        self.filling = Filling(version.form, evaluation.answers)
        self.comment.show_text(evaluation.comment)
        if version.id != self._version_id:
            self._version_id = version.id
            self._build(version.form)
        self._show()

    def focus_current(self) -> None:
        """Bring the keyboard to the question that is open."""
        if self.filling is not None:
            self.blocks[self.filling.current].focus(self.filling.answers[self.filling.current])
        else:
            self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keys(self) -> bool:
        """Whether numbers answer now, because the keyboard is on the questions."""
        focus = self._sheet.window().focusWidget()
        return focus is not None and focus is not self.comment and self._sheet.isAncestorOf(focus)

    def answer(self, code: int | None) -> bool:
        """Answer the open question; False if the key means nothing there."""
        if self.filling is None or code is None:
            return False
        self.filling.answer(code)
        self._answered()
        return True

    def put_answers(self, answers: bytes) -> None:
        """Show answers that undoing put back, at the first question they change."""
        if self.filling is not None:
            self.filling.put(answers)
            self._moved()

    def clear(self) -> None:
        if self.filling is not None:
            self.filling.clear()
            self._answered()

    def turn(self, how: Callable[[Filling], object]) -> None:
        """Go where one of the ways of a filling leads: back, or to the next unanswered question."""
        if self.filling is not None:
            how(self.filling)
            self._moved()

    def go(self, position: int) -> None:
        if self.filling is not None:
            self.filling.go(position)
            self._moved()

    def step(self, by: int) -> None:
        """Go one question on (1) or back (-1)."""
        if self.filling is not None:
            self.filling.step(by)
            self._moved()

    def toggle_examples(self) -> None:
        self._examples = not self._examples
        self._show()

    def _choose(self, position: int, code: int) -> None:
        if self.filling is not None:
            self.filling.go(position)
            self.answer(code)

    def _answered(self) -> None:
        assert self.filling is not None
        self.answers_changed.emit(self.filling.answers)
        self._moved()

    def _moved(self) -> None:
        assert self.filling is not None
        had_keys = self.has_keys()
        self._show()
        if had_keys:
            self.focus_current()
        else:
            announce(self, spoken_question(self.filling.question))

    def _show(self) -> None:
        if self.filling is None:
            return
        form, answers = self.filling.form, self.filling.answers
        shown = self.filling.shown()
        for block in self.blocks:
            here = block.position == self.filling.current
            block.setVisible(shown[block.position])
            block.show_state(answers[block.position], here, self._examples)
        score = scoring.score(form, answers)
        critical = criticals_words(score)
        words = progress_words(*progress(form, answers))
        self.progress.setText(f"{words}: {tr('Ctrl+Enter finishes')}" if score.complete else words)
        self.score.setText(score_words(form, score) + (f"\n⊗ {critical}" if critical else ""))
        set_role(self.score, "error" if critical else "heading")
        QTimer.singleShot(0, self, self._bring_into_view)

    def _bring_into_view(self) -> None:
        if self.filling is not None and self.blocks:
            block = self.blocks[self.filling.current]
            top = block.mapTo(self._sheet, block.rect().topLeft()).y()
            room, tall = self._scroll.viewport().height(), block.height()
            if tall >= room:
                self._scroll.verticalScrollBar().setValue(top)
            else:
                self._scroll.ensureVisible(0, top + tall // 2, 0, min(tall // 2 + 40, room // 2))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.cards)
        head.addWidget(self.progress, 1)
        self._sheet = Sheet(self)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._blank = label(
            tr("This observation is notes only. Choose a scorecard above to answer one."), "muted", True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.score)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._blank)
        column.addStretch(0)

    def _build(self, form: Form) -> None:
        self.comment.setParent(None)
        self._sheet.clear()
        self.blocks = []
        for section in form.sections:
            if len(form.sections) > 1:
                self._sheet.add(label(section.title, "heading"), self._app.theme.space(2))
            for question in section.questions:
                self._add_block(QuestionBlock(self._app.theme, len(self.blocks), question))
        self._sheet.add(
            label(f"{tr('Comment on the whole contact')}  {native('Shift+F2')}", "heading"),
            self._app.theme.space(3),
        )
        self._sheet.add(self.comment)

    def _add_block(self, block: QuestionBlock) -> None:
        block.chosen.connect(self._choose)
        block.wanted.connect(self._open)
        block.left.connect(self.step)
        block.examples_asked.connect(self.toggle_examples)
        self.blocks.append(block)
        self._sheet.add(block)

    def _open(self, position: int) -> None:
        self.go(position)
        self.focus_current()


class Sheet(QWidget):
    """What scrolls. Keys that no control of a question wants come by here before they become a note."""

    def __init__(self, panel: ScorecardPanel) -> None:
        super().__init__()
        self._panel = panel
        self.setProperty("role", "page")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add(self, widget: QWidget, above: int = 0) -> None:
        """Add a widget below the others, with `above` pixels before it."""
        if above:
            self._column.insertSpacing(self._column.count() - 1, above)
        self._column.insertWidget(self._column.count() - 1, widget)

    def clear(self) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget: QObject | None = item.widget() if item is not None else None
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.modifiers() not in plain or not self._take(event):
            event.ignore()

    def _take(self, event: QKeyEvent) -> bool:
        """Do what a key means on the questions; False if it means nothing here and may be a note."""
        panel = self._panel
        orders: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Escape: partial(panel.left.emit),
            Qt.Key.Key_Backspace: partial(panel.turn, Filling.back),
            Qt.Key.Key_Delete: panel.clear,
            Qt.Key.Key_Up: partial(panel.step, -1),
            Qt.Key.Key_Down: partial(panel.step, 1),
        }
        order = orders.get(Qt.Key(event.key()))
        if order is not None:
            order()
            return True
        return panel.filling is not None and panel.answer(panel.filling.code_of_digit(event.text()))
