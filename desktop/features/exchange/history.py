"""The imports so far, each of which can be taken back as a whole and brought back again."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.queries.imports import Undone
from db.records.contacts import Import
from desktop.features.exchange import actions
from desktop.features.exchange.outcomes import name_rows, say_undone
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import moment, number, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

SEEN_ROWS = 5


class History(QWidget):
    """`taken_back` and `brought_back` carry the id of an import when it is done."""

    taken_back = Signal(int)
    brought_back = Signal(int)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.table = Table(tr("Earlier imports"), _columns(), settings=app.settings, key="imports")
        self.table.set_identity(attrgetter("id"))
        self.table.set_empty(tr("Files you bring in are listed here, and can be taken back as a whole."))
        self.table.setMinimumHeight(app.theme.row_height() * SEEN_ROWS)
        self.table.selected.connect(self._show_choice)
        self.undo = button("", self._undo)
        self.redo = button("", self._redo)
        row = QHBoxLayout()
        for widget in (self.undo, self.redo):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(tr("Earlier imports"), "heading"))
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self._show_choice(None)

    def show_imports(self, imports: Sequence[Import]) -> None:
        """Nothing is chosen unless the user did: the button must never mean another file than one thinks."""
        self.table.show_rows(imports)
        self._show_choice(self.table.current())

    def _show_choice(self, chosen: Import | None) -> None:
        self.undo.setVisible(chosen is not None and chosen.undone_at is None)
        self.redo.setVisible(chosen is not None and chosen.undone_at is not None)
        if chosen is not None:
            name_button(self.undo, tr("Take back “{file}”", file=chosen.file_name))
            name_button(self.redo, tr("Bring back “{file}”", file=chosen.file_name))

    def take_back(self, import_id: int) -> None:
        """Undo an import; what was worked with since stays, and the notice says so."""
        self._run(actions.undo, import_id, partial(self._tell_undone, import_id))

    def bring_back(self, import_id: int) -> None:
        """Do an undone import again."""
        self._run(actions.redo, import_id, partial(self._tell_redone, import_id))

    def _run(self, deed: Callable[..., object], import_id: int, done: Callable[[object], None]) -> None:
        self.app.jobs.run(
            deed, self.app.store, import_id, self.app.user, done=done, failed=self._refuse, owner=self
        )

    def _tell_undone(self, import_id: int, undone: object) -> None:
        if isinstance(undone, Undone):
            self.app.notices.say(
                say_undone(undone), (tr("Bring it back"), partial(self.bring_back, import_id))
            )
        self.taken_back.emit(import_id)

    def _tell_redone(self, import_id: int, _nothing: object) -> None:
        self.app.notices.say(tr("The import is back."), (tr("Undo"), partial(self.take_back, import_id)))
        self.brought_back.emit(import_id)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, LookupError):
            self.app.notices.say(tr("That has been done already."))
        else:
            self.app.sorry(error)

    def _undo(self) -> None:
        if (chosen := self.table.current()) is not None:
            self.take_back(chosen.id)

    def _redo(self) -> None:
        if (chosen := self.table.current()) is not None:
            self.bring_back(chosen.id)


def name_button(button: QPushButton, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words)


def _columns() -> list[Column]:
    return [
        Column("made_at", tr("When"), lambda one: moment(one.made_at), sort=attrgetter("made_at")),
        Column("file", tr("File"), attrgetter("file_name")),
        Column("kind", tr("What"), lambda one: name_rows(one.kind)),
        Column("rows", tr("Rows"), lambda one: number(one.rows), "right", attrgetter("rows")),
        Column("kept", tr("Kept"), lambda one: number(one.kept), "right", attrgetter("kept")),
        Column("state", tr("State"), _state),
    ]


def _state(one: Import) -> str:
    return tr("stands") if one.undone_at is None else tr("taken back {when}", when=moment(one.undone_at))
