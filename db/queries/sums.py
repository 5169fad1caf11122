"""Holds what is worked out and shown, but not in the record, to what it was worked out from."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, TypeAlias

from db.connection import Database
from db.queries import scorecards
from db.queries.evaluations import week_of
from db.queries.rows import to_record
from db.queries.scopes import COUNTED
from db.records.log import Broken, Fault
from db.records.observations import Evaluation, Finish, Verdict
from db.records.scorecards import Form

Measure: TypeAlias = Callable[[Form, bytes], Finish]
Key: TypeAlias = tuple[int, str, int, str]

_COLUMNS = ", ".join(field.name for field in fields(Evaluation))
_FINISHED = f"SELECT {_COLUMNS} FROM main.evaluation WHERE {COUNTED} ORDER BY id"
_SUMS = "SELECT agent_id, kind, subject_id, week, n, total, squares, passed, critical FROM main.week_sum"
# Sums are added up in another order than they once were.
CLOSE = 1e-6


def check(db: Database, measure: Measure) -> Broken | None:
    """The first question of a published form, or sum of a week, that is not what it was worked out from."""
    return _check_questions(db) or _check_weeks(db, measure)


def _check_questions(db: Database) -> Broken | None:
    """Which question an answer belongs to, and which skill it counts for."""
    sql = """SELECT question.key, skill.key AS skill FROM main.version_question AS asked
        JOIN main.question ON question.id = asked.question_id
        LEFT JOIN main.skill ON skill.id = asked.skill_id
        WHERE asked.version_id = ? ORDER BY asked.position"""
    for row in list(
        db.query("SELECT id, uid FROM main.scorecard_version WHERE state <> 'draft' ORDER BY id")
    ):
        asked = scorecards.version(db, row["id"]).form.questions
        found = db.execute(sql, [row["id"]]).fetchall()
        # A skill that was not there yet when the form was published is none.
        same = [
            (one.key, one.skill if skill else None) for one, (_, skill) in zip(asked, found, strict=False)
        ]
        if len(asked) != len(found) or same != found:
            return Broken(Fault.SUM, table="scorecard_version", row=row["uid"].hex())
    return None


def _check_weeks(db: Database, measure: Measure) -> Broken | None:
    there = {row[:4]: row[4:] for row in db.execute(_SUMS).fetchall()}
    should = _add_up(db, measure)
    for key in sorted(there.keys() | should.keys()):
        # A skill that came later counts from then on.
        if key not in there and key[1] == "skill":
            continue
        pairs = zip(there.get(key, (0,) * 5), should.get(key, [0] * 5), strict=True)
        if not all(math.isclose(one, two, rel_tol=CLOSE, abs_tol=CLOSE) for one, two in pairs):
            (uid,) = db.execute("SELECT uid FROM main.agent WHERE id = ?", [key[0]]).fetchone() or (b"",)
            return Broken(Fault.SUM, table="agent", row=uid.hex(), detail=f"{key[1]} {key[3]}")
    return None


def _add_up(db: Database, measure: Measure) -> dict[Key, list[float]]:
    sums: defaultdict[Key, list[float]] = defaultdict(lambda: [0.0] * 5)
    versions = {one.id: one for one in scorecards.versions(db)}
    questions = dict(db.execute("SELECT key, id FROM main.question").fetchall())
    skills = dict(db.execute("SELECT key, id FROM main.skill").fetchall())
    for row in db.query(_FINISHED):
        done: Evaluation = to_record(Evaluation, row)
        version = versions[done.version_id]
        finish = measure(version.form, done.answers)
        for kind, subject, value in _values(done, finish, questions, skills):
            scored = kind == "score"
            rest = (int(scored and done.verdict is one) for one in (Verdict.PASS, Verdict.CRITICAL_FAIL))
            key = (done.agent_id, kind, subject or version.scorecard_id, week_of(done.day).isoformat())
            sums[key] = [a + b for a, b in zip(sums[key], (1, value, value * value, *rest), strict=True)]
    return sums


def _values(
    done: Evaluation, finish: Finish, questions: dict[str, int], skills: dict[str, int]
) -> Iterator[tuple[str, int, Any]]:
    """Kind, subject (0 for the scorecard) and value."""
    if done.reported is not None:
        yield "score", 0, done.reported
    yield from (("question", questions.get(key, -1), value) for key, value in finish.questions.items())
    yield from (("skill", skills[key], value) for key, value in finish.skills.items() if key in skills)
