"""Did it stick: a goal's own skill or question on the calls before the plan and on those since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.connection import Database
from db.records.figures import KeyedSum
from db.records.people import Agent
from db.records.plans import Goal, WholePlan
from desktop.coaching import plans as rules
from desktop.coaching import trends
from desktop.coaching.statistics import Estimate, Sample, mean_percent, pool
from desktop.coaching.sticking import Outcome
from desktop.features.plans.evidence import lines, of_team, subject_of, summed, weeks_before


@dataclass(frozen=True, slots=True)
class Stuck:
    """Both means are in percent of the points on calls, for a skill over the questions that show it."""

    goal_id: int
    before: Estimate
    after: Estimate
    outcome: Outcome
    since: date


def since(whole: WholePlan) -> date:
    """The first day that counts as after: calls of the day the plan began count for neither side."""
    return whole.plan.begun_on + timedelta(days=1)


def spans(whole: WholePlan, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """First and last day before, first and last day after."""
    return weeks_before(whole.plan.begun_on), (since(whole), max(today, since(whole)))


def stuck(db: Database, whole: WholePlan, agent: Agent, today: date) -> tuple[Stuck, ...]:
    """A verdict for each goal that has calls since the plan began."""
    found = (_judge(db, whole, goal, agent, today) for goal in whole.goals)
    return tuple(one for one in found if one is not None)


def _judge(db: Database, whole: WholePlan, goal: Goal, agent: Agent, today: date) -> Stuck | None:
    subject = subject_of(goal, agent.id)
    first, second = spans(whole, today)
    after = summed(lines(db, subject, *second))
    if not after.n:
        return None
    before = summed(lines(db, subject, *first))
    # A rise in levels says nothing about percent: only a question's goal names the rise it claims.
    rise = rules.expected_rise(goal) if goal.skill_id is None else None
    claimed = {} if rise is None else {"claimed": rise}
    peers = of_team(db, agent, subject, first)
    outcome = trends.verdict(before, after, _was_low(before, peers), peers=peers, **claimed)
    return Stuck(goal.id, mean_percent(before), mean_percent(after), outcome, since(whole))


def _was_low(before: Sample, peers: Sequence[KeyedSum]) -> bool:
    """Whether it began below the team's mean, so that some rise is to be expected from chance alone."""
    team = pool(peers).mean
    return team is None or before.mean is None or before.mean < team
