"""Fields of the builder, each tied to one thing of the part on the desk: typed is kept, kept is shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.features.library.desk import Desk
from desktop.features.library.weights import plain
from desktop.shell.text import tr
from desktop.widgets.forms import LineField, NumberField, TextField

MOST_POINTS = 100_000


@dataclass(frozen=True, slots=True)
class Tie:
    """What a field shows of a part, and the part with what the field then says. `slot` names it for undo."""

    slot: str
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], Any]


def attribute(name: str) -> Tie:
    """The tie to a field of the part that a control can show as it is."""
    return Tie(name, partial(_get, name), partial(_put, name))


def _get(name: str, part: Any) -> Any:
    return getattr(part, name)


def _put(name: str, part: Any, value: Any) -> Any:
    return replace(part, **{name: value})


class Tied(QObject):
    """One field and its tie. A part that is read anew while somebody types in it is not shown over that."""

    def __init__(self, desk: Desk, field: QWidget, tie: Tie) -> None:
        super().__init__(field)
        self.desk, self.tie = desk, tie
        self.field: Any = field
        self.is_text = isinstance(field, LineField | TextField)
        getattr(field, "typed" if self.is_text else "chosen").connect(self._write)
        if self.is_text:
            field.installEventFilter(self)

    def show(self, part: Any) -> None:
        value = self.tie.read(part)
        if not self.is_text:
            self.field.show_value(value)
        elif not self.field.hasFocus() or self.tie.read(self.tie.write(part, self.field.text())) != value:
            self.field.show_text(str(value))
            if isinstance(self.field, LineField) and not self.field.hasFocus():
                self.field.setCursorPosition(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Z goes on to the edits before where the field itself has nothing left to undo."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = (
                event.matches(key) for key in (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            )
            if (undo and not _can(watched, "Undo")) or (redo and not _can(watched, "Redo")):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _write(self, value: Any) -> None:
        words = tr("Changed “{field}”", field=self.field.accessibleName())
        slot = self.tie.slot if self.is_text or isinstance(self.field, FigureField) else ""
        self.desk.edit(partial(self._change, value), words, slot)

    def _change(self, value: Any, part: Any) -> Any:
        return self.tie.write(part, value)


def _can(field: QObject, what: str) -> bool:
    source: Any = field.document() if isinstance(field, QPlainTextEdit) else field
    able = getattr(source, f"is{what}Available", None)
    return bool(able()) if able is not None and isinstance(field, QLineEdit | QPlainTextEdit) else False


class FigureField(NumberField):
    """Points or a weight: as many digits after the point as were typed, and no more. Kept as it is typed."""

    def __init__(self, name: str, low: float = 0, high: float = MOST_POINTS, unit: str = "") -> None:
        super().__init__(name, 0, low, high, unit)
        self.setDecimals(2)
        self.setKeyboardTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 7 + 44)

    def textFromValue(self, value: float) -> str:
        return plain(value)

    def show_value(self, value: float) -> None:
        """Not over what is being typed: "1." is on its way to 1.5."""
        if value != self.value() or not self.hasFocus():
            super().show_value(value)
