"""What the page shows: what the floor has to plan with, its plans, its draws and one of them in full."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.connection import Database
from db.queries import figures, people, sampling, sampling_queue
from db.queries.sampling_queue import Missing
from db.records.figures import Scope
from db.records.people import Team, User
from db.records.sampling import Draw, Evaluator, ItemState, Queue, QueueItem, SamplingPlan
from db.store import Store
from desktop.coaching import statistics
from desktop.coaching.sampling import USUAL_SHARE, USUAL_SPREAD

PLANNED_DAYS = 28
SHARE_DAYS = 91
ENOUGH = 30
"""From so many scored calls on, the floor's own pass rate takes the place of the usual one."""


@dataclass(frozen=True, slots=True)
class Floor:
    """What there is to plan with: answered contacts of the newest four weeks, who is here, how many pass.

    `share` that passes and `spread` of the scores (both 0–1) come from `scored` calls, or are the usual ones
    where they are too few.
    """

    newest: date | None
    handled: int
    agents: int
    share: float
    spread: float
    scored: int
    topics: tuple[str, ...]
    teams: tuple[Team, ...]
    evaluators: tuple[Evaluator, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan with its newest draw, if there is one, and how much of that was heard."""

    plan: SamplingPlan
    draw: Draw | None
    heard: int
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawLine:
    """A draw in the history; `drawn` counts the calls that stand, `heard` those evaluated."""

    draw: Draw
    plan: str
    by: str
    heard: int
    drawn: int


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """A draw in full. `begun`: somebody has listened to a call of it, so it stays."""

    line: DrawLine
    items: tuple[QueueItem, ...]
    missing: Missing
    begun: bool


def floor(store: Store, today: date, by: User | None) -> Floor:
    with store.reading() as db:
        newest = sampling.newest_day(db)
        last = newest or today
        since = last - timedelta(days=PLANNED_DAYS - 1)
        share, spread, scored = _usual(db, today)
        return Floor(
            newest=newest,
            handled=sampling.count_contacts(db, since, last),
            agents=sum(one.left_on is None or one.left_on > today for one in people.agents(db)),
            share=share,
            spread=spread,
            scored=scored,
            topics=sampling.topics(db, since, last),
            teams=people.teams(db),
            evaluators=sampling.evaluators(db),
        )


def _usual(db: Database, today: date) -> tuple[float, float, int]:
    """(share that passes, spread of scores, scored calls)."""
    weeks = figures.weeks(db, figures.Sums.SCORE, Scope(since=today - timedelta(days=SHARE_DAYS)))
    scores = statistics.pool(weeks)
    # Loads its tables here, away from the window.
    statistics.t_quantile(1)
    if scores.n < ENOUGH or scores.variance is None:
        return USUAL_SHARE, USUAL_SPREAD, scores.n
    return sum(one.passed for one in weeks) / scores.n, math.sqrt(scores.variance) / 100, scores.n


def plans(store: Store, by: User | None) -> tuple[PlanLine, ...]:
    """Every plan by name."""
    with store.reading() as db:
        return tuple(_plan_line(db, one) for one in sampling.plans(db))


def _plan_line(db: Database, plan: SamplingPlan) -> PlanLine:
    newest = next(iter(sampling.draws(db, plan.id, 1)), None)
    if newest is None:
        return PlanLine(plan, None, 0, 0)
    return PlanLine(plan, newest, *_count(sampling_queue.of_draw(db, newest.id)))


def _count(items: Iterable[QueueItem]) -> tuple[int, int]:
    """(heard, standing): what was skipped is in neither."""
    standing = [one for one in items if one.item.state is ItemState.OPEN]
    return sum(one.heard for one in standing), len(standing)


def draws(store: Store, plan_id: int | None, by: User | None) -> tuple[DrawLine, ...]:
    """Newest first; of one plan, or with None of all."""
    with store.reading() as db:
        users = {one.id: one.name for one in people.ever_users(db)}
        names = sampling.plan_names(db)
        return tuple(
            DrawLine(
                one,
                names.get(one.plan_id, ""),
                users.get(one.user_id, ""),
                *_count(sampling_queue.of_draw(db, one.id)),
            )
            for one in sampling.draws(db, plan_id)
        )


def sheet(store: Store, draw_id: int, by: User | None) -> DrawSheet:
    """Raises LookupError for a draw that was taken back."""
    with store.reading() as db:
        made = sampling.draw(db, draw_id)
        users = {one.id: one.name for one in people.ever_users(db)}
        items = sampling_queue.of_draw(db, draw_id)
        name = sampling.plan_names(db).get(made.plan_id, "")
        return DrawSheet(
            line=DrawLine(made, name, users.get(made.user_id, ""), *_count(items)),
            items=items,
            missing=sampling_queue.missing(db, draw_id, made.count),
            begun=sampling_queue.is_heard(db, draw_id),
        )


def queue(store: Store, now: datetime, by: User) -> Queue:
    """What this user is to hear."""
    with store.reading() as db:
        return sampling_queue.queue(db, by.id, now)
