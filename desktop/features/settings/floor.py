"""The site's name, kept as it is typed, and the way to teams and users, which have pages of their own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.coaching.access import Deed, may
from desktop.features.settings import actions
from desktop.features.settings.actions import Floor, Unfit
from desktop.shell.context import App
from desktop.shell.controls import button
from desktop.shell.text import tr
from desktop.widgets.forms import FieldRow, Form, LineField


class NameRow(QWidget):
    """One name to be kept as typed, and the problem under it."""

    def __init__(self, app: App, name: str, text: str, rename: Callable[..., None]) -> None:
        super().__init__()
        self.app, self._rename = app, rename
        self.field = LineField(name, text)
        self.field.typed.connect(self._keep)
        self.field.editingFinished.connect(self._leave)
        self.row = FieldRow("", self.field)
        self.row.caption.hide()
        self._kept = text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.row)

    def show_text(self, text: str) -> None:
        self._kept = text
        if not self.field.hasFocus():
            self.field.show_text(text)

    def _keep(self, text: str) -> None:
        store = self.app.store
        if store is not None:
            self.app.jobs.run(
                self._rename, store, text, self.app.user, done=self._kept_it, failed=self._fail, owner=self
            )

    def _kept_it(self, _nothing: object) -> None:
        self.row.say()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Unfit):
            self.row.say(tr("Please write a name; the one before stays until then."))
        else:
            self.app.sorry(error)

    def _leave(self) -> None:
        """What could not be kept does not stay in the field as if it had been."""
        if self.row.under.isVisibleTo(self):
            self.field.show_text(self._kept)
            self.row.say()


class FloorSection(Form):
    """The site's name; `changeable` is whether this user looks after the floor."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.site = NameRow(app, tr("Name of the site"), "", actions.rename_site)
        app.changes.watch(("site",), self._rename, self)
        self.add(tr("Site"), self.site, tr("It stands at the head of printed plans."))
        self.teams = button(tr("Teams are on the page People"), partial(app.go, "people"), role="link")
        self.users = button(tr("Users are on the page Users"), partial(app.go, "users"), role="link")
        for link in (self.teams, self.users):
            self.add_widget(link)

    def _rename(self) -> None:
        self.app.site = self.site.field.text().strip() or self.app.site
        if self.app.window is not None:
            self.app.window.show_facts()

    def show_floor(self, floor: Floor) -> None:
        self.site.show_text(floor.site.name if floor.site else "")
        self.site.setEnabled(floor.changeable)
        self.users.setVisible(may(self.app.user, Deed.MANAGE_USERS))
