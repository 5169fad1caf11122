"""One user: name and role, whom they coach, whether they come in. What can't be undone takes two clicks."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Role
from desktop.features.users import wording
from desktop.features.users.given_list import GivenList
from desktop.features.users.reading import State, UserRow, Users
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form, LineField, Switch


class UserPanel(Form):
    """Signals say what is asked of the user shown; nothing is done here."""

    rename_asked = Signal(str)
    role_asked = Signal(object, bool)
    reset_asked = Signal()
    suspend_asked = Signal()
    resume_asked = Signal()
    remove_asked = Signal()
    take_over_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: UserRow | None = None
        self.protected = False
        self.heading = label("", "heading")
        self.state = label("", "muted", wrap=True)
        self.add_widget(self.heading)
        self.add_widget(self.state)
        self.name = LineField(tr("Name"))
        self.name.editingFinished.connect(self._rename)
        self.name_row = self.add(
            tr("Name"), self.name, tr("They sign in with it, and it stands under what they write.")
        )
        self.role = Choice(tr("Role"), wording.roles())
        self.role.chosen.connect(self._choose_role)
        self.role_row = self.add(tr("Role"), self.role)
        self.keeps = Switch(tr("Looks after this floor too: users, settings, restoring, erasing"))
        self.keeps.chosen.connect(self._choose_keeps)
        self.add_widget(self.keeps)
        self.given = GivenList()
        self.given_row = self.add(tr("Coaches"), self.given)
        self.buttons = self._buttons()
        self.add_widget(self.buttons)
        self.sure = Sure()
        self.add_widget(self.sure)

    def show_user(self, row: UserRow, users: Users, *, oneself: bool, now_words: str) -> None:
        """`oneself` offers none of what nobody does to themselves."""
        other = self.shown is None or self.shown.user.id != row.user.id
        self.shown, self.protected = row, users.protected
        user = row.user
        self.heading.setText(user.name)
        self.state.setText(now_words)
        if other or not self.name.hasFocus():
            self.name.setText(user.name)
            self.name_row.say()
        self.role.show_value(user.role)
        self.role.setAccessibleDescription(wording.role_meaning(user.role))
        self.role_row.under.setText(wording.role_meaning(user.role))
        self.role_row.under.show()
        self.keeps.show_value(user.keeps)
        self.keeps.setVisible(user.role is not Role.ADMIN)
        self.keeps.setEnabled(not (row.sole or oneself))
        self.given_row.setVisible(row.coaches)
        self.given.show_given(row.given, users.teams, users.agents)
        self._show_buttons(row, oneself)
        if other:
            self.sure.hide()

    def user_id(self) -> int:
        """Whom the panel shows; 0 for nobody."""
        return self.shown.user.id if self.shown is not None else 0

    def _buttons(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.reset = button(tr("New passphrase…"), self._ask_reset)
        self.suspend = button(tr("Suspend"), self.suspend_asked.emit, tr("Suspend this user"))
        self.resume = button(tr("Let in again"), self.resume_asked.emit, tr("Let this user in again"))
        self.remove = button(tr("Remove…"), self._ask_removal, tr("Remove this user…"))
        self.take_over = button(tr("Work as them"), self.take_over_asked.emit, tr("Work as this user"))
        for one in (self.reset, self.suspend, self.resume, self.take_over, self.remove):
            row.addWidget(one)
        row.addStretch(1)
        return made

    def _show_buttons(self, row: UserRow, oneself: bool) -> None:
        free = not oneself and not row.sole
        suspended = row.state is State.SUSPENDED
        turned = self.suspend.hasFocus() or self.resume.hasFocus()
        self.reset.setVisible(self.protected and not oneself)
        self.suspend.setVisible(free and not suspended)
        self.resume.setVisible(suspended)
        self.remove.setVisible(free)
        self.take_over.setVisible(not self.protected and not oneself and not suspended)
        if turned:
            (self.resume if suspended else self.suspend).setFocus()

    def _rename(self) -> None:
        if self.shown is not None and self.name.text() != self.shown.user.name:
            self.rename_asked.emit(self.name.text())

    def _choose_role(self, role: Role) -> None:
        self.role_asked.emit(role, self.keeps.isChecked())

    def _choose_keeps(self, keeps: bool) -> None:
        self.role_asked.emit(self.role.value(), keeps)

    def _ask_reset(self) -> None:
        if self.shown is not None:
            name = self.shown.user.name
            self.sure.ask(wording.reset_words(name), tr("Give a new passphrase"), self.reset_asked)

    def _ask_removal(self) -> None:
        if self.shown is not None:
            words = wording.removal_words(self.shown.user.name, self.protected)
            self.sure.ask(words, tr("Remove them for good"), self.remove_asked)


class Sure(QFrame):
    """What would happen, and the button that does it; the second of two clicks."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.words = label("", wrap=True)
        self.do = button("", self._do, role="danger")
        self.keep = button(tr("Leave it as it is"), self.hide, role="quiet")
        self._then: object = None
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

    def ask(self, words: str, deed: str, then: object) -> None:
        """Show it; `then` is the signal that the deed emits."""
        self.words.setText(words)
        self.do.setText(deed)
        self.do.setAccessibleName(deed)
        self._then = partial(then.emit)  # type: ignore[attr-defined]
        self.show()
        self.keep.setFocus()

    def _do(self) -> None:
        self.hide()
        if callable(self._then):
            self._then()
