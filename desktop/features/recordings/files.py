"""The file of a recording: looked for, pointed to again, or copied into the floor."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.features.recordings import actions
from desktop.features.recordings.actions import Asking, NotFound, OtherFile
from desktop.shell.context import App
from desktop.shell.text import ntr, tr


def run(app: App, owner: QObject, work: Callable[..., Any], *args: object, **how: Any) -> None:
    """An action of this page on the open floor, by the user; `how` is what `Jobs.run` takes."""
    if app.store is not None:
        app.jobs.run(work, app.store, *args, app.user, owner=owner, **how)


class FileDesk(QObject):
    """Its dialogs stand over `above`."""

    def __init__(self, app: App, above: QWidget) -> None:
        super().__init__(above)
        self.app, self.above = app, above

    def look_for(self, asking: Asking) -> None:
        name = QFileDialog.getExistingDirectory(
            self.above, tr("Choose a folder to look in"), asking.listed.recording.folder
        )
        if name:
            label = tr("Looking for {name}", name=asking.listed.recording.file_name)
            run(
                self.app,
                self,
                actions.look_for,
                asking.listed.id,
                Path(name),
                done=self._found,
                failed=self._not,
                label=label,
            )

    def point_to(self, asking: Asking) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.above, tr("Choose the file"), asking.listed.recording.folder
        )
        if name:
            path = Path(name)
            run(
                self.app,
                self,
                actions.point_to,
                asking.listed.id,
                path,
                done=partial(self._pointed, path),
                failed=self._not,
            )

    def _pointed(self, path: Path, _none: object) -> None:
        self._found(path)

    def _found(self, path: Path) -> None:
        self.app.notices.say(tr("The recording is {name} now.", name=path.name))

    def _not(self, error: Exception) -> None:
        """Why a file is not the one."""
        if isinstance(error, OtherFile):
            words = tr(
                "{name} is another file, or was changed: what is in it differs from what was brought in.",
                name=error,
            )
            self.app.notices.say(words, kind="warn")
        elif isinstance(error, NotFound):
            looked = ntr("{n} file of its size was read.", "{n} files of its size were read.", error.looked)
            self.app.notices.say(
                tr("It is not in that folder, under any name. {looked}", looked=looked), kind="warn"
            )
        else:
            self.app.sorry(error)

    def keep(self, asking: Asking) -> None:
        run(
            self.app,
            self,
            actions.keep_copy,
            asking.listed.id,
            done=self._kept,
            failed=self._not,
            label=tr("Keeping a copy of {name}", name=asking.listed.recording.file_name),
        )

    def _kept(self, _none: object) -> None:
        self.app.notices.say(tr("An encrypted copy is kept with this floor now."))
