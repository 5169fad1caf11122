"""The step that says what each column of a table is, for response sheets and for scorecards' tables."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.coaching.mapping.sheet import Sheet, sample, show
from desktop.features.exchange.column_step import EXAMPLES, SEEN_CELLS, ElidedLabel
from desktop.shell.controls import label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice


class TableColumns(QWidget):
    """A row for each column: header, some values, and what it becomes. `chosen` carries column and key."""

    chosen = Signal(int, object)

    def __init__(self, title: str, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self._choices = choices
        self._grid: QWidget | None = None
        self.fields: list[Choice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(label(title, "heading"))

    def show_columns(self, sheet: Sheet) -> None:
        """Lay out a row for each column of a file; `show_keys` says what each is."""
        if self._grid is not None:
            self._column.removeWidget(self._grid)
            self._grid.deleteLater()
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, words in enumerate((tr("Column"), tr("For example"), tr("Becomes"))):
            grid.addWidget(label(words, "small"), 0, place)
        self.fields = []
        for index, header in enumerate(sheet.headers):
            field = Choice(tr("Field for column “{column}”", column=header), self._choices)
            field.chosen.connect(partial(self.chosen.emit, index))
            self.fields.append(field)
            for place, widget in enumerate(
                (ElidedLabel(header), ElidedLabel(_examples(sheet, index), "muted"), field)
            ):
                grid.addWidget(widget, index + 1, place)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 3)
        self._column.addWidget(self._grid)

    def show_keys(self, keys: Sequence[object]) -> None:
        """Show what each column is now; the cursor stays where it is."""
        for field, key in zip(self.fields, keys, strict=True):
            field.show_value(key)


def _examples(sheet: Sheet, index: int) -> str:
    found = dict.fromkeys(" ".join(show(cell).split()) for cell in sample(sheet, index, SEEN_CELLS))
    return ", ".join(list(found)[:EXAMPLES])
