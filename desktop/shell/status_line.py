"""The line at the foot of the window: store, user, when text was kept, last backup, the running job."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import ago, moment, time_of_day, tr


class StatusLine(QFrame):
    """Quiet facts; each is a sentence for the screen reader and has its whole in the tooltip."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self.setProperty("role", "status")
        self.store = _fact(tr("Store"))
        self.user = _fact(tr("User"))
        self.kept = _fact(tr("Kept"))
        self.backup = _fact(tr("Last backup"))
        self.job = ProgressStrip(app.jobs, any_job=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(16)
        for widget in (self.store, self.user, self.kept):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.job, 2)
        row.addWidget(self.backup)
        app.jobs.kept.connect(self.show_kept)
        app.jobs.held.connect(self.show_kept)

    def show_app(self) -> None:
        """Show whose store is open and who works in it."""
        app = self._app
        self.store.setText(app.store.path.stem if app.store is not None else "")
        self.store.setToolTip(str(app.store.path) if app.store is not None else "")
        self.user.setText(app.user.name if app.user is not None else "")
        self.kept.setText("")
        self._look_for_backups()

    def show_kept(self, slot: str) -> None:
        """Say whether typed text has reached the store."""
        if not self._app.jobs.all_kept():
            self.kept.setText(tr("not kept yet"))
            self.kept.setToolTip(tr("The store could not be written; what you typed is tried again."))
        elif not slot.startswith("setting"):
            now = self._app.clock()
            self.kept.setText(tr("kept {time}", time=time_of_day(now)))
            self.kept.setToolTip(tr("Everything typed was kept at {moment}.", moment=moment(now)))

    def _look_for_backups(self) -> None:
        from db.backup import backup_folder, list_backups

        if self._app.store is not None:
            path = self._app.store.path
            self._app.jobs.run(list_backups, backup_folder(path), path, done=self._show_backups, owner=self)

    def _show_backups(self, backups: list) -> None:  # type: ignore[type-arg]  # db.backup is imported late
        if not backups:
            self.backup.setText(tr("no backup yet"))
            return
        newest = max(backup.made_at for backup in backups)
        self.backup.setText(tr("backup {when}", when=ago(newest, self._app.clock())))
        self.backup.setToolTip(moment(newest))


def _fact(name: str) -> QLabel:
    made = label("", "small")
    made.setAccessibleDescription(name)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made
