"""What is known of a person, and the teams: saved as typed, with the problem under the field."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Agent, Team
from desktop.coaching.mapping.names import fold
from desktop.shell.controls import button, label
from desktop.shell.text import ntr, tr
from desktop.widgets.forms import Choice, DayField, Form, LineField

NEW = Agent(0, b"", "", 0, "")


class AgentForm(QWidget):
    """`changed` carries the person at each keystroke, `added` a new one, `remove_asked` one to take away."""

    changed = Signal(object)
    added = Signal(object)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.agent = NEW
        self.heading = label("", "title", wrap=True)
        self.name = LineField(tr("Name"))
        self.reference = LineField(tr("Reference"))
        self.team = Choice(tr("Team of the person"))
        self.hired = DayField(tr("Hired on"))
        self.left = DayField(tr("Left on"))
        self.form = Form()
        self.name_row = self.form.add(tr("Name"), self.name)
        self.form.add(
            tr("Reference"), self.reference, tr("Staff number or login; tells two of one name apart.")
        )
        self.form.add(tr("Team"), self.team)
        self.form.add(tr("Hired on"), self.hired, tr("Decides the stage, and with it the standard."))
        self.left_row = self.form.add(
            tr("Left on"), self.left, tr("Everything is kept; the list leaves them out.")
        )
        self.add = button(tr("Add to the floor"), self._add, role="primary")
        self.remove = button(tr("Remove"), self._remove, tr("Remove this person"), "danger")
        self.kept = label("", "muted", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.remove)
        foot.addWidget(self.kept, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.heading)
        column.addWidget(self.form)
        column.addLayout(foot)
        column.addStretch(1)

    def _connect(self) -> None:
        self.name.typed.connect(self._tell)
        self.reference.typed.connect(self._tell)
        self.name.returnPressed.connect(self._enter)
        self.reference.returnPressed.connect(self._enter)
        for field in (self.team, self.hired, self.left):
            field.chosen.connect(self._tell)

    def show_new(self, teams: Sequence[Team], team_id: int | None) -> None:
        """Blank fields, and "Add"."""
        first = teams[0].id if teams else 0
        self._show(replace(NEW, team_id=team_id or first), teams)
        self.heading.setText(tr("Add an agent"))
        self.left_row.hide()
        self.add.show()
        self.remove.hide()
        self.kept.setText("" if teams else tr("There is no team yet: add one first, with “Teams” above."))
        self.add.setEnabled(bool(teams))

    def show_agent(self, agent: Agent, teams: Sequence[Team], removable: bool) -> None:
        """What is known of somebody."""
        self._show(agent, teams)
        self.heading.setText(tr("What is known of {name}", name=agent.name))
        self.left_row.show()
        self.add.hide()
        self.remove.setVisible(removable)
        kept = tr("Calls or plans hang on this person, so they can't be removed: give the day they left.")
        self.kept.setText("" if removable else kept)

    def offer_teams(self, teams: Sequence[Team]) -> None:
        """The teams there are by now; the one chosen stays."""
        self.team.set_choices([(team.id, team.name) for team in teams])
        self.add.setEnabled(bool(teams))

    def value(self) -> Agent:
        """The person as the fields say."""
        return replace(
            self.agent,
            name=self.name.text().strip(),
            reference=self.reference.text().strip(),
            team_id=self.team.value() or 0,
            hired_on=self.hired.value(),
            left_on=self.left.value(),
        )

    def _show(self, agent: Agent, teams: Sequence[Team]) -> None:
        self.agent = agent
        self.name.show_text(agent.name)
        self.reference.show_text(agent.reference)
        self.team.set_choices([(team.id, team.name) for team in teams])
        self.team.show_value(agent.team_id)
        self.hired.show_value(agent.hired_on)
        self.left.show_value(agent.left_on)
        self.name_row.say("")

    def _tell(self, _value: object = None) -> None:
        if self._named() and self.agent.id:
            self.changed.emit(self.value())

    def _named(self) -> bool:
        named = bool(self.name.text().strip())
        waits = not self.agent.id and not self.name.isModified()
        self.name_row.say("" if named or waits else tr("A name is needed; any script will do."))
        return named

    def _enter(self) -> None:
        if not self.agent.id:
            self._add()

    def _add(self) -> None:
        self.name.setModified(True)
        if self._named() and self.team.value():
            self.added.emit(self.value())

    def _remove(self) -> None:
        self.remove_asked.emit(self.agent)


class TeamsForm(QWidget):
    """A line a team. `renamed` carries (team, new name), `added` a name, `remove_asked` a team."""

    renamed = Signal(object, str)
    added = Signal(str)
    remove_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._teams: dict[int, Team] = {}
        self._fields: dict[int, LineField] = {}
        self.new = LineField(tr("Name of the new team"), placeholder=tr("Name of the new team"))
        self.new.returnPressed.connect(self._add)
        self.new.typed.connect(self._check_new)
        self.problem = label("", "error", wrap=True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(0, 1)
        row = QHBoxLayout()
        row.addWidget(self.new, 1)
        row.addWidget(button(tr("Add the team"), self._add))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(tr("Teams"), "title"))
        column.addWidget(
            label(tr("Change a name where it stands; it is kept as you type."), "muted", wrap=True)
        )
        column.addLayout(self.grid)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addStretch(1)

    def show_teams(self, sizes: Sequence[tuple[Team, int]]) -> None:
        """Show these; a field somebody is typing in is left alone."""
        self._teams = {team.id: team for team, _ in sizes}
        while self.grid.count():
            gone = self.grid.takeAt(0).widget()
            if gone is not None and gone not in self._fields.values():
                gone.hide()
                gone.deleteLater()
        for id in [id for id in self._fields if id not in self._teams]:
            self._fields[id].hide()
            self._fields.pop(id).deleteLater()
        for at, (team, n) in enumerate(sizes):
            self._place(at, team, n)

    def _place(self, at: int, team: Team, n: int) -> None:
        field = self._fields.get(team.id)
        if field is None:
            field = LineField(tr("Name of team {name}", name=team.name), team.name)
            field.typed.connect(partial(self._rename, team.id))
            self._fields[team.id] = field
        elif not field.hasFocus():
            field.show_text(team.name)
        self.grid.addWidget(field, at, 0)
        self.grid.addWidget(label(ntr("{n} person", "{n} people", n), "muted"), at, 1)
        if not n:
            name = tr("Remove team {name}", name=team.name)
            self.grid.addWidget(button(tr("Remove"), partial(self._remove, team.id), name, "quiet"), at, 2)

    def _rename(self, id: int, name: str) -> None:
        if self._say_problem(name, id):
            self.renamed.emit(self._teams[id], " ".join(name.split()))

    def _add(self) -> None:
        if self._say_problem(self.new.text(), None):
            self.added.emit(" ".join(self.new.text().split()))
            self.new.clear()

    def _check_new(self, name: str) -> None:
        if not name.strip():
            self.problem.setText("")
        else:
            self._say_problem(name, None)

    def _say_problem(self, name: str, own: int | None) -> bool:
        twins = [team for team in self._teams.values() if team.id != own and fold(team.name) == fold(name)]
        problem = tr("Another team has this name.") if twins else ""
        if not name.strip():
            problem = tr("A team needs a name.")
        self.problem.setText(f"△ {problem}" if problem else "")
        return not problem

    def _remove(self, id: int) -> None:
        self.remove_asked.emit(self._teams[id])
