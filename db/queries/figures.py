"""Sums for trends, weaknesses and gaps, read from the week sums; the rows behind them from evaluations.

A week sum is found by its kind and subject, so each query begins at the few subjects there are. Rows then
come in the order in which they are added up: nothing large is sorted, which SQLCipher would do in memory.
"""

from enum import StrEnum

from db.connection import Database
from db.queries.rows import all_of
from db.queries.scopes import COUNTED, FINISHED, bound, within
from db.records.figures import SITE, DayScore, KeyedSum, Scope, WeekSum

_ADDED = "sum(n) AS n, sum(total) AS total, sum(squares) AS squares"
_ADDED_WEEK = f"{_ADDED}, sum(passed) AS passed, sum(critical) AS critical"


class Sums(StrEnum):
    """What a week sum is of."""

    SCORE = "score"
    QUESTION = "question"
    SKILL = "skill"


_SUBJECTS = {Sums.SCORE: "scorecard", Sums.QUESTION: "question", Sums.SKILL: "skill"}


def _week_sums(kind: Sums, of: Scope) -> str:
    """Subject by subject, then agent by agent unless it is of all; CROSS JOIN is SQLite's `in this order`."""
    of_all = of.agent_id is None and of.team_id is None
    agents = "" if of_all else "CROSS JOIN agent"
    whose = "" if of_all else "AND week_sum.agent_id = agent.id"
    return f"""{_SUBJECTS[kind]} AS subject {agents}
        CROSS JOIN week_sum ON week_sum.subject_id = subject.id {whose}
        WHERE week_sum.kind = :kind{within(of, "agent.id", "week_sum.week")}"""


def weeks(db: Database, kind: Sums, of: Scope = SITE, subject: int | None = None) -> tuple[WeekSum, ...]:
    """Week by week, oldest first; of one scorecard, question or skill (their local id), or of all.

    Of weeks whose Monday lies in the scope's days.
    """
    only = "" if subject is None else " AND subject.id = :subject"
    sql = f"""SELECT week, {_ADDED_WEEK} FROM
        (SELECT week, {_ADDED_WEEK} FROM {_week_sums(kind, of)}{only} GROUP BY subject.id, week)
        GROUP BY week ORDER BY week"""
    return all_of(WeekSum, db.query(sql, bound(of, kind=kind, subject=subject)))


def by_question(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum per question key, of weeks whose Monday lies in the scope's days."""
    return _keyed(db, Sums.QUESTION, of)


def by_skill(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum per skill key, of weeks whose Monday lies in the scope's days."""
    return _keyed(db, Sums.SKILL, of)


def _keyed(db: Database, kind: Sums, of: Scope) -> tuple[KeyedSum, ...]:
    sql = f"""SELECT key, {_ADDED} FROM
        (SELECT subject.key, {_ADDED} FROM {_week_sums(kind, of)} GROUP BY subject.id)
        GROUP BY key ORDER BY key"""
    return all_of(KeyedSum, db.query(sql, bound(of, kind=kind)))


def by_agent(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum of scores per agent, `key` being the agent's id as text."""
    sql = f"""SELECT CAST(agent.id AS TEXT) AS key, {_ADDED}
        FROM agent CROSS JOIN scorecard
        CROSS JOIN week_sum ON week_sum.agent_id = agent.id AND week_sum.subject_id = scorecard.id
        WHERE week_sum.kind = :kind{within(of, "agent.id", "week_sum.week")} GROUP BY agent.id"""
    return all_of(KeyedSum, db.query(sql, bound(of, kind=Sums.SCORE)))


def scores(db: Database, of: Scope = SITE) -> tuple[DayScore, ...]:
    """One finished evaluation each, oldest first: the rows behind every mean of scores."""
    sql = f"""SELECT id AS evaluation_id, agent_id, day, reported, calculated, verdict FROM evaluation
        WHERE {COUNTED}{within(of)} ORDER BY day, id"""
    return all_of(DayScore, db.query(sql, bound(of)))


def apart(db: Database, of: Scope = SITE) -> KeyedSum:
    """The scores of targeted evaluations, which are in no other figure; of days in the scope."""
    whose = within(of, "heard.agent_id", "evaluation.day")
    sql = f"""SELECT 'targeted' AS key, count(reported) AS n, coalesce(sum(reported), 0.0) AS total,
        coalesce(sum(reported * reported), 0.0) AS squares
        FROM observation AS heard CROSS JOIN evaluation ON evaluation.observation_id = heard.id
        WHERE heard.drawn = 'targeted' AND {FINISHED}{whose}"""
    return all_of(KeyedSum, db.query(sql, bound(of)))[0]
