"""What makes a growth plan one: whose words it holds, what is still missing, and what falls due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.records.plans import (
    Action,
    ActionStatus,
    Area,
    Condition,
    ConditionKind,
    Goal,
    PlanState,
    Reply,
    Side,
    WholePlan,
)
from db.records.practice import Improvement

MOST_LIVE_AREAS = 2
CHECK_IN_DAYS = (30, 60, 90)
SOON_DAYS = 14


class Lack(StrEnum):
    """What a plan may lack, in the order in which it is filled."""

    STRENGTHS = "strengths"
    AREA = "area"
    TOO_MANY_AREAS = "too_many_areas"
    AREA_TITLE = "area_title"
    GOAL = "goal"  # an area without one
    OWN_WORDS = "own_words"
    WHY = "why"
    HOW_KNOWN = "how_known"
    BASELINE = "baseline"
    TARGET = "target"
    TARGET_NOT_ABOVE_BASELINE = "target_not_above_baseline"
    DUE_DATE = "due_date"  # of a goal: when it is observed again
    ACTION = "action"  # a goal without one
    ACTION_DATE = "action_date"
    SUPERVISOR_ACTION = "supervisor_action"  # the supervisor owes nothing in the whole plan
    CONDITION_REPLY = "condition_reply"
    CONDITION_ANSWER = "condition_answer"  # a 'no' without a supervisor's action or improvement item
    CHECK_IN = "check_in"


ADVICE = frozenset(
    {
        Lack.STRENGTHS,
        Lack.HOW_KNOWN,
        Lack.BASELINE,
        Lack.TARGET_NOT_ABOVE_BASELINE,
        Lack.ACTION_DATE,
        Lack.SUPERVISOR_ACTION,
    }
)
"""What makes a plan better but keeps nobody from signing it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something not filled, with the id of the area, goal or action or the condition it is missing from."""

    lack: Lack
    area_id: int | None = None
    goal_id: int | None = None
    action_id: int | None = None
    condition: ConditionKind | None = None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the plan from being signed."""
        return self.lack not in ADVICE


@dataclass(frozen=True, slots=True)
class Progress:
    """Actions by status; `share` (0–1) is done of those not dropped, None where there are none."""

    done: int
    open: int
    dropped: int
    late: int

    @property
    def share(self) -> float | None:
        kept = self.done + self.open
        return self.done / kept if kept else None


class DueKind(StrEnum):
    ACTION = "action"
    CHECK_IN = "check_in"
    RE_OBSERVATION = "re_observation"  # a goal's date


@dataclass(frozen=True, slots=True)
class Due:
    """Something promised for a day; `id` is the action's, check-in's or goal's, `owner` whose it is."""

    kind: DueKind
    id: int
    on: date
    late: bool
    owner: Side


def written_by_agent(whole: WholePlan) -> float | None:
    """Return the agent's share (0–1) of the characters typed into the plan; None where nothing is.

    The agent's are a goal's own words, why and how it will be known, and the actions the agent wrote. The
    others are area titles, strengths, what is done together, comments on conditions, all other actions. The
    service vision is not typed; evidence and check-in notes come after the plan.
    """
    mine = sum(map(_length, _agents_texts(whole)))
    theirs = sum(map(_length, _supervisors_texts(whole)))
    return mine / (mine + theirs) if mine + theirs else None


def live_areas(wholes: Iterable[WholePlan]) -> tuple[Area, ...]:
    """Return the areas of an agent's plans that are not closed; more than `MOST_LIVE_AREAS` lose focus."""
    return tuple(area for whole in wholes if whole.plan.state is not PlanState.CLOSED for area in whole.areas)


def default_check_ins(begun_on: date) -> tuple[date, date, date]:
    """Return the days 30, 60 and 90 days after the plan began."""
    first, second, third = (begun_on + timedelta(days=days) for days in CHECK_IN_DAYS)
    return first, second, third


def missing(whole: WholePlan, improvements: Iterable[Improvement] = ()) -> tuple[Missing, ...]:
    """Return what is not filled yet, in the order of the plan; `improvements` are those raised from it."""
    raised = sum(1 for one in improvements if one.plan_id == whole.plan.id)
    return (
        *_lacking_strengths(whole),
        *_lacking_areas(whole),
        *(one for goal in whole.goals for one in _lacking_in_goal(goal, whole.actions)),
        *_lacking_in_actions(whole.actions),
        *_lacking_conditions(whole, raised),
        *([] if whole.check_ins else [Missing(Lack.CHECK_IN)]),
    )


def unsigned(whole: WholePlan) -> tuple[Side, ...]:
    """Return the sides that have not signed, the agent's first."""
    signed = {one.side for one in whole.signatures}
    return tuple(side for side in Side if side not in signed)


def expected_rise(goal: Goal) -> float | None:
    """Return target − baseline in the goal's unit; None where one is missing or it is no rise."""
    if goal.target is None or goal.baseline is None or goal.target <= goal.baseline:
        return None
    return goal.target - goal.baseline


def progress(actions: Iterable[Action], today: date, owner: Side | None = None) -> Progress:
    """Count actions, all or one side's; late are open ones whose day has passed."""
    mine = [one for one in actions if owner is None or one.owner is owner]
    count = {status: sum(1 for one in mine if one.status is status) for status in ActionStatus}
    late = sum(1 for one in mine if one.status is ActionStatus.OPEN and one.due_on and one.due_on < today)
    return Progress(count[ActionStatus.DONE], count[ActionStatus.OPEN], count[ActionStatus.DROPPED], late)


def due(whole: WholePlan, today: date, within: int = SOON_DAYS) -> tuple[Due, ...]:
    """Return what an agreed plan owes up to `within` days from now and what is late, the oldest first.

    Drafts and closed plans owe nothing. A goal is due for re-observation on its date.
    """
    if whole.plan.state is not PlanState.AGREED:
        return ()
    last = today + timedelta(days=within)
    return tuple(sorted((one for one in _dues(whole, today) if one.on <= last), key=_due_order))


def _due_order(due: Due) -> tuple[date, str, int]:
    return due.on, due.kind.value, due.id


def _dues(whole: WholePlan, today: date) -> Iterator[Due]:
    for action in whole.actions:
        if action.status is ActionStatus.OPEN and action.due_on is not None:
            yield Due(DueKind.ACTION, action.id, action.due_on, action.due_on < today, action.owner)
    for check_in in whole.check_ins:
        if check_in.held_on is None:
            yield Due(
                DueKind.CHECK_IN, check_in.id, check_in.due_on, check_in.due_on < today, Side.SUPERVISOR
            )
    for goal in whole.goals:
        if goal.due_on is not None:
            yield Due(DueKind.RE_OBSERVATION, goal.id, goal.due_on, goal.due_on < today, Side.SUPERVISOR)


def _length(text: str) -> int:
    return len("".join(text.split()))


def _agents_texts(whole: WholePlan) -> Iterator[str]:
    for goal in whole.goals:
        yield from (goal.own_words, goal.why, goal.how_known)
    yield from (action.title for action in whole.actions if action.written_by is Side.AGENT)


def _supervisors_texts(whole: WholePlan) -> Iterator[str]:
    yield from (whole.plan.strengths, whole.plan.together)
    yield from (area.title for area in whole.areas)
    yield from (action.title for action in whole.actions if action.written_by is not Side.AGENT)
    yield from (condition.comment for condition in whole.conditions)


def _lacking_strengths(whole: WholePlan) -> Iterator[Missing]:
    if not whole.plan.strengths.strip():
        yield Missing(Lack.STRENGTHS)


def _lacking_areas(whole: WholePlan) -> Iterator[Missing]:
    if not whole.areas:
        yield Missing(Lack.AREA)
    if len(whole.areas) > MOST_LIVE_AREAS:
        yield Missing(Lack.TOO_MANY_AREAS)
    for area in whole.areas:
        if not area.title.strip():
            yield Missing(Lack.AREA_TITLE, area_id=area.id)
        if not any(goal.area_id == area.id for goal in whole.goals):
            yield Missing(Lack.GOAL, area_id=area.id)


def _lacking_in_goal(goal: Goal, actions: Sequence[Action]) -> Iterator[Missing]:
    kept = [one for one in actions if one.goal_id == goal.id and one.status is not ActionStatus.DROPPED]
    no_rise = None not in (goal.baseline, goal.target) and expected_rise(goal) is None
    lacks = {
        Lack.OWN_WORDS: not goal.own_words.strip(),
        Lack.WHY: not goal.why.strip(),
        Lack.HOW_KNOWN: not goal.how_known.strip(),
        Lack.BASELINE: goal.baseline is None,
        Lack.TARGET: goal.target is None,
        Lack.TARGET_NOT_ABOVE_BASELINE: no_rise,
        Lack.DUE_DATE: goal.due_on is None,
        Lack.ACTION: not kept,
    }
    for lack, is_lacking in lacks.items():
        if is_lacking:
            yield Missing(lack, area_id=goal.area_id, goal_id=goal.id)


def _lacking_in_actions(actions: Sequence[Action]) -> Iterator[Missing]:
    kept = [one for one in actions if one.status is not ActionStatus.DROPPED]
    for action in kept:
        if action.due_on is None:
            yield Missing(Lack.ACTION_DATE, goal_id=action.goal_id, action_id=action.id)
    if not any(one.owner is Side.SUPERVISOR for one in kept):
        yield Missing(Lack.SUPERVISOR_ACTION)


def _lacking_conditions(whole: WholePlan, raised: int) -> Iterator[Missing]:
    replies = {one.kind: one for one in whole.conditions}
    for kind in ConditionKind:
        if kind not in replies or replies[kind].reply is None:
            yield Missing(Lack.CONDITION_REPLY, condition=kind)
    yield from _unanswered_noes([one for one in whole.conditions if one.reply is Reply.NO], whole, raised)


def _unanswered_noes(noes: list[Condition], whole: WholePlan, raised: int) -> Iterator[Missing]:
    """Each 'no' needs its own answer: a supervisor's action for the whole plan, or an improvement item."""
    promised = sum(
        one.owner is Side.SUPERVISOR and one.goal_id is None and one.status is not ActionStatus.DROPPED
        for one in whole.actions
    )
    for condition in noes[promised + raised :]:
        yield Missing(Lack.CONDITION_ANSWER, condition=condition.kind)
