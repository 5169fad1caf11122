"""Long work on many recordings: shown as it goes, to be stopped, and what it did before stays."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.features.recordings import actions, bringing
from desktop.features.recordings.actions import Listed
from desktop.features.recordings.bringing import read_setup
from desktop.shell.context import App
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.jobs import Cancelled
from desktop.shell.text import ntr, tr


class Batch(QObject):
    """`ended` asks for the list anew, also after work that was stopped."""

    ended = Signal()

    def __init__(self, app: App, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self.progress = ProgressStrip(app.jobs)

    def bring_in(self, files: Sequence[Path], done: Callable[..., None]) -> None:
        setup = read_setup(self._app.settings)
        self._run(bringing.bring_in, files, setup, done=done, label=tr("Bringing in recordings"))

    def match_again(self) -> None:
        setup = read_setup(self._app.settings)
        label = tr("Matching the recordings again")
        self._run(bringing.match_again, setup, done=self._say_matched, label=label)

    def make_contacts(self, rows: Sequence[Listed]) -> None:
        """Of those that no contact fits, where the name tells whose call it is and when it began."""
        ids = [row.id for row in rows if actions.may_become(row)]
        tolerance = read_setup(self._app.settings).tolerance_s
        label = tr("Making contacts of recordings")
        self._run(actions.make_contacts, ids, tolerance, done=self._say_made, label=label)

    def _say_matched(self, n: int) -> None:
        self._app.notices.say(
            ntr("{n} more found its contact.", "{n} more found their contacts.", n)
            if n
            else tr("No further contact was found.")
        )
        self.ended.emit()

    def _say_made(self, n: int) -> None:
        self._app.notices.say(
            ntr("Made {n} contact.", "Made {n} contacts.", n)
            if n
            else tr("Each of these needs you: its agent is not known by that name, or several contacts fit.")
        )
        self.ended.emit()

    def _run(self, work: Callable[..., Any], *args: object, done: Callable[..., None], label: str) -> None:
        app = self._app
        if app.store is not None:
            job = app.jobs.run(
                work, app.store, *args, app.user, done=done, failed=self._stop, label=label, owner=self
            )
            self.progress.watch(job)

    def _stop(self, error: Exception) -> None:
        self.ended.emit()
        if isinstance(error, Cancelled):
            self._app.notices.say(tr("Stopped. What was brought in before stays."))
        else:
            self._app.sorry(error)
