"""Recognition in two keys: one opens it with what is known already, the other closes it, kept.

What the agent did comes from the note or the question it rests on; every letter is kept as it is typed.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import User
from db.records.recognition import Praise
from db.store import Store
from desktop.features.monitoring import recognising
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import TextField

WIDE_CHARACTERS = 90


class PraiseStrip(QWidget):
    """Hidden until `open_for`; `closed` when the keyboard is to go back to where it was."""

    closed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._observation_id, self._id, self._making = 0, 0, False
        self._rests_on = Praise("", "")
        self.title = label("", "heading", wrap=True)
        self.behaviour = TextField(tr("What they did"), lines=2, most=4)
        self.impact = TextField(tr("What it did for the customer"), lines=2, most=4)
        self.situation = TextField(tr("What was going on"), lines=2, most=4)
        self.kept = label("", "small")
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Recognition"))
        self._lay_out()
        for field in self.fields():
            field.typed.connect(self._keep)
        self.hide()

    def fields(self) -> tuple[TextField, ...]:
        return self.behaviour, self.impact, self.situation

    def open_for(self, observation_id: int, name: str, praise: Praise) -> None:
        """Show what is known, kept if it says what was done, with the keyboard where words are missing."""
        self._observation_id, self._id, self._making = observation_id, 0, False
        self._rests_on = praise
        self.title.setText(tr("Recognise {name}", name=name))
        self.kept.setText("")
        for field, text in zip(
            self.fields(), (praise.behaviour, praise.impact, praise.situation), strict=True
        ):
            field.show_text(text)
            field.moveCursor(QTextCursor.MoveOperation.End)
        self.show()
        first = self.impact if praise.behaviour else self.behaviour
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keep()

    def close_strip(self) -> None:
        """What stands there is kept; nothing is, where it doesn't say what they did."""
        if self.isHidden():
            return
        for field in self.fields():
            field.gate.leave()
        self._keep()
        self.hide()
        if self._id or self._making:
            self._app.notices.say(tr("Kept. Tell them soon: it stands on their page in People."))
        self.closed.emit()

    def remove(self) -> None:
        """Take it away again; the bar offers it back."""
        self.hide()
        if self._id:
            away = partial(self._run, recognising.take_away, self._id)
            back = partial(self._run, recognising.give_back, self._id)
            away()
            self._app.undo.offer(tr("Removed the recognition."), back, away)
        self._id = 0
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        elif not event.text():  # a letter is somebody's who missed the field: it goes on to the note
            super().keyPressEvent(event)

    def praise(self) -> Praise:
        """As it would be kept now."""
        return Praise(
            self.situation.draft().strip(),
            self.behaviour.draft().strip(),
            self.impact.draft().strip(),
            self._rests_on.note_id,
            self._rests_on.question,
        )

    def _keep(self, _text: str = "") -> None:
        praise, store, by = self.praise(), self._app.store, self._app.user
        if store is None or not praise.behaviour:
            return
        if self._id:
            self._app.jobs.keep(f"praise {self._id}", recognising.reword, store, self._id, praise, by)
        elif not self._making:
            self._making = True
            heard = self._observation_id
            done = partial(self._made, heard)
            self._app.jobs.run(recognising.recognise, store, heard, praise, by, done=done)

    def _made(self, observation_id: int, id: int) -> None:
        if observation_id != self._observation_id:
            return
        self._id, self._making = id, False
        self.kept.setText(tr("kept"))
        self._keep()

    def _run(self, work: Callable[[Store, int, User], None], id: int) -> None:
        store, by = self._app.store, self._app.user
        if store is not None and by is not None:
            self._app.jobs.run(work, store, id, by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self.fontMetrics().averageCharWidth() * WIDE_CHARACTERS
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def _lay_out(self) -> None:
        done = button(tr("Done"), self.close_strip, tr("Done with the recognition"), role="primary")
        done.setToolTip(tr("Esc closes it too; what you wrote is kept"))
        away = button(tr("Remove"), self.remove, tr("Remove the recognition"), role="quiet")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.kept)
        head.addWidget(away)
        head.addWidget(done)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(12)
        for field in self.fields():
            self._row.addLayout(_captioned(field), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._row)
        order = (*self.fields(), done, away)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)


def _captioned(field: TextField) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    caption = label(field.accessibleName(), "small")
    caption.setBuddy(field)
    column.addWidget(caption)
    column.addWidget(field)
    column.addStretch(1)
    return column
