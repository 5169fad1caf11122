"""What the agent at the desk was recognised for; having read it here, they have been told."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.recognition import Recognition
from desktop.features.handover import praise
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import day, tr

SHOWN = 5


class OwnPraise(QWidget):
    """Takes no room where there is none."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._unheard_by = 0
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(8)
        frame.addWidget(label(tr("What you did well"), "heading"))
        frame.addLayout(self.column)
        self.hide()

    def show_agent(self, agent_id: int) -> None:
        store = self._app.store
        if store is not None:
            self._app.jobs.run(praise.read_praise, store, agent_id, done=self.show_praise, owner=self)

    def show_praise(self, given: Sequence[Recognition]) -> None:
        while (item := self.column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in given[:SHOWN]:
            self.column.addWidget(_line(one))
        self._unheard_by = given[0].agent_id if any(one.told_at is None for one in given) else 0
        self.setVisible(bool(given))
        self._hear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hear()

    def _hear(self) -> None:
        """Told is who has it before their eyes; the page may have been made on the way to another."""
        agent, store = self._unheard_by, self._app.store
        if agent and store is not None and self.isVisible():
            self._unheard_by = 0
            self._app.jobs.run(praise.hear, store, agent, self._app.user)


def _line(one: Recognition) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    when = day(one.made_at.date())
    column.addWidget(label(f"{when} · {one.situation}" if one.situation else when, "muted", wrap=True))
    column.addWidget(label(one.behaviour, wrap=True))
    if one.impact:
        column.addWidget(label(tr("What it did: {words}", words=one.impact), "muted", wrap=True))
    return line
