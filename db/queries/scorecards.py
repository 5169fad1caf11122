"""Scorecards and their versions; publishing also indexes the questions by position for plain SQL."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import Database
from db.queries.form_json import from_data, to_data
from db.queries.rows import insert, need, to_record
from db.records.scorecards import Form, Question, ScorecardVersion, VersionState

_VERSION = """SELECT id, uid, scorecard_id, number, state, form, published_at FROM scorecard_version"""


def _versions(rows: Iterable[Mapping[str, Any]]) -> tuple[ScorecardVersion, ...]:
    return tuple(
        to_record(ScorecardVersion, {**row, "form": from_data(json.loads(row["form"]))}) for row in rows
    )


def version(db: Database, id: int) -> ScorecardVersion:
    found = _versions(db.query(_VERSION + " WHERE id = ?", [id]))
    return need(found[0] if found else None, "scorecard_version", id)


def published(db: Database) -> tuple[ScorecardVersion, ...]:
    """The versions that can be filled in now, by name."""
    found = _versions(db.query(_VERSION + " WHERE state = 'published' ORDER BY scorecard_id, number"))
    return tuple(sorted(found, key=lambda version: version.form.name))


def versions(db: Database, ids: Iterable[int] | None = None) -> tuple[ScorecardVersion, ...]:
    """All versions, or those named."""
    if ids is None:
        return _versions(db.query(_VERSION + " ORDER BY scorecard_id, number"))
    return tuple(version(db, id) for id in ids)


def add(db: Database, form: Form) -> int:
    """A new scorecard with its first version as a draft; answers the version's id."""
    scorecard_id = insert(db, "scorecard", name=form.name)
    return insert(
        db,
        "scorecard_version",
        scorecard_id=scorecard_id,
        number=1,
        state=VersionState.DRAFT,
        form=json.dumps(to_data(form), ensure_ascii=False),
    )


def publish(db: Database, id: int) -> None:
    """Locks a version and makes its answers readable by question and skill."""
    form = version(db, id).form
    for position, question in enumerate(form.questions, 1):
        skill = next(iter(db.query("SELECT id FROM skill WHERE key = ?", [question.skill])), {"id": None})
        db.execute(
            """INSERT INTO main.version_question (version_id, position, question_id, skill_id)
            VALUES (?, ?, ?, ?)""",
            [id, position, question_id(db, question.key), skill["id"]],
        )
    db.execute(
        """UPDATE main.scorecard_version SET state = 'published', published_at = now()
        WHERE id = ? AND state = 'draft'""",
        [id],
    )


def question_id(db: Database, key: str) -> int:
    """The local number of a question key, given out at first use."""
    for row in db.query("SELECT id FROM question WHERE key = ?", [key]):
        return int(row["id"])
    db.execute("INSERT INTO main.question (key) VALUES (?)", [key])
    return question_id(db, key)


def questions(db: Database) -> dict[str, Question]:
    """Every question ever published by its key, each as its newest version words it."""
    sql = _VERSION + " WHERE state <> 'draft' ORDER BY published_at, id"
    return {question.key: question for row in _versions(db.query(sql)) for question in row.form.questions}
