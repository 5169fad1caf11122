"""Old copies: backups that hold somebody erased since, until when they are kept, and deleting them."""

from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.copies import OldCopy
from desktop.features.erasing import actions, wording
from desktop.features.erasing.terms_panel import Sure
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class CopiesPanel(QWidget):
    """The list, and deleting those that are due, or all."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._asked: tuple[OldCopy, ...] = ()
        self._copies: tuple[OldCopy, ...] = ()
        columns = [
            Column("made", tr("Made"), wording.copy_made, sort=attrgetter("made_at")),
            Column("name", tr("File"), attrgetter("path.name")),
            Column("state", tr("Kept"), self._state, sort=attrgetter("goes_on")),
        ]
        self.table = Table(tr("Copies that hold erased people"), columns, app.settings, "old_copies")
        self.table.set_identity(attrgetter("path"))
        self.table.set_empty(tr("No copy holds anybody who was erased."))
        self.due = button(tr("Delete those that are due…"), partial(self._ask, False))
        self.all = button(tr("Delete all of these…"), partial(self._ask, True), role="quiet")
        self.sure = Sure(self.delete)
        row = QHBoxLayout()
        for one in (self.due, self.all):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = tr(
            "A backup made before an erasure still holds the person. It may be needed for a while, so it is "
            "kept for some weeks. Copies that you took elsewhere are for you to find."
        )
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.sure)

    def show_copies(self, copies: tuple[OldCopy, ...]) -> None:
        self._copies = copies
        self.table.show_rows(copies)
        self.due.setEnabled(bool(self._due()))
        self.all.setEnabled(bool(copies))
        self.sure.hide()

    def delete(self) -> None:
        """Delete what was asked about."""
        if self.app.store is not None:
            paths = [copy.path for copy in self._asked]
            self.app.jobs.run(
                actions.remove_copies,
                self.app.store,
                paths,
                self.app.user,
                wording.second_place(self.app.settings),
                done=self._done,
                owner=self,
            )

    def _ask(self, everything: bool) -> None:
        self._asked = self._copies if everything else self._due()
        self.sure.show()
        self.sure.yes.setFocus()

    def _due(self) -> tuple[OldCopy, ...]:
        today = self.app.clock().date()
        return tuple(copy for copy in self._copies if actions.days_until(copy, today) == 0)

    def _state(self, copy: OldCopy) -> str:
        return wording.copy_state(copy, actions.days_until(copy, self.app.clock().date()))

    def _done(self, n: int) -> None:
        self.app.notices.say(ntr("Deleted {n} copy.", "Deleted {n} copies.", n))
