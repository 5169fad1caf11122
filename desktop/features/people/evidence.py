"""What a figure rests on: the evaluations and notes, or the contacts it counts, and one contact's facts."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.observations import Evaluation, Note
from desktop.features.people import telling
from desktop.features.people.customers import handle_time
from desktop.features.people.figure_rows import FigureRow, FigureRows
from desktop.features.people.happenings import Facts
from desktop.features.people.profile import Rows
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import clock, day, moment, ntr, number, tr
from desktop.shell.words import verdict_mark, word
from desktop.widgets.behind import BehindPanel
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table
from desktop.widgets.timeline import Happening, Timeline


class CallsBehind(QWidget):
    """Evaluations above, the notes on those calls below. `asked` carries ("evaluation" | "note", id)."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.panel = BehindPanel(tr("Evaluations behind the figure"))
        self.panel.opened.connect(self._open_evaluation)
        self.heading = label("", "heading")
        self.notes = Timeline(app.theme, tr("Notes on these calls"))
        self.notes.opened.connect(self.asked)
        self.notes.clicked.connect(self._open_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.panel, 3)
        column.addWidget(self.heading)
        column.addWidget(self.notes, 2)

    def show_rows(self, title: str, rows: Rows) -> None:
        self.panel.show_lines(title, rows.lines)
        self.heading.setText(ntr("{n} note as evidence", "{n} notes as evidence", len(rows.notes)))
        self.notes.show_happenings([_note(one) for one in rows.notes])
        self.heading.setVisible(bool(rows.notes))
        self.notes.setVisible(bool(rows.notes))

    def _open_evaluation(self, id: int) -> None:
        self.asked.emit(("evaluation", id))

    def _open_note(self, index: QModelIndex) -> None:
        self.asked.emit(index.data(Qt.ItemDataRole.UserRole).payload)


class ContactsBehind(QWidget):
    """The contacts that a customer's figure counts. `asked` carries ("contact", id)."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.heading = label("", "heading", wrap=True)
        self.table = Table(
            tr("Contacts behind the figure"),
            [
                Column("when", tr("When"), _when, sort=attrgetter("started_at")),
                Column("reference", tr("Reference"), attrgetter("reference")),
                Column("topic", tr("Topic"), attrgetter("topic")),
                Column("rating", tr("Rating"), _rating, "right", attrgetter("rating")),
                Column("resolved", tr("Resolved"), _resolved),
                Column("time", tr("Time"), _time, "right", handle_time),
                Column("channel", tr("Channel"), _channel, shown=False),
            ],
            settings=app.settings,
            key="people_contacts",
        )
        self.table.set_identity(attrgetter("id"))
        self.table.set_empty(tr("No contact of this span carries this figure."))
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.table, 1)

    def show_contacts(self, title: str, found: Sequence[Contact]) -> None:
        self.heading.setText(title)
        self.table.show_rows(found)

    def _open(self, contact: Contact) -> None:
        self.asked.emit(("contact", contact.id))


class ContactPanel(QWidget):
    """One contact's facts, what was heard on it, and "Observe this call"."""

    asked = Signal(object)
    observe_asked = Signal(int)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._contact: Contact | None = None
        self.name = label("", "title", wrap=True)
        self.line = label("", "muted", wrap=True)
        self.observe = button(tr("Observe this call"), self._observe)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(8)
        self.heard_words = label(tr("Heard on it"), "heading")
        self.heard = FigureRows(app.theme, tr("Heard on this contact"))
        self.heard.opened.connect(self.asked)
        self.heard.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.observe, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addLayout(self.facts)
        column.addWidget(self.heard_words)
        column.addWidget(self.heard)
        column.addStretch(1)

    def show_facts(self, facts: Facts) -> None:
        self._contact = facts.contact
        contact = facts.contact
        self.name.setText(contact.reference or tr("Contact of {day}", day=day(contact.started_at.date())))
        self.line.setText(f"{facts.agent} · {moment(contact.started_at)}")
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in _facts(contact):
            self.facts.addRow(
                label(name, "muted"), label(value or tr("not measured"), "" if value else "muted")
            )
        rows = [_heard(evaluation, name) for evaluation, name in facts.evaluations]
        open_ones = [one for one in facts.observations if one.ended_at is None]
        rows += [
            FigureRow(tr("Observation not finished"), day(one.begun_at), payload=("observation", one.id))
            for one in open_ones
        ]
        self.heard.show_rows(rows)
        self.heard_words.setText(tr("Heard on it") if rows else tr("Nobody has listened to it yet."))

    def _observe(self) -> None:
        if self._contact is not None:
            self.observe_asked.emit(self._contact.id)


def _heard(evaluation: Evaluation, name: str) -> FigureRow:
    mark = verdict_mark(evaluation.verdict)
    return FigureRow(name, telling.outcome(evaluation), mark=mark, payload=("evaluation", evaluation.id))


def _facts(contact: Contact) -> list[tuple[str, str]]:
    return [
        (tr("Topic"), contact.topic),
        (tr("Channel"), f"{word(contact.channel)}, {word(contact.direction).lower()}"),
        (tr("Answered"), telling.yes_no(contact.answered)),
        (tr("Resolved"), telling.yes_no(contact.resolved)),
        (tr("Rating, 1 to 5"), _rating(contact)),
        (tr("Speed of answer"), telling.seconds(contact.answer_s)),
        (tr("Talk"), telling.seconds(contact.talk_s)),
        (tr("Hold"), telling.seconds(contact.hold_s)),
        (tr("After-call work"), telling.seconds(contact.wrap_s)),
    ]


def _note(note: Note) -> Happening:
    return Happening(
        note.written_at,
        word(note.tag) if note.tag else tr("Note"),
        note.text,
        tr("at {clock} of the call", clock=clock(note.at_s)),
        str(note.tag) if note.tag else "info",
        ("note", note.id),
    )


def _when(contact: Contact) -> str:
    return moment(contact.started_at)


def _rating(contact: Contact) -> str:
    if contact.rating is None:
        return ""
    return number(contact.rating, 0 if contact.rating == int(contact.rating) else 1)


def _resolved(contact: Contact) -> str:
    return telling.yes_no(contact.resolved)


def _time(contact: Contact) -> str:
    return telling.seconds(handle_time(contact))


def _channel(contact: Contact) -> str:
    return word(contact.channel)
