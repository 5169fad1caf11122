"""What an agent was recognised for, newest first, and whether they have heard of it yet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.recognition import Recognition
from desktop.coaching.access import Deed, may
from desktop.features.people import praise
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, ntr, tr
from desktop.widgets.chips import chip
from desktop.widgets.flow import FlowLayout

SHOWN = 3
"""So many at a glance; the timeline holds them all."""


class PraiseLine(QWidget):
    """One recognition: what was done, around it the situation and what it did, and whether it was told."""

    def __init__(self, one: Recognition, part: "PraisePart") -> None:
        super().__init__()
        row = QWidget()
        flow = FlowLayout(row)
        told = one.told_at is not None
        words = tr("told {day}", day=day(one.told_at.date())) if one.told_at else tr("not told yet")
        flow.addWidget(chip("strength" if told else "promise", words))
        tell = button(
            tr("Not told after all") if told else tr("I told them"),
            partial(part.turn, one),
            tr("Told or not: {words}", words=one.behaviour),
            "quiet",
        )
        flow.addWidget(tell)
        if one.observation_id is not None:
            hear = partial(part.asked.emit, ("observation", one.observation_id))
            flow.addWidget(button(tr("Open the call"), hear, tr("Open the call it comes from"), "quiet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if one.situation:
            column.addWidget(label(one.situation, "muted", wrap=True))
        column.addWidget(label(one.behaviour, wrap=True))
        if one.impact:
            column.addWidget(label(tr("What it did: {words}", words=one.impact), "muted", wrap=True))
        column.addWidget(row)


class PraisePart(QWidget):
    """`asked` carries ("observation", id) of the call a recognition comes from."""

    asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._agent_id = 0
        self.about = label("", "muted", wrap=True)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(label(tr("Recognition"), "heading"), 1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(8)
        frame.addLayout(head)
        frame.addWidget(self.about)
        frame.addLayout(self.column)

    def show_agent(self, agent_id: int) -> None:
        self._agent_id = agent_id
        self.setVisible(may(self._app.user, Deed.RECOGNISE))
        store = self._app.store
        if store is not None and not self.isHidden():
            self._app.jobs.run(praise.read, store, agent_id, done=self._show, owner=self)

    def turn(self, one: Recognition) -> None:
        """Told becomes not told, and back; the last one can be undone."""
        ways = (praise.told, praise.not_told)
        there, back = ways if one.told_at is None else ways[::-1]
        words = tr("Noted that they were told.") if one.told_at is None else tr("Noted as not told.")
        self._run(there, one.id)
        self._app.undo.offer(words, partial(self._run, back, one.id), partial(self._run, there, one.id))

    def _show(self, found: praise.Read) -> None:
        if found.agent_id != self._agent_id:
            return
        while (item := self.column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in found.given[:SHOWN]:
            self.column.addWidget(PraiseLine(one, self), 0, Qt.AlignmentFlag.AlignTop)
        self.about.setText(_about(found))

    def _run(self, work: Callable[..., object], id: int) -> None:
        store = self._app.store
        if store is not None:
            self._app.jobs.run(work, store, id, self._app.user, done=self._reread, owner=self)

    def _reread(self, _nothing: object) -> None:
        self.show_agent(self._agent_id)


def _about(found: praise.Read) -> str:
    if not found.given:
        return tr("None yet. Recognise from a note or an answer while listening: what was done, what it did.")
    untold = sum(one.told_at is None for one in found.given)
    words = ntr("{n} in all", "{n} in all", len(found.given))
    return words if not untold else words + ", " + ntr("{n} not told yet", "{n} not told yet", untold)
