"""What one agent's page says about a span of weeks, and the evaluations and notes behind each figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from db.connection import Database
from db.queries import behind, evaluations, figures, observations, people, plans, scorecards, skills
from db.records.figures import Behind, DayScore, KeyedSum, Scope
from db.records.observations import Note, NoteTag
from db.records.people import Agent, Stage, User
from db.records.plans import Plan
from db.store import Store
from desktop.coaching import gaps, scoring, statistics, trends
from desktop.features.people import customers
from desktop.features.people.actions import has_left, live_plans, weeks_back

LISTED_CALLS = 500
LOOKED_THROUGH = 2000
PRAISE = 3
CALLS_A_WEEK = 2


class Kind(StrEnum):
    """What a standing is of."""

    QUESTION = "question"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Point:
    """A week (`evaluation_id` None) or one evaluation of a trend, in percent."""

    on: date
    estimate: statistics.Estimate
    evaluation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Weekly means, or single evaluations where there is less than `CALLS_A_WEEK` for 12 weeks."""

    points: tuple[Point, ...]
    whole: statistics.Estimate
    critical: statistics.Estimate
    limits: trends.Limits | None
    signals: tuple[int, ...]
    by_week: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """One question's or skill's mean in percent; `too_few`: fewer than five calls, which place nothing."""

    kind: Kind
    key: str
    title: str
    estimate: statistics.Estimate
    too_few: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """What is clearly above the rest, highest first, and clearly below, lowest first; then the rest.

    `rest`, which nothing tells apart, and `few`, with fewer than five calls, are in the order of the titles.
    """

    strong: tuple[Standing, ...]
    weak: tuple[Standing, ...]
    rest: tuple[Standing, ...]
    few: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose page, on which day, over how many whole weeks (0: all the time)."""

    agent_id: int
    today: date
    weeks: int = 26

    @property
    def scope(self) -> Scope:
        return Scope(agent_id=self.agent_id, since=weeks_back(self.today, self.weeks))


@dataclass(frozen=True, slots=True)
class Profile:
    """`praise` are the newest notes of strengths; `removable` says that nothing hangs on the agent.

    `newest` is the day of the newest evaluated call, in the span or not; `apart` the mean of targeted ones,
    which are in nothing else here.
    """

    asked: Asked
    agent: Agent
    stage: Stage
    has_left: bool
    heard_at: datetime | None
    newest: date | None
    plan: Plan | None
    course: Course
    apart: statistics.Estimate
    questions: Standings
    skills: Standings
    praise: tuple[Note, ...]
    customers: customers.Customers
    removable: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The evaluations behind a figure, newest first, and the notes taken on those calls."""

    lines: tuple[Behind, ...]
    notes: tuple[Note, ...]


def read_profile(store: Store, asked: Asked, by: User | None) -> Profile:
    """Raises LookupError for an agent who is not on the floor."""
    with store.reading() as db:
        agent = people.agent(db, asked.agent_id)
        heard = observations.of_agent(db, agent.id, limit=1)
        scored = behind.scores(db, Scope(agent.id), 1)
        return Profile(
            asked=asked,
            agent=agent,
            stage=gaps.stage(agent.hired_on, asked.today),
            has_left=has_left(agent, asked.today),
            heard_at=heard[0].begun_at if heard else None,
            newest=scored[0].day if scored else None,
            plan=live_plans(plans.plans(db, agent.id)).get(agent.id),
            course=_course(db, asked.scope),
            apart=statistics.mean_percent(figures.apart(db, asked.scope)),
            questions=_questions(db, asked.scope),
            skills=_skills(db, asked.scope),
            praise=_praise(db, agent.id),
            customers=customers.read(db, asked.scope),
            removable=not people.has_anything(db, agent.id),
        )


def _course(db: Database, of: Scope) -> Course:
    sums = figures.weeks(db, figures.Sums.SCORE, of)
    whole = statistics.mean_percent(statistics.pool(sums))
    periods = trends.weekly(sums)
    by_week = len(periods) >= trends.MINIMUM_POINTS and whole.n >= CALLS_A_WEEK * len(periods)
    if by_week:
        points = tuple(Point(period.start, period.score) for period in periods)
    else:
        points = tuple(_single(one) for one in figures.scores(db, of) if one.reported is not None)
    values = [point.estimate.value for point in points]
    limits = trends.xmr(values)
    signals = sorted({signal.index for signal in trends.signals(values, limits)})
    return Course(points, whole, trends.critical_share(sums), limits, tuple(signals), by_week)


def _single(one: DayScore) -> Point:
    return Point(one.day, statistics.Estimate(one.reported, 1, None), one.evaluation_id)


def _questions(db: Database, of: Scope) -> Standings:
    titles = {key: question.text for key, question in scorecards.questions(db).items()}
    return stand(Kind.QUESTION, figures.by_question(db, of), titles)


def _skills(db: Database, of: Scope) -> Standings:
    titles = {skill.key: skill.name for skill in skills.skills(db)}
    return stand(Kind.SKILL, figures.by_skill(db, of), titles)


def stand(kind: Kind, sums: Iterable[KeyedSum], titles: dict[str, str]) -> Standings:
    """Everything has its place; a strength or a weakness is only what its interval makes one."""
    strong: list[Standing] = []
    weak: list[Standing] = []
    rest: list[Standing] = []
    few: list[Standing] = []
    for row in gaps.standings(sums):
        too_few = row.estimate.n < gaps.MINIMUM_CALLS
        one = Standing(kind, row.key, titles.get(row.key, row.key), row.estimate, too_few)
        # The rest claims no difference, so an interval wider than all differences may stand there.
        home = {gaps.Place.HIGH: strong, gaps.Place.LOW: weak}.get(row.place, few if too_few else rest)
        home.append(one)
    order = {key: place for place, key in enumerate(titles)}
    for unranked in (rest, few):
        unranked.sort(key=lambda one: (order.get(one.key, len(order)), one.key))
    return Standings(tuple(reversed(strong)), tuple(weak), tuple(rest), tuple(few))


def _praise(db: Database, agent_id: int) -> tuple[Note, ...]:
    notes = observations.notes_of_agent(db, agent_id)
    return tuple(note for note in notes if note.tag is NoteTag.STRENGTH)[:PRAISE]


def rows_of_week(store: Store, asked: Asked, monday: date, by: User | None) -> Rows:
    """The evaluations behind one week's mean."""
    last = date.fromordinal(monday.toordinal() + 6)
    return _rows(store, Scope(asked.agent_id, None, monday, last))


def rows_of_scores(store: Store, of: Scope, by: User | None) -> Rows:
    """The evaluations behind a mean of one agent's scores."""
    return _rows(store, of)


def rows_of_apart(store: Store, of: Scope, by: User | None) -> Rows:
    """The targeted evaluations of one agent."""
    with store.reading() as db:
        lines = behind.apart(db, of, LISTED_CALLS)
        return Rows(lines, _notes_on(db, of, lines))


def _rows(store: Store, of: Scope) -> Rows:
    with store.reading() as db:
        lines = behind.scores(db, of, LISTED_CALLS)
        return Rows(lines, _notes_on(db, of, lines))


def rows_of_standing(store: Store, asked: Asked, standing: Standing, by: User | None) -> Rows:
    """The evaluations behind a question's or skill's mean, and the notes that name it."""
    with store.reading() as db:
        if standing.kind is Kind.QUESTION:
            lines = behind.answers(db, standing.key, asked.scope, LISTED_CALLS)
            keys = [standing.key]
        else:
            lines = _on_skill(db, standing.key, asked.scope)
            found = scorecards.questions(db)
            keys = [key for key, question in found.items() if question.skill == standing.key]
        return Rows(lines, _notes_on(db, asked.scope, lines, keys))


def _on_skill(db: Database, skill: str, of: Scope) -> tuple[Behind, ...]:
    """Each evaluation with what its own questions on the skill earned together, as the mean counts it."""
    assert of.agent_id is not None
    filled = evaluations.counted(db, of.agent_id, of.since, of.until, LISTED_CALLS)
    forms = {one.id: one.form for one in scorecards.versions(db, {one.version_id for one in filled})}
    percents = {one.id: scoring.skill_percents(forms[one.version_id], one.answers) for one in filled}
    return tuple(
        replace(line, percent=percents[line.evaluation_id][skill])
        for line in behind.scores(db, of, LISTED_CALLS)
        if skill in percents.get(line.evaluation_id, {})
    )


def _notes_on(
    db: Database, of: Scope, lines: Sequence[Behind], questions: Sequence[str] = ()
) -> tuple[Note, ...]:
    """Newest first; with `questions`, only notes that are evidence for one of them."""
    assert of.agent_id is not None
    behind_it = {line.evaluation_id for line in lines}
    filled = evaluations.of_agent(db, of.agent_id, of.since, of.until, LISTED_CALLS)
    calls = {one.observation_id for one in filled if one.id in behind_it}
    notes = observations.notes_of_agent(db, of.agent_id, LOOKED_THROUGH)
    return tuple(
        note
        for note in notes
        if note.observation_id in calls and (not questions or note.question in questions)
    )
