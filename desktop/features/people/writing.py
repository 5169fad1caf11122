"""Writes what the forms say, as it is typed, and offers to take each change back."""

from collections.abc import Callable
from functools import partial

from db.records.people import Agent, Team
from db.store import Store
from desktop.features.people import actions
from desktop.shell.context import App
from desktop.shell.text import tr


class Writing:
    """A change of fields becomes one step of undo when the form is left (`settle`)."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._agent: tuple[Agent, Agent] | None = None
        self._teams: dict[int, tuple[Team, str]] = {}

    def keep_agent(self, before: Agent, now: Agent) -> None:
        """Store what is typed; the state before the first keystroke is what undo returns to."""
        first = self._agent[0] if self._agent and self._agent[0].id == now.id else before
        self._agent = (first, now)
        if self._app.store is not None:
            self._app.jobs.keep(f"agent {now.id}", actions.change_agent, self._app.store, now, self._app.user)

    def keep_team(self, before: Team, name: str) -> None:
        first = self._teams[before.id][0] if before.id in self._teams else before
        self._teams[before.id] = (first, name)
        if self._app.store is not None:
            self._app.jobs.keep(
                f"team {before.id}", actions.rename_team, self._app.store, before.id, name, self._app.user
            )

    def settle(self) -> None:
        """Offer to undo what was typed since the form was opened."""
        if self._agent is not None:
            agent, now = self._agent
            self._agent = None
            if agent != now:
                words = tr("Changed what is known of {name}", name=now.name)
                self._app.undo.offer(words, partial(self._change, agent), partial(self._change, now))
        for team, name in self._teams.values():
            if team.name != name:
                words = tr("Renamed team {before} to {name}", before=team.name, name=name)
                undo = partial(self._do, actions.rename_team, team.id, team.name)
                self._app.undo.offer(words, undo, partial(self._do, actions.rename_team, team.id, name))
        self._teams.clear()

    def add_agent(self, new: Agent, done: Callable[[Agent], None]) -> None:
        self._run(actions.add_agent, new, done=partial(self._added, done))

    def remove_agent(self, agent: Agent) -> None:
        """Nothing may hang on them; the form offers it only then."""
        self._agent = None
        self._run(actions.remove_agent, agent.id, done=partial(self._removed, agent))

    def add_team(self, name: str) -> None:
        self._run(actions.add_team, name, done=self._team_added)

    def remove_team(self, team: Team) -> None:
        self._teams.pop(team.id, None)
        self._run(actions.remove_team, team.id, done=partial(self._team_removed, team))

    def _added(self, done: Callable[[Agent], None], agent: Agent) -> None:
        self._app.undo.offer(
            tr("Added {name}", name=agent.name),
            partial(self._do, actions.remove_agent, agent.id),
            partial(self._do, actions.bring_back_agent, agent.id),
        )
        done(agent)

    def _removed(self, agent: Agent, _nothing: None) -> None:
        self._app.undo.offer(
            tr("Removed {name}", name=agent.name),
            partial(self._do, actions.bring_back_agent, agent.id),
            partial(self._do, actions.remove_agent, agent.id),
        )

    def _team_added(self, team: Team) -> None:
        self._app.undo.offer(
            tr("Added team {name}", name=team.name),
            partial(self._do, actions.remove_team, team.id),
            partial(self._do, actions.bring_back_team, team.id),
        )

    def _team_removed(self, team: Team, _nothing: None) -> None:
        self._app.undo.offer(
            tr("Removed team {name}", name=team.name),
            partial(self._do, actions.bring_back_team, team.id),
            partial(self._do, actions.remove_team, team.id),
        )

    def _change(self, agent: Agent) -> None:
        self._run(actions.change_agent, agent)

    def _do(self, work: Callable[..., object], *what: object) -> None:
        self._run(work, *what)

    def _run(
        self, work: Callable[..., object], *what: object, done: Callable[..., None] | None = None
    ) -> None:
        store: Store | None = self._app.store
        if store is not None:
            self._app.jobs.run(work, store, *what, self._app.user, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, actions.StillNeeded):
            self._app.notices.say(
                tr("That can't be taken back any more: something hangs on it by now."), kind="warn"
            )
        else:
            self._app.sorry(error)
