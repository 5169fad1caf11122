"""A signed paper typed in: the agent's words, the day they signed, and which scan it is."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.features.monitoring.handing_back import OnPaper
from desktop.shell.controls import button, label
from desktop.shell.file_asking import usual_folder
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import DayField, TextField


class PaperForm(QWidget):
    """`given` carries what stands on the paper, as `OnPaper`."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scan: Path | None = None
        self.words = TextField(tr("The agent's words on the paper"), lines=1, most=5)
        self.signed_on = DayField(tr("Day on the paper"), optional=False)
        self.attach = button(tr("Name the scan…"), self._ask_scan, role="quiet")
        self.record = button(tr("Record the signed paper"), self._give)
        row = QWidget()
        flow = FlowLayout(row)
        for part in (label(tr("Signed on"), "small"), self.signed_on, self.attach, self.record):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("Or type in what stands on the signed paper:"), "small", wrap=True))
        column.addWidget(self.words)
        column.addWidget(row)

    def name_scan(self, path: Path) -> None:
        """Note which scan belongs to the paper; a copy is kept encrypted, the file stays where it is."""
        self.scan = path
        self.attach.setText(tr("Scan: {name}", name=path.name))

    def _ask_scan(self) -> None:
        kinds = tr("Scan (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("The scan of the paper"), str(usual_folder()), kinds)
        if chosen:
            self.name_scan(Path(chosen))

    def _give(self) -> None:
        day = self.signed_on.value()
        if day is not None:
            self.given.emit(OnPaper(self.words.text(), day, self.scan))
