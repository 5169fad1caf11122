"""Backups: all one can go back to, one more now, and back in two clicks with today's store set aside."""

from functools import partial
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.backup import Backup, backup_folder
from db.errors import Damaged
from db.shelf import Difference, Kept, Soundness
from desktop.coaching.access import Deed, may
from desktop.features.settings import actions
from desktop.features.settings.second_place import SecondPlaceForm
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.freshness import BACKED_UP, BACKUPS
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.recovering import check_live
from desktop.shell.text import moment, number, tr
from desktop.shell.way_back_words import say_difference, say_holds, say_when, say_where
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
                Column("holds", tr("Holds"), say_holds, tip=say_holds, sort=_evaluations, mark=_mark),
                Column("where", tr("Where"), say_where, tip=_path, sort=attrgetter("where")),
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
        self.second = SecondPlaceForm(app)
        app.changes.watch((BACKUPS,), self.load, self)
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
        column.addWidget(self.second)

    def load(self) -> None:
        self.restore.hide_words()
        self.second.show_place()
        if self.app.store is not None:
            self.now.setEnabled(may(self.app.user, Deed.BACK_UP))
            second = self.app.settings.get("second_place")
            place = Path(second) if second else None
            self.app.jobs.run(actions.backups, self.app.store, place, done=self.show_backups, owner=self)

    def show_backups(self, backups: tuple[Kept, ...]) -> None:
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

    def _buttons(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(8)
        folder = button(tr("Open the folder"), self.open_folder, tr("Open the folder of backups"))
        other = button(tr("Choose another file…"), self.choose_file, tr("Restore from another file…"))
        for pair in ((self.now, folder), (other,)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for widget in pair:
                row.addWidget(widget)
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    def _made(self, backup: Backup) -> None:
        self.now.setEnabled(True)
        self.app.notices.say(tr("Backed up and checked: {name}.", name=backup.path.name))
        self.app.changes.announce((BACKED_UP, BACKUPS))

    def _failed(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self.app.sorry(error)
        if isinstance(error, Damaged) and self.app.store is not None:
            # Where it is the store that is damaged, its watch tells, and the way back is shown.
            self.app.jobs.run(check_live, self.app.store, failed=self._found, owner=self)

    def _found(self, error: Exception) -> None:
        if not isinstance(error, Damaged):
            self.app.sorry(error)

    def _choose(self, kept: Kept | None) -> None:
        if kept is None:
            self.restore.hide_words()
        else:
            self.restore.show_kept(kept)

    def _when(self, kept: Kept) -> str:
        return say_when(kept.made_at, self.app.clock())


class RestorePanel(QFrame):
    """What would happen, and the button that does it; the second of the two clicks."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.path: Path | None = None
        self.setProperty("role", "notice")
        self.words = label("", wrap=True)
        self.lost = label("", wrap=True)
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
        column.addWidget(self.lost)
        column.addLayout(row)
        self.hide()

    def show_kept(self, kept: Kept) -> None:
        """Say what going back to this one would mean; an unsound one can't be gone back to."""
        sound = kept.soundness in (Soundness.SOUND, Soundness.LOCKED)
        self._show(kept.path, tr("the backup of {when}", when=moment(kept.made_at)), sound)
        if sound and not self.do.isHidden():
            self.lost.setText(tr("Looking at what has been done since…"))
            self.lost.show()
            shown = partial(self._show_lost, kept.path)
            self.app.jobs.run(actions.preview, self.app.store, kept, self.app.user, done=shown, owner=self)

    def show_file(self, path: Path) -> None:
        self._show(path, tr("“{name}”", name=path.name), True)

    def hide_words(self) -> None:
        self.path = None
        self.hide()

    def _show_lost(self, path: Path, found: Difference | None) -> None:
        if path == self.path:
            self.lost.setText(say_difference(found))

    def _show(self, path: Path, what: str, sound: bool) -> None:
        self.path = path
        self.lost.hide()
        able = may(self.app.user, Deed.RESTORE)
        told = tr(
            "Everything becomes as it was in {what}. What is there now is not lost: "
            "it is set aside as a file of its own beside the store, and listed here.",
            what=what,
        )
        unsound = tr("This one is unsound: one can't go back to it. Choose another.")
        denied = tr("Your role may make backups, but not go back to one.")
        self.words.setText(unsound if not sound else told if able else denied)
        self.do.setAccessibleName(tr("Restore {what}", what=what))
        self.do.setVisible(able and sound)
        self.show()

    def _restore(self) -> None:
        if self.path is not None:
            self.app.restore(self.path)


def say_size(kept: Kept) -> str:
    return tr("{n} MB", n=number(kept.size / 1e6, 1))


def _moment(kept: Kept) -> str:
    return moment(kept.made_at)


def _path(kept: Kept) -> str:
    return str(kept.path)


def _mark(kept: Kept) -> str:
    return "" if kept.soundness in (Soundness.SOUND, Soundness.LOCKED) else "critical"


def _evaluations(kept: Kept) -> object:
    return kept.counts.get("evaluation", 0)
