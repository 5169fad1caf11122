"""A list of things, and beside it the sheet of the one chosen; four of the library's views are this."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.library.sheet import Sheet
from desktop.features.library.writing import Pen
from desktop.shell.context import App
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table

Write = Callable[[Any, Pen], str]


class Shelf(QWidget):
    """`wanted` carries (kind, id) of a link followed in the sheet, `chosen` the record that is shown.

    `above` stands over the sheet, `under` below the list.
    """

    wanted = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        app: App,
        table: Table,
        names: tuple[str, str],
        above: QWidget | None = None,
        under: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._write: Write | None = None
        self._shown: object = None
        self.table = table
        self.table.set_identity(attrgetter("id"))
        self.table.selected.connect(self._show)
        self.table.opened.connect(self._open)
        sheet_name, key = names
        self.sheet = Sheet(app.theme, sheet_name)
        self.sheet.wanted.connect(self.wanted)
        self.split = MasterDetail(_pile(self.table, under), _pile(above, self.sheet), app.settings, key)
        if self.split.master is not self.table:
            self.split.master.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    def show_records(self, records: Sequence[Any], write: Write) -> None:
        """Show the list; the one chosen before stays chosen, else the first is."""
        self._write = write
        self.table.show_rows(records)
        if records and self.table.current() is None:
            self.table.select(_anything)
        self._show(self.table.current())

    def show_record(self, id: int) -> bool:
        """Choose the record with this id and bring its sheet forward; False if there is none."""
        found = self.table.select(partial(_is, id))
        if found:
            self.split.show_detail()
        return found

    def _open(self, _record: object) -> None:
        self.split.show_detail()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, record: Any) -> None:
        if record is not None and self._write is not None:
            again = self._shown == record.id
            self._shown = record.id
            self.chosen.emit(record)
            self.sheet.show_written(partial(self._write, record), keep_place=again)


def _pile(*widgets: QWidget | None) -> QWidget:
    """Widgets one over the other, those that are there."""
    there = [widget for widget in widgets if widget is not None]
    if len(there) == 1:
        return there[0]
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for widget in there:
        column.addWidget(widget)
    return holder


def _anything(_record: object) -> bool:
    return True


def _is(id: int, record: Any) -> bool:
    return bool(record.id == id)
