"""Sums for trends, weaknesses and gaps, read from the week sums; the rows behind them from evaluations."""

from enum import StrEnum
from typing import Any

from db.connection import Database
from db.queries.rows import all_of, stored
from db.records.figures import SITE, DayScore, KeyedSum, Scope, WeekSum

_WHOSE = """(:agent IS NULL OR agent_id = :agent)
    AND (:team IS NULL OR agent_id IN (SELECT id FROM agent WHERE team_id = :team))"""
_WEEKS = _WHOSE + " AND (:since IS NULL OR week >= :since) AND (:until IS NULL OR week <= :until)"
_DAYS = _WHOSE + " AND (:since IS NULL OR day >= :since) AND (:until IS NULL OR day <= :until)"


class Sums(StrEnum):
    """What a week sum is of."""

    SCORE = "score"
    QUESTION = "question"
    SKILL = "skill"


def _values(of: Scope, **more: Any) -> dict[str, Any]:
    span = {"since": stored(of.since), "until": stored(of.until)}
    return {"agent": of.agent_id, "team": of.team_id, **span, **more}


def weeks(db: Database, kind: Sums, of: Scope = SITE, subject: int | None = None) -> tuple[WeekSum, ...]:
    """Week by week, oldest first; of one scorecard, question or skill (their local id), or of all.

    Of weeks whose Monday lies in the scope's days.
    """
    sql = f"""SELECT week, sum(n) AS n, sum(total) AS total, sum(squares) AS squares, sum(passed) AS passed,
        sum(critical) AS critical FROM week_sum
        WHERE kind = :kind AND (:subject IS NULL OR subject_id = :subject) AND {_WEEKS}
        GROUP BY week ORDER BY week"""
    return all_of(WeekSum, db.query(sql, _values(of, kind=kind, subject=subject)))


def by_question(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum per question key, of weeks whose Monday lies in the scope's days."""
    return _keyed(db, Sums.QUESTION, "question.key", of)


def by_skill(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum per skill key, of weeks whose Monday lies in the scope's days."""
    return _keyed(db, Sums.SKILL, "skill.key", of)


def by_agent(db: Database, of: Scope = SITE) -> tuple[KeyedSum, ...]:
    """A sum of scores per agent, `key` being the agent's id as text."""
    return _keyed(db, Sums.SCORE, "week_sum.agent_id", of)


def _keyed(db: Database, kind: Sums, key: str, of: Scope) -> tuple[KeyedSum, ...]:
    table = key.split(".")[0]
    join = "" if table == "week_sum" else f"JOIN {table} ON {table}.id = week_sum.subject_id"
    sql = f"""SELECT CAST({key} AS TEXT) AS key, sum(n) AS n, sum(total) AS total, sum(squares) AS squares
        FROM week_sum {join} WHERE kind = :kind AND {_WEEKS} GROUP BY {key} ORDER BY {key}"""
    return all_of(KeyedSum, db.query(sql, _values(of, kind=kind)))


def scores(db: Database, of: Scope = SITE) -> tuple[DayScore, ...]:
    """One finished evaluation each, oldest first: the rows behind every mean of scores."""
    sql = f"""SELECT id AS evaluation_id, agent_id, day, reported, calculated, verdict FROM evaluation
        WHERE state <> 'draft' AND deleted_at IS NULL AND {_DAYS} ORDER BY day, id"""
    return all_of(DayScore, db.query(sql, _values(of)))


def answered(db: Database, question: str, of: Scope = SITE) -> tuple[tuple[int, int], ...]:
    """(evaluation id, answer code) of finished evaluations that answered the question, newest first.

    The code is an option number + 1; unanswered and N/A are left out. An answer to a question that was
    hidden by another answer is among them: whether it counted, `coaching.scoring` says.
    """
    sql = f"""SELECT evaluation_id, code FROM answer WHERE question = :question AND state <> 'draft'
        AND code BETWEEN 1 AND 250 AND {_DAYS} ORDER BY day DESC, evaluation_id DESC"""
    return tuple((row["evaluation_id"], row["code"]) for row in db.query(sql, _values(of, question=question)))
