"""At the start of monitoring: the next call of the user's own queue, one key away."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.sampling import Queue
from desktop.features.monitoring import queueing
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import ntr, tr

TABLES = ("draw", "draw_item", "evaluation", "observation", "contact")


class QueueLine(QWidget):
    """Not there where no call waits. What is pressed goes on as an observation drawn as its draw was."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._contact_id = 0
        self.next = button("", self.hear)
        app.theme.set_icon(self.next, "play")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        app.changes.watch(TABLES, self._look, self)
        self.next.hide()

    def hear(self) -> None:
        """Begin with the next call of the queue, or carry on where it was begun."""
        if self._contact_id:
            self._app.go("monitoring", ("contact", self._contact_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def _look(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        app = self._app
        if app.store is not None and app.user is not None:
            app.jobs.run(queueing.calls_to_hear, app.store, app.user, done=self._show, owner=self)

    def _show(self, queue: Queue) -> None:
        one = queue.next
        self._contact_id = one.item.contact_id if one else 0
        self.next.setVisible(one is not None)
        if one is not None:
            left = ntr("{n} left", "{n} left", queue.left)
            words = tr("Next from the queue: {name}, {left}", name=one.agent, left=left)
            self.next.setText(words)
            self.next.setAccessibleName(words)
