"""The scorecard's sheet: what scrolls, and the keys that no control of a question wants."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.features.monitoring.answering_desk import Answering
from desktop.features.monitoring.filling import Filling

PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Sheet(QWidget):
    """Keys that no control of a question wants come by here before they become a note. `left`: Escape."""

    left = Signal()

    def __init__(self, answering: Answering) -> None:
        super().__init__()
        self._answering = answering
        self.setProperty("role", "page")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add(self, widget: QWidget, above: int = 0) -> None:
        """Add a widget below the others, with `above` pixels before it."""
        if above:
            self._column.insertSpacing(self._column.count() - 1, above)
        self._column.insertWidget(self._column.count() - 1, widget)

    def clear(self) -> None:
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            widget: QObject | None = item.widget() if item is not None else None
            if isinstance(widget, QWidget):
                widget.hide()
                widget.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() not in PLAIN or not self._take(event):
            event.ignore()

    def _take(self, event: QKeyEvent) -> bool:
        """Do what a key means on the questions; False if it means nothing here and may be a note."""
        answering = self._answering
        orders: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Escape: partial(self.left.emit),
            Qt.Key.Key_Backspace: partial(answering.turn, Filling.back),
            Qt.Key.Key_Delete: partial(answering.turn, Filling.clear),
            Qt.Key.Key_Up: partial(answering.step, -1),
            Qt.Key.Key_Down: partial(answering.step, 1),
            Qt.Key.Key_Return: answering.go_on,
            Qt.Key.Key_Enter: answering.go_on,
        }
        order = orders.get(Qt.Key(event.key()))
        if order is not None:
            order()
            return True
        return answering.press(event.text())


class SheetScroll(QScrollArea):
    """Scrolls a sheet up and down, never sideways."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def bring_into_view(self, block: QWidget) -> None:
        """Show a question as a whole; where it is taller than the room, its beginning."""
        top = block.mapTo(self.sheet, block.rect().topLeft()).y()
        room, tall = self.viewport().height(), block.height()
        if tall >= room:
            self.verticalScrollBar().setValue(top)
        else:
            self.ensureVisible(0, top + tall // 2, 0, min(tall // 2 + 40, room // 2))
