"""Giving the floor new keys without removing anybody: when to do it, and the button that does."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.users import actions, wording
from desktop.features.users.user_panel import Sure
from desktop.shell.context import App
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import tr


class NewKeys(QWidget):
    """`begun` and `ended` frame the time in which nothing else should be done to users."""

    wanted = Signal()
    begun = Signal()
    ended = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.sure, self.progress = Sure(), ProgressStrip(app.jobs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sure)
        column.addWidget(self.progress)
        self.wanted.connect(self._renew)

    def ask(self) -> None:
        """Say when new keys are needed; nothing on a floor without passphrases."""
        if self.app.unlocked is not None:
            self.sure.ask(wording.new_keys_words(), tr("Give the floor new keys"), self.wanted)

    def _renew(self) -> None:
        if self.app.store is None:
            return
        self.begun.emit()
        job = self.app.jobs.run(
            actions.renew_keys,
            self.app.store,
            self.app.user,
            done=self._done,
            failed=self._failed,
            label=tr("Giving the floor new keys"),
            owner=self,
        )
        self.progress.watch(job)

    def _done(self, older: int) -> None:
        self.app.notices.say(wording.new_keys_done(older))
        self.ended.emit()

    def _failed(self, error: Exception) -> None:
        self.app.sorry(error)
        self.ended.emit()
