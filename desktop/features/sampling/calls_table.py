"""A table of drawn calls, and the row under it that skips one for a reason."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.sampling import ItemState, QueueItem, SkipReason
from desktop.features.sampling import wording
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import clock, tr
from desktop.shell.words import word
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

DRAW = "draw calls"  # all of one draw were drawn alike


class CallsTable(QWidget):
    """`opened` carries a contact's id, `skip_wanted` an item's id and the reason, `take_wanted` an item's id:
    of one that was given to somebody else.
    """

    opened = Signal(int)
    skip_wanted = Signal(int, object)
    take_wanted = Signal(int)

    def __init__(self, app: App, name: str, key: str) -> None:
        super().__init__()
        self._app = app
        self.table = Table(
            name,
            [
                Column("when", tr("When"), lambda one: wording.when_words(one.started_at), sort=_started),
                Column("agent", tr("Agent"), lambda one: one.agent),
                Column("state", tr("State"), wording.item_state, mark=wording.item_mark),
                Column("topic", tr("Topic"), lambda one: one.topic),
                Column("length", tr("Length"), _length, "right", sort=lambda one: one.length_s),
                Column("who", tr("Heard by"), lambda one: one.evaluator),
                Column("kind", tr("Drawn"), lambda one: word(one.kind), shown=key != DRAW),
                Column("reference", tr("Reference"), lambda one: one.reference, shown=False),
            ],
            settings=app.settings,
            key=key,
        )
        self.table.set_identity(lambda one: one.item.id)
        self.table.opened.connect(self._open)
        self.table.selected.connect(self._look)
        self.hear = button(tr("Hear this call"), self._hear)
        self.take = button(tr("Hear it instead"), self._take)
        self.reason = Choice(tr("Why it is skipped"), [(one, word(one)) for one in SkipReason])
        self.skip = button(tr("Skip this call"), self._skip)
        self._row = QWidget()
        flow = FlowLayout(self._row)
        for widget in (self.hear, self.take, self.reason, self.skip):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self._row)

    def show_calls(self, items: Sequence[QueueItem], first: QueueItem | None = None) -> None:
        """Show these, with the cursor on `first` where it stands on none that is still to be heard."""
        self.table.show_rows(items)
        self._row.setVisible(bool(items))
        current = self.table.current()
        if current is None or (first is not None and not _is_open(current)):
            first = first or next((one for one in items if _is_open(one)), None)
            self.table.select(lambda one: first is not None and one.item.id == first.item.id)
        self._look(self.table.current())

    def _look(self, one: Any) -> None:
        open_ = one is not None and one.item.state is ItemState.OPEN
        self.hear.setEnabled(one is not None and not one.gone)
        for widget in (self.reason, self.skip, self.take):
            widget.setEnabled(open_ and not one.heard)
        user = self._app.user
        self.take.setVisible(open_ and user is not None and one.item.user_id != user.id)

    def _hear(self) -> None:
        self._open(self.table.current())

    def _open(self, one: QueueItem | None) -> None:
        if one is not None and not one.gone:
            self.opened.emit(one.item.contact_id)

    def _take(self) -> None:
        one = self.table.current()
        if one is not None:
            self.take_wanted.emit(one.item.id)

    def _skip(self) -> None:
        one = self.table.current()
        if one is not None:
            self.skip_wanted.emit(one.item.id, self.reason.value())


def _is_open(one: QueueItem) -> bool:
    return one.item.state is ItemState.OPEN and not one.heard and not one.gone


def _started(one: QueueItem) -> Any:
    return one.started_at


def _length(one: QueueItem) -> str:
    return "" if one.length_s is None else clock(one.length_s)
