"""What the trends page shows: periods with intervals, signals, weakest questions, and the calls behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from db.queries import behind, figures, people, scorecards, skills
from db.records.figures import Behind, Scope
from db.records.people import Agent, Team, User
from db.records.scorecards import CriticalClass, Form
from db.store import Store
from desktop.coaching import accuracy, gaps, scoring, statistics, trends
from desktop.shell.words import word

LISTED_CALLS = 500


class View(StrEnum):
    """The readings of the same calls."""

    SCORES = "scores"
    PASSES = "passes"
    QUESTIONS = "questions"
    SKILLS = "skills"
    TEAMS = "teams"
    CRITICALS = "criticals"


class Step(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose calls, which days, in which steps, read how."""

    scope: Scope
    step: Step = Step.WEEK
    view: View = View.SCORES


@dataclass(frozen=True, slots=True)
class Choices:
    """Whose calls can be asked for."""

    teams: tuple[Team, ...]
    agents: tuple[Agent, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A measure over time in percent, with the whole span's estimate and what stands out.

    `limits` is None under 12 points and for rates, whose limits follow each point's own n. `critical` is the
    share (0–1) of scored calls with a critical fail, which stands beside every mean.
    """

    points: tuple["Point", ...]
    whole: statistics.Estimate
    critical: statistics.Estimate
    limits: trends.Limits | None
    signals: tuple[int, ...]
    centre: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """One week or month, in percent: `start` names it, its calls are of the days from `first` to `last`."""

    start: date
    first: date
    last: date
    estimate: statistics.Estimate


@dataclass(frozen=True, slots=True)
class Standing:
    """One question, skill, team or class of critical error (`key`: its key, a team's id) with its mean in
    percent; of a class the share of calls without such an error.
    """

    key: str
    title: str
    estimate: statistics.Estimate
    too_few: bool


def choices(store: Store, by: User | None) -> Choices:
    with store.reading() as db:
        return Choices(people.teams(db), people.agents(db))


def newest(store: Store, of: Scope, by: User | None) -> date | None:
    """The day of the newest evaluated call of these people, ever; None where there is none."""
    with store.reading() as db:
        found = behind.scores(db, Scope(of.agent_id, of.team_id), 1)
    return found[0].day if found else None


def course(store: Store, asked: Asked, by: User | None) -> Course:
    """Mean scores or pass rates over time."""
    with store.reading() as db:
        sums = figures.weeks(db, figures.Sums.SCORE, _from_monday(asked.scope))
    periods = trends.weekly(sums) if asked.step is Step.WEEK else trends.monthly(sums)
    if asked.view is View.PASSES:
        return _rates(periods)
    return _means(periods)


def _from_monday(scope: Scope) -> Scope:
    """Sums are kept by week, so a span begins with a whole one."""
    since = scope.since and scope.since - timedelta(days=scope.since.weekday())
    return Scope(scope.agent_id, scope.team_id, since, scope.until)


def _means(periods: Sequence[trends.Period]) -> Course:
    values = [period.score.value for period in periods]
    limits = trends.xmr(values)
    return Course(
        points=tuple(_point(period, period.score) for period in periods),
        whole=statistics.mean_percent(statistics.pool([sum for period in periods for sum in period.sums])),
        critical=trends.critical_share(one for period in periods for one in period.sums),
        limits=limits,
        signals=tuple(sorted({signal.index for signal in trends.signals(values, limits)})),
        centre=None,
    )


def _rates(periods: Sequence[trends.Period]) -> Course:
    counts = [(sum(row.passed for row in period.sums), period.passed.n) for period in periods]
    chart = trends.p_chart(counts)
    whole = statistics.proportion(sum(count for count, _ in counts), sum(n for _, n in counts))
    return Course(
        points=tuple(_point(period, in_percent(period.passed)) for period in periods),
        whole=in_percent(whole),
        critical=trends.critical_share(one for period in periods for one in period.sums),
        limits=None,
        signals=tuple(place for place, share in enumerate(chart.points) if share.signal) if chart else (),
        centre=None if chart is None else 100 * chart.centre,
    )


def _point(period: trends.Period, estimate: statistics.Estimate) -> Point:
    weeks = [one.week for one in period.sums]
    return Point(period.start, min(weeks), max(weeks) + timedelta(days=6), estimate)


def in_percent(share: statistics.Estimate) -> statistics.Estimate:
    """A share 0–1 as the percentage it is."""
    value = None if share.value is None else 100 * share.value
    band = share.interval and statistics.Interval(100 * share.interval.low, 100 * share.interval.high)
    return statistics.Estimate(value, share.n, band)


def standings(store: Store, asked: Asked, by: User | None) -> tuple[Standing, ...]:
    """Questions or skills, lowest first and those with too few calls last; teams by name, never ranked.

    Classes of critical error stand in an order of their own; one that no call was asked about is not there.
    """
    scope = _from_monday(asked.scope)
    if asked.view is View.CRITICALS:
        return _criticals(store, scope)
    if asked.view is View.TEAMS:
        return _teams(store, scope)
    with store.reading() as db:
        if asked.view is View.SKILLS:
            sums = figures.by_skill(db, scope)
            titles = {skill.key: skill.name for skill in skills.skills(db)}
        else:
            sums = figures.by_question(db, scope)
            titles = {key: question.text for key, question in scorecards.questions(db).items()}
    return tuple(
        Standing(row.key, titles.get(row.key, row.key), row.estimate, row.place is gaps.Place.TOO_FEW_CALLS)
        for row in gaps.standings(sums)
    )


def _criticals(store: Store, scope: Scope) -> tuple[Standing, ...]:
    with store.reading() as db:
        found = accuracy.error_accuracy(behind.by_form(db, scope))
    return tuple(Standing(kind.value, word(kind), in_percent(share), False) for kind, share in found.items())


def _teams(store: Store, scope: Scope) -> tuple[Standing, ...]:
    with store.reading() as db:
        found = []
        for team in people.teams(db):
            own = Scope(None, team.id, scope.since, scope.until)
            estimate = statistics.mean_percent(statistics.pool(figures.weeks(db, figures.Sums.SCORE, own)))
            found.append(Standing(str(team.id), team.name, estimate, estimate.interval is None))
    return tuple(found)


def apart(store: Store, asked: Asked, by: User | None) -> statistics.Estimate:
    """The mean of targeted calls of those people and days; they are in nothing else here."""
    with store.reading() as db:
        return statistics.mean_percent(figures.apart(db, _from_monday(asked.scope)))


def calls_apart(store: Store, asked: Asked, by: User | None) -> tuple[Behind, ...]:
    """Those calls, the newest 500 at most."""
    with store.reading() as db:
        return behind.apart(db, _from_monday(asked.scope), LISTED_CALLS)


def calls_of_period(store: Store, asked: Asked, point: Point, by: User | None) -> tuple[Behind, ...]:
    """The evaluations behind one point."""
    with store.reading() as db:
        return behind.scores(db, Scope(asked.scope.agent_id, asked.scope.team_id, point.first, point.last))


def calls_of_standing(store: Store, asked: Asked, key: str, by: User | None) -> tuple[Behind, ...]:
    """The evaluations behind one bar, the newest 500 at most."""
    scope = _from_monday(asked.scope)
    with store.reading() as db:
        if asked.view is View.TEAMS:
            return behind.scores(db, Scope(None, int(key), scope.since, scope.until), LISTED_CALLS)
        if asked.view is View.QUESTIONS:
            return behind.answers(db, key, scope, LISTED_CALLS)
        if asked.view is View.CRITICALS:
            return behind.parts(db, partial(accuracy.freedom, CriticalClass(key)), scope, LISTED_CALLS)
        return behind.parts(db, partial(_of_skill, key), scope, LISTED_CALLS)


def _of_skill(skill: str, form: Form, answers: bytes) -> float | None:
    return scoring.skill_percents(form, answers).get(skill)
