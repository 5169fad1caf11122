"""The calls and assessments behind a figure of a plan: each number is worked out from the rows it opens."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from db.connection import Database
from db.queries import behind, evaluations, observations, scorecards, skills
from db.records.figures import Behind, KeyedSum, Scope
from db.records.observations import Note
from db.records.people import Agent
from db.records.plans import Goal
from db.records.scorecards import Form, ScorecardVersion
from db.records.skills import Skill
from desktop.coaching import blind, gaps, scoring
from desktop.coaching.statistics import Estimate, Sample, mean_percent, sample
from desktop.shell.text import ntr

WEEKS_BEFORE = 13
MOST_CALLS = 2000
MOST_CALLS_OF_TEAM = 50_000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a goal moves: one skill (by id) or one question (by key), and whose."""

    agent_id: int
    skill_id: int | None = None
    question: str = ""


def subject_of(goal: Goal, agent_id: int) -> Subject:
    return Subject(agent_id, goal.skill_id, goal.question)


def weeks_before(day: date) -> tuple[date, date]:
    """The first and last of the thirteen weeks (91 days) before `day`."""
    return day - timedelta(days=7 * WEEKS_BEFORE), day - timedelta(days=1)


def lines(db: Database, of: Subject, since: date, until: date) -> tuple[Behind, ...]:
    """The finished evaluations that say something about the subject, newest first, `percent` being what."""
    scope = Scope(agent_id=of.agent_id, since=since, until=until)
    if of.skill_id is None:
        return behind.answers(db, of.question, scope, MOST_CALLS)
    skill = next(one for one in skills.skills(db) if one.id == of.skill_id)
    return tuple(_of_skill(db, skill, scope))


def _of_skill(db: Database, skill: Skill, scope: Scope) -> Iterable[Behind]:
    rows = {line.evaluation_id: line for line in behind.scores(db, scope, MOST_CALLS)}
    assert scope.agent_id is not None
    filled = evaluations.counted(db, scope.agent_id, scope.since, scope.until, MOST_CALLS)
    versions = {one.id: one for one in scorecards.versions(db, {one.version_id for one in filled})}
    for one in filled:
        version = versions[one.version_id]
        percent = scoring.skill_percents(version.form, one.answers).get(skill.key)
        if percent is not None and one.id in rows:
            words = _questions_on(version, skill.key)
            yield replace(rows[one.id], answer=words, percent=percent)


def _questions_on(version: ScorecardVersion, skill: str) -> str:
    n = sum(question.skill == skill for question in version.form.questions)
    return ntr("{n} question on it", "{n} questions on it", n)


def question_sums(db: Database, agent_id: int, span: tuple[date, date]) -> tuple[KeyedSum, ...]:
    """The sums of each question over those days, worked out from the evaluations themselves.

    The week sums would say it sooner but not to the day, and every figure must open to its own calls.
    """
    filled = evaluations.counted(db, agent_id, *span, MOST_CALLS)
    versions = {one.id: one for one in scorecards.versions(db, {one.version_id for one in filled})}
    values: dict[str, list[float]] = {}
    for one in filled:
        for key, percent in scoring.question_percents(versions[one.version_id].form, one.answers).items():
            values.setdefault(key, []).append(percent)
    sums = ((key, sample(known)) for key, known in sorted(values.items()))
    return tuple(KeyedSum(key, one.n, one.total, one.squares) for key, one in sums)


def summed(found: Iterable[Behind]) -> Sample:
    return sample(line.percent for line in found if line.percent is not None)


def estimate(found: Iterable[Behind]) -> Estimate:
    """Their mean in percent, with its interval."""
    return mean_percent(summed(found))


def of_team(db: Database, agent: Agent, of: Subject, span: tuple[date, date]) -> tuple[KeyedSum, ...]:
    """The same figure of each agent of the team over the same days, for what chance alone would do.

    `key` is the agent's id. Week sums would not do: a plan begun midweek would have calls of its own among
    those before it.
    """
    scope = Scope(team_id=agent.team_id, since=span[0], until=span[1])
    values: dict[int, list[float]] = {}
    for line in _of_all(db, of, scope):
        if line.percent is not None:
            values.setdefault(line.agent_id, []).append(line.percent)
    sums = ((id, sample(known)) for id, known in sorted(values.items()))
    return tuple(KeyedSum(str(id), one.n, one.total, one.squares) for id, one in sums)


def _of_all(db: Database, of: Subject, scope: Scope) -> tuple[Behind, ...]:
    if of.skill_id is None:
        return behind.answers(db, of.question, scope, MOST_CALLS_OF_TEAM)
    skill = next(one for one in skills.skills(db) if one.id == of.skill_id)
    return behind.parts(db, partial(_percent_on, skill.key), scope, MOST_CALLS_OF_TEAM)


def _percent_on(skill: str, form: Form, answers: bytes) -> float | None:
    return scoring.skill_percents(form, answers).get(skill)


def assessed(db: Database, agent_id: int) -> tuple[gaps.Assessed, ...]:
    """Every finished assessment of an agent that may be seen yet, with its ratings and their evidence."""
    return tuple(
        gaps.Assessed(one, skills.ratings(db, one.id), skills.evidence(db, one.id))
        for one in blind.seen(skills.assessments(db, agent_id))
    )


def notes_behind(
    db: Database, whole: Iterable[gaps.Gap], goals: Iterable[Goal]
) -> dict[int, tuple[Note, ...]]:
    """By skill of a goal: the notes that the level seen rests on, in the order they were linked."""
    wanted = {goal.skill_id for goal in goals}
    return {one.skill.id: tuple(_notes(db, one)) for one in whole if one.skill.id in wanted}


def _notes(db: Database, of: gaps.Gap) -> Iterator[Note]:
    for one in of.evidence:
        # A note may have been removed since it was linked.
        with suppress(LookupError):
            if one.note_id is not None:
                yield observations.note(db, one.note_id)


def picture(db: Database, agent: Agent, today: date) -> tuple[gaps.Gap, ...]:
    """What was seen beside what the agent's stage asks for, every skill."""
    stage = gaps.stage(agent.hired_on, today)
    return gaps.picture(skills.skills(db), skills.standards(db), assessed(db, agent.id), stage)
