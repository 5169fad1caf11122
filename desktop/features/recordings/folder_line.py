"""The line that says which folder is watched for new recordings, and changes it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.features.recordings.watching import watch_folder, watched_folder
from desktop.shell.context import App
from desktop.shell.controls import button, label, tip
from desktop.shell.file_asking import ask_folder
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout

MOST_LETTERS = 44


def shorten(folder: Path) -> str:
    """The end of a long path, which tells more than its beginning."""
    text = str(folder)
    return text if len(text) <= MOST_LETTERS else "…" + text[1 - MOST_LETTERS :]


class FolderLine(QWidget):
    """`look_wanted` asks for a look at once."""

    look_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.words = label("", "muted")
        self.choose = button(tr("Watch a folder…"), self.choose_folder, role="quiet")
        self.look = button(tr("Look now"), self.look_wanted.emit, role="quiet")
        self.stop = button(tr("Stop watching"), self.stop_watching, role="quiet")
        row = FlowLayout(self)
        for widget in (self.words, self.choose, self.look, self.stop):
            row.addWidget(widget)
        app.settings.changed.connect(self._follow)

    def show_folder(self, reached: bool = True) -> None:
        """Say what is watched; `reached` whether the last look got there."""
        folder = watched_folder(self._app)
        watched = folder is not None
        self.look.setVisible(watched)
        self.stop.setVisible(watched)
        self.choose.setText(tr("Watch another folder…") if watched else tr("Watch a folder…"))
        self.choose.setAccessibleName(self.choose.text())
        if folder is None:
            self.words.setText(tr("No folder is watched for new recordings."))
        elif reached:
            self.words.setText(tr("New recordings are taken from {folder}.", folder=shorten(folder)))
        else:
            self.words.setText(
                tr(
                    "△ {folder} can’t be reached just now. It is looked at every minute.",
                    folder=shorten(folder),
                )
            )
        self.words.setToolTip(tip(str(folder or "")))

    def choose_folder(self) -> None:
        folder = ask_folder(self, tr("Choose the folder to watch"), watched_folder(self._app))
        if folder is not None:
            watch_folder(self._app, folder)

    def stop_watching(self) -> None:
        watch_folder(self._app, None)

    def _follow(self, key: str) -> None:
        if key == "watched_folders":
            self.show_folder()
