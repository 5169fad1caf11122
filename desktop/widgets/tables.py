"""The list every page uses: sort, type to find, choose columns, copy, open; thousands of rows at once."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.shell import clipboard
from desktop.shell.settings import Settings
from desktop.shell.text import tr
from desktop.widgets.column_widths import share_width
from desktop.widgets.columns import ColumnChoice
from desktop.widgets.empty import EmptyState
from desktop.widgets.forms import LineField
from desktop.widgets.rows import ROW_ROLE, Column, RowModel

Empty = tuple[str, str, Callable[[], None] | None]

ROW_EMS = 1.8
FEWEST_ROWS = 4
LEAST_LAST = 10
AIR = 12  # pixels more for each column where there is room
LEAST_WORDS = 11  # characters of a column that gives way: as many as a day has


# What OWASP's "CSV injection" begins with; a signed figure or a dash is none as long as it calls nothing.
_FORMULA = re.compile(r"\s*(?:[=@]|[+-].*[(|!])")


class Table(QWidget):
    """A list of records. `selected` carries the row under the cursor (None for none), `opened` the row of
    Enter or a double click. With `settings` and a `name` of its own, columns and order are remembered.
    """

    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column], settings: Settings | None = None, key: str = ""
    ) -> None:
        super().__init__()
        self._identity: Callable[[Any], object] | None = None
        self._empty: Empty = (tr("Nothing here yet."), "", None)
        self.model = RowModel(columns)
        self.view = _View(self.model)
        self.view.setAccessibleName(name)
        self.finder = LineField(tr("Find in {name}", name=name), placeholder=tr("Find"), gated=False)
        self.finder.setClearButtonEnabled(True)
        self.finder.hide()
        self.empty = EmptyState(tr("Nothing here yet."))
        self._lay_out()
        self._connect()
        self.columns = ColumnChoice(self.view, self.model, settings, key)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these records; the cursor stays on the same one (see `set_identity`)."""
        before = self._mark_of(self.current())
        self.model.show_rows(rows)
        self._show_state()
        self._select_again(before)

    def rows(self) -> list[Any]:
        """Return the rows as seen: found and in order."""
        return list(self.model.rows)

    def current(self) -> Any | None:
        """Return the row under the cursor."""
        index = self.view.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def set_identity(self, identity: Callable[[Any], object]) -> None:
        """Say what makes two records the same one (mostly `attrgetter("id")`); else equality does."""
        self._identity = identity

    def select(self, wanted: Callable[[Any], bool]) -> bool:
        """Put the cursor on the first row that is `wanted`; False if there is none."""
        for place, row in enumerate(self.model.rows):
            if wanted(row):
                self.view.setCurrentIndex(self.model.index(place, self.view.first_column()))
                return True
        return False

    def set_empty(self, text: str, action: str = "", slot: Callable[[], None] | None = None) -> None:
        """Say what will be here, and the one action that fills it."""
        self._empty = (text, action, slot)
        self._show_state()

    def show_column(self, place: int, shown: bool) -> None:
        """Show or hide a column as the content asks, which is not remembered as the user's choice."""
        self.view.setColumnHidden(place, not shown)

    def as_text(self) -> str:
        """Return what is seen as tab-separated text, headings first."""
        columns = [self.model.columns[place] for place in self.view.shown_columns()]
        places = self.view.chosen_places()
        chosen = [self.model.rows[place] for place in places] if len(places) > 1 else self.model.rows
        lines = ["\t".join(column.title for column in columns)]
        lines += ["\t".join(_plain(column.text(row)) for column in columns) for row in chosen]
        return "\n".join(lines) + "\n"

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.finder)
        self._stack = QStackedLayout()
        # Joined first: a stack that stands alone shows what it is given as a window of its own.
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._show_state()

    def _connect(self) -> None:
        self.view.activated.connect(self._open)
        self.view.selectionModel().currentRowChanged.connect(self._tell_selected)
        self.view.typed.connect(self._begin_to_find)
        self.view.copied.connect(self._copy)
        self.finder.textChanged.connect(self._find)
        self.finder.returnPressed.connect(self.view.setFocus)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE))

    def _tell_selected(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.selected.emit(index.data(ROW_ROLE) if index.isValid() else None)

    def _begin_to_find(self, text: str) -> None:
        self.finder.show()
        self.finder.setFocus()
        self.finder.setText(self.finder.text() + text)

    def _find(self, words: str) -> None:
        before = self._mark_of(self.current())
        self.model.find(words)
        self._show_state()
        self._select_again(before)
        if not words:
            self.finder.hide()
            self.view.setFocus()

    def _copy(self) -> None:
        clipboard.copy(self.as_text())

    def _show_state(self) -> None:
        if self.model.rows:
            self._bring_forward(self.view, self.view)
            return
        if self.model.all_rows:
            self.empty.show_words(
                tr("Nothing fits “{words}”.", words=self.finder.text()), tr("Show all"), self.finder.clear
            )
        else:
            self.empty.show_words(*self._empty)
        self._bring_forward(self.empty, None if self.empty.action.isHidden() else self.empty.action)

    def _bring_forward(self, shown: QWidget, focused: QWidget | None) -> None:
        self._stack.setCurrentWidget(shown)
        # A proxy that is hidden would keep Tab for ever.
        self.setFocusProxy(focused)  # type: ignore[arg-type]  # None takes it away

    def _mark_of(self, row: Any | None) -> object:
        return self._identity(row) if row is not None and self._identity is not None else row

    def _select_again(self, before: object) -> None:
        if before is not None and not self.select(lambda row: self._mark_of(row) == before):
            self.selected.emit(None)


class _View(QTableView):
    typed = Signal(str)
    copied = Signal()

    def __init__(self, model: RowModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setMinimumHeight(round(self.fontMetrics().height() * ROW_EMS * FEWEST_ROWS))
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setStretchLastSection(model.columns[-1].align == "left")
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionResized.connect(self._follow_column)
        model.modelReset.connect(self._fit)
        self._fitted = False
        self._wishes: list[int] = []
        self._sharing = False

    def shown_columns(self) -> list[int]:
        return [place for place in range(self.model().columnCount()) if not self.isColumnHidden(place)]

    def first_column(self) -> int:
        shown = self.shown_columns()
        return shown[0] if shown else 0

    def chosen_places(self) -> list[int]:
        """Which rows are marked, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Widths within the view: sideways is scrolled only where not even the least of each fits."""
        shown = self.shown_columns()
        if self._sharing or not self._wishes:
            self._fill_width()
            return
        self._sharing = True
        em = self.fontMetrics().averageCharWidth()
        columns = self._model.columns
        wishes = [self._wishes[place] for place in shown]
        words = [em * LEAST_WORDS if columns[place].align == "left" else 10**6 for place in shown]
        leasts = [min(pair) for pair in zip(wishes, words, strict=True)]
        room = self.viewport().width()
        if sum(wishes) + AIR * len(wishes) <= room:
            wishes = [wish + AIR for wish in wishes]
        widths = share_width(wishes, leasts, room)
        for place, width in zip(shown, widths, strict=True):
            self.setColumnWidth(place, width)
        self._fill_width()
        self._sharing = False

    def _follow_column(self, place: int, before: int, now: int) -> None:
        """A column shown or hidden shares the room anew; one that is drawn wider by hand stays so."""
        if self._sharing or not self._wishes:
            return
        if not before or not now:
            self._share_width()
        elif QGuiApplication.mouseButtons() and place != self.shown_columns()[-1]:
            self._wishes = []

    def _fill_width(self) -> None:
        """Let the last column end with the view: Qt widens a stretched one and never narrows it again."""
        shown = self.shown_columns()
        if shown and self.horizontalHeader().stretchLastSection():
            taken = sum(self.columnWidth(place) for place in shown[:-1])
            least = self.fontMetrics().averageCharWidth() * LEAST_LAST
            self.setColumnWidth(shown[-1], max(least, self.viewport().width() - taken))

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() in (event.Type.FontChange, event.Type.StyleChange):
            self._fitted = False
            self._fit()

    def _fit(self) -> None:
        """Rows of 1.8 em; columns as wide as their first rows, once, so that a reload moves nothing."""
        em = self.fontMetrics().height() / 1.25
        self.verticalHeader().setDefaultSectionSize(max(28, round(em * ROW_EMS)))
        self.verticalHeader().setMinimumSectionSize(20)
        if not self._fitted and self.model().rowCount():
            self._fitted = True
            header = self.horizontalHeader()
            header.setResizeContentsPrecision(60)
            places = range(self.model().columnCount())
            self._wishes = [
                max(self.sizeHintForColumn(place), header.sectionSizeHint(place)) for place in places
            ]
            self._share_width()


def _is_letter(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return plain and event.text().isalnum()


def _plain(text: str) -> str:
    """The words of one cell, which no spreadsheet takes for a formula: it shows what follows the '."""
    words = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    return f"'{words}" if _FORMULA.match(words) else words
