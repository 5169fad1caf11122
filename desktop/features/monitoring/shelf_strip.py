"""Puts the call among those worth hearing: one line says why, the second comes along."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.features.monitoring import recognising
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import clock, tr
from desktop.widgets.forms import LineField


class ShelfStrip(QWidget):
    """Hidden until `open_for`; Enter puts the call on the shelf, Esc leaves it. `closed` after either."""

    closed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._observation_id = 0
        self._at_s: float | None = None
        self.words = label("", wrap=True)
        self.why = LineField(tr("Why it is worth hearing"), placeholder=tr("What others can learn from it"))
        self.why.returnPressed.connect(self.put)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.why, 1)
        row.addWidget(button(tr("Put on the shelf"), self.put, role="primary"))
        row.addWidget(button(tr("Leave it"), self.leave, tr("Leave the shelf as it is"), role="quiet"))
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Calls worth hearing"))
        self.hide()

    def open_for(self, observation_id: int, why: str, at_s: float | None) -> None:
        self._observation_id, self._at_s = observation_id, at_s
        at = "" if at_s is None else tr(", from {clock}", clock=clock(at_s))
        self.words.setText(tr("Worth hearing{at}:", at=at))
        self.why.show_text(why)
        self.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self) -> None:
        store, why = self._app.store, self.why.text().strip()
        if store is None:
            return
        if not why:
            self._app.notices.say(tr("Say in a few words why others should hear it."), kind="warn")
            return
        put = recognising.put_on_shelf
        self._app.jobs.run(
            put, store, self._observation_id, why, self._at_s, self._app.user, done=self._done, owner=self
        )

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif not event.text():
            super().keyPressEvent(event)

    def _done(self, _id: int) -> None:
        self.leave()
        words = tr(
            "On the shelf of calls worth hearing, in the Library. Ask the agent before others hear it."
        )
        self._app.notices.say(words)
