"""A way in has steps, one on the screen at a time, each with its own title."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Steps(QWidget):
    """Shows one of its steps. `titled` carries the title and the sentence under it."""

    titled = Signal(str, str)

    def __init__(self, *steps: QWidget) -> None:
        super().__init__()
        self._title = ("", "")
        self._steps = steps
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for step in steps:
            step.hide()
            self._column.addWidget(step)
        self._column.addStretch(1)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def turn_to(self, step: QWidget, title: str, state: str = "") -> None:
        """Show this step, and put the keyboard into it."""
        self._title = (title, state)
        for each in self._steps:
            each.setVisible(each is step)
        self.tell_title()
        step.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_title(self) -> None:
        """Say again what is shown, as when this way in is chosen."""
        self.titled.emit(*self._title)
