"""Details folded away under their heading, with a word of what is inside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.text import tr


class Fold(QWidget):
    """A heading that unfolds its `inside`; what it holds is said beside it while it is folded."""

    def __init__(self, title: str, inside: QWidget) -> None:
        super().__init__()
        self._title, self.inside = title, inside
        self.toggle = button("", self._turn, name=title, role="link")
        self.summary = label("", "small")
        self.summary.setMinimumWidth(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.toggle)
        head.addWidget(self.summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(inside)
        self.show_inside(False)

    def show_inside(self, shown: bool) -> None:
        self.inside.setVisible(shown)
        self.summary.setVisible(not shown)
        self.toggle.setText(f"{'▾' if shown else '▸'} {self._title}")
        self.toggle.setAccessibleDescription(tr("open") if shown else tr("folded"))

    def is_open(self) -> bool:
        return not self.inside.isHidden()

    def say(self, summary: str) -> None:
        self.summary.setText(summary)
        self.summary.setToolTip("")

    def _turn(self) -> None:
        self.show_inside(not self.is_open())
        if self.is_open():
            self.inside.setFocus(Qt.FocusReason.OtherFocusReason)
