"""The skills themselves: definition, five levels, the questions that show them, and the standard by stage."""

from functools import partial
from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from db.records.people import Stage
from db.records.skills import Skill, Standard
from desktop.coaching.access import Deed, may
from desktop.features.skills import actions
from desktop.features.skills.reading import SkillFacts
from desktop.shell.context import App
from desktop.shell.controls import label
from desktop.shell.text import ntr, number, tr
from desktop.shell.words import word
from desktop.widgets.forms import NumberField
from desktop.widgets.page import PageHeader
from desktop.widgets.rows import Column
from desktop.widgets.splits import MasterDetail
from desktop.widgets.tables import Table

ROLE = "agent"
USUAL_WEIGHT = 3


class FactsView(QWidget):
    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.skill_id: int | None = None
        self.rows: tuple[SkillFacts, ...] = ()
        self.table = Table(tr("Skills"), _columns(), app.settings, "skills-facts")
        self.table.set_identity(attrgetter("skill.id"))
        self.table.set_empty(tr("No skills are described yet."))
        self.table.selected.connect(self._select)
        self.table.opened.connect(self._open)
        self.panel = FactsPanel(app)
        self.split = MasterDetail(self.table, self.panel, app.settings, "skills-facts", (1100, 1050))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(actions.facts, self.app.store, self.app.user, done=self.show_facts, owner=self)

    def show_facts(self, rows: tuple[SkillFacts, ...]) -> None:
        self.rows = rows
        self.table.show_rows(rows)
        known = [row.skill.id for row in rows]
        if known:
            self.show_skill(self.skill_id if self.skill_id in known else known[0])
        self.show_head()

    def show_skill(self, skill_id: int | None) -> None:
        self.skill_id = skill_id
        for row in self.rows:
            if row.skill.id == skill_id:
                self.table.select(self._is_chosen)
                self.panel.show_facts(row)

    def show_head(self) -> None:
        """Say in the page's header what is shown here."""
        if not self.isHidden():
            words = ntr("{n} skill of five levels each.", "{n} skills of five levels each.", len(self.rows))
            self.header.set_state(words)
            self.header.set_primary("", None)

    def _is_chosen(self, row: SkillFacts) -> bool:
        return row.skill.id == self.skill_id

    def _select(self, row: SkillFacts | None) -> None:
        if row is not None and row.skill.id != self.skill_id:
            self.show_skill(row.skill.id)

    def _open(self, row: SkillFacts) -> None:
        self._select(row)
        self.split.show_detail()


class FactsPanel(QScrollArea):
    """One skill to read, and its standard to change."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.facts: SkillFacts | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("About the skill"))
        self.name = label("", "heading", wrap=True)
        self.definition = label("", "muted", wrap=True)
        self.levels = [label("", wrap=True) for _ in range(5)]
        self.evidence = label("", "muted", wrap=True)
        self.questions = label("", "muted", wrap=True)
        self.who = label("", "small", wrap=True)
        self.fields = {
            (stage, what): self._field(stage, what) for stage in Stage for what in ("level", "importance")
        }
        self._lay_out()

    def show_facts(self, facts: SkillFacts) -> None:
        self.facts = facts
        skill = facts.skill
        self.name.setText(skill.name)
        self.definition.setText(skill.definition)
        for made, words in zip(self.levels, skill.levels, strict=True):
            made.setText(words)
        self.evidence.setText(skill.evidence or tr("Nothing is said about evidence."))
        asked = "\n".join(f"• {question.text}" for question in facts.questions)
        self.questions.setText(asked or tr("No question on a scorecard asks for this skill."))
        allowed = may(self.app.user, Deed.EDIT_STANDARDS)
        for (stage, what), field in self.fields.items():
            standard = facts.standards.get(stage)
            field.show_value(getattr(standard, what) if standard else 0)
            field.setEnabled(allowed and (standard is not None or what == "level"))
        self.who.setText(
            tr("Level 1–5 that is asked for, and how much a gap weighs, 1–5.")
            if allowed
            else tr("Supervisors and administrators set the standard.")
        )

    def _field(self, stage: Stage, what: str) -> NumberField:
        name, level = word(stage).lower(), what == "level"
        title = (
            tr("Required level, {stage}", stage=name) if level else tr("Weight of a gap, {stage}", stage=name)
        )
        made = NumberField(title, low=0 if level else 1, high=5)
        if level:
            made.setSpecialValueText(tr("none"))
        made.chosen.connect(partial(self._change, stage, what))
        return made

    def _change(self, stage: Stage, what: str, value: float) -> None:
        """Store a changed standard; it can be undone."""
        if self.facts is None or self.app.store is None:
            return
        before = self.facts.standards.get(stage)
        after = _changed(self.facts.skill, stage, before, (what, int(value)))
        if after == before:
            return
        self._store(self.facts.skill, stage, after)
        skill, words = self.facts.skill, word(stage).lower()
        self.app.undo.offer(
            tr("Changed the standard of {skill} for {stage} agents.", skill=skill.name, stage=words),
            partial(self._store, skill, stage, before),
            partial(self._store, skill, stage, after),
        )

    def _store(self, skill: Skill, stage: Stage, standard: Standard | None) -> None:
        work = actions.drop_standard if standard is None else actions.set_standard
        which = standard or Standard(skill.id, ROLE, stage, 1, 1)
        self.app.jobs.run(work, self.app.store, which, self.app.user)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.definition)
        column.addSpacing(8)
        column.addWidget(label(tr("What each level looks like"), "heading"))
        column.addLayout(self._levels())
        column.addSpacing(8)
        column.addWidget(label(tr("The standard"), "heading"))
        column.addWidget(self.who)
        column.addLayout(self._standards())
        for title, words in (
            (tr("What counts as evidence"), self.evidence),
            (tr("Questions that show it"), self.questions),
        ):
            column.addSpacing(8)
            column.addWidget(label(title, "heading"))
            column.addWidget(words)
        column.addStretch(1)
        self.setWidget(inside)

    def _levels(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, made in enumerate(self.levels):
            grid.addWidget(label(number(place + 1), "heading"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(made, place, 1)
        return grid

    def _standards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(3, 1)
        for at, title in enumerate((tr("Stage"), tr("Required level"), tr("Weight of a gap"))):
            grid.addWidget(label(title, "small"), 0, at)
        for at, stage in enumerate(Stage, 1):
            grid.addWidget(label(word(stage)), at, 0)
            grid.addWidget(self.fields[stage, "level"], at, 1)
            grid.addWidget(self.fields[stage, "importance"], at, 2)
        return grid


def _changed(skill: Skill, stage: Stage, before: Standard | None, change: tuple[str, int]) -> Standard | None:
    what, value = change
    level = value if what == "level" else before.level if before else 0
    weight = value if what == "importance" else before.importance if before else USUAL_WEIGHT
    return Standard(skill.id, ROLE, stage, level, weight) if level else None


def _columns() -> list[Column]:
    stages = [
        Column(stage.value, word(stage), partial(_level, stage), "right", partial(_level_value, stage))
        for stage in Stage
    ]
    return [
        Column("name", tr("Skill"), attrgetter("skill.name")),
        *stages,
        Column("group", tr("Group"), attrgetter("skill.group"), shown=False),
    ]


def _level(stage: Stage, row: SkillFacts) -> str:
    standard = row.standards.get(stage)
    return number(standard.level) if standard else "–"


def _level_value(stage: Stage, row: SkillFacts) -> object:
    standard = row.standards.get(stage)
    return standard.level if standard else None
