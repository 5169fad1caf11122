"""The line that says all the people here are made up, and how to begin with one's own."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr


class DemoBanner(QFrame):
    """Stands over every page of the demo floor."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.setProperty("role", "notice")
        words = tr("Demo floor: made-up people and calls, to look around in.")
        self.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 2, 12, 2)
        row.addWidget(label(words, wrap=True), 1)
        row.addWidget(button(tr("Start my own floor"), self._start, role="link"))

    def _start(self) -> None:
        self._app.go("signin")
