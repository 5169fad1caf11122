"""A finished evaluation, read-only: outcome, the sum behind it line by line, comment and notes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from db.records.observations import Note, NoteTag
from desktop.coaching import scoring
from desktop.features.monitoring import actions, changing, own_views, why
from desktop.features.monitoring.both_views_panel import BothViewsPanel
from desktop.features.monitoring.compare_panel import ComparePanel
from desktop.features.monitoring.heard_again import HeardAgain, follow_notes
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.revising_panel import RevisingPanel
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.standing_line import StandingLine
from desktop.features.monitoring.why import Why
from desktop.features.monitoring.why_document import document
from desktop.features.monitoring.wording import contact_words, notes_words
from desktop.shell import clipboard
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr

NARROW_CHARACTERS = 100


class WhyPanel(QWidget):
    """`next_wanted` asks for the next contact. Changing it, and what it was before, lie over the sum."""

    next_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._text = ""
        self._found: Why | None = None
        self._comment = ""
        self._observation_id = 0
        self.standing = StandingLine(app)
        self.revising = RevisingPanel(app)
        self.compare = ComparePanel(app)
        self.views = BothViewsPanel(app)
        self.again = HeardAgain(app)
        self.headline = label("", "title", wrap=True)
        self.sum = QTextBrowser()
        self.sum.setAccessibleName(tr("Why this score"))
        self.sum.setTabChangesFocus(True)
        self.sum.setMinimumHeight(self.fontMetrics().height() * 8)
        self.notes = NoteList(app.theme)
        self.notes_heading = label("", "heading")
        self.copy = button(tr("Copy the sum"), self.copy_text)
        self.next = button(tr("Listen to another contact"), self.next_wanted.emit, role="primary")
        self._lay_out()
        self._connect()

    def show_sitting(self, sitting: Sitting) -> None:
        """Show a finished observation, with or without a scorecard."""
        version, evaluation = sitting.version, sitting.evaluation
        self._observation_id = sitting.observation.id
        self.standing.show_sitting(sitting)
        self._turn_to(self._reading)
        questions: dict[str, str] = {}
        self._found = None
        if version is not None and evaluation is not None:
            questions = {question.key: question.text for question in version.form.questions}
            score = scoring.score(version.form, evaluation.answers)
            said = [why.Said(one.question, one.kind, one.value) for one in sitting.details]
            self._found = why.explain(version.form, score, said)
            self._comment = evaluation.comment
            title = f"{sitting.agent.name}, {contact_words(sitting.contact)}, {version.form.name}"
            self._text = why.as_text(self._found, title)
        self.copy.setVisible(self._found is not None)
        self.sum.setVisible(self._found is not None)
        self._show_why()
        self._show_notes(sitting.notes, questions)
        self.again.show_sitting(sitting)

    def select_note(self, note_id: int) -> None:
        """Put the cursor on a note, and the recording at its second."""
        self.notes.select(note_id)
        if (note := self.notes.current()) is not None:
            self.again.jump(note.at_s)
        self.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_text(self) -> None:
        """Put the whole sum on the clipboard; its table pastes into a sheet."""
        clipboard.copy(self._text)
        self._app.notices.say(tr("Copied the sum."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_CHARACTERS
        side_by_side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(above if narrow else side_by_side)
        self._sides.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def _show_why(self) -> None:
        if self._found is None:
            self.headline.setText(tr("Notes only, without a scorecard"))
            return
        self.headline.setText(self._found.headline)
        self.sum.setHtml(document(self._found, self._comment, self._colour))

    def _colour(self, role: str) -> str:
        return self._app.theme.colour(role).name()

    def _show_notes(self, notes: tuple[Note, ...], questions: dict[str, str]) -> None:
        """Strengths first: the talk begins with them."""
        praise_first = sorted(notes, key=lambda note: (note.tag is not NoteTag.STRENGTH, note.at_s))
        self.notes.show_notes(praise_first, questions)
        self.notes_heading.setText(notes_words(len(notes)))

    def _read(self) -> None:
        """Read what is shown anew."""
        self._run(actions.sitting, self._observation_id, done=self.show_sitting)

    def _read_change(self) -> None:
        self._run(actions.sitting, self._observation_id, done=self._show_change)

    def _show_change(self, sitting: Sitting) -> None:
        if sitting.change is None:
            self.show_sitting(sitting)
            return
        self._turn_to(self.revising)
        self.revising.show_change(sitting)

    def _read_revisions(self) -> None:
        shown = self.standing.sitting
        if shown is not None and shown.evaluation is not None:
            id, user = shown.evaluation.id, self._app.user
            self._run(changing.readings, id, user, done=self._show_revisions)

    def _show_revisions(self, readings: tuple[changing.Reading, ...]) -> None:
        self._turn_to(self.compare)
        self.compare.show_readings(readings)

    def _read_views(self) -> None:
        shown = self.standing.sitting
        if shown is not None and shown.evaluation is not None:
            self._run(own_views.both_views, shown.evaluation.id, self._app.user, done=self._show_views)

    def _show_views(self, both: own_views.BothViews) -> None:
        self._turn_to(self.views)
        self.views.show_views(both)

    def _turn_to(self, layer: QWidget) -> None:
        for each in (self._reading, self.revising, self.compare, self.views):
            each.setVisible(each is layer)

    def _changed(self) -> None:
        self._app.notices.say(tr("The change counts now. What it was stays readable."))
        # Else the keyboard would fall to whatever comes after what is put away: to the lock.
        self.sum.setFocus()
        self._read()

    def _run(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        if self._app.store is not None:
            self._app.jobs.run(action, self._app.store, *args, done=done, owner=self)

    def _connect(self) -> None:
        self._app.theme.changed.connect(self._show_why)
        self.standing.changed.connect(self._read)
        self.standing.change_wanted.connect(self._read_change)
        self.standing.compare_wanted.connect(self._read_revisions)
        self.standing.views_wanted.connect(self._read_views)
        self.views.left.connect(self._read)
        self.revising.left.connect(self._read)
        self.revising.finished.connect(self._changed)
        self.compare.left.connect(self._read)
        follow_notes(self.again, self.notes)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.again.open)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.next)
        buttons.addStretch(0)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(8)
        self._head.addWidget(self.headline, 1)
        self._head.addLayout(buttons)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.notes_heading)
        beside.addWidget(self.notes, 1)
        self._sides = QSplitter()
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(24)
        self._sides.addWidget(self.sum)
        self._sides.addWidget(side)
        self._sides.addWidget(self.again.beside)
        self._sides.setStretchFactor(0, 5)
        self._sides.setStretchFactor(1, 2)
        self._sides.setStretchFactor(2, 3)
        self._reading = QWidget()
        column = QVBoxLayout(self._reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addWidget(self.standing)
        column.addWidget(self.again)
        column.addWidget(self._sides, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for layer in (self._reading, self.revising, self.compare, self.views):
            whole.addWidget(layer)
        self._turn_to(self._reading)
