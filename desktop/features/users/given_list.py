"""The teams and agents that somebody coaches: a line each to be taken away, and one more by choice."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.people import Agent, Team
from desktop.features.users import wording
from desktop.features.users.reading import Given
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.forms import Choice

What = tuple[str, int]


class GivenList(QWidget):
    """`added` carries ("team", id) or ("agent", id), `taken` what is to go (a Given)."""

    added = Signal(object)
    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.more = Choice(tr("Assign a team or an agent"))
        self.more.chosen.connect(self._add)
        self.nobody = label(tr("Nobody yet: nothing of any agent is shown to them."), "muted", wrap=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(4)
        self._made: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.nobody)
        column.addLayout(self.lines)
        column.addWidget(self.more)

    def show_given(self, given: Sequence[Given], teams: Sequence[Team], agents: Sequence[Agent]) -> None:
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = [self._line(one) for one in given]
        for line in self._made:
            self.lines.addWidget(line)
        self.nobody.setVisible(not given)
        has_teams = {one.team_id for one in given}
        has_agents = {one.agent_id for one in given}
        self.more.set_choices(
            [
                (None, tr("Assign a team or an agent…")),
                *(
                    (("team", one.id), tr("Team {name}", name=one.name))
                    for one in teams
                    if one.id not in has_teams
                ),
                *(
                    (("agent", one.id), tr("{name}, team {team}", name=one.name, team=one.team))
                    for one in agents
                    if one.id not in has_agents and one.team_id not in has_teams
                ),
            ]
        )
        self.more.show_value(None)

    def _line(self, one: Given) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = wording.given_name(one)
        row.addWidget(label(name, wrap=True), 1)
        row.addWidget(
            button(tr("Take away"), partial(self.taken.emit, one), tr("Take away {name}", name=name), "quiet")
        )
        return line

    def _add(self, what: What | None) -> None:
        if what is not None:
            self.added.emit(what)
