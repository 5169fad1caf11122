"""What is never kept, what this floor does with details of people, and which numbers were let through."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.allowed_numbers import AllowedNumber
from desktop.features.settings.choices import ChoicesForm
from desktop.shell import privacy
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import moment, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

SEEN_ROWS = 5


class PrivacySection(QWidget):
    """The choices of the group Privacy, and under them the numbers, each of which can be masked again."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.choices = ChoicesForm(app, "Privacy")
        self.table = Table(
            tr("Numbers that were let through"), _columns(), settings=app.settings, key="numbers"
        )
        self.table.set_identity(attrgetter("id"))
        self.table.set_empty(
            tr("A number that could be a card's is masked. One that was kept for a reason is listed here.")
        )
        self.table.setMinimumHeight(app.theme.row_height() * SEEN_ROWS)
        self.again = button(tr("Mask this number again"), self.take_back)
        self.table.selected.connect(self._show_choice)
        always = label(
            tr("Card numbers and security codes are masked wherever they are typed, pasted or brought in."),
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (always, self.choices, label(tr("Numbers that were let through"), "heading")):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_choice(None)
        app.changes.watch(("allowed_number",), self.load, self)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(privacy.list_numbers, self.app.store, done=self.show_numbers, owner=self)

    def show_numbers(self, numbers: Sequence[AllowedNumber]) -> None:
        self.table.show_rows(numbers)
        self._show_choice(self.table.current())

    def show_changeable(self, changeable: bool) -> None:
        self.choices.show_changeable(changeable)

    def take_back(self) -> None:
        """Mask the chosen number from now on; what was kept with it stays."""
        chosen = self.table.current()
        if chosen is not None:
            self._do(privacy.take_number_back, chosen.id)
            self.app.undo.offer(
                tr("That number is masked from now on."),
                partial(self._do, privacy.allow_number_again, chosen.id),
            )

    def _do(self, deed: Callable[..., None], id: int) -> None:
        self.app.jobs.run(deed, self.app.store, id, self.app.user, owner=self)

    def _show_choice(self, chosen: object) -> None:
        self.again.setVisible(chosen is not None and privacy.may_allow(self.app))


def _columns() -> list[Column]:
    return [
        Column("at", tr("When"), lambda one: moment(one.at), sort=attrgetter("at")),
        Column("user", tr("Who"), attrgetter("user")),
        Column("reason", tr("Why"), attrgetter("reason")),
    ]
