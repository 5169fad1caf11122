"""The plan as a document: every figure, date and word ready to print, nothing decided twice."""

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import shorten
from typing import Literal

from db.records.plans import Action, ActionStatus, Goal, Reply, Side
from desktop.coaching.gaps import Gap
from desktop.coaching.gaps import gaps as widest
from desktop.coaching.gaps import strengths as best
from desktop.documents.plan import (
    ConditionAnswer,
    FocusArea,
    PlanDocument,
    PlannedAction,
    PlannedCheckIn,
    PlannedGoal,
    SignatureLine,
    SkillGap,
    Strength,
    Words,
)
from desktop.features.plans import wording
from desktop.features.plans.reading import Sheet
from desktop.shell.text import clock, day, locale_in_use, percent, tr
from desktop.shell.words import word

LONGEST_NOTE = 120
MOST_GAPS = 6
MOST_NOTES = 2
MOST_STRENGTHS = 3
MARKS: dict[Reply | None, Literal["full", "empty", "half", "none"]] = {
    Reply.YES: "full",
    Reply.NO: "empty",
    Reply.UNSURE: "half",
    None: "none",
}


def plan_document(sheet: Sheet, site: str) -> PlanDocument:
    """Dated by the plan itself, so that the same plan gives the same bytes on any day."""
    plan = sheet.plan
    made_on = dated(sheet)
    return PlanDocument(
        name=sheet.agent.name,
        made_on=made_on,
        printed=day(made_on),
        site=site,
        team=sheet.agent.team,
        stage=word(sheet.stage),
        begun=day(plan.begun_on),
        review="" if plan.review_on is None else day(plan.review_on),
        share="" if sheet.share is None else percent(sheet.share),
        vision=plan.vision,
        strengths_note=plan.strengths,
        strengths=tuple(_strengths(sheet.picture)),
        gaps=tuple(_gaps(sheet)),
        areas=tuple(_areas(sheet)),
        actions=tuple(_action(sheet, one) for one in sheet.whole.actions if one.goal_id is None),
        together=plan.together,
        conditions=tuple(_conditions(sheet)),
        check_ins=tuple(PlannedCheckIn(day(one.due_on), one.progress) for one in sheet.whole.check_ins),
        signatures=tuple(_signature(sheet, side) for side in Side),
        words=Words.translated(tr),
        locale=locale_in_use(),
    )


def dated(sheet: Sheet) -> date:
    """The last day on which something was settled: a check-in held, the plan signed, or begun."""
    held = [one.held_on for one in sheet.whole.check_ins if one.held_on is not None]
    signed = [one.signed_at.date() for one in sheet.whole.signatures]
    return max([sheet.plan.begun_on, *held, *signed])


def _strengths(picture: Iterable[Gap]) -> Iterator[Strength]:
    for gap in best(picture)[:MOST_STRENGTHS]:
        assert gap.shown is not None
        seen = "" if gap.shown_on is None else tr("assessed {day}", day=day(gap.shown_on))
        note = "" if gap.required is None else tr("standard {required}", required=gap.required)
        yield Strength(
            gap.skill.levels[gap.shown - 1],
            tr("{skill}, {seen}", skill=gap.skill.name, seen=seen) if seen else gap.skill.name,
            wording.level(gap.shown).capitalize(),
            note,
        )


def _gaps(sheet: Sheet) -> Iterator[SkillGap]:
    """The skills this plan is about first, then the widest other gaps."""
    goals = {goal.skill_id: goal for goal in sheet.whole.goals if goal.skill_id is not None}
    chosen = [one for one in sheet.picture if one.skill.id in goals]
    others = [one for one in widest(sheet.picture) if one.skill.id not in goals]
    for gap in [*chosen, *others][:MOST_GAPS]:
        seen = None if gap.shown is None else float(gap.shown)
        own = None if gap.self_level is None else float(gap.self_level)
        needed = None if gap.required is None else float(gap.required)
        aim = _next_level(goals.get(gap.skill.id))
        text = gap.skill.levels[aim - 1] if aim is not None else ""
        yield SkillGap(gap.skill.name, needed, seen, own, aim, text)


def _next_level(goal: Goal | None) -> int | None:
    """What the goal aims at is described; other skills only show where they stand."""
    return None if goal is None or goal.target is None else min(5, max(1, round(goal.target)))


def _areas(sheet: Sheet) -> Iterator[FocusArea]:
    for area in sheet.whole.areas:
        goals = [goal for goal in sheet.whole.goals if goal.area_id == area.id]
        yield FocusArea(area.title, tuple(_goal(sheet, goal, area.title) for goal in goals))


def _goal(sheet: Sheet, goal: Goal, area: str) -> PlannedGoal:
    """An area named after its goal says what it is about already."""
    title = wording.subject(sheet, goal)
    head, _, note = wording.baseline(goal).partition(",")
    value, plus, interval = head.partition("\N{NO-BREAK SPACE}±")
    return PlannedGoal(
        title="" if title.rstrip("?") == area else title,
        heard=_heard(sheet, goal),
        own_words=goal.own_words,
        why=goal.why,
        how_known=goal.how_known,
        today=value[:1].upper() + value[1:],
        today_note=(f"{plus}{interval}".strip("\N{NO-BREAK SPACE}") + ("," if plus else "") + note).strip(),
        target=wording.target(goal)[:1].upper() + wording.target(goal)[1:],
        due="" if goal.due_on is None else day(goal.due_on),
        actions=tuple(_action(sheet, one) for one in sheet.whole.actions if one.goal_id == goal.id),
    )


def _heard(sheet: Sheet, goal: Goal) -> str:
    """`Asked the name twice (0:02)`: notes that the level seen rests on, a line each, none twice."""
    places: dict[str, float] = {}
    for note in sheet.heard.get(goal.skill_id or 0, ()):
        text = shorten(note.text, LONGEST_NOTE, placeholder="…")
        if text and len(places) < MOST_NOTES:
            places.setdefault(text, note.at_s)
    return "\n".join(tr("{text} ({at})", text=text, at=clock(at)) for text, at in places.items())


def _action(sheet: Sheet, action: Action) -> PlannedAction:
    done = action.status is ActionStatus.DONE
    return PlannedAction(
        text=action.title,
        who=wording.side_name(sheet, action.owner),
        due="" if action.due_on is None else day(action.due_on),
        kind=word(action.kind),
        status="" if action.status is ActionStatus.OPEN else word(action.status).lower(),
        done=done,
    )


def _conditions(sheet: Sheet) -> Iterator[ConditionAnswer]:
    for one in sheet.whole.conditions:
        text = wording.condition_question(one.kind, sheet.agent.name)
        yield ConditionAnswer(text, word(one.reply), MARKS[one.reply], one.comment)


def _signature(sheet: Sheet, side: Side) -> SignatureLine:
    found = next((one for one in sheet.whole.signatures if one.side is side), None)
    if found is None:
        return SignatureLine(word(side), wording.side_name(sheet, side))
    return SignatureLine(word(side), found.name, tr("Signed {day}", day=day(found.signed_at)))
