"""A team at a glance: every skill by every agent, shown level minus required, in numbers and shapes."""

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Agent, Team
from desktop.coaching.gaps import Gap
from desktop.features.skills import actions, wording
from desktop.features.skills.reading import TeamPicture, TeamRow
from desktop.shell.colours import meaning_mark
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import NBSP, ntr, signed, tr
from desktop.widgets.forms import Choice
from desktop.widgets.page import PageHeader
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table

EVERYBODY = 0
LEAST_CHARACTERS, MOST_CHARACTERS = 9, 24


class TeamView(QWidget):
    """`opened` carries agent and skill."""

    opened = Signal(int, int)

    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.picture: TeamPicture | None = None
        self.team = Choice(tr("Team"))
        self.team.chosen.connect(self._read)
        self.table: Table | None = None
        self.legend = label(_legend(), "small", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.team)
        row.addWidget(self.legend, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(row)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.list_teams, self.app.store, self.app.user, done=self.show_teams, owner=self
            )

    def show_teams(self, teams: tuple[Team, ...]) -> None:
        self.team.set_choices([*((team.id, team.name) for team in teams), (EVERYBODY, tr("Everybody"))])
        self._read()

    def show_team(self, picture: TeamPicture) -> None:
        """Show a team; the columns are its agents."""
        same = self.picture is not None and self.picture.agents == picture.agents
        self.picture = picture
        if not same or self.table is None:
            self._make_table(picture.agents)
        assert self.table is not None
        self.table.show_rows(picture.rows)
        self._fit()
        self.show_head()

    def show_head(self) -> None:
        """Say in the page's header what is shown here."""
        if self.isHidden() or self.picture is None:
            return
        below = sum(row.below for row in self.picture.rows)
        people = ntr("{n} person", "{n} people", len(self.picture.agents))
        self.header.set_state(f"{people}, {ntr('{n} gap', '{n} gaps', below)}.")
        self.header.set_primary("", None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A whole team beside each other where it can be; long names are elided and whole in the tooltip."""
        if self.table is None or self.picture is None or not self.picture.agents:
            return
        view, em = self.table.view, self.fontMetrics().averageCharWidth()
        room = self.width() - view.columnWidth(0) - view.columnWidth(1) - 4 * em
        wide = max(room // len(self.picture.agents), em * LEAST_CHARACTERS)
        for place in range(2, 2 + len(self.picture.agents)):
            view.setColumnWidth(place, min(wide, em * MOST_CHARACTERS))

    def _read(self, _team: object = None) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.team,
                self.app.store,
                None if self.team.value() == EVERYBODY else self.team.value(),
                self.app.clock().date(),
                self.app.user,
                done=self.show_team,
                owner=self,
            )

    def _make_table(self, agents: tuple[Agent, ...]) -> None:
        if self.table is not None:
            self._column.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        columns = [
            Column("skill", tr("Skill"), attrgetter("skill.name"), tip=attrgetter("skill.definition")),
            Column("below", tr("Below"), _below, "right", attrgetter("below")),
        ]
        columns += [_column(agent) for agent in agents]
        self.table = Table(tr("Skills by agent"), columns)
        self.table.set_identity(attrgetter("skill.id"))
        self.table.set_empty(tr("No skills are described yet."))
        self.table.opened.connect(self._open)
        self.table.view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._column.addWidget(self.table, 1)
        self.table.show()

    def _open(self, row: TeamRow) -> None:
        """The cell the cursor is on: its agent, else the agent furthest below."""
        if self.table is None or self.picture is None or not self.picture.agents:
            return
        place = self.table.view.currentIndex().column() - 2
        if place >= 0:
            agent = self.picture.agents[place].id
        else:
            agent = max(row.gaps, key=lambda id: _distance(row.gaps[id]))
        self.opened.emit(agent, row.skill.id)


def _legend() -> str:
    """What the shapes mean; a shape never stands apart from its words."""
    meanings = (
        ("strength", tr("above")),
        ("good", tr("at the standard")),
        ("opportunity", tr("below")),
        ("no_moment", tr("not seen yet")),
    )
    shapes = ", ".join(f"{meaning_mark(meaning).shape}{NBSP}{words}" for meaning, words in meanings)
    return tr("Shown minus required: {shapes}. Enter opens it.", shapes=shapes)


def _column(agent: Agent) -> Column:
    id = agent.id
    return Column(
        str(id),
        agent.name,
        partial(_cell, id),
        "right",
        partial(_sign, id),
        partial(_tip, id, agent.name),
        partial(_meaning, id),
    )


def _cell(id: int, row: TeamRow) -> str:
    gap = row.gaps[id].gap
    if gap is None:
        return tr("not seen") if row.gaps[id].required is not None else ""
    return signed(-gap)


def _sign(id: int, row: TeamRow) -> object:
    gap = row.gaps[id].gap
    return None if gap is None else -gap


def _tip(id: int, name: str, row: TeamRow) -> str:
    return f"{name}, {row.skill.name}: {wording.gap_words(row.gaps[id])}"


def _meaning(id: int, row: TeamRow) -> str:
    return wording.gap_meaning(row.gaps[id])


def _distance(gap: Gap) -> int:
    return -9 if gap.gap is None else gap.gap


def _below(row: TeamRow) -> str:
    return tr("{n} of {seen}", n=row.below, seen=row.seen)
