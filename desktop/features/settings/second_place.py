"""The second place for backups: choosing a folder on a stick or a share, and when a backup is called old."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.errors import Missing, StoreError
from desktop.coaching.access import Deed, may
from desktop.features.settings import actions
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.errors import sentence
from desktop.shell.file_asking import ask_folder
from desktop.shell.freshness import forget_seen, read_freshness, say_state
from desktop.shell.text import tr
from desktop.widgets.forms import FieldRow, NumberField


class SecondPlaceForm(QWidget):
    """One line that says which folder and how it stands, and what can be done about it."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.words = label("", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.choose = button(tr("Choose a second place…"), self.choose_folder)
        self.leave = button(tr("Use no second place"), self.leave_folder, role="quiet")
        self.days = NumberField(tr("Days after which a backup is called old"), 3, 1, 60, "")
        self.days.chosen.connect(self._keep_days)
        days = FieldRow(tr("Days after which a backup is called old"), self.days)
        days.setMaximumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (label(tr("Second place"), "heading"), self.words, self.problem):
            column.addWidget(widget)
        for made in (self.choose, self.leave):
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(days)
        app.settings.changed.connect(self._follow)

    def show_place(self) -> None:
        """Say which folder it is, and how it stands."""
        app, folder = self.app, self.app.settings.get("second_place")
        able = may(app.user, Deed.BACK_UP)
        self.choose.setEnabled(able)
        self.leave.setVisible(bool(folder) and able)
        self.days.show_value(app.settings.get("stale_days"))
        if not folder:
            told = tr("A copy of each day's backup can go to a stick or a share too, and is checked there.")
            self.words.setText(told)
        elif app.store is not None:
            fresh = read_freshness(app.settings, app.store.path, app.clock())
            self.words.setText(f"{folder}\n{say_state(fresh, app.clock())}")

    def choose_folder(self) -> None:
        """Ask for the folder; it is tried at once."""
        folder = ask_folder(self, tr("Choose a second place for backups"))
        if folder is not None:
            self.try_folder(folder)

    def try_folder(self, folder: Path) -> None:
        self.problem.hide()
        self.app.jobs.run(
            actions.choose_second_place,
            self.app.store,
            folder,
            self.app.user,
            done=self._chosen,
            failed=self._refused,
            owner=self,
        )

    def leave_folder(self) -> None:
        """The copies that are there stay."""
        before = self.app.settings.get("second_place")
        self.app.settings.set("second_place", "")
        self.app.undo.offer(
            tr("Backups go to no second place any more. Those that are there stay."),
            partial(self.app.settings.set, "second_place", before),
            partial(self.app.settings.set, "second_place", ""),
        )

    def _chosen(self, folder: Path) -> None:
        forget_seen(self.app.settings)
        self.app.settings.set("second_place", str(folder))

    def _refused(self, error: Exception) -> None:
        same = isinstance(error, Missing) and error.facts.get("reason") == "same"
        if not isinstance(error, StoreError | OSError):
            self.app.sorry(error)
            return
        told = tr("The backups lie there already. A second place is another disk.")
        self.problem.setText("△ " + (told if same else sentence(error).text()))
        self.problem.show()

    def _keep_days(self, days: float) -> None:
        self.app.settings.set("stale_days", int(days))

    def _follow(self, key: str) -> None:
        if key in ("second_place", "second_seen"):
            self.show_place()
