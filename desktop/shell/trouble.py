"""The page shown where the store can't be opened: what happened, what was kept, what to do next."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.controls import button, label
from desktop.shell.errors import Sorry
from desktop.shell.text import tr


class TroublePage(QWidget):
    """`again` asks to try once more; `other` carries another store's path, `backup` one to restore from,
    `welcome` asks for the page on which a new floor is started.
    """

    again = Signal()
    other = Signal(Path)
    backup = Signal(Path)
    welcome = Signal()

    def __init__(self, sorry: Sorry, backups: Path) -> None:
        super().__init__()
        self._backups = backups
        self.setAccessibleName(sorry.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(label(sorry.what, "title", wrap=True))
        for words in (sorry.kept, sorry.next):
            if words:
                column.addWidget(label(words, wrap=True))
        column.addSpacing(12)
        column.addLayout(self._steps())
        column.addStretch(3)

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.try_again = button(tr("Try again"), self.again.emit, role="primary")
        row.addWidget(self.try_again)
        row.addWidget(button(tr("Restore a backup…"), self._choose_backup))
        row.addWidget(button(tr("Open another store…"), self._choose_store))
        row.addWidget(button(tr("Start a new floor…"), self.welcome.emit))
        row.addStretch(1)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return row

    def _choose_store(self) -> None:
        if chosen := self._choose(tr("Open another store"), self._backups.parent):
            self.other.emit(chosen)

    def _choose_backup(self) -> None:
        if chosen := self._choose(tr("Restore a backup"), self._backups):
            self.backup.emit(chosen)

    def _choose(self, title: str, folder: Path) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self, title, str(folder), tr("Deskside stores (*.deskside)"))
        return Path(name) if name else None
