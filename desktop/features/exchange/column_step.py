"""The second step: what each column means, in which unit, and how its dates are written."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from db.records.contacts import ImportKind
from desktop.coaching.mapping.columns import Assignment, by_field
from desktop.coaching.mapping.dates import Finding, Order
from desktop.coaching.mapping.fields import RULES, Field, Shape, rule_for
from desktop.coaching.mapping.rows import order_of
from desktop.coaching.mapping.sheet import Sheet, sample, show
from desktop.coaching.mapping.values import UNITS
from desktop.features.exchange.actions import Check
from desktop.features.exchange.planning import Draft
from desktop.features.exchange.sentences import (
    name_field,
    name_order,
    name_unit,
    say_because,
    say_order,
    say_origin,
)
from desktop.shell.controls import label, tip
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.forms import Choice

EXAMPLES = 3
LEAST_CHARACTERS = 10
SEEN_CELLS = 200


class ColumnStep(QWidget):
    """`field_chosen` carries column and field (None: left out), `reading_chosen` field and unit or order."""

    field_chosen = Signal(int, object)
    reading_chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ColumnRow] = []
        self._grid: QWidget | None = None
        self.dates = DateQuestion()
        self.dates.chosen.connect(self.reading_chosen)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(label(tr("2  Columns and dates"), "heading"))
        self._column.addWidget(self.dates)
        self.origin = label("", "muted", wrap=True)
        self._column.addWidget(self.origin)

    def show_columns(self, draft: Draft) -> None:
        """Lay out a row for each column of a file; `show_mapping` fills them."""
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
        self.rows = [ColumnRow(grid, draft, index) for index in range(len(draft.file.sheet.headers))]
        for row in self.rows:
            row.field.chosen.connect(partial(self.field_chosen.emit, row.index))
            row.unit.chosen.connect(partial(self._tell_unit, row))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self._column.addWidget(self._grid)
        self.show_mapping(draft)

    def show_mapping(self, draft: Draft) -> None:
        """Show what each column means now; the cursor stays where it is."""
        self.origin.setText(say_origin(draft.mapping))
        for row, assignment in zip(self.rows, draft.mapping, strict=True):
            row.show_assignment(assignment, draft.kind)

    def show_check(self, checked: Check) -> None:
        """Say how the dates are written, or ask."""
        fields = by_field(checked.draft.mapping)
        for field, finding in checked.orders.items():
            header = checked.draft.file.sheet.headers[fields[field].column]
            self.dates.show_finding(field, fields[field], finding, header)
        self.dates.setVisible(bool(checked.orders))

    def _tell_unit(self, row: "ColumnRow", unit: object) -> None:
        self.reading_chosen.emit(row.field.value(), str(unit))


class ColumnRow:
    """The widgets of one column, in the grid's row of the same number."""

    def __init__(self, grid: QGridLayout, draft: Draft, index: int) -> None:
        header = draft.file.sheet.headers[index]
        self.index = index
        self.field = Choice(tr("Field for column “{column}”", column=header), _fields(draft.kind))
        self.unit = Choice(
            tr("Unit of column “{column}”", column=header), [(unit, name_unit(unit)) for unit in UNITS]
        )
        examples = ElidedLabel(_examples(draft.file.sheet, index), "muted")
        for place, widget in enumerate((ElidedLabel(header), examples, self.field, self.unit)):
            grid.addWidget(widget, index + 1, place)

    def show_assignment(self, assignment: Assignment, kind: ImportKind) -> None:
        self.field.show_value(assignment.field)
        rule = rule_for(kind, assignment.field) if assignment.field else None
        self.unit.setVisible(rule is not None and rule.shape is Shape.DURATION)
        self.unit.show_value(assignment.reading or "s")
        told = say_because(assignment.because) if assignment.field else ""
        self.field.setToolTip(told)
        self.field.setAccessibleDescription(told)


class ElidedLabel(QLabel):
    """One line that gives way to the fields beside it: cut at its end, whole in the tooltip."""

    def __init__(self, text: str, role: str = "") -> None:
        super().__init__(text)
        self.whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(tip(text))
        self.setAccessibleName(text)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS)
        # Not an own sizeHint: Qt asks for it all the time, and each call would wait for the worker's Python.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            set_role(self, role)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))


class DateQuestion(QWidget):
    """How a date column is written: stated where its values prove it, asked where they don't."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._field: Field | None = None
        self.words = label("", wrap=True)
        self.answer = Choice(tr("How the dates are written"))
        self.answer.chosen.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)

    def show_finding(self, field: Field, one: Assignment, finding: Finding, header: str) -> None:
        """Say what is known about the column's order; offer the choice where it is not."""
        self._field = field
        order = order_of(one, finding)
        told = say_order(finding, order, header)
        if one.last in set(Order) and finding.asks:
            told += " " + tr("Last time it was {order}.", order=name_order(Order(one.last)))
        self.words.setText(told)
        is_open = finding.asks and order is None
        set_role(self.words, "warn" if is_open or finding.beside else "muted")
        self.answer.setVisible(finding.asks)
        if finding.asks:
            known = [(order.value, name_order(order)) for order in finding.choices]
            self.answer.set_choices([("", tr("Choose…")), *known])
            self.answer.show_value(one.reading)

    def _tell(self, order: object) -> None:
        self.chosen.emit(self._field, str(order))


def _fields(kind: ImportKind) -> list[tuple[object, str]]:
    return [(None, tr("Leave out")), *((rule.field, name_field(rule.field, kind)) for rule in RULES[kind])]


def _examples(sheet: Sheet, index: int) -> str:
    """The first few different values, one behind the other."""
    found = dict.fromkeys(" ".join(show(cell).split()) for cell in sample(sheet, index, SEEN_CELLS))
    return ", ".join(list(found)[:EXAMPLES])
