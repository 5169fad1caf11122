"""A finished evaluation, read-only: outcome, the sum behind it line by line, comment and notes."""

from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from db.records.observations import Note, NoteTag
from desktop.coaching import scoring
from desktop.features.monitoring import why
from desktop.features.monitoring.note_list import NoteList
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.why import Row, Why
from desktop.features.monitoring.wording import contact_words, notes_words
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

NARROW_CHARACTERS = 112


class WhyPanel(QWidget):
    """`next_wanted` asks for the next contact."""

    next_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._text = ""
        self.headline = label("", "title", wrap=True)
        self.table = Table(tr("Why this score"), _columns(), app.settings, "why")
        self.sums = QPlainTextEdit()
        self.sums.setReadOnly(True)
        self.sums.setTabChangesFocus(True)
        self.sums.setAccessibleName(tr("The sum, step by step"))
        self.notes = NoteList(app.theme)
        self.notes_heading = label("", "heading")
        self.copy = button(tr("Copy the sum"), self.copy_text)
        self.next = button(tr("Listen to another contact"), self.next_wanted.emit, role="primary")
        self._lay_out()

    def show_sitting(self, sitting: Sitting) -> None:
        """Show a finished observation, with or without a scorecard."""
        version, evaluation = sitting.version, sitting.evaluation
        scored = version is not None and evaluation is not None
        self.table.setVisible(scored)
        self.copy.setVisible(scored)
        questions: dict[str, str] = {}
        if version is not None and evaluation is not None:
            questions = {question.key: question.text for question in version.form.questions}
            found = why.explain(version.form, scoring.score(version.form, evaluation.answers))
            self._show_why(found, evaluation.comment)
            title = f"{sitting.agent.name}, {contact_words(sitting.contact)}, {version.form.name}"
            self._text = why.as_text(found, title)
        else:
            self.headline.setText(tr("Notes only, without a scorecard"))
            self.sums.setPlainText(tr("Nothing was scored on this contact."))
        self._show_notes(sitting.notes, questions)

    def select_note(self, note_id: int) -> None:
        """Put the cursor on a note."""
        self.notes.select(note_id)
        self.notes.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_text(self) -> None:
        """Put the whole sum on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self._app.notices.say(tr("Copied the sum."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW_CHARACTERS
        self._sides.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def _show_why(self, found: Why, comment: str) -> None:
        self.headline.setText(found.headline)
        set_role(self.headline, "title")
        self.table.show_rows(found.rows)
        blocks = [
            (tr("The sum"), found.sums),
            (tr("Critical answers"), found.criticals),
            (tr("Left out"), found.outside),
            (tr("Comment"), (comment,) if comment else ()),
        ]
        self.sums.setPlainText("\n\n".join("\n".join((head, *lines)) for head, lines in blocks if lines))

    def _show_notes(self, notes: tuple[Note, ...], questions: dict[str, str]) -> None:
        """Strengths first: the talk begins with them."""
        praise_first = sorted(notes, key=lambda note: (note.tag is not NoteTag.STRENGTH, note.at_s))
        self.notes.show_notes(praise_first, questions)
        self.notes_heading.setText(notes_words(len(notes)))
        self.notes.setVisible(bool(notes))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.headline, 1)
        head.addWidget(self.copy)
        head.addWidget(self.next)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        for widget, stretch in ((self.sums, 3), (self.notes_heading, 0), (self.notes, 2)):
            beside.addWidget(widget, stretch)
        self._sides = QSplitter()
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(24)
        self._sides.addWidget(self.table)
        self._sides.addWidget(side)
        self._sides.setStretchFactor(0, 3)
        self._sides.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._sides, 1)


def _columns() -> list[Column]:
    number, question, answer, points, weight, share = why.headings()
    return [
        Column("place", number, attrgetter("place"), align="right"),
        Column("what", question, _what),
        Column("answer", answer, attrgetter("answer"), mark=_mark),
        Column("points", points, attrgetter("points"), align="right"),
        Column("weight", weight, attrgetter("weight"), align="right"),
        Column("share", share, attrgetter("share"), align="right"),
    ]


def _what(row: Row) -> str:
    return row.what.upper() if row.is_section else row.what


def _mark(row: Row) -> str:
    return "critical" if row.critical and not row.is_section else ""
