"""One agent's skills: the picture, the same as a list, and what a level rests on; one of them at a time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.skills import AssessmentKind
from desktop.coaching.access import Deed, may
from desktop.features.skills import actions, wording
from desktop.features.skills.basis import Basis, Kind
from desktop.features.skills.basis_panel import BasisPanel
from desktop.features.skills.pictures import draw
from desktop.features.skills.reading import Group, Portrait, SkillLine, Standing
from desktop.features.skills.skill_table import make_skill_table
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, tr
from desktop.shell.words import apart_words, word
from desktop.widgets.charts import Chart
from desktop.widgets.chips import ChoiceChips
from desktop.widgets.empty import EmptyState

PICTURE, LIST, BEHIND = "picture", "list", "behind"


class AgentPanel(QWidget):
    """`assess_wanted` carries a kind, `compare_wanted` asks for both views, `chosen` tells the skill line."""

    assess_wanted = Signal(object)
    compare_wanted = Signal()
    assessment_wanted = Signal(int)
    chosen = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.portrait: Portrait | None = None
        self.line: SkillLine | None = None
        self._wanted_skill: int | None = None
        self.name = label("", "heading", wrap=True)
        # A name written from right to left still stands where the panel begins.
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.state = label("", "muted", wrap=True)
        self.own = button(tr("Own view"), self._want_own, tr("Assess: the agent's own view"))
        self.coach = button(tr("Coach's view"), self._want_coach, tr("Assess: the coach's view"))
        self.shown = button(tr("Demonstration"), self._want_shown, tr("Assess: a demonstration"))
        self.both = button(tr("Side by side"), self.compare_wanted.emit, tr("Both views side by side"))
        self.views = ChoiceChips(
            tr("Shown as"), [(PICTURE, tr("Picture")), (LIST, tr("List")), (BEHIND, tr("What it rests on"))]
        )
        self.chart = Chart(app, tr("Skill picture"))
        self.table = make_skill_table(app.settings)
        self.basis = BasisPanel()
        self.empty = EmptyState(tr("Choose an agent to see what they can do."))
        self._lay_out()
        self._connect()

    def show_nobody(self) -> None:
        self.portrait = self.line = None
        self.inside.hide()
        self.empty.show()
        self.chosen.emit(None)

    def show_portrait(self, portrait: Portrait) -> None:
        """Show an agent; the skill chosen stays, else it is the heaviest gap."""
        same = self.portrait is not None and self.portrait.agent.id == portrait.agent.id
        self.portrait = portrait
        self.empty.hide()
        self.inside.show()
        self.name.setText(portrait.agent.name)
        stage = wording.stage_words(portrait.agent, portrait.stage)
        views = (_view_words(kind, portrait) for kind in AssessmentKind)
        self.state.setText(" ".join([stage, *views, apart_words(portrait.apart)]).strip())
        self.both.setEnabled(portrait.pair is not None)
        for made in (self.own, self.coach, self.shown):
            made.setEnabled(may(self.app.user, Deed.ASSESS))
        self.chart.set_empty(_next_words(portrait.views.get(AssessmentKind.SELF)))
        self.chart.show_series(draw(portrait))
        self.table.show_rows(portrait.lines)
        self.basis.offer(portrait.lines)
        if not same and self._wanted_skill is None:
            self.line = None
            self._turn(PICTURE if self.views.value() == BEHIND else self.views.value())
        self._choose(self._wanted_skill or (self.line.gap.skill.id if self.line else None))
        if self._wanted_skill is not None:
            self._turn(BEHIND)
            self._wanted_skill = None

    def want_skill(self, skill_id: int | None) -> None:
        """Show what this skill rests on, when the next agent is shown."""
        self._wanted_skill = skill_id

    def open_skill(self, chosen: object) -> None:
        """Show what a skill (its id, or its line) rests on."""
        self._choose(chosen.gap.skill.id if isinstance(chosen, SkillLine) else chosen)
        self._turn(BEHIND)
        self.basis.table.setFocus()

    def _choose(self, skill_id: object) -> None:
        lines = self.portrait.lines if self.portrait else ()
        gaps = [line for line in lines if line.group is Group.GAP]
        known = [line for line in lines if line.gap.skill.id == skill_id]
        self.line = next(iter([*known, *gaps, *lines]), None)
        self.chosen.emit(self.line)
        if self.line is not None and self.portrait is not None:
            self.basis.show_line(self.line, self.portrait.stage)
            self.table.select(self._is_chosen)
            self._read_basis(self.line.gap.skill.id)

    def _read_basis(self, skill_id: int) -> None:
        if self.app.store is None or self.portrait is None:
            return
        self.app.jobs.run(
            actions.rests_on,
            self.app.store,
            self.portrait.agent.id,
            skill_id,
            self.app.clock().date(),
            self.app.user,
            done=self.basis.show_rows,
            owner=self,
        )

    def _is_chosen(self, line: SkillLine) -> bool:
        return self.line is not None and line.gap.skill.id == self.line.gap.skill.id

    def _select(self, line: SkillLine | None) -> None:
        if line is not None and not self._is_chosen(line):
            self._choose(line.gap.skill.id)

    def _turn(self, to: str) -> None:
        self.views.show_value(to)
        for key, widget in ((PICTURE, self.chart), (LIST, self.table), (BEHIND, self.basis)):
            widget.setVisible(key == to)

    def _open_basis(self, row: Basis) -> None:
        if row.kind is Kind.VIEW:
            self.assessment_wanted.emit(row.id)
        elif row.kind is Kind.NOTE:
            self.app.go("monitoring", ("note", row.id))
        else:
            self.app.go("monitoring", ("evaluation", row.id))

    def _want_own(self) -> None:
        self.assess_wanted.emit(AssessmentKind.SELF)

    def _want_coach(self) -> None:
        self.assess_wanted.emit(AssessmentKind.COACH)

    def _want_shown(self) -> None:
        self.assess_wanted.emit(AssessmentKind.DEMONSTRATION)

    def _connect(self) -> None:
        self.views.chosen.connect(self._turn)
        self.chart.opened.connect(self.open_skill)
        self.table.selected.connect(self._select)
        self.table.opened.connect(self.open_skill)
        self.basis.skill_chosen.connect(self._choose)
        self.basis.opened.connect(self._open_basis)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(tr("Assess"), "muted"))
        for made in (self.own, self.coach, self.shown):
            row.addWidget(made)
        row.addStretch(1)
        self.inside = QWidget()
        inner = QVBoxLayout(self.inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.name)
        inner.addWidget(self.state)
        inner.addLayout(row)
        inner.addSpacing(4)
        seen = QHBoxLayout()
        seen.addWidget(self.views)
        seen.addStretch(1)
        seen.addWidget(self.both)
        inner.addLayout(seen)
        shown: tuple[QWidget, ...] = (self.chart, self.table, self.basis)
        for widget in shown:
            inner.addWidget(widget, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.inside, 1)
        self._turn(PICTURE)
        self.inside.hide()


def _next_words(own: Standing | None) -> str:
    """What stands where no level is shown yet: who is to assess next."""
    if own is None:
        return tr("Nobody has assessed these skills yet. Begin with the agent's own view.")
    if own.assessment.finished_at is None:
        return tr("The agent's own view is begun. Go on with it.")
    return tr("The agent's own view is finished. The coach's view is next; then both open.")


def _view_words(kind: AssessmentKind, portrait: Portrait) -> str:
    return f"{word(kind)} {_standing_words(portrait.views.get(kind), len(portrait.lines))}."


def _standing_words(standing: Standing | None, skills: int) -> str:
    if standing is None:
        return tr("not yet")
    on = day(standing.assessment.begun_on)
    if standing.assessment.finished_at is None:
        return tr("begun, {n} of {all} rated", n=standing.rated, all=skills)
    return tr("{day}, opens once the coach's is finished too", day=on) if standing.held else on
