"""A column of parts kept in step with records: what stays is shown anew and keeps the cursor."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.shell.controls import label
from desktop.shell.theme import set_role
from desktop.widgets.flow import FlowLayout

MARGIN = 80
Held = TypeVar("Held", bound=QWidget)


class Parts:
    """Widgets by key inside a layout of their own; `make` builds one, `show` gives it its record."""

    def __init__(
        self,
        space: int,
        key: Callable[[Any], object],
        make: Callable[[Any], Any],
        show: Callable[[Any, Any], None],
    ) -> None:
        self.widget = QWidget()
        self._column = column_in(self.widget, space)
        self._key, self._make, self._show = key, make, show
        self._parts: dict[object, Any] = {}

    def show_records(self, records: Iterable[Any]) -> None:
        """Keep the parts of records that stay, in the order of the records."""
        wanted = {self._key(record): record for record in records}
        for key in [key for key in self._parts if key not in wanted]:
            gone = self._parts.pop(key)
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
        for place, (key, record) in enumerate(wanted.items()):
            if key not in self._parts:
                self._parts[key] = self._make(record)
            if self._column.indexOf(self._parts[key]) != place:
                self._column.insertWidget(place, self._parts[key])
            self._show(self._parts[key], record)
        self.widget.setVisible(bool(wanted))

    def part(self, key: object) -> Any:
        return self._parts.get(key)

    def all(self) -> list[Any]:
        return list(self._parts.values())


def column_in(widget: QWidget, space: int = 12) -> QVBoxLayout:
    """A column without margins of its own."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space)
    return column


def row_of(*widgets: QWidget, space: int = 8) -> QWidget:
    """Widgets side by side, going on in the next line where there is no room."""
    holder = QWidget()
    flow = FlowLayout(holder, space)
    for widget in widgets:
        flow.addWidget(widget)
    return holder


def beside(words: QWidget, *widgets: QWidget) -> QWidget:
    """Words that wrap, with small controls at their end."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(words, 1)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder


def said(text: str, role: str = "") -> QLabel:
    """Words that wrap and take the height of their lines, no more.

    A wrapping label asks for the height it would have if it were narrow; in a long column that adds up to
    a page of nothing.
    """
    made = label(text, role, wrap=True)
    made.setMinimumHeight(1)
    return made


def bring(widget: QWidget) -> None:
    """Scroll to a widget once the layout has settled: it may have been unfolded just now."""
    QTimer.singleShot(0, widget, partial(_bring, widget))


def _bring(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 0, MARGIN)


def snug(widget: Held) -> Held:
    """The widget, taking no more room than it needs."""
    widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return widget


def on_paper(widget: QWidget) -> None:
    """Lay what scrolls on the surface that pages lie on."""
    set_role(widget, "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def add_all(layout: QBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        layout.addWidget(widget)
