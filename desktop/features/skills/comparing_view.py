"""Both views of one round side by side: differences first, each with the words both sides chose."""

from datetime import date
from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.records.skills import AssessmentKind, Rating, Skill
from desktop.features.skills import actions, wording
from desktop.features.skills.actions import Comparison, Pair
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, ntr, number, tr
from desktop.shell.words import word
from desktop.widgets.page import PageHeader
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


class ComparingView(QWidget):
    """`left` carries the agent; `skill_wanted` agent and skill, to see what a level rests on."""

    left = Signal(int)
    skill_wanted = Signal(int, int)

    def __init__(self, app: App, header: PageHeader) -> None:
        super().__init__()
        self.app, self.header = app, header
        self.agent_id: int | None = None
        self.comparison: Comparison | None = None
        self.back = button(tr("Back to the agent"), self.leave, role="quiet")
        self.table = Table(tr("Both views"), _columns())
        self.table.set_identity(attrgetter("skill.id"))
        self.table.selected.connect(self._show_pair)
        self.table.opened.connect(self._want_skill)
        self.own, self.coach = _Side(), _Side()
        self._lay_out()

    def open(self, agent_id: int) -> None:
        self.agent_id, self.comparison = agent_id, None
        self.load()

    def load(self) -> None:
        if self.app.store is not None and self.agent_id is not None:
            self.app.jobs.run(
                actions.compare,
                self.app.store,
                self.agent_id,
                self.app.clock().date(),
                self.app.user,
                done=self.show_comparison,
                owner=self,
            )

    def show_comparison(self, found: Comparison | None) -> None:
        """Show both; with None (a view was opened again) go back to the agent."""
        if found is None:
            self.leave()
            return
        first = self.comparison is None
        self.comparison = found
        self.header.set_title(tr("Side by side: {name}", name=found.agent.name))
        self.header.set_state(_reading(found))
        self.header.set_primary(tr("Write a plan for this skill"), self.write_plan, "Ctrl+Return")
        self.table.show_rows(found.pairs)
        if first:
            self.table.select(bool)
            self.table.setFocus()

    def write_plan(self) -> None:
        """Begin a plan with the skill chosen."""
        pair = self.table.current()
        if self.agent_id is not None:
            self.app.go("plans", ("start", self.agent_id, pair.skill.id if pair else None))

    def leave(self) -> None:
        agent, self.agent_id, self.comparison = self.agent_id, None, None
        self.left.emit(agent or 0)

    def _want_skill(self, pair: Pair) -> None:
        if self.agent_id is not None:
            self.skill_wanted.emit(self.agent_id, pair.skill.id)

    def _show_pair(self, pair: Pair | None) -> None:
        if pair is None or self.comparison is None:
            return
        self.own.show_rating(AssessmentKind.SELF, self.comparison.own.begun_on, pair.skill, pair.own)
        self.coach.show_rating(AssessmentKind.COACH, self.comparison.coach.begun_on, pair.skill, pair.coach)

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(self.own, 1)
        sides.addWidget(self.coach, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        column.addLayout(sides)


class _Side(QWidget):
    """One view of one skill in full words."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "heading", wrap=True)
        self.words = label("", wrap=True)
        self.comment = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.heading, self.words, self.comment):
            column.addWidget(widget)
        column.addStretch(1)

    def show_rating(self, kind: AssessmentKind, on: date, skill: Skill, rating: Rating | None) -> None:
        level = rating.level if rating else None
        words = tr("level {n}", n=level) if level else wording.level(None) if rating else tr("not rated")
        self.heading.setText(tr("{view}, {day}: {level}", view=word(kind), day=day(on), level=words))
        self.words.setText(skill.levels[level - 1] if level else "")
        comment = rating.comment if rating else ""
        self.comment.setText(f"“{comment}”" if comment else tr("No words with it."))


def _reading(found: Comparison) -> str:
    known = [pair.difference for pair in found.pairs if pair.difference is not None]
    alike, higher = sum(not apart for apart in known), sum(apart > 0 for apart in known)
    lower = len(known) - alike - higher
    parts = [
        ntr("{n} skill seen alike", "{n} skills seen alike", alike),
        tr("{n} higher in the own view", n=higher),
        tr("{n} lower", n=lower),
    ]
    return ", ".join(parts) + ". " + tr("A difference says what to talk about, not who is right.")


def _columns() -> list[Column]:
    return [
        Column("skill", tr("Skill"), attrgetter("skill.name")),
        Column("own", tr("Own view"), _own, "right", _own_level),
        Column("coach", tr("Coach's view"), _coach, "right", _coach_level),
        Column("required", tr("Required"), _required, "right", attrgetter("required")),
        Column("apart", tr("Own view beside coach's"), _apart, sort=attrgetter("difference"), mark=_meaning),
    ]


def _own(pair: Pair) -> str:
    return wording.level(pair.own.level) if pair.own else ""


def _own_level(pair: Pair) -> object:
    return pair.own.level if pair.own else None


def _coach(pair: Pair) -> str:
    return wording.level(pair.coach.level) if pair.coach else ""


def _coach_level(pair: Pair) -> object:
    return pair.coach.level if pair.coach else None


def _required(pair: Pair) -> str:
    return "" if pair.required is None else number(pair.required)


def _apart(pair: Pair) -> str:
    if pair.difference is None:
        return tr("seen by one side only") if _one_sided(pair) else tr("not seen yet")
    return wording.perception_words(pair.difference)


def _one_sided(pair: Pair) -> bool:
    return (_own_level(pair) is None) != (_coach_level(pair) is None)


def _meaning(pair: Pair) -> str:
    if pair.difference is None:
        return "no_moment"
    return "info" if pair.difference else "good"
