"""What was begun and not ended, each one button away, above where listening begins."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.monitoring.sitting import Unfinished
from desktop.features.monitoring.wording import begun_words, notes_words, progress_words
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr

SHOWN = 3


class CarryOn(QWidget):
    """`chosen` carries the id of an unfinished observation."""

    chosen = Signal(int)

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_unfinished(self, rows: Sequence[Unfinished]) -> None:
        """Offer to carry on, newest first."""
        while self._rows.count():
            gone = self._rows.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for row in rows[:SHOWN]:
            self._rows.addWidget(self._button(row), 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(rows))

    def _button(self, row: Unfinished) -> QWidget:
        when = begun_words(row.observation.begun_at, self._app.clock())
        parts = [notes_words(row.notes)] if row.notes else []
        if row.answered is not None and row.asked is not None and row.answered:
            parts.append(progress_words(row.answered, row.asked))
        words = tr("Carry on: {name}, {when}", name=row.agent.name, when=when)
        if row.changes is not None:
            words = tr("Carry on changing: {name}, {when}", name=row.agent.name, when=when)
        made = button(" · ".join([words, *parts]), partial(self.chosen.emit, row.observation.id))
        self._app.theme.set_icon(made, "play")
        return made
