"""Inviting somebody: name, role, and what they coach from the first day on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.records.people import Role
from desktop.features.users import wording
from desktop.features.users.actions import Invitation
from desktop.features.users.given_list import GivenList, What
from desktop.features.users.reading import Given, Users
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice, Form, LineField, Switch


class InviteForm(Form):
    """`asked` carries an Invitation, `left` that none is wanted after all."""

    asked = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._users: Users | None = None
        self._given: list[What] = []
        self.add_widget(label(tr("Invite somebody"), "heading"))
        self.name = LineField(tr("Name of the new user"))
        self.name.returnPressed.connect(self._ask)
        self.row = self.add(
            tr("Name"), self.name, tr("They sign in with it, and it stands under what they write.")
        )
        self.role = Choice(tr("Role of the new user"), wording.roles(), Role.COACH)
        self.role.chosen.connect(self._show_role)
        self.role_row = self.add(tr("Role"), self.role, wording.role_meaning(Role.COACH))
        self.keeps = Switch(tr("Looks after this floor too: users, settings, restoring, erasing"))
        self.add_widget(self.keeps)
        self.given = GivenList()
        self.given.added.connect(self._add)
        self.given.taken.connect(self._take)
        self.given_row = self.add(tr("Coaches"), self.given)
        self.add_widget(self._buttons())

    def begin(self, users: Users) -> None:
        """Show it blank."""
        self._users, self._given = users, []
        self.name.clear()
        self.row.say()
        self.role.show_value(Role.COACH)
        self.keeps.show_value(False)
        self._show_role(Role.COACH)
        self._show_given()
        self.name.setFocus()

    def say(self, problem: str) -> None:
        self.row.say(problem)
        self.name.setFocus()

    def _buttons(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(button(tr("Invite them"), self._ask, role="primary"))
        row.addWidget(button(tr("Leave it"), self.left.emit, tr("Invite nobody"), "quiet"))
        row.addStretch(1)
        return made

    def _show_role(self, role: Role) -> None:
        self.role_row.under.setText(wording.role_meaning(role))
        self.role.setAccessibleDescription(wording.role_meaning(role))
        self.keeps.setVisible(role is not Role.ADMIN)
        self.given_row.setVisible(role is not Role.ADMIN)

    def _add(self, what: What) -> None:
        self._given.append(what)
        self._show_given()

    def _take(self, one: Given) -> None:
        self._given.remove(_what(one))
        self._show_given()

    def _show_given(self) -> None:
        users = self._users
        if users is None:
            return
        names = {("team", one.id): one.name for one in users.teams}
        names |= {("agent", one.id): one.name for one in users.agents}
        given = [
            Given(0, names[what], *((what[1], None) if what[0] == "team" else (None, what[1])))
            for what in self._given
        ]
        self.given.show_given(given, users.teams, users.agents)

    def _ask(self) -> None:
        role: Role = self.role.value()
        given = () if role is Role.ADMIN else tuple(self._given)
        self.asked.emit(
            Invitation(
                self.name.text(),
                role,
                keeps=self.keeps.isChecked() and role is not Role.ADMIN,
                teams=tuple(id for kind, id in given if kind == "team"),
                agents=tuple(id for kind, id in given if kind == "agent"),
            )
        )


def _what(one: Given) -> What:
    return ("team", one.team_id) if one.team_id is not None else ("agent", one.agent_id or 0)
