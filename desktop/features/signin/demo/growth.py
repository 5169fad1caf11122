"""The invented growth: assessments by both sides, and plans in the agents' words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from db.queries import plans, practice, skills
from db.records.plans import (
    Action,
    ActionKind,
    ActionStatus,
    Area,
    CheckIn,
    ConditionKind,
    Goal,
    PlanState,
    Reply,
    Side,
    Signature,
)
from db.records.practice import ActionIdea
from db.records.skills import AssessmentKind, Skill
from desktop.coaching import gaps
from desktop.features.signin.demo.calls import Floor
from desktop.features.signin.demo.people import DemoAgent

_CHECK_IN_DAYS = (30, 60, 90)
_REVIEW_DAYS = 91
_CLOSED_AFTER_DAYS = 95


def assess(floor: Floor, agent: DemoAgent, week: int, on: date) -> None:
    """The agent's own view first, then the coach's, with evidence under the coach's lowest ratings."""
    if on <= agent.hired_on:
        return
    floor.moment = datetime.combine(on, time(15), UTC)
    for kind in (AssessmentKind.SELF, AssessmentKind.COACH):
        id = skills.begin_assessment(floor.db, agent.id, kind, _supervisor(floor, agent), on)
        for skill in skills.skills(floor.db):
            level = _level(floor, agent, skill, week, kind)
            rating = skills.rate(floor.db, id, skill.id, level, _comment(floor, skill, level, kind))
            if kind is AssessmentKind.COACH:
                _support(floor, agent, skill, rating)
        skills.finish_assessment(floor.db, id, floor.moment)
        floor.moment += timedelta(days=1)


def _supervisor(floor: Floor, agent: DemoAgent) -> int:
    return floor.supervisors[agent.id % len(floor.supervisors)]


def _level(floor: Floor, agent: DemoAgent, skill: Skill, week: int, kind: AssessmentKind) -> int | None:
    if floor.random.random() < 0.04:
        return None
    level = 1 + 4 * agent.able(skill.key, week) + floor.random.gauss(-0.8, 0.4)
    return min(5, max(1, round(level + (agent.self_view if kind is AssessmentKind.SELF else 0))))


def _comment(floor: Floor, skill: Skill, level: int | None, kind: AssessmentKind) -> str:
    if level is None or floor.random.random() < 0.45:
        return ""
    band = "low" if level <= 2 else "mid" if level == 3 else "high"
    fits = [
        row["text"]
        for row in floor.content["comment"]
        if (row["skill"], row["band"], row["voice"]) == (skill.key, band, kind.value)
    ]
    return floor.random.choice(fits) if fits else ""


def _support(floor: Floor, agent: DemoAgent, skill: Skill, rating: int) -> None:
    heard = floor.heard[agent.id]
    for note_id in heard.notes.get(skill.key, [])[-2:]:
        skills.add_evidence(floor.db, rating, note_id=note_id)
    keys = {
        question.key
        for version in floor.versions
        for question in version.form.questions
        if question.skill == skill.key
    }
    for _, evaluation_id, percents in heard.results[-1:]:
        for question in sorted(keys & percents.keys())[:1]:
            skills.add_evidence(floor.db, rating, evaluation_id=evaluation_id, question=question)


def weakest(floor: Floor, agent: DemoAgent, today: date) -> list[tuple[Skill, int, int]]:
    """(skill, shown level, required level) of the two widest gaps of the newest coach assessment."""
    latest = skills.latest(floor.db, agent.id, AssessmentKind.COACH)
    if latest is None:
        return []
    stage = gaps.stage(agent.hired_on, today)
    required = {row.skill_id: row for row in skills.standards(floor.db) if row.stage is stage}
    shown = {row.skill_id: row.level for row in skills.ratings(floor.db, latest.id) if row.level}
    found = [
        (skill, shown[skill.id], required[skill.id].level)
        for skill in skills.skills(floor.db)
        if skill.id in shown and required[skill.id].level > shown[skill.id]
    ]
    return sorted(found, key=lambda row: (row[1] - row[2], -required[row[0].id].importance))[:2]


def plan(floor: Floor, agent: DemoAgent, on: date) -> None:
    """A plan from the widest gaps; old ones are agreed or closed, those of the last days still drafts."""
    chosen = weakest(floor, agent, on)
    if not chosen:
        return
    db, age = floor.db, (floor.today - on).days
    vision = practice.vision(db)
    floor.moment = datetime.combine(on, time(14), UTC)
    id = plans.begin(db, agent.id, _supervisor(floor, agent), on, vision.sentence if vision else "")
    for position, (skill, shown, required) in enumerate(chosen[: 2 if age % 2 else 1], 1):
        area = plans.add(db, Area(0, b"", id, skill.name, position))
        _add_goal(floor, area, (id, skill, shown, required), on)
    for days in _CHECK_IN_DAYS:
        _add_check_in(floor, id, on + timedelta(days=days))
    made = replace(
        plans.plan(db, id), review_on=on + timedelta(days=_REVIEW_DAYS), strengths=_strengths(floor, agent)
    )
    if age >= 10:
        _agree(floor, id, agent, age)
        made = replace(
            made,
            state=PlanState.CLOSED if age >= _CLOSED_AFTER_DAYS else PlanState.AGREED,
            agreed_at=floor.moment,
        )
    plans.change(db, made)


def _strengths(floor: Floor, agent: DemoAgent) -> str:
    best = max(agent.ability, key=lambda key: agent.ability[key])
    return floor.pick_note("strength", best) or ""


def _add_goal(floor: Floor, area: int, about: tuple[int, Skill, int, int], on: date) -> None:
    plan_id, skill, shown, required = about
    words = [row for row in floor.content["goal_words"] if row["skill"] == skill.key]
    said = floor.random.choice(words) if words else {"own_words": "", "why": "", "how_known": ""}
    goal = Goal(
        0,
        b"",
        area,
        skill.id,
        "",
        1,
        own_words=said["own_words"],
        why=said["why"],
        how_known=said["how_known"],
        baseline=float(shown),
        baseline_n=1,
        target=float(min(required, shown + 1)),
        due_on=on + timedelta(days=_REVIEW_DAYS),
    )
    goal_id = plans.add(floor.db, goal)
    ideas = [idea for idea in practice.ideas(floor.db) if skill.key in idea.skills]
    for position, idea in enumerate(_pick_ideas(floor, ideas), 1):
        _add_action(floor, (plan_id, goal_id), idea, position, on)


def _pick_ideas(floor: Floor, ideas: list[ActionIdea]) -> list[ActionIdea]:
    own = [idea for idea in ideas if idea.owner is Side.AGENT]
    owed = [idea for idea in ideas if idea.owner is Side.SUPERVISOR]
    return floor.random.sample(own, min(2, len(own))) + owed[:1]


def _add_action(floor: Floor, to: tuple[int, int], idea: ActionIdea, position: int, on: date) -> None:
    due_on = on + timedelta(days=7 * floor.random.randint(1, 6))
    done = due_on < floor.today and floor.random.random() < 0.85
    plans.add(
        floor.db,
        Action(
            0,
            b"",
            to[0],
            to[1],
            ActionKind(idea.kind),
            idea.owner,
            idea.title,
            position,
            due_on=due_on,
            status=ActionStatus.DONE if done else ActionStatus.OPEN,
            written_by=floor.random.choice((Side.AGENT, Side.SUPERVISOR)),
        ),
    )


def _add_check_in(floor: Floor, plan_id: int, due_on: date) -> None:
    held = due_on + timedelta(days=floor.random.randint(0, 3))
    past = held < floor.today
    remark = floor.random.choice(floor.content["check_in"])["text"] if past else ""
    plans.add(floor.db, CheckIn(0, b"", plan_id, due_on, held if past else None, remark))


def _agree(floor: Floor, id: int, agent: DemoAgent, age: int) -> None:
    whole = plans.whole(floor.db, id)
    for condition in whole.conditions:
        fits = floor.random.random() > 0.2 or condition.kind is ConditionKind.WILLING
        plans.change(floor.db, replace(condition, reply=Reply.YES if fits else Reply.NO))
        if not fits:
            title = floor.random.choice([row["title"] for row in floor.content["improvement"]])
            practice.raise_improvement(floor.db, title, whole.plan.begun_on, agent.id, id)
    for action in whole.actions if age >= _CLOSED_AFTER_DAYS else ():
        if action.status is ActionStatus.OPEN:
            plans.change(floor.db, replace(action, status=ActionStatus.DROPPED))
    coach = next(row for row in floor.content["supervisors"])
    for side, name in ((Side.AGENT, agent.name), (Side.SUPERVISOR, coach)):
        plans.add(floor.db, Signature(0, b"", id, side, name, floor.moment))
