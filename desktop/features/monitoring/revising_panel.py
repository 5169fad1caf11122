"""A finished evaluation being changed: its answers and comment, beside the notes that stay as they are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.coaching.disputes import Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring.change_desk import ChangeDesk
from desktop.features.monitoring.changing import NoReason
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import refusal_words
from desktop.shell.text import ntr, tr
from desktop.widgets.forms import LineField

NARROW_CHARACTERS = 100


class RevisingPanel(QWidget):
    """`left` says that the change was put aside, `finished` that it counts now."""

    left = Signal()
    finished = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.desk = ChangeDesk(app, self)
        self.says = label("", "muted", wrap=True)
        self.reason = LineField(tr("Why this evaluation changes"))
        self.card = ScorecardPanel(app)
        self.card.cards.hide()
        self.notes = NoteList(app.theme)
        self.finish_it = button(tr("Finish the change"), self.finish, role="primary")
        self.aside = button(tr("Put the change aside"), self.put_aside, role="quiet")
        self._lay_out()
        self._connect()

    def show_change(self, sitting: Sitting) -> None:
        """Open the draft of the change, with the keyboard on its first question."""
        opened = self.desk.open(sitting)
        assert opened.evaluation is not None and opened.version is not None
        self.says.setText(
            tr(
                "Changing what was finished. Until you finish the change, everything counts as before. "
                "The notes stay as they were written."
            )
        )
        self.reason.show_text(opened.evaluation.reason)
        self.card.show_sitting(opened)
        self.card.cards.hide()
        self.card.around.setEnabled(False)
        questions = {question.key: question.text for question in opened.version.form.questions}
        self.notes.show_notes(opened.notes, questions)
        self.card.focus_current()

    def finish(self) -> None:
        self.desk.finish()

    def put_aside(self) -> None:
        """Leave the change as it is; all of it is kept."""
        self.desk.close()
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_CHARACTERS
        self._sides.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Incomplete):
            self.card.go(error.positions[0])
            self.card.focus_current()
            n = len(error.positions)
            words = ntr(
                "{n} question still needs an answer. Here it is.",
                "{n} questions still need an answer. Here is the first.",
                n,
            )
        elif isinstance(error, NoReason):
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            words = tr("It changes for a reason only. Please write it down.")
        elif isinstance(error, Refused):
            words = refusal_words(error)
        else:
            words = tr("Nothing differs from what it was, so there is nothing to change.")
        self.app.notices.say(words, kind="warn")

    def _connect(self) -> None:
        desk, card = self.desk, self.card
        card.answering.answers_changed.connect(desk.draft.keep_answers)
        card.answering.said.connect(desk.draft.keep_detail)
        card.answering.cause_set.connect(desk.draft.keep_cause)
        card.commented.connect(desk.draft.keep_comment)
        card.left.connect(self.finish_it.setFocus)
        desk.draft.answers_put.connect(card.answering.put_answers)
        desk.draft.detail_put.connect(card.answering.put_detail)
        desk.draft.cause_put.connect(card.answering.set_cause)
        desk.draft.comment_put.connect(card.comment.show_text)
        desk.refused.connect(self._refuse)
        desk.finished.connect(self.finished)
        self.reason.typed.connect(desk.keep_reason)

    def _lay_out(self) -> None:
        self._sides = QSplitter()
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(24)
        self._sides.addWidget(self.card)
        self._sides.addWidget(self.notes)
        self._sides.setStretchFactor(0, 5)
        self._sides.setStretchFactor(1, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.aside)
        foot.addWidget(self.finish_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.says)
        column.addWidget(self.reason)
        column.addWidget(self._sides, 1)
        column.addLayout(foot)
