"""The evaluations behind a figure, so that each number can be opened to the calls it rests on."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from db.connection import Database
from db.queries.rows import all_of
from db.queries.scopes import APART, COUNTED, bound, within
from db.queries.scorecards import version
from db.records.answer_bytes import chosen
from db.records.figures import SITE, Behind, Scope
from db.records.scorecards import Form, Kind, Option, Question

# Which ones is settled first, from evaluations alone, and only those are looked up elsewhere.
_LINES = """SELECT evaluation.id AS evaluation_id, evaluation.agent_id, agent.name AS agent, evaluation.day,
    contact.reference AS contact, scorecard.name AS scorecard, evaluation.reported, evaluation.verdict,
    evaluation.version_id, chosen.code, evaluation.answers, '' AS answer, NULL AS percent
    FROM ({chosen} ORDER BY evaluation.day DESC, evaluation.id DESC LIMIT :limit) AS chosen
    CROSS JOIN evaluation ON evaluation.id = chosen.id
    JOIN agent ON agent.id = evaluation.agent_id
    JOIN contact ON contact.id = evaluation.contact_id
    JOIN scorecard_version ON scorecard_version.id = evaluation.version_id
    JOIN scorecard ON scorecard.id = scorecard_version.scorecard_id
    ORDER BY evaluation.day DESC, evaluation.id DESC"""
_SCORED = f"SELECT evaluation.id, NULL AS code FROM evaluation WHERE {COUNTED} AND reported IS NOT NULL"
_APART = f"SELECT evaluation.id, NULL AS code FROM evaluation WHERE {APART} AND reported IS NOT NULL"
# The byte of an answer is read in place: option number i (from 0) is i + 1, at most 250; 0 and 254 are none.
_ANSWERED = f"""SELECT evaluation.id, substr(evaluation.answers, asked.position, 1) AS code FROM evaluation
    CROSS JOIN version_question AS asked
    ON asked.version_id = evaluation.version_id AND asked.question_id = :question_id
    WHERE {COUNTED} AND substr(evaluation.answers, asked.position, 1) BETWEEN x'01' AND x'FA'"""

_NAMED = "SELECT id, NULL AS code FROM evaluation WHERE id IN (SELECT value FROM json_each(:ids))"


def scores(db: Database, of: Scope = SITE, limit: int = 500) -> tuple[Behind, ...]:
    """The evaluations behind a mean of scores or a rate, newest first."""
    sql = _LINES.format(chosen=_SCORED + _of(of))
    return all_of(Behind, db.query(sql, bound(of, limit=limit)))


def apart(db: Database, of: Scope = SITE, limit: int = 500) -> tuple[Behind, ...]:
    """The targeted evaluations of a scope, newest first; they are behind no other figure."""
    sql = _LINES.format(chosen=_APART + _of(of))
    return all_of(Behind, db.query(sql, bound(of, limit=limit)))


def answers(db: Database, question: str, of: Scope = SITE, limit: int = 500) -> tuple[Behind, ...]:
    """The evaluations behind a question's mean, newest first, each with its answer; N/A is left out."""
    sql = _LINES.format(chosen=_ANSWERED + _of(of))
    rows: list[dict[str, Any]] = []
    for row in db.query("SELECT id FROM question WHERE key = ?", [question]):
        rows = list(db.query(sql, bound(of, limit=limit, question_id=row["id"])))
    forms = {id: version(db, id).form for id in {row["version_id"] for row in rows}}
    return all_of(Behind, _worded(rows, question, forms))


def parts(
    db: Database, part: Callable[[Form, bytes], float | None], of: Scope = SITE, limit: int = 500
) -> tuple[Behind, ...]:
    """The evaluations behind a mean of some part of them, newest first, with that part's percentage.

    `part` answers None where an evaluation says nothing about it; such ones are left out.
    """
    found: dict[int, float] = {}
    forms: dict[int, Form] = {}
    sql = f"SELECT id, version_id, answers FROM evaluation WHERE {COUNTED}{_of(of)}"
    for row in db.query(sql + " ORDER BY day DESC, id DESC", bound(of)):
        id = row["version_id"]
        forms[id] = forms.get(id) or version(db, id).form
        percent = part(forms[id], row["answers"])
        if percent is not None:
            found[row["id"]] = percent
        if len(found) == limit:
            break
    lines = _LINES.format(chosen=_NAMED)
    rows = db.query(lines, {"ids": json.dumps(list(found)), "limit": limit})
    return tuple(replace(line, percent=found[line.evaluation_id]) for line in all_of(Behind, rows))


def by_form(db: Database, of: Scope = SITE) -> tuple[tuple[Form, tuple[bytes, ...]], ...]:
    """The answers of every evaluation of the scope, under the form that they were given on."""
    found: dict[int, list[bytes]] = {}
    sql = f"SELECT version_id, answers FROM evaluation WHERE {COUNTED}{_of(of)}"
    for row in db.query(sql, bound(of)):
        found.setdefault(row["version_id"], []).append(row["answers"])
    return tuple((version(db, id).form, tuple(filled)) for id, filled in sorted(found.items()))


def _of(of: Scope) -> str:
    return within(of, "evaluation.agent_id", "evaluation.day")


def _worded(rows: list[dict[str, Any]], key: str, forms: dict[int, Form]) -> Iterable[dict[str, Any]]:
    for row in rows:
        form = forms[row["version_id"]]
        place = next(place for place, one in enumerate(form.questions) if one.key == key)
        question = form.questions[place]
        options = [question.options[each] for each in chosen(form, row["answers"], place)]
        words = "; ".join(option.label for option in options)
        yield {**row, "answer": words, "percent": _percent(question, options)}


def _percent(question: Question, options: Sequence[Option]) -> float | None:
    """What the answer earned of its points, 0–100; None where such an answer never counts."""
    possible = question.most - question.floor
    if not question.earns or question.bonus or not possible:
        return None
    if question.kind is Kind.SEVERAL:
        ticked = sum(option.points for option in options)
        return 100 * (possible - ticked if question.reversed else ticked) / possible
    return 100 * (question.worth(options[0]) - question.floor) / possible
