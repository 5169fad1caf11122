"""The detail's way in and out: each layer lies on the one it was opened from, Escape lifts it off again."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.controls import button
from desktop.shell.text import tr


class Layers(QWidget):
    """One widget at a time, with a way back above it. `closed` when the first one is left."""

    closed = Signal()
    lifted = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self._firsts: dict[QWidget, QWidget] = {}
        self._path: list[tuple[QWidget, str]] = []
        self.stack = QStackedWidget()
        self.back = button(tr("Back to the list"), self.go_back, role="quiet")
        self.back.setToolTip(tr("Go back (Esc)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.stack, 1)

    def add(self, widget: QWidget, first: QWidget) -> None:
        """Know a layer, and the control in it that takes the keyboard when it is shown.

        A focus proxy would do that too, but Tab then passes over what stands before it.
        """
        self.stack.addWidget(widget)
        self._firsts[widget] = first

    def current(self) -> QWidget | None:
        """Return the layer on top, None while nothing is open."""
        return self._path[-1][0] if self._path else None

    def holds(self, widget: QWidget) -> bool:
        return any(one is widget for one, _ in self._path)

    def show_first(self, widget: QWidget, name: str, enter: bool = True) -> None:
        """Begin anew with this layer; `name` is what the way back to it says, `enter` takes the keyboard."""
        self._drop(0)
        self._path = [(widget, name)]
        self._show()
        if enter:
            self._firsts[widget].setFocus()

    def push(self, widget: QWidget, name: str) -> None:
        """Lay one over the others; one that is open already is shown again, what lay on it is gone."""
        places = [place for place, (one, _) in enumerate(self._path) if one is widget]
        self._drop(places[0] if places else len(self._path))
        self._path.append((widget, name))
        self._show()
        self._firsts[widget].setFocus()

    def _drop(self, place: int) -> None:
        gone = self._path[place:]
        self._path = self._path[:place]
        for widget, _ in reversed(gone):
            self.lifted.emit(widget)

    def rename(self, widget: QWidget, name: str) -> None:
        """Say another name for a layer that is open."""
        self._path = [(one, name if one is widget else said) for one, said in self._path]
        self._name_back()

    def go_back(self) -> None:
        """Lift the top layer; from the first one the list is next."""
        if not self._path:
            return
        self._drop(len(self._path) - 1)
        if self._path:
            self._show()
            below = self._path[-1][0]
            (below.focusWidget() or self._firsts[below]).setFocus()
        else:
            self.closed.emit()

    def leave(self) -> None:
        """Lift every layer: back to the list."""
        while self._path:
            self.go_back()

    def event(self, event: QEvent) -> bool:
        # Escape belongs to the layers, not to the shortcut of the split they stand in.
        if event.type() == QEvent.Type.ShortcutOverride and _is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.go_back()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        widget, _ = self._path[-1]
        self.stack.setCurrentWidget(widget)
        self._name_back()

    def _name_back(self) -> None:
        words = tr("Back to {where}", where=self._path[-2][1]) if len(self._path) > 1 else ""
        words = words or tr("Back to the list")
        self.back.setText(f"‹ {words}")
        self.back.setAccessibleName(words)


def scrolled(inside: QWidget) -> QScrollArea:
    """A layer that scrolls where large text leaves it too little room, and only then."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("role", "page")
    area.setWidget(inside)
    return area


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
