"""Fields with their label above and a hint or a problem under them; saved as typed, never in a box."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.controls import label, on_button, tip
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.text_fields import LineField, TextField

__all__ = [
    "Choice",
    "DayField",
    "FieldRow",
    "Form",
    "LineField",
    "NumberField",
    "Switch",
    "TextField",
]

READABLE_CHARACTERS = 70
NO_DAY = QDate(1900, 1, 1)
READ = "d MMM yyyy"
SEPARATORS = "/.- "


class Form(QWidget):
    """A column of fields no wider than is good to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._column.addStretch(1)
        wide = QFontMetricsF(self.font()).averageCharWidth() * READABLE_CHARACTERS
        self.setMaximumWidth(max(480, round(wide)))
        self.rows: list[FieldRow] = []

    def add(self, caption: str, field: QWidget, hint: str = "") -> "FieldRow":
        """Add a field under its caption; the row's `say` shows a problem under the field."""
        row = FieldRow(caption, field, hint)
        self.add_widget(row)
        self.rows.append(row)
        return row

    def add_widget(self, widget: QWidget) -> None:
        """Add something that is no field: a heading, a row of buttons."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def heightForWidth(self, width: int) -> int:
        # Qt asks for the room there is, though the form is no wider than it may be: lines would be cut.
        return super().heightForWidth(min(width, self.maximumWidth()))


class FieldRow(QWidget):
    """Caption, field, and the line under it: a hint, or the problem in its place."""

    def __init__(self, caption: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self.caption = label(caption)
        self.caption.setBuddy(field)
        self.under = label(hint, "small", wrap=True)
        if not hint:  # shown without a parent it would flash up as a window of its own
            self.under.hide()
        if not field.accessibleName():
            field.setAccessibleName(caption)
        field.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.caption, field, self.under):
            column.addWidget(widget)

    def say(self, problem: str = "") -> None:
        """Show a problem under the field, or with a blank the hint again."""
        self.under.setText(f"△ {problem}" if problem else self._hint)
        set_role(self.under, "error" if problem else "small")
        set_role(self.field, str(self.field.property("role") or ""), invalid=bool(problem))
        self.under.setVisible(bool(problem or self._hint))
        self.field.setAccessibleDescription(problem or self._hint)


class Choice(QComboBox):
    """One of a few. `chosen` carries the key the user picked, the very object that was given."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[object, str]] = (), value: object = None) -> None:
        super().__init__()
        # Kept here, as Qt would hand a text's enum back as plain text.
        self._keys: list[object] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)
        # One very long name must not push its neighbours out of the window.
        self.setMaximumWidth(round(QFontMetricsF(self.font()).averageCharWidth() * READABLE_CHARACTERS))
        self.activated.connect(self._tell)
        self.set_choices(choices)
        if value is not None:
            self.show_value(value)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these (key, words); the value stays if it is still among them."""
        before = self.value()
        self.clear()
        self._keys = [key for key, _ in choices]
        for _, words in choices:
            self.addItem(words)
            self.setItemData(self.count() - 1, tip(words), Qt.ItemDataRole.ToolTipRole)
        self.show_value(before)

    def value(self) -> Any:
        """Return the key chosen; None while there is nothing to choose."""
        place = self.currentIndex()
        return self._keys[place] if place >= 0 else None

    def show_value(self, key: object) -> None:
        """Show a key without announcing it; an unknown one leaves things as they are."""
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over a form scrolls the form; changing a value by accident costs trust.
        event.ignore()

    def _tell(self, place: int) -> None:
        self.chosen.emit(self._keys[place])


class DayField(QWidget):
    """A day or none. `chosen` carries a date, or None after "Clear"; `blank` is what stands for none."""

    chosen = Signal(object)

    def __init__(self, name: str, value: date | None = None, optional: bool = True, blank: str = "") -> None:
        super().__init__()
        self.edit = _DayEdit()
        self.edit.setAccessibleName(name)
        self.edit.setMinimumDate(NO_DAY)
        self.edit.setSpecialValueText(blank or tr("no day"))
        self.clear = QToolButton()
        self.clear.setText(tr("Clear"))
        self.clear.setAccessibleName(tr("Clear {name}", name=name))
        self.clear.clicked.connect(self._clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit, 1)
        row.addWidget(self.clear)
        # Not before it has a parent: it would flash up as a window of its own.
        self.clear.setVisible(optional)
        self.setFocusProxy(self.edit)
        self.setAccessibleName(name)
        self.show_value(value)
        self.edit.userDateChanged.connect(self._tell)

    def value(self) -> date | None:
        found = self.edit.date()
        return None if found == NO_DAY else date(found.year(), found.month(), found.day())

    def show_value(self, value: date | None) -> None:
        """Show a day without announcing it."""
        self.edit.blockSignals(True)
        self.edit.setDate(NO_DAY if value is None else QDate(value.year, value.month, value.day))
        self.edit.blockSignals(False)

    def _clear(self) -> None:
        self.edit.setDate(NO_DAY)

    def _tell(self, _day: QDate) -> None:
        self.chosen.emit(self.value())


_DOWN = QAbstractSpinBox.StepEnabledFlag.StepDownEnabled


class _DayEdit(QDateEdit):
    """Starts at today where there is no day yet: nobody should page up from 1900.

    While it has the keyboard the day is in figures, so that 20112026 and 20/11/2026 are both typed straight.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDisplayFormat(READ)
        self.calendarWidget().installEventFilter(self)
        self._went_on = False

    def stepBy(self, steps: int) -> None:
        if self.date() == NO_DAY:
            self.setDate(QDate.currentDate())
            return
        super().stepBy(steps)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        # No day is the least there is, and Down must begin at today too.
        if self.date() == NO_DAY:
            return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | _DOWN
        return super().stepEnabled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        everything = self.lineEdit().selectedText() == self.lineEdit().text()
        if event.text().isdigit() and (everything or self.date() == NO_DAY):
            if self.date() == NO_DAY:
                self.setDate(QDate.currentDate())
            self.setSelectedSection(self.sectionAt(0))
        if event.text() and event.text() in SEPARATORS:
            self._go_on()
            return
        at = self.currentSectionIndex()
        super().keyPressEvent(event)
        self._went_on = event.text().isdigit() and self.currentSectionIndex() != at

    def _go_on(self) -> None:
        """To the next part, unless a full one has gone on by itself."""
        at = self.currentSectionIndex() + 1
        if not self._went_on and at < self.sectionCount():
            self.setCurrentSectionIndex(at)
            self.setSelectedSection(self.sectionAt(at))
        self._went_on = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setDisplayFormat(_written())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setDisplayFormat(READ)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Figures go on to the next part by themselves: Tab leaves the field as it leaves any other.
        return QWidget.focusNextPrevChild(self, forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self._turn_to_today)  # Qt turns it to the day that is shown first
        return super().eventFilter(watched, event)

    def _turn_to_today(self) -> None:
        if self.date() == NO_DAY:
            today = QDate.currentDate()
            self.calendarWidget().setCurrentPage(today.year(), today.month())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _written() -> str:
    """A day in figures, in the order of this machine's own."""
    own = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return {"M": "MM/dd/yyyy", "y": "yyyy-MM-dd"}.get(own[:1], "dd/MM/yyyy")


class NumberField(QDoubleSpinBox):
    """A number within bounds, with its unit behind it. `chosen` carries it."""

    chosen = Signal(float)

    def __init__(
        self, name: str, value: float = 0, low: float = 0, high: float = 100, unit: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setDecimals(0)
        self.setSuffix(f"\N{NO-BREAK SPACE}{unit}" if unit else "")
        self.setKeyboardTracking(False)
        self.setValue(value)
        self.valueChanged.connect(self.chosen)

    def show_value(self, value: float) -> None:
        """Show a number without announcing it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Switch(QCheckBox):
    """Yes or no, with its words beside it. `chosen` carries True or False."""

    chosen = Signal(bool)

    def __init__(self, name: str, value: bool = False) -> None:
        super().__init__(on_button(name))
        self.setAccessibleName(name)
        self.setChecked(value)
        self.clicked.connect(self.chosen)

    def show_value(self, value: bool) -> None:
        self.setChecked(value)

    def setText(self, text: str) -> None:
        super().setText(on_button(text))

    def text(self) -> str:
        return super().text().replace("&&", "&")
