"""The line under the chart that says which calls it leaves out, and leads to them."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.figures import Behind
from desktop.coaching.statistics import Estimate
from desktop.features.trends import actions
from desktop.features.trends.actions import Asked
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import ntr
from desktop.widgets.apart import name_apart


class ApartLine(QWidget):
    """Not there where nothing was targeted. `opened` carries a title and the evaluations."""

    opened = Signal(str, object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._asked: Asked | None = None
        self.link = button("", self._open, role="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.link)
        self.hide()

    def ask(self, asked: Asked) -> None:
        """Read it for these people and days."""
        self._asked = asked
        done = partial(self._show, asked)
        self._app.jobs.run(actions.apart, self._app.store, asked, self._app.user, done=done, owner=self)

    def _show(self, asked: Asked, found: Estimate) -> None:
        if asked == self._asked:
            name_apart(self.link, found)
            self.setVisible(bool(found.n))

    def _open(self) -> None:
        app = self._app
        app.jobs.run(actions.calls_apart, app.store, self._asked, app.user, done=self._show_calls, owner=self)

    def _show_calls(self, lines: tuple[Behind, ...]) -> None:
        n = len(lines)
        self.opened.emit(ntr("{n} targeted call, kept apart", "{n} targeted calls, kept apart", n), lines)
