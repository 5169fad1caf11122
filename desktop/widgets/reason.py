"""Asks, in the page, why something final changes; nothing changes before a reason stands there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField


class ReasonAsked(QWidget):
    """Hidden until `ask`; `given` carries the reason. `words` say what will happen, the button has `verb`."""

    given = Signal(str)

    def __init__(self, words: str, name: str, verb: str) -> None:
        super().__init__()
        self.field = LineField(name, placeholder=tr("Why does it change? One sentence that both can read"))
        self.problem = label("", "error", wrap=True)
        row = QWidget()
        flow = FlowLayout(row)
        self.go_on = button(verb, self._give, role="primary")
        self.leave = button(tr("Leave it as it is"), self.put_away, role="quiet")
        flow.addWidget(self.go_on)
        flow.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (label(words, wrap=True), self.field, self.problem, row):
            column.addWidget(widget)
        self.field.returnPressed.connect(self._give)
        self.hide()

    def ask(self) -> None:
        self.field.clear()
        self.problem.hide()
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        reason = self.field.text().strip()
        if reason:
            self.put_away()
            self.given.emit(reason)
        else:
            self.problem.setText(tr("It changes for a reason only. Please write it down."))
            self.problem.show()
            self.field.setFocus()
