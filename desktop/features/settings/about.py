"""Which Deskside this is and where it keeps things, to be read out or copied when somebody helps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from db.backup import backup_folder
from desktop.shell import clipboard, paths
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.shell.version import deskside_version


class AboutSection(QWidget):
    """Facts as (name, value); the values can be selected, and all be copied at once."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.grid = QGridLayout()
        self.grid.setColumnStretch(1, 1)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.values = {}
        for name in facts(app):
            row = self.grid.rowCount()
            value = label("", wrap=True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(name)
            self.values[name] = value
            self.grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self.grid)
        column.addWidget(
            button(tr("Copy all of this"), self.copy, tr("Copy version and places")),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        words = tr("Nothing leaves this computer unless you send it. Free software under the MIT licence.")
        column.addWidget(label(words, "muted", wrap=True))
        column.addStretch(1)

    def load(self) -> None:
        for name, value in facts(self.app).items():
            self.values[name].setText(_breakable(value))
            self.values[name].setAccessibleDescription(value)

    def copy(self) -> None:
        """Put all facts on the clipboard, a line each."""
        text = "\n".join(f"{name}: {value}" for name, value in facts(self.app).items())
        clipboard.copy(text)
        self.app.notices.say(tr("Copied."))


def facts(app: App) -> dict[str, str]:
    """Version and places; nothing about people or calls."""
    place = app.store.path if app.store is not None else app.place
    return {
        tr("Version"): deskside_version(),
        tr("This floor's store"): str(place),
        tr("Its backups"): str(backup_folder(place)),
        tr("Settings of this computer"): str(paths.machine_settings()),
        tr("Reports of errors"): str(paths.log_dir()),
    }


def _breakable(path: str) -> str:
    """Let a long path break after its separators and nowhere else."""
    return path.replace("/", "/\N{ZERO WIDTH SPACE}").replace("\\", "\\\N{ZERO WIDTH SPACE}")
