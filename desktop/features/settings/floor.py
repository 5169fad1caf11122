"""Names on this floor: the site, its teams, and the people who use Deskside. Kept as they are typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import GIVEN_ROLES, Role, User
from desktop.features.settings import actions
from desktop.features.settings.actions import Floor, LastKeeper, TeamRow, Unfit
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.shell.words import word
from desktop.widgets.forms import Choice, FieldRow, Form, LineField

NAME_CHARACTERS = 16


class NameRow(QWidget):
    """One name to be kept as typed, with what stands beside it, and the problem under it."""

    def __init__(self, app: App, name: str, text: str, rename: Callable[..., None], beside: QWidget) -> None:
        super().__init__()
        self.app, self._rename = app, rename
        self.field = LineField(name, text)
        self.field.typed.connect(self._keep)
        self.field.editingFinished.connect(self._leave)
        self.row = FieldRow("", self.field)
        self.row.caption.hide()
        self._kept = text
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self.row, 1, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
        self._beside = beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where a name would be cut, what stands beside it goes under it."""
        super().resizeEvent(event)
        left = self.width() - self._beside.sizeHint().width()
        wide = left > NAME_CHARACTERS * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._line.setDirection(direction)

    def minimumSizeHint(self) -> QSize:
        # As narrow as the wider of the two; the layout's own answer is that of the direction before.
        parts = (self.row.minimumSizeHint().width(), self._beside.minimumSizeHint().width())
        return QSize(max(parts), super().minimumSizeHint().height())

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
            self.row.say(say_unfit(error))
        else:
            self.app.sorry(error)

    def _leave(self) -> None:
        """What could not be kept does not stay in the field as if it had been."""
        if self.row.under.isVisibleTo(self):
            self.field.show_text(self._kept)
            self.row.say()


class Names(QWidget):
    """A list of name rows that stays as it is while somebody types, and changes when rows come or go."""

    def __init__(self, make: Callable[[Any], NameRow]) -> None:
        super().__init__()
        self._make = make
        self.rows: dict[int, NameRow] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def show_records(self, records: Sequence[Any]) -> None:
        if list(self.rows) != [record.id for record in records]:
            for row in self.rows.values():
                row.hide()
                row.deleteLater()
            self.rows = {record.id: self._make(record) for record in records}
            for row in self.rows.values():
                self.column.addWidget(row)
        for record in records:
            self.rows[record.id].show_text(record.name)


class FloorSection(Form):
    """The site's name and its teams."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._agents: dict[int, int] = {}
        self.site = NameRow(app, tr("Name of the site"), "", actions.rename_site, QWidget())
        self.add(tr("Site"), self.site, tr("It stands at the head of printed plans."))
        self.names = Names(self._team_row)
        self.add(tr("Teams"), self.names)
        self.new = AddName(tr("Name of the new team"), tr("Add the team"), self._add)
        self.add(tr("Another team"), self.new, tr("Agents change teams on the page People."))

    def show_floor(self, floor: Floor) -> None:
        self._agents = {row.team.id: row.agents for row in floor.teams}
        self.site.show_text(floor.site.name if floor.site else "")
        ordered = sorted(floor.teams, key=_team_id)
        self.names.show_records([row.team for row in ordered])
        self.setEnabled(floor.changeable)

    def _team_row(self, team: Any) -> NameRow:
        agents = label(ntr("{n} agent", "{n} agents", self._agents.get(team.id, 0)), "muted")
        agents.setMinimumHeight(self.app.theme.row_height())
        name = tr("Name of the team {team}", team=team.name)
        return NameRow(self.app, name, team.name, partial(_rename_team, team.id), agents)

    def _add(self, name: str) -> None:
        ways = Ways(actions.add_team, actions.take_back_team, actions.give_back_team)
        Adding(self.app, self.new, ways).add(name)


class UsersSection(Form):
    """Who uses Deskside here, in which role; another person takes over the desk with one button."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self._users: dict[int, User] = {}
        self.roles: dict[int, Choice] = {}
        self.names = Names(self._user_row)
        words = tr("Supervisors may do everything, coaches coach, administrators keep people and settings.")
        self.add(tr("People who use Deskside"), self.names, words)
        self.new = AddName(tr("Name of the new user"), tr("Add the user"), self._add)
        self.role = Choice(tr("Role of the new user"), _roles(), Role.COACH)
        self.new.column.insertWidget(1, self.role, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(tr("Somebody else"), self.new, tr("The name stands under what they write."))

    def show_floor(self, floor: Floor) -> None:
        self._users = {user.id: user for user in floor.users}
        self.names.show_records(sorted(floor.users, key=_user_id))
        for user in floor.users:
            self.roles[user.id].show_value(user.role)
            self.roles[user.id].setEnabled(floor.changeable)
            self.names.rows[user.id].field.setEnabled(floor.changeable)
        self.new.setEnabled(floor.changeable)

    def _user_row(self, user: User) -> NameRow:
        beside = QWidget()
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        role = Choice(tr("Role of {name}", name=user.name), _roles(), user.role)
        role.chosen.connect(partial(self._change_role, user.id))
        self.roles[user.id] = role
        line.addWidget(role)
        line.addWidget(self._switch(user))
        name = tr("Name of the user {name}", name=user.name)
        return NameRow(self.app, name, user.name, partial(_rename_user, user.id), beside)

    def _switch(self, user: User) -> QWidget:
        here = self.app.user is not None and self.app.user.id == user.id
        words = tr("At the desk") if here else tr("Take over")
        made = button(words, partial(self._take_over, user.id), tr("Work as {name}", name=user.name))
        made.setEnabled(not here)
        # Both words take the same room, so that the columns stand in line.
        made.setMinimumWidth(
            made.fontMetrics().horizontalAdvance(tr("At the desk")) + self.app.theme.space(9)
        )
        return made

    def _take_over(self, user_id: int) -> None:
        if self.app.store is not None:
            self.app.use_store(self.app.store.path, user_id)

    def _change_role(self, user_id: int, role: Role) -> None:
        store = self.app.store
        if store is not None:
            failed = partial(self._refuse_role, user_id)
            self.app.jobs.run(
                actions.change_role, store, user_id, role, self.app.user, failed=failed, owner=self
            )

    def _refuse_role(self, user_id: int, error: Exception) -> None:
        self.roles[user_id].show_value(self._users[user_id].role)
        if isinstance(error, LastKeeper):
            words = tr("Somebody has to be able to change settings: give another person that role first.")
            self.names.rows[user_id].row.say(words)
        else:
            self.app.sorry(error)

    def _add(self, name: str) -> None:
        ways = Ways(actions.add_user, actions.take_back_user, actions.give_back_user)
        Adding(self.app, self.new, ways).add(name, self.role.value())


class AddName(QWidget):
    """A field and the button that adds what it holds; Enter adds too."""

    def __init__(self, name: str, words: str, add: Callable[[str], None]) -> None:
        super().__init__()
        self._add = add
        self.field = LineField(name)
        self.field.returnPressed.connect(self.add)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self.line = QHBoxLayout()
        self.line.setSpacing(12)
        self.line.addWidget(self.field, 1)
        self.line.addWidget(button(words, self.add))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.column.addLayout(self.line)
        self.column.addWidget(self.problem)

    def add(self) -> None:
        self._add(self.field.text())

    def added(self) -> None:
        self.field.clear()
        self.say("")

    def say(self, problem: str) -> None:
        self.problem.setText(f"△ {problem}" if problem else "")
        self.problem.setVisible(bool(problem))
        self.field.setAccessibleDescription(problem)


@dataclass(frozen=True, slots=True)
class Ways:
    """The action that adds, the one that takes back what was added, and the one that gives it back."""

    add: Callable[..., int]
    take_back: Callable[..., None]
    give_back: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Adding:
    """One team or user being added; a name that doesn't fit is told under its field."""

    app: App
    where: AddName
    ways: Ways

    def add(self, name: str, *more: object) -> None:
        done = partial(self._added, name)
        self._do(self.ways.add, name, *more, done=done, failed=self._fail)

    def _added(self, name: str, id: int) -> None:
        self.where.added()
        take_back, give_back = (
            partial(self._do, self.ways.take_back, id),
            partial(self._do, self.ways.give_back, id),
        )
        self.app.undo.offer(tr("Added {name}.", name=" ".join(name.split())), take_back, give_back)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Unfit):
            self.where.say(say_unfit(error))
        else:
            self.app.sorry(error)

    def _do(self, action: Callable[..., object], *what: object, **then: Any) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                action, self.app.store, *what, self.app.user, owner=self.where if then else None, **then
            )


def say_unfit(error: Unfit) -> str:
    if error.taken:
        return tr("That name is taken; add something to tell them apart.")
    return tr("Please write a name; the one before stays until then.")


def _rename_team(team_id: int, store: Any, name: str, by: User | None) -> None:
    actions.rename_team(store, team_id, name, by)


def _rename_user(user_id: int, store: Any, name: str, by: User | None) -> None:
    actions.rename_user(store, user_id, name, by)


def _roles() -> list[tuple[object, str]]:
    return [(role, word(role)) for role in GIVEN_ROLES]


def _team_id(row: TeamRow) -> int:
    return row.team.id


def _user_id(user: User) -> int:
    return user.id
