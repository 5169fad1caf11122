"""Users: everybody who uses Deskside here, and beside the list one of them, or somebody to be invited."""

from functools import partial
from operator import attrgetter

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.features.users import actions, wording
from desktop.features.users.actions import Admitted
from desktop.features.users.deeds import Deeds
from desktop.features.users.invite_form import InviteForm
from desktop.features.users.new_keys import NewKeys
from desktop.features.users.reading import State, UserRow, Users
from desktop.features.users.told import PassphraseShown
from desktop.features.users.user_panel import UserPanel
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import tr
from desktop.widgets.history import HistoryDrawer
from desktop.widgets.history_reading import Subject
from desktop.widgets.page import Page
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table


class UsersPage(Page):
    """`show_target` takes ("user", id), a user's id, or "new" to invite somebody."""

    watches = ("user", "assignment", "team", "agent")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Users"))
        self.header.set_primary(tr("Invite somebody"), self.invite, "Ctrl+Shift+N")
        self.users = Users((), (), (), False)
        self._target: object = None
        self.plain = label(wording.plain_words(), "muted", wrap=True)
        self.told = PassphraseShown()
        self.progress = ProgressStrip(app.jobs)
        self.new_keys = NewKeys(app)
        self.renew = button(tr("New keys…"), self.new_keys.ask, tr("Give the floor new keys…"), "quiet")
        self.header.add_widget(self.renew)
        self.table = self._make_table()
        self.panel, self.form = UserPanel(), InviteForm()
        self.deeds = Deeds(app, self.panel.user_id)
        self.side = QStackedWidget()
        for one in (QWidget(), self.panel, self.form):
            self.side.addWidget(one)
        self.split = MasterDetail(self.table, self.side, app.settings, "users")
        for widget in (self.plain, self.told, self.new_keys, self.progress):
            self.body.addWidget(widget)
        self.body.addWidget(self.split, 1)
        self._connect()
        self.history = HistoryDrawer(self, self._subject, self.watches[:2])
        self.tell_key("Enter", tr("Open the user"))

    def _make_table(self) -> Table:
        table = Table(
            tr("Users"),
            [
                Column("name", tr("Name"), attrgetter("user.name")),
                Column("role", tr("Role"), _role, tip=_role),
                Column("given", tr("Coaches"), wording.given_words, tip=wording.given_words),
                Column(
                    "state",
                    tr("State"),
                    wording.state_words,
                    tip=wording.state_sentence,
                    mark=wording.state_mark,
                ),
                Column("last", tr("Last sign-in"), self._last, sort=attrgetter("last_in")),
            ],
            settings=self.app.settings,
            key="users",
        )
        table.set_identity(attrgetter("user.id"))
        table.set_empty(tr("Nobody uses Deskside here yet."), tr("Invite somebody"), self.invite)
        table.opened.connect(self._open)
        table.selected.connect(self._show)
        return table

    def _connect(self) -> None:
        panel, deeds = self.panel, self.deeds
        panel.rename_asked.connect(deeds.rename)
        panel.role_asked.connect(deeds.change_role)
        panel.reset_asked.connect(deeds.reset)
        panel.suspend_asked.connect(deeds.suspend)
        panel.resume_asked.connect(deeds.resume)
        panel.remove_asked.connect(self._remove)
        panel.take_over_asked.connect(self._take_over)
        panel.given.added.connect(deeds.assign)
        panel.given.taken.connect(deeds.withdraw)
        self.form.asked.connect(deeds.invite)
        self.form.left.connect(self._leave_form)
        self.told.closed.connect(self.table.setFocus)
        deeds.admitted.connect(self._admitted)
        deeds.name_refused.connect(self._say_name)
        deeds.refused.connect(self.load)
        deeds.removal_ended.connect(self._removal_ended)
        deeds.shut_out.connect(self.new_keys.ask)
        self.new_keys.begun.connect(partial(self.split.setEnabled, False))
        self.new_keys.ended.connect(self._removal_ended)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.read_users, self.app.store, self.app.user, done=self.show_users, owner=self
            )

    def show_users(self, users: Users) -> None:
        self.users = users
        self.plain.setVisible(not users.protected)
        self.renew.setVisible(users.protected)
        self.header.set_state(wording.count_words(users))
        self.table.show_rows(list(users.rows))
        shown = self.panel.user_id()
        if shown:
            self._show(next((row for row in users.rows if row.user.id == shown), None))
        self._go_to_target()

    def show_target(self, target: object) -> None:
        self._target = target
        if self.users.rows:
            self._go_to_target()

    def _go_to_target(self) -> None:
        target, self._target = self._target, None
        if target == "new":
            self.invite()
        elif target is not None:
            id = target[1] if isinstance(target, tuple) else target
            if self.table.select(lambda row: row.user.id == id):
                self._open(self.table.current())

    def invite(self) -> None:
        """Show the blank form."""
        self.form.begin(self.users)
        self.side.setCurrentWidget(self.form)
        self.split.show_detail()
        self.form.name.setFocus()

    def _open(self, row: UserRow | None) -> None:
        self._show(row)
        if row is not None:
            self.split.show_detail()

    def _show(self, row: UserRow | None) -> None:
        if self.side.currentWidget() is self.form and self.form.name.text().strip():
            return
        if row is None:
            self.panel.shown = None
            self.side.setCurrentIndex(0)
            return
        words = tr("Last sign-in: {when}.", when=self._last(row))
        if self.users.protected or row.state is State.SUSPENDED:
            words = f"{wording.state_sentence(row)} {words}"
        oneself = self.app.user is not None and self.app.user.id == row.user.id
        self.panel.show_user(row, self.users, oneself=oneself, now_words=words)
        self.side.setCurrentWidget(self.panel)

    def _last(self, row: UserRow) -> str:
        return wording.last_words(row, self.app.clock())

    def _leave_form(self) -> None:
        self.form.name.clear()
        self._show(self.table.current())
        self.split.show_master()

    def _admitted(self, admitted: Admitted) -> None:
        self.form.name.clear()
        self._target = admitted.user.id
        if admitted.passphrase:
            self.told.show_passphrase(admitted)
        else:
            self.app.notices.say(tr("{name} is on the list.", name=admitted.user.name))
        self.load()

    def _say_name(self, problem: str) -> None:
        if self.side.currentWidget() is self.form:
            self.form.say(problem)
        else:
            self.panel.name_row.say(problem)

    def _remove(self) -> None:
        self.split.setEnabled(False)
        job = self.deeds.remove()
        if job is not None:
            self.progress.watch(job)

    def _removal_ended(self) -> None:
        self.split.setEnabled(True)
        self.load()

    def _take_over(self) -> None:
        if self.app.store is not None:
            self.app.use_store(self.app.store.path, self.panel.user_id())

    def _subject(self) -> Subject:
        """Whose history is shown: the user's, or everybody's."""
        row = self.panel.shown
        if row is None or self.side.currentWidget() is not self.panel:
            return Subject("user", None, tr("Who uses Deskside"))
        return Subject("user", row.user.id, row.user.name)


def _role(row: UserRow) -> str:
    return wording.role_words(row.user)
