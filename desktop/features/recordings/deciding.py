"""One recording: what is known of it, whose call it is, and what to do where its file is missing."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.recordings import How
from desktop.coaching.file_dates import read_clock
from desktop.features.recordings import wording
from desktop.features.recordings.actions import Asking, NewCall, State
from desktop.features.recordings.play_here import PlayHere
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, DayField, Form, LineField
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class DecidingPanel(QWidget):
    """`settled` carries the id of the contact chosen, `made` a NewCall, `wanted` the word for something else:
    listen, unsettle, look_for, point_to, keep, remove.
    """

    settled = Signal(int)
    made = Signal(object)
    wanted = Signal(str)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.asking: Asking | None = None
        self.name = label("", "heading", wrap=True)
        self.state = label("", wrap=True)
        self.told = label("", "muted", wrap=True)
        self.place = label("", "muted", wrap=True)
        self.hear = PlayHere(app)
        self.candidates = Table(tr("Contacts that may fit"), self._columns())
        self.candidates.set_identity(_contact_id)
        self.candidates.opened.connect(self._settle)
        self.choose = button(tr("It is this contact"), self._choose)
        self.form = NewCallForm()
        self.make = button(tr("Make a contact of it"), self._make)
        for field in (self.form.time, self.form.reference):
            field.returnPressed.connect(self._make)
        self.deeds = {key: button(words, partial(self.wanted.emit, key)) for key, words in _deeds()}
        self._lay_out()
        self.show_asking(None)

    def show_asking(self, asking: Asking | None) -> None:
        """Show one; None where none is chosen."""
        before = self.asking.listed.id if self.asking else 0
        self.asking = asking
        self.setVisible(asking is not None)
        if asking is None:
            self.hear.show_recording(0)
            return
        listed = asking.listed
        self.hear.show_recording(listed.id)
        self.hear.setVisible(listed.state not in (State.MISSING, State.CHANGED))
        self.name.setText(listed.recording.file_name)
        self.state.setText(wording.state_sentence(asking))
        self.told.setText(wording.told_words(listed))
        self.place.setText(wording.place_words(listed))
        self._show_choices(asking, is_new=listed.id != before)
        self._show_actions(asking)

    def _show_choices(self, asking: Asking, is_new: bool) -> None:
        open_question = asking.contact is None
        found = asking.match.candidates or ((asking.match.contact,) if asking.match.contact else ())
        self.candidates.show_rows(found if open_question else ())
        for widget in (self.candidates, self.choose):
            widget.setVisible(open_question and bool(found))
        for part in (self.form, self.make):
            part.setVisible(open_question)
        if found and self.candidates.current() is None:
            self.candidates.select(_is_any)
        if open_question and is_new:
            self.form.show_asking(asking)

    def _show_actions(self, asking: Asking) -> None:
        listed = asking.listed
        gone = listed.state in (State.MISSING, State.CHANGED)
        kept = listed.recording.how is How.KEPT
        shown = {
            "listen": asking.contact is not None,
            "unsettle": asking.contact is not None,
            "look_for": gone,
            "point_to": gone,
            "keep": not kept and not gone,
            "remove": True,
        }
        for key, made in self.deeds.items():
            made.setVisible(shown[key])

    def take_focus(self) -> None:
        """The keyboard to what is to be decided."""
        if self.asking is None:
            return
        if self.candidates.isVisible():
            self.candidates.setFocus()
        elif self.form.isVisible():
            self.form.agent.setFocus()
        else:
            next(made for made in self.deeds.values() if made.isVisible()).setFocus()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for made in self.deeds.values():
            flow.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.name, self.state, self.told, self.place, self.hear, buttons, self.candidates):
            column.addWidget(widget)
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self.choose, 0, left)
        column.addWidget(self.form)
        column.addWidget(self.make, 0, left)
        column.addStretch(1)

    def _columns(self) -> list[Column]:
        return [
            Column("agent", tr("Agent"), self._agent_name),
            Column("when", tr("When"), _when, sort=_started),
            Column("reference", tr("Reference"), _reference),
            Column("topic", tr("Topic"), _topic),
        ]

    def _agent_name(self, contact: Contact) -> str:
        return self.asking.names.get(contact.agent_id, "") if self.asking else ""

    def _choose(self) -> None:
        row = self.candidates.current()
        if row is not None:
            self._settle(row)

    def _settle(self, contact: Contact) -> None:
        self.settled.emit(contact.id)

    def _make(self) -> None:
        call = self.form.read()
        if call is not None:
            self.made.emit(call)


class NewCallForm(Form):
    """Whose call it is and when it began, where no list of calls had it."""

    def __init__(self) -> None:
        super().__init__()
        self.agent = Choice(tr("Agent of the call"))
        self.day = DayField(tr("Day of the call"), optional=False)
        self.time = LineField(tr("Time of the call"), placeholder=tr("09:30"))
        self.reference = LineField(tr("Call reference"))
        self.agent_row = self.add(tr("Agent"), self.agent)
        self.day_row = self.add(tr("Day"), self.day)
        self.time_row = self.add(tr("Time"), self.time)
        self.add(tr("Reference"), self.reference)

    def show_asking(self, asking: Asking) -> None:
        """Filled with what is known; who it is stays open where the name doesn't say."""
        told = asking.listed.recording
        self.agent.set_choices([(None, tr("Choose…")), *((one.id, one.name) for one in asking.agents)])
        self.agent.show_value(asking.match.agent.id if asking.match.agent else None)
        self.day.show_value(told.started_at.date() if told.started_at else None)
        self.time.show_text(f"{told.started_at:%H:%M:%S}" if told.started_at else "")
        self.reference.show_text(told.reference)
        for row in (self.agent_row, self.day_row, self.time_row):
            row.say()

    def read(self) -> NewCall | None:
        """The call as it is filled in; None, with the reason under the field, where something is missing."""
        agent, day, time = self.agent.value(), self.day.value(), _read_time(self.time.text())
        self.agent_row.say("" if agent else tr("Say whose call it is."))
        self.day_row.say("" if day else tr("Say on which day it was."))
        self.time_row.say("" if time else tr("Write the time as 09:30."))
        if not agent or day is None or time is None:
            return None
        return NewCall(agent, datetime.combine(day, time.time()), self.reference.text().strip())


def _read_time(text: str) -> datetime | None:
    found = read_clock(text) if any(letter.isdigit() for letter in text) else None
    return datetime.combine(datetime.min.date(), found) if found is not None else None


def _deeds() -> list[tuple[str, str]]:
    return [
        ("listen", tr("Listen and evaluate")),
        ("look_for", tr("Look for it in a folder…")),
        ("point_to", tr("Point to the file…")),
        ("keep", tr("Keep a copy with the floor")),
        ("unsettle", tr("It is another call")),
        ("remove", tr("Remove from the list")),
    ]


def _contact_id(contact: Contact) -> int:
    return contact.id


def _is_any(_contact: Contact) -> bool:
    return True


def _when(contact: Contact) -> str:
    return wording.wall_time(contact.started_at)


def _started(contact: Contact) -> datetime:
    return contact.started_at


def _reference(contact: Contact) -> str:
    return contact.reference


def _topic(contact: Contact) -> str:
    return contact.topic
