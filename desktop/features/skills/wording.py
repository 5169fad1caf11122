"""Levels, gaps and views in words, so that no number and no colour stands alone."""

from db.records.people import Agent, Stage
from db.records.skills import AssessmentKind
from desktop.coaching.gaps import Gap
from desktop.features.skills.reading import WEEKS_HEARD, SkillLine
from desktop.shell import text
from desktop.shell.text import day, ntr, tr
from desktop.shell.words import word

_NUMBERS = {1: "one level", 2: "two levels", 3: "three levels", 4: "four levels"}
_BY = {AssessmentKind.COACH: "coach", AssessmentKind.DEMONSTRATION: "demonstration"}


def levels(n: int) -> str:
    """A distance of 1–4 levels in words."""
    return tr(_NUMBERS[abs(n)])


def level(value: int | None) -> str:
    return tr("not seen yet") if value is None else text.number(value)


def gap_words(gap: Gap) -> str:
    """Where a skill stands beside what is required."""
    if gap.required is None:
        return tr("no standard")
    if gap.gap is None:
        return tr("not seen yet")
    if gap.gap == 0:
        return tr("at the standard")
    return (
        tr("{levels} below", levels=levels(gap.gap))
        if gap.gap > 0
        else tr("{levels} above", levels=levels(gap.gap))
    )


def gap_meaning(gap: Gap) -> str:
    """The meaning whose shape stands beside the words."""
    if gap.gap is None:
        return "no_moment" if gap.required is not None else ""
    return "opportunity" if gap.gap > 0 else "strength" if gap.gap < 0 else "good"


def perception_words(apart: int | None) -> str:
    """How the agent's own view lies to the coach's."""
    if apart is None:
        return ""
    if apart == 0:
        return tr("seen alike")
    if apart > 0:
        return tr("sees themself {levels} higher", levels=levels(apart))
    return tr("sees themself {levels} lower", levels=levels(apart))


def apart_words(apart: int | None) -> str:
    """The same in a narrow column under "Own view"."""
    if not apart:
        return perception_words(apart)
    one = tr("{levels} higher") if apart > 0 else tr("{levels} lower")
    return one.format(levels=levels(apart))


def shown_words(gap: Gap) -> str:
    """The level shown, by whom and when."""
    if gap.shown is None or gap.shown_by is None or gap.shown_on is None:
        return tr("not seen yet")
    return tr("{level}, {by}, {day}", level=gap.shown, by=tr(_BY[gap.shown_by]), day=day(gap.shown_on))


def heard_words(line: SkillLine) -> str:
    """What the questions on calls say: mean, interval and n, or that there is too little to say."""
    if line.heard is None:
        return tr("no question asks for it")
    if line.too_few and line.heard.n:
        return text.too_few(line.heard.n)
    return whole_figure(line)


def whole_figure(line: SkillLine) -> str:
    """The figure as it is, however few calls carry it."""
    if line.heard is None:
        return tr("no question asks for it")
    if not line.heard.n:
        return tr("none in the last {n} weeks", n=WEEKS_HEARD)
    return text.percent_figure(line.heard)


def stage_words(agent: Agent, stage: Stage) -> str:
    """The stage and where it comes from."""
    if agent.hired_on is None:
        return tr(
            "The hire date isn't known: the standard of {stage} agents is shown.", stage=word(stage).lower()
        )
    return tr("{stage}, here since {day}.", stage=word(stage), day=day(agent.hired_on))


def picture_words(strengths: int, gaps: int, unseen: int) -> str:
    """One sentence about an agent's picture, strengths first."""
    parts = [
        ntr("{n} skill at or above the standard", "{n} skills at or above the standard", strengths),
        ntr("{n} gap", "{n} gaps", gaps),
    ]
    if unseen:
        parts.append(ntr("{n} not seen yet", "{n} not seen yet", unseen))
    return ", ".join(parts) + "."
