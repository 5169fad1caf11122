"""Backups: what there is, one more now, and back to one in two clicks with today's store set aside."""

from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.backup import Backup, backup_folder
from desktop.coaching.access import Deed, may
from desktop.features.settings import actions
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import ago, moment, ntr, number, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class BackupsSection(QWidget):
    """The list, newest first; choosing a line says under it what restoring would do."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.now = button(tr("Back up now"), self.back_up)
        self.progress = ProgressStrip(app.jobs)
        self.table = Table(
            tr("Backups"),
            [
                Column("when", tr("Made"), self._when, sort=attrgetter("made_at"), tip=_moment),
                Column("holds", tr("Holds"), say_counts, tip=say_counts, sort=_evaluations),
                Column("size", tr("Size"), say_size, align="right", sort=attrgetter("size")),
            ],
            settings=app.settings,
            key="backups",
        )
        self.table.set_identity(attrgetter("path"))
        self.table.set_empty(tr("There is no backup yet. One is made every day Deskside is used."))
        self.table.selected.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.restore = RestorePanel(app)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = tr(
            "A checked copy is made every day you use Deskside. "
            "Those of the last 7 days, 4 weeks and 12 months are kept."
        )
        column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(self._buttons())
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        column.addWidget(self.restore)

    def load(self) -> None:
        self.restore.hide_words()
        if self.app.store is not None:
            self.now.setEnabled(may(self.app.user, Deed.BACK_UP))
            self.app.jobs.run(actions.backups, self.app.store, done=self.show_backups, owner=self)

    def show_backups(self, backups: tuple[Backup, ...]) -> None:
        self.table.show_rows(backups)

    def back_up(self) -> None:
        """Make one now; the button rests until it is done."""
        if self.app.store is None:
            return
        self.now.setEnabled(False)
        job = self.app.jobs.run(
            actions.back_up,
            self.app.store,
            self.app.user,
            done=self._made,
            failed=self._failed,
            label=tr("Making a backup"),
            owner=self,
        )
        self.progress.watch(job)

    def open_folder(self) -> None:
        """Show the folder in the system's own file window."""
        if self.app.store is not None:
            folder = backup_folder(self.app.store.path)
            folder.mkdir(parents=True, exist_ok=True)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def choose_file(self) -> None:
        """Choose a backup that lies somewhere else, on a stick for example."""
        start = str(backup_folder(self.app.place))
        kinds = tr("Deskside stores (*.deskside)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a backup"), start, kinds)
        if name:
            self.restore.show_file(Path(name))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.now)
        row.addWidget(button(tr("Open the folder"), self.open_folder, tr("Open the folder of backups")))
        row.addWidget(button(tr("Choose another file…"), self.choose_file, tr("Restore from another file…")))
        row.addStretch(1)
        return row

    def _made(self, backup: Backup) -> None:
        self.now.setEnabled(True)
        self.app.notices.say(tr("Backed up and checked: {name}.", name=backup.path.name))
        self.load()

    def _failed(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self.app.sorry(error)

    def _choose(self, backup: Backup | None) -> None:
        if backup is None:
            self.restore.hide_words()
        else:
            self.restore.show_backup(backup)

    def _when(self, backup: Backup) -> str:
        return ago(backup.made_at, self.app.clock())


class RestorePanel(QFrame):
    """What would happen, and the button that does it; the second of the two clicks."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.path: Path | None = None
        self.setProperty("role", "notice")
        self.words = label("", wrap=True)
        self.do = button(tr("Restore this"), self._restore, role="danger")
        self.keep = button(tr("Keep what is there"), self.hide_words, role="quiet")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.do)
        row.addWidget(self.keep)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def show_backup(self, backup: Backup) -> None:
        self._show(backup.path, tr("the backup of {when}", when=moment(backup.made_at)))

    def show_file(self, path: Path) -> None:
        self._show(path, tr("“{name}”", name=path.name))

    def hide_words(self) -> None:
        self.path = None
        self.hide()

    def _show(self, path: Path, what: str) -> None:
        self.path = path
        able = may(self.app.user, Deed.RESTORE)
        told = tr(
            "Everything becomes as it was in {what}. What is there now is not lost: "
            "it is set aside as a file of its own beside the store.",
            what=what,
        )
        self.words.setText(told if able else tr("Your role may make backups, but not go back to one."))
        self.do.setAccessibleName(tr("Restore {what}", what=what))
        self.do.setVisible(able)
        self.show()

    def _restore(self) -> None:
        if self.path is not None:
            self.app.restore(self.path)


def say_counts(backup: Backup) -> str:
    """`24 agents, 612 calls, 480 evaluations, 18 plans`; what there is none of is left out."""
    counts = backup.counts
    parts = [
        ntr("{n} agent", "{n} agents", counts.get("agent", 0)),
        ntr("{n} call", "{n} calls", counts.get("contact", 0)),
        ntr("{n} evaluation", "{n} evaluations", counts.get("evaluation", 0)),
        ntr("{n} plan", "{n} plans", counts.get("plan", 0)),
    ]
    tables = ("agent", "contact", "evaluation", "plan")
    told = [part for part, table in zip(parts, tables, strict=True) if counts.get(table)]
    return ", ".join(told) or tr("Nothing but the starter content")


def say_size(backup: Backup) -> str:
    return tr("{n} MB", n=number(backup.size / 1e6, 1))


def _moment(backup: Backup) -> str:
    return moment(backup.made_at)


def _evaluations(backup: Backup) -> object:
    return backup.counts.get("evaluation", 0)
