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
    """`wanted` carries (kind, id) of a link followed in the sheet."""

    wanted = Signal(object)

    def __init__(self, app: App, table: Table, sheet_name: str, key: str) -> None:
        super().__init__()
        self._write: Write | None = None
        self._shown: object = None
        self.table = table
        self.table.set_identity(attrgetter("id"))
        self.table.selected.connect(self._show)
        self.table.opened.connect(self._open)
        self.sheet = Sheet(app.theme, sheet_name)
        self.sheet.wanted.connect(self.wanted)
        self.split = MasterDetail(self.table, self.sheet, app.settings, key)
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
            self.sheet.show_written(partial(self._write, record), keep_place=again)


def _anything(_record: object) -> bool:
    return True


def _is(id: int, record: Any) -> bool:
    return bool(record.id == id)
