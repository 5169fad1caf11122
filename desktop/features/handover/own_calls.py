"""Calls of their own that an agent would have others hear: proposed here with a reason, and taken back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.recognition import ShelfCall
from desktop.features.handover import praise
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, time_of_day, tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, LineField


class OwnCalls(QWidget):
    """Folded to one button until the agent wants it; what stands on the shelf already is listed."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._agent_id = 0
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.open = button(tr("Propose a call of mine"), self._unfold)
        self.call = Choice(tr("Which call"), [])
        self.why = LineField(tr("Why others should hear it"), placeholder=tr("What went well, in your words"))
        self.why.returnPressed.connect(self._propose)
        self.fields = QWidget()
        flow = FlowLayout(self.fields)
        for widget in (
            self.call,
            self.why,
            button(tr("Propose it"), self._propose, role="primary"),
            button(tr("Leave it"), self._fold, tr("Propose no call"), "quiet"),
        ):
            flow.addWidget(widget)
        self.problem = label("", "error", wrap=True)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(8)
        frame.addWidget(label(tr("Calls worth hearing"), "heading"))
        frame.addWidget(label(tr("A call that went well helps others. You say which, and why."), "muted"))
        frame.addLayout(self.lines)
        frame.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        frame.addWidget(self.fields)
        frame.addWidget(self.problem)
        self.why.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._fold()

    def show_agent(self, agent_id: int) -> None:
        self._agent_id = agent_id
        store = self._app.store
        if store is not None:
            self._app.jobs.run(praise.own_calls, store, agent_id, done=self.show_calls, owner=self)

    def show_calls(self, calls: Sequence[tuple[Contact, ShelfCall | None]]) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for contact, there in calls:
            if there is not None:
                self.lines.addWidget(self._line(contact, there))
        free = [(contact.id, _words(contact)) for contact, there in calls if there is None]
        self.call.set_choices(free)
        self.setVisible(bool(calls))
        self.open.setEnabled(bool(free))

    def _line(self, contact: Contact, there: ShelfCall) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line)
        flow.addWidget(label(f"{_words(contact)}: “{there.why}”", wrap=True))
        if there.agreed_at is None:
            words = tr("Others may hear it")
            turn = partial(self._run, praise.propose, contact.id, there.why)
        else:
            words = tr("Take my yes back")
            turn = partial(self._run, praise.withdraw, there.id)
        flow.addWidget(button(words, turn, tr("{words}: {why}", words=words, why=there.why), "quiet"))
        return line

    def _propose(self) -> None:
        why, call = self.why.text().strip(), self.call.value()
        if not why:
            self.problem.setText(tr("Say in a few words why others should hear it."))
            self.problem.show()
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        elif call is not None:
            self._run(praise.propose, call, why)
            self._fold()

    def _run(self, work: object, *values: object) -> None:
        store = self._app.store
        if store is not None and callable(work):
            self._app.jobs.run(work, store, *values, self._app.user, done=self._again, owner=self)

    def _again(self, _nothing: object) -> None:
        self.show_agent(self._agent_id)

    def _unfold(self) -> None:
        self.open.hide()
        self.fields.show()
        self.why.clear()
        self.call.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self) -> None:
        self.problem.hide()
        self.fields.hide()
        self.open.show()


def _words(contact: Contact) -> str:
    at = contact.started_at
    when = f"{day(at.date())}, {time_of_day(at)}"
    parts = (contact.topic or word(contact.channel), when, contact.reference)
    return " · ".join(part for part in parts if part)
