"""A link for each file that an agent handed back for a finished evaluation: a copy of it is saved to open."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from db.attachments import Spoilt
from db.records.disputes import CameBack
from desktop.coaching.access import Deed, may
from desktop.features.monitoring import came_back
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.paths import documents
from desktop.shell.text import tr
from desktop.widgets.flow import FlowLayout


class CameBackLine(QWidget):
    """Hidden where nothing came back."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._links: list[QPushButton] = []
        self._flow = FlowLayout(self)
        self.hide()

    def show_sitting(self, sitting: Sitting) -> None:
        evaluation, store = sitting.evaluation, self._app.store
        self._show(())
        if evaluation is not None and store is not None and may(self._app.user, Deed.EXPORT):
            work = came_back.files_back
            self._app.jobs.run(work, store, evaluation.id, done=self._show, owner=self)

    def save(self, id: int, path: Path) -> None:
        """Save a copy of what came back."""
        args = (self._app.store, id, path, self._app.user)
        work, failed = came_back.save_file, self._not_saved
        self._app.jobs.run(work, *args, done=self._saved, failed=failed, owner=self)

    def _show(self, files: tuple[CameBack, ...]) -> None:
        for link in self._links:
            self._flow.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for one in files:
            words = tr("Save a copy of {name}, which came back…", name=one.file_name)
            link = button(words, partial(self._ask, one), role="link")
            self._flow.addWidget(link)
            self._links.append(link)
        self.setVisible(bool(files))

    def _ask(self, one: CameBack) -> None:
        place = str(documents() / one.file_name)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save what came back"), place)
        if chosen:
            self.save(one.id, Path(chosen))

    def _saved(self, path: Path) -> None:
        self._app.notices.say(tr("Saved {path}, readable by whoever can open that place.", path=path))

    def _not_saved(self, error: Exception) -> None:
        if isinstance(error, Spoilt):
            words = tr("The kept file is missing or damaged. A backup may still hold it.")
            self._app.notices.say(words, kind="error")
        else:
            self._app.sorry(error)
