"""The forms among the layers: opening them with what is known, and settling what was typed on leaving."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from db.records.people import Agent
from desktop.features.people.actions import Roster, team_sizes
from desktop.features.people.forms import AgentForm, TeamsForm
from desktop.features.people.layers import Layers, scrolled
from desktop.features.people.writing import Writing
from desktop.shell.context import App
from desktop.shell.text import tr


class Editing(QObject):
    """Both forms scroll, so that large text finds room."""

    def __init__(self, app: App, layers: Layers) -> None:
        super().__init__(layers)
        self._app, self._layers = app, layers
        self.writing = Writing(app)
        self.roster = Roster((), ())
        self.form = AgentForm()
        self.teams = TeamsForm()
        self._form_area, self._teams_area = scrolled(self.form), scrolled(self.teams)
        layers.add(self._form_area, self.form.name)
        layers.add(self._teams_area, self.teams.new)
        layers.lifted.connect(self._settle)
        self.form.changed.connect(self._keep)
        self.form.added.connect(self._add)
        self.form.remove_asked.connect(self._remove)
        self.teams.renamed.connect(self.writing.keep_team)
        self.teams.added.connect(self.writing.add_team)
        self.teams.remove_asked.connect(self.writing.remove_team)

    def show_roster(self, roster: Roster) -> None:
        """Know who is here; the teams' form shows it at once."""
        self.roster = roster
        self.teams.show_teams(list(team_sizes(roster)))
        self.form.offer_teams(roster.teams)

    def show_new(self, team_id: int | None) -> None:
        self.form.show_new(self.roster.teams, team_id)
        self._layers.push(self._form_area, tr("the new person"))

    def show_agent(self, agent: Agent, removable: bool) -> None:
        self.form.show_agent(agent, self.roster.teams, removable)
        self._layers.push(self._form_area, tr("what is known of {name}", name=agent.name))

    def show_teams(self) -> None:
        self._layers.push(self._teams_area, tr("the teams"))

    def _settle(self, _layer: QWidget) -> None:
        self.writing.settle()

    def _keep(self, agent: Agent) -> None:
        self.writing.keep_agent(self.form.agent, agent)

    def _add(self, agent: Agent) -> None:
        self.writing.add_agent(agent, self._added)

    def _added(self, agent: Agent) -> None:
        self._app.go("people", agent.id)

    def _remove(self, agent: Agent) -> None:
        self.writing.remove_agent(agent)
        self._layers.leave()
