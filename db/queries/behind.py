"""The evaluations behind a figure, so that each number can be opened to the calls it rests on."""

from collections.abc import Iterable
from typing import Any

from db.connection import Database
from db.queries.rows import all_of, stored
from db.queries.scorecards import version
from db.records.figures import SITE, Behind, Scope
from db.records.scorecards import Form

_LINES = """SELECT evaluation.id AS evaluation_id, evaluation.agent_id, agent.name AS agent, evaluation.day,
    contact.reference AS contact, scorecard.name AS scorecard, evaluation.reported, evaluation.verdict,
    evaluation.version_id, {code} AS code, '' AS answer, NULL AS percent
    FROM evaluation
    JOIN agent ON agent.id = evaluation.agent_id
    JOIN contact ON contact.id = evaluation.contact_id
    JOIN scorecard_version ON scorecard_version.id = evaluation.version_id
    JOIN scorecard ON scorecard.id = scorecard_version.scorecard_id
    {join}
    WHERE evaluation.state <> 'draft' AND evaluation.deleted_at IS NULL
    AND (:agent IS NULL OR evaluation.agent_id = :agent) AND (:team IS NULL OR agent.team_id = :team)
    AND (:since IS NULL OR evaluation.day >= :since) AND (:until IS NULL OR evaluation.day <= :until)
    {only} ORDER BY evaluation.day DESC, evaluation.id DESC LIMIT :limit"""
_ANSWERED = "JOIN answer ON answer.evaluation_id = evaluation.id AND answer.question = :question"


def scores(db: Database, of: Scope = SITE, limit: int = 500) -> tuple[Behind, ...]:
    """The evaluations behind a mean of scores or a rate, newest first."""
    sql = _LINES.format(code="0", join="", only="AND evaluation.reported IS NOT NULL")
    return all_of(Behind, db.query(sql, _values(of, limit)))


def answers(db: Database, question: str, of: Scope = SITE, limit: int = 500) -> tuple[Behind, ...]:
    """The evaluations behind a question's mean, newest first, each with its answer; N/A is left out."""
    sql = _LINES.format(code="answer.code", join=_ANSWERED, only="AND answer.code BETWEEN 1 AND 250")
    rows = list(db.query(sql, {**_values(of, limit), "question": question}))
    forms = {id: version(db, id).form for id in {row["version_id"] for row in rows}}
    return all_of(Behind, _worded(rows, question, forms))


def _values(of: Scope, limit: int) -> dict[str, Any]:
    span = {"since": stored(of.since), "until": stored(of.until)}
    return {"agent": of.agent_id, "team": of.team_id, "limit": limit, **span}


def _worded(rows: list[dict[str, Any]], key: str, forms: dict[int, Form]) -> Iterable[dict[str, Any]]:
    for row in rows:
        question = next(one for one in forms[row["version_id"]].questions if one.key == key)
        option = question.options[row["code"] - 1]
        most = max(other.points for other in question.options)
        percent = 100 * option.points / most if most else None
        yield {**row, "answer": option.label, "percent": percent}
