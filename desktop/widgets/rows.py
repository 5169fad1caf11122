"""The model behind a table: rows are records, columns say how to read them; sorting and finding are here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.shell.colours import meaning_mark
from desktop.shell.controls import tip
from desktop.shell.folding import fold

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Column:
    """`text` reads a row as shown; `sort` gives the key to order by, None ordering by the words.

    `mark` names a meaning (blank for none) whose shape stands before the text; `tip` is the tooltip.
    A column that is `shown=False` waits in the column menu. `key` names it for what is remembered.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    align: Literal["left", "right"] = "left"
    sort: Callable[[Any], Any] | None = None
    tip: Callable[[Any], str] | None = None
    mark: Callable[[Any], str] | None = None
    shown: bool = True


class RowModel(QAbstractTableModel):
    """Rows as given, ordered by a column and narrowed by typed words."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.all_rows: list[Any] = []
        self.rows: list[Any] = []
        self._folded: list[str] | None = None
        self.words = ""
        self.order: tuple[int, bool] | None = None

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.all_rows = list(rows)
        self._folded = None
        self.rows = self._arranged()
        self.endResetModel()

    def find(self, words: str) -> None:
        """Keep the rows in which every word stands somewhere."""
        self.words = fold(words)
        self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order the rows were given in."""
        known = 0 <= column < len(self.columns)
        self.order = (column, order == Qt.SortOrder.DescendingOrder) if known else None
        self._rearrange()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return marked(column, row)
        if role == ROW_ROLE:
            return row
        return self._aside(column, row, role)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if way != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _aside(self, column: Column, row: Any, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(column.tip(row) if column.tip else column.text(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        return None

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self.rows = self._arranged()
        # What was current is found again by the view, by its row; the indexes themselves are void.
        for old in self.persistentIndexList():
            self.changePersistentIndex(old, NOWHERE)
        self.layoutChanged.emit()

    def _arranged(self) -> list[Any]:
        words = self.words.split()
        rows = self._found(words) if words else list(self.all_rows)
        if self.order is None:
            return rows
        return ordered(rows, self.columns[self.order[0]], self.order[1])

    def _found(self, words: list[str]) -> list[Any]:
        if self._folded is None:  # the next letter typed finds them ready
            self._folded = [fold("\t".join(c.text(row) for c in self.columns)) for row in self.all_rows]
        pairs = zip(self.all_rows, self._folded, strict=True)
        return [row for row, whole in pairs if all(word in whole for word in words)]


def marked(column: Column, row: Any) -> str:
    """Return the text of a cell, with the shape of its meaning before it where it has one."""
    meaning = column.mark(row) if column.mark else ""
    words = column.text(row)
    return f"{meaning_mark(meaning).shape} {words}" if meaning else words


def ordered(rows: list[Any], column: Column, descending: bool) -> list[Any]:
    """Order rows by a column, stably; a row without a value stands last either way."""
    read = column.sort or (lambda row: fold(column.text(row)))
    keyed = [(read(row), row) for row in rows]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=itemgetter(0), reverse=descending)
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def alignment(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
