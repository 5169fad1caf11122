"""Says which rows of a file had numbers masked, and takes a reason to keep those that are no card's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.coaching.mapping.concealing import Concealed
from desktop.features.exchange.outcomes import say_masked
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import LineField


class MaskedNote(QWidget):
    """`kept` carries the reason why the numbers that could be a card's are none."""

    kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.act = button(tr("Keep them: they are order numbers or the like…"), self.ask, role="link")
        self.reason = LineField(
            tr("Why these numbers may be kept"),
            placeholder=tr("Why may they be kept? “Our call numbers”, say"),
        )
        self.keep = button(tr("Keep these numbers"), self._give)
        self.asking = QWidget()
        row = QHBoxLayout(self.asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.asking)
        self.reason.returnPressed.connect(self._give)
        self.reason.textChanged.connect(self._show_ready)
        self._show_ready("")

    def show_concealed(self, concealed: Concealed, may_keep: bool) -> None:
        """Say what was masked; nothing is shown where nothing was."""
        self.words.setText(say_masked(concealed))
        self.setVisible(bool(concealed.count))
        self.act.setVisible(bool(concealed.could_be) and may_keep)
        self.asking.hide()

    def ask(self) -> None:
        self.act.hide()
        self.asking.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ready(self, text: str) -> None:
        self.keep.setEnabled(bool(text.strip()))

    def _give(self) -> None:
        if self.reason.text().strip():
            self.kept.emit(self.reason.text().strip())
