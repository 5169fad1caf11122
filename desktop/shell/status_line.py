"""The line at the foot of the window: store, user, when text was kept, last backup, the running job."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.shell.context import App
from desktop.shell.controls import label, tip
from desktop.shell.freshness import read_freshness, say_newest, say_second
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import moment, time_of_day, tr
from desktop.shell.theme import set_role

MINUTE_MS = 60 * 1000


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
        self.second = _fact(tr("Second place for backups"))
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.show_backups)
        self._minute.start()
        self.job = ProgressStrip(app.jobs, any_job=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(16)
        for widget in (self.store, self.user, self.kept):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.job, 2)
        row.addWidget(self.second)
        row.addWidget(self.backup)
        app.jobs.kept.connect(self.show_kept)
        app.jobs.held.connect(self.show_kept)

    def show_app(self) -> None:
        """Show whose store is open and who works in it."""
        app = self._app
        self.store.setText((app.site or app.store.path.stem) if app.store is not None else "")
        self.store.setToolTip(tip(str(app.store.path)) if app.store is not None else "")
        self.user.setText(app.user.name if app.user is not None else "")
        self.kept.setText("")
        self.show_backups()

    def show_kept(self, slot: str) -> None:
        """Say whether typed text has reached the store."""
        if not self._app.jobs.all_kept():
            self.kept.setText(tr("not kept yet"))
            self.kept.setToolTip(tr("The store could not be written; what you typed is tried again."))
        elif not slot.startswith("setting"):
            now = self._app.clock()
            self.kept.setText(tr("kept {time}", time=time_of_day(now)))
            self.kept.setToolTip(tr("Everything typed was kept at {moment}.", moment=moment(now)))

    def show_backups(self) -> None:
        """Say how old the newest backups are; again each minute, for the clock goes on."""
        app = self._app
        if app.store is None:
            for fact in (self.backup, self.second):
                fact.setText("")
            return
        now = app.clock()
        fresh = read_freshness(app.settings, app.store.path, now)
        for fact, said in ((self.backup, say_newest(fresh, now)), (self.second, say_second(fresh, now))):
            fact.setText(said.words)
            fact.setToolTip(tip(said.whole))
            fact.setVisible(bool(said.words))
            set_role(fact, "warn" if said.worry else "small")


def _fact(name: str) -> QLabel:
    made = label("", "small")
    made.setAccessibleDescription(name)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made
