"""Which columns of a table are shown and how it is ordered: chosen in the header's menu, and remembered."""

import json
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from desktop.shell.settings import Settings
from desktop.widgets.rows import RowModel


class ColumnChoice(QObject):
    """Keeps the user's choice under `key` in the settings; without settings it lasts as long as the table."""

    def __init__(self, view: QTableView, model: RowModel, settings: Settings | None, key: str) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._settings, self._key = settings, key
        self._restore()
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer)
        header.sortIndicatorChanged.connect(self._remember)

    def menu(self) -> QMenu:
        """Return the menu in which columns are shown and hidden; the last one stays."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hidden = self._hidden()
        for place, column in enumerate(self._model.columns):
            action = QAction(column.title, menu, checkable=True)
            action.setChecked(column.key not in hidden)
            action.setEnabled(column.key in hidden or len(hidden) + 1 < len(self._model.columns))
            action.toggled.connect(partial(self.show, place))
            menu.addAction(action)
        return menu

    def show(self, place: int, shown: bool) -> None:
        """Show or hide a column."""
        self._view.setColumnHidden(place, not shown)
        self._remember()

    def _offer(self, where: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(where))

    def _hidden(self) -> list[str]:
        columns = enumerate(self._model.columns)
        return [column.key for place, column in columns if self._view.isColumnHidden(place)]

    def _remember(self, *_order: object) -> None:
        if self._settings is None or not self._key:
            return
        order = self._model.order
        choice = {
            "hidden": self._hidden(),
            "order": [self._model.columns[order[0]].key, order[1]] if order else None,
        }
        kept = {**_choices(self._settings), self._key: choice}
        self._settings.set("tables", json.dumps(kept, sort_keys=True))

    def _restore(self) -> None:
        keys = [column.key for column in self._model.columns]
        choice = _choices(self._settings).get(self._key, {}) if self._settings is not None else {}
        hidden = choice.get("hidden", [column.key for column in self._model.columns if not column.shown])
        for place, key in enumerate(keys):
            self._view.setColumnHidden(place, key in hidden)
        order = choice.get("order")
        if order and order[0] in keys:
            self._view.sortByColumn(keys.index(order[0]), order_of(order[1]))


def order_of(descending: bool) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder


def _choices(settings: Settings) -> dict[str, Any]:
    try:
        found = json.loads(settings.get("tables"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
