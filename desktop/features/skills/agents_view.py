"""Everybody with stage, last views and gaps at the left, and the one chosen beside it."""

from datetime import date
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.features.skills import actions
from desktop.features.skills.agent_panel import AgentPanel
from desktop.features.skills.reading import AgentLine, Group, Portrait, SkillLine
from desktop.shell.context import App
from desktop.shell.controls import tip
from desktop.shell.text import day, number, tr
from desktop.shell.words import word
from desktop.widgets.page import PageHeader
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table


class AgentsView(QWidget):
    """`assess_wanted` carries (agent id, kind), `compare_wanted` an agent id, `assessment_wanted` an id."""

    assess_wanted = Signal(int, object)
    compare_wanted = Signal(int)
    assessment_wanted = Signal(int)

    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.agent_id: int | None = None
        self._lines: tuple[AgentLine, ...] | None = None
        self.table = Table(tr("Agents"), _columns(), app.settings, "skills-agents")
        self.table.set_identity(attrgetter("agent.id"))
        self.table.set_empty(tr("Nobody is here yet."), tr("Bring in people"), self._bring_in)
        self.panel = AgentPanel(app)
        self.split = MasterDetail(self.table, self.panel, app.settings, "skills-agents", (1000, 1150))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.table.selected.connect(self._select)
        self.table.opened.connect(self._open)
        self.panel.assess_wanted.connect(self._assess)
        self.panel.compare_wanted.connect(self._compare)
        self.panel.assessment_wanted.connect(self.assessment_wanted)
        self.panel.chosen.connect(self._show_line)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.list_agents,
                self.app.store,
                self.app.clock().date(),
                self.app.user,
                done=self.show_agents,
                owner=self,
            )

    def show_agents(self, lines: tuple[AgentLine, ...]) -> None:
        self._lines = lines
        self.table.show_rows(lines)
        self._say()
        known = [line.agent.id for line in lines]
        if self.agent_id not in known:
            self.agent_id = known[0] if known else None
        if self.agent_id is None:
            self.panel.show_nobody()
            return
        self.table.select(self._is_chosen)
        self._read()

    def show_agent(self, agent_id: int, skill_id: int | None = None) -> None:
        """Show an agent, and what one of their skills rests on if it is named."""
        self.agent_id = agent_id
        self.panel.want_skill(skill_id)
        if self._lines is not None:
            self.table.select(self._is_chosen)
            self._read()
        self.split.show_detail()

    def write_plan(self) -> None:
        """Begin a plan with the gap chosen."""
        if self.agent_id is not None and self.panel.line is not None:
            self.app.go("plans", ("start", self.agent_id, self.panel.line.gap.skill.id))

    def show_head(self) -> None:
        """Say in the page's header what is shown here."""
        self._say()
        self._show_line(self.panel.line)

    def _say(self) -> None:
        if not self.isHidden():
            waiting = sum(not line.coach_on for line in self._lines or ())
            words = (
                tr("Everyone has a coach's view.")
                if not waiting
                else tr("{n} without a coach's view yet.", n=waiting)
            )
            self.header.set_state(words if self._lines else "")

    def _show_line(self, line: SkillLine | None) -> None:
        if self.isHidden():
            return
        is_gap = line is not None and line.group is Group.GAP
        name = line.gap.skill.name if line is not None else ""
        self.header.set_primary(
            tr("Write a plan from this gap") if is_gap else "", self.write_plan, "Ctrl+Return"
        )
        whole = tr("Write a plan from the gap in {skill} (Ctrl+Enter)", skill=name)
        self.header.primary.setToolTip(tip(whole))

    def _read(self) -> None:
        if self.app.store is not None and self.agent_id is not None:
            self.app.jobs.run(
                actions.portrait,
                self.app.store,
                self.agent_id,
                self.app.clock().date(),
                self.app.user,
                done=self._show_portrait,
                owner=self,
            )

    def _show_portrait(self, portrait: Portrait) -> None:
        if portrait.agent.id == self.agent_id:
            self.panel.show_portrait(portrait)

    def _is_chosen(self, line: AgentLine) -> bool:
        return line.agent.id == self.agent_id

    def _select(self, line: AgentLine | None) -> None:
        if line is not None and line.agent.id != self.agent_id:
            self.agent_id = line.agent.id
            self._read()

    def _open(self, line: AgentLine) -> None:
        self._select(line)
        self.split.show_detail()
        self.panel.views.setFocus()

    def _assess(self, kind: object) -> None:
        if self.agent_id is not None:
            self.assess_wanted.emit(self.agent_id, kind)

    def _compare(self) -> None:
        if self.agent_id is not None:
            self.compare_wanted.emit(self.agent_id)

    def _bring_in(self) -> None:
        self.app.go("exchange")


def _columns() -> list[Column]:
    return [
        Column("name", tr("Name"), attrgetter("agent.name")),
        Column("gaps", tr("Gaps"), _gaps, "right", _gap_count),
        Column("stage", tr("Stage"), _stage, sort=attrgetter("agent.hired_on"), shown=False),
        Column("assessed", tr("Last assessed"), _assessed, sort=_last, tip=_assessed_by),
        Column("coach", tr("Coach's view"), _coach, sort=attrgetter("coach_on"), shown=False),
        Column("own", tr("Own view"), _own, sort=attrgetter("own_on"), shown=False),
        Column("team", tr("Team"), attrgetter("agent.team"), shown=False),
    ]


def _gaps(line: AgentLine) -> str:
    return number(line.gaps) if line.coach_on or line.gaps else "–"


def _gap_count(line: AgentLine) -> object:
    return line.gaps if line.coach_on or line.gaps else None


def _stage(line: AgentLine) -> str:
    return word(line.stage) if line.agent.hired_on else tr("not known")


def _assessed(line: AgentLine) -> str:
    last = _last(line)
    return day(last) if last is not None else tr("not yet")


def _assessed_by(line: AgentLine) -> str:
    return tr("Coach's view: {coach}. Own view: {own}.", coach=_coach(line), own=_own(line))


def _last(line: AgentLine) -> date | None:
    return max((on for on in (line.own_on, line.coach_on) if on is not None), default=None)


def _coach(line: AgentLine) -> str:
    return day(line.coach_on) if line.coach_on else tr("not yet")


def _own(line: AgentLine) -> str:
    return day(line.own_on) if line.own_on else tr("not yet")
