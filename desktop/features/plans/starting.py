"""Where a plan begins: what stands out on the agent's calls and assessments, each with its reason.

Nothing is chosen by itself: a suggestion becomes a goal only when somebody picks it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.connection import Database
from db.queries import people, plans, practice, scorecards, skills
from db.records.people import Agent, Stage, User
from db.records.plans import Area, CheckIn, Goal, Plan, PlanState, WholePlan
from db.records.skills import AssessmentKind
from db.store import Store
from desktop.coaching import gaps
from desktop.coaching import plans as rules
from desktop.coaching.access import Deed, demand
from desktop.coaching.gaps import Gap, Place, Standing
from desktop.coaching.statistics import Estimate
from desktop.features.plans.evidence import estimate, lines, picture, question_sums, subject_of, weeks_before

TOP_LEVEL = 5
FAIR_LEVEL = 3
WITHIN_REACH = 2
MOST_STRENGTHS = 3
MOST_SKILLS = 5
MOST_QUESTIONS = 4
TABLES = ("plan", "condition", "area", "goal", "check_in")


@dataclass(frozen=True, slots=True)
class Pick:
    """What a goal is to move: a skill or a question."""

    skill_id: int | None = None
    question: str = ""


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """Why a skill is suggested: levels 1–5, who saw it, what stage asks for it, and the evidence's number."""

    shown: int | None
    shown_by: AssessmentKind | None
    shown_on: date | None
    required: int | None
    self_level: int | None
    stage: Stage
    notes: int
    answers: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One possible goal. `skill` is None for a question, `figure` (percent) and `place` None for a skill."""

    pick: Pick
    title: str
    skill: SkillFacts | None = None
    figure: Estimate | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """All that a start shows of one agent. `live` are the titles of focus areas in plans not yet closed."""

    agent: Agent
    stage: Stage
    strengths: tuple[Suggestion, ...]
    skills: tuple[Suggestion, ...]
    questions: tuple[Suggestion, ...]
    others: tuple[Suggestion, ...]
    live: tuple[str, ...]
    draft: WholePlan | None
    since: date
    until: date

    @property
    def room(self) -> int:
        """How many focus areas may still be added."""
        return max(0, rules.MOST_LIVE_AREAS - len(self.live))


class TooManyAreas(ValueError):
    """A third focus area was asked for; `live` names those there are."""

    def __init__(self, live: Sequence[str]) -> None:
        super().__init__(f"{len(live)} focus areas are live")
        self.live = tuple(live)


def suggest(store: Store, agent_id: int, today: date) -> Beginning:
    """What could be worked on, and what goes well; for the thirteen weeks before today."""
    with store.reading() as db:
        agent = people.agent(db, agent_id)
        span = weeks_before(today)
        stage = gaps.stage(agent.hired_on, today)
        whole = picture(db, agent, today)
        asked = _asked(db, agent_id, span)
        wholes = plans.wholes(db, agent_id)
        wide = [_of_gap(one, stage) for one in gaps.gaps(whole)]
        return Beginning(
            agent=agent,
            stage=stage,
            strengths=_strengths(whole, stage, asked),
            skills=tuple(wide[:MOST_SKILLS]),
            questions=tuple(_weakest(asked)),
            others=tuple(_others(wide[MOST_SKILLS:], whole, stage)),
            live=tuple(area.title for area in rules.live_areas(wholes)),
            draft=next((one for one in wholes if is_open(one)), None),
            since=span[0],
            until=span[1],
        )


def is_open(whole: WholePlan) -> bool:
    """Whether it may still be written in: a draft that nobody has signed."""
    return whole.plan.state is PlanState.DRAFT and not whole.signatures


def _asked(db: Database, agent_id: int, span: tuple[date, date]) -> tuple[Suggestion, ...]:
    known = scorecards.questions(db)
    standings = gaps.standings(question_sums(db, agent_id, span))
    return tuple(_of_standing(one, known[one.key].text) for one in standings if one.key in known)


def _of_standing(standing: Standing, text: str) -> Suggestion:
    return Suggestion(Pick(question=standing.key), text, figure=standing.estimate, place=standing.place)


def _of_gap(gap: Gap, stage: Stage) -> Suggestion:
    facts = SkillFacts(
        gap.shown,
        gap.shown_by,
        gap.shown_on,
        gap.required,
        gap.self_level,
        stage,
        notes=sum(one.note_id is not None for one in gap.evidence),
        answers=sum(one.evaluation_id is not None for one in gap.evidence),
    )
    return Suggestion(Pick(skill_id=gap.skill.id), gap.skill.name, skill=facts)


def _strengths(whole: Iterable[Gap], stage: Stage, asked: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Questions clearly above the agent's own mean, best first, then skills at or above the standard."""
    high = [one for one in reversed(asked) if one.place is Place.HIGH][: MOST_STRENGTHS - 1]
    able = [_of_gap(one, stage) for one in gaps.strengths(whole)]
    return (*able[: MOST_STRENGTHS * 2 - 1 - len(high)], *high)


def _weakest(asked: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Those clearly low; where there are none, the lowest known, and their reason says so."""
    low = [one for one in asked if one.place is Place.LOW]
    known = [one for one in asked if one.place is Place.MIDDLE]
    thin = [one for one in asked if one.place is Place.TOO_FEW_CALLS]
    yield from (low or known or thin)[:MOST_QUESTIONS]


def _others(rest: Iterable[Suggestion], whole: Sequence[Gap], stage: Stage) -> Iterator[Suggestion]:
    """Every other skill, so that the agent's own wish can become a goal too."""
    yield from rest
    taken = {one.skill.id for one in gaps.gaps(whole)}
    yield from (_of_gap(one, stage) for one in whole if one.skill.id not in taken)


def begin(store: Store, agent_id: int, picks: Sequence[Pick], by: User, today: date) -> int:
    """Begin a plan with a focus area for each pick, or add them to the draft there is; the plan's id.

    Check-ins stand at 30, 60 and 90 days. Raises TooManyAreas where more than two would be live.
    """
    demand(by, Deed.WRITE_PLAN)
    with store.writing(*TABLES) as db:
        wholes = plans.wholes(db, agent_id)
        live = [area.title for area in rules.live_areas(wholes)]
        if len(live) + len(picks) > rules.MOST_LIVE_AREAS:
            raise TooManyAreas(live)
        draft = next((one for one in wholes if is_open(one)), None)
        plan_id = draft.plan.id if draft else _begin_plan(db, agent_id, by, today)
        for pick in picks:
            _add_area(db, plan_id, pick)
        return plan_id


def _begin_plan(db: Database, agent_id: int, by: User, today: date) -> int:
    vision = practice.vision(db)
    plan_id = plans.begin(db, agent_id, by.id, today, vision.sentence if vision else "")
    days = rules.default_check_ins(today)
    for day in days:
        plans.add(db, CheckIn(0, b"", plan_id, day))
    plans.set_values(db, Plan, plan_id, review_on=days[-1])
    return plan_id


def _add_area(db: Database, plan_id: int, pick: Pick) -> None:
    whole = plans.whole(db, plan_id)
    position = max((one.position for one in whole.areas), default=0) + 1
    area_id = plans.add(db, Area(0, b"", plan_id, _title(db, pick), position))
    goal = Goal(0, b"", area_id, pick.skill_id, pick.question, 1)
    plans.add(db, measured_goal(db, whole.plan, goal))


def _title(db: Database, pick: Pick) -> str:
    if pick.skill_id is not None:
        return next(one.name for one in skills.skills(db) if one.id == pick.skill_id)
    return scorecards.questions(db)[pick.question].text.rstrip("?")


def measured_goal(db: Database, plan: Plan, goal: Goal) -> Goal:
    """The goal with its baseline from the evidence, and with a date 90 days from the plan's beginning.

    A skill's baseline is the level seen last; its target is the standard where that is at most two levels
    away. A question's is the mean of the thirteen weeks before the plan began; its target is for the two to
    settle.
    """
    due = replace(goal, due_on=rules.default_check_ins(plan.begun_on)[-1])
    if goal.skill_id is not None:
        return _measured_skill(due, picture(db, people.agent(db, plan.agent_id), plan.begun_on))
    found = estimate(lines(db, subject_of(goal, plan.agent_id), *weeks_before(plan.begun_on)))
    low, high = (None if one is None else min(100.0, max(0.0, one)) for one in (found.low, found.high))
    return replace(due, baseline=found.value, baseline_n=found.n, baseline_low=low, baseline_high=high)


def _measured_skill(goal: Goal, whole: Iterable[Gap]) -> Goal:
    gap = next(one for one in whole if one.skill.id == goal.skill_id)
    if gap.shown is None:
        required = None if gap.required is None else float(gap.required)
        return replace(goal, baseline=None, baseline_n=0, target=required)
    return replace(goal, baseline=float(gap.shown), baseline_n=1, target=float(_first_target(gap)))


def _first_target(gap: Gap) -> int:
    """The standard within reach; else a step towards it, though none that still describes poor practice."""
    assert gap.shown is not None
    if gap.gap is not None and 0 < gap.gap <= WITHIN_REACH:
        return gap.shown + gap.gap
    return min(TOP_LEVEL, max(FAIR_LEVEL, gap.shown + 1))
