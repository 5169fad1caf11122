"""An agent's skills as a list: strengths first, then gaps heaviest first, each with both views in words."""

from operator import attrgetter

from desktop.features.skills import wording
from desktop.features.skills.reading import SkillLine
from desktop.shell.settings import Settings
from desktop.shell.text import number, tr
from desktop.widgets.rows import Column
from desktop.widgets.tables import Table


def make_skill_table(settings: Settings) -> Table:
    """At first the columns that fit beside the list of agents; the others wait in the column menu."""
    columns = [
        Column("skill", tr("Skill"), attrgetter("gap.skill.name"), tip=attrgetter("gap.skill.definition")),
        Column("stands", tr("Beside the standard"), _stands, sort=attrgetter("gap.gap"), mark=_meaning),
        Column("own", tr("Own view"), _own, sort=attrgetter("gap.perception"), tip=_perception),
        Column("shown", tr("Shown"), _shown, sort=attrgetter("gap.shown"), shown=False),
        Column("required", tr("Required"), _required, "right", attrgetter("gap.required"), shown=False),
        Column("weight", tr("Gap × weight"), _weight, "right", attrgetter("gap.weighted"), shown=False),
        Column("evidence", tr("Evidence"), _evidence, "right", _count, shown=False),
        Column(
            "heard", tr("Questions on calls say"), _heard, sort=_mean, tip=wording.whole_figure, shown=False
        ),
    ]
    table = Table(tr("Skills of this agent"), columns, settings, "skills-agent")
    table.set_identity(attrgetter("gap.skill.id"))
    table.set_empty(tr("No skills are described yet."))
    return table


def _stands(line: SkillLine) -> str:
    return wording.gap_words(line.gap)


def _meaning(line: SkillLine) -> str:
    return wording.gap_meaning(line.gap)


def _required(line: SkillLine) -> str:
    return "" if line.gap.required is None else number(line.gap.required)


def _shown(line: SkillLine) -> str:
    return wording.shown_words(line.gap)


def _own(line: SkillLine) -> str:
    """The level, and how it lies to the coach's."""
    if line.gap.self_level is None:
        return ""
    parts = [number(line.gap.self_level), wording.apart_words(line.gap.perception)]
    return ", ".join(part for part in parts if part)


def _perception(line: SkillLine) -> str:
    return wording.perception_words(line.gap.perception)


def _weight(line: SkillLine) -> str:
    weighted = line.gap.weighted
    return number(weighted) if weighted is not None and weighted > 0 else ""


def _evidence(line: SkillLine) -> str:
    return number(len(line.gap.evidence)) if line.gap.shown is not None else ""


def _count(line: SkillLine) -> object:
    return len(line.gap.evidence)


def _heard(line: SkillLine) -> str:
    return wording.heard_words(line)


def _mean(line: SkillLine) -> object:
    return line.heard.value if line.heard else None
