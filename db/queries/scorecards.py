"""Scorecards and their versions; publishing also indexes the questions by position for plain SQL."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import Database
from db.queries.form_json import from_data, to_data
from db.queries.rows import bring_back, insert, need, remove, to_record, update
from db.records.scorecards import Form, Question, ScorecardVersion, VersionState

_VERSION = """SELECT id, uid, scorecard_id, number, state, form, published_at, retired_at
    FROM scorecard_version"""


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
    """All versions but drafts that were taken away, or those named."""
    if ids is None:
        return _versions(db.query(_VERSION + " WHERE deleted_at IS NULL ORDER BY scorecard_id, number"))
    return tuple(version(db, id) for id in ids)


def of_scorecard(db: Database, scorecard_id: int) -> tuple[ScorecardVersion, ...]:
    """Its versions, oldest first, without drafts that were taken away."""
    sql = _VERSION + " WHERE scorecard_id = ? AND deleted_at IS NULL ORDER BY number, id"
    return _versions(db.query(sql, [scorecard_id]))


def add(db: Database, form: Form) -> int:
    """A new scorecard with its first version as a draft; answers the version's id."""
    return _add_draft(db, insert(db, "scorecard", name=form.name), 1, form)


def copy(db: Database, id: int) -> int:
    """A draft with the form of this version, as the next of its scorecard; answers its id."""
    origin = version(db, id)
    before = of_scorecard(db, origin.scorecard_id)
    return _add_draft(db, origin.scorecard_id, max(each.number for each in before) + 1, origin.form)


def _add_draft(db: Database, scorecard_id: int, number: int, form: Form) -> int:
    return insert(
        db,
        "scorecard_version",
        scorecard_id=scorecard_id,
        number=number,
        state=VersionState.DRAFT,
        form=_as_json(form),
    )


def save_draft(db: Database, id: int, form: Form) -> None:
    """Puts a form in place of a draft's. The store refuses it for a version that is no draft any more."""
    update(db, "scorecard_version", id, form=_as_json(form))


def remove_draft(db: Database, id: int) -> None:
    """Takes a draft away, and with its only version the scorecard. The store refuses other versions."""
    scorecard_id = version(db, id).scorecard_id
    remove(db, "scorecard_version", id)
    if not of_scorecard(db, scorecard_id):
        remove(db, "scorecard", scorecard_id)


def bring_back_draft(db: Database, id: int) -> None:
    """Undoes `remove_draft`."""
    bring_back(db, "scorecard_version", id)
    bring_back(db, "scorecard", version(db, id).scorecard_id)


def publish(db: Database, id: int) -> None:
    """Locks a draft, retires what its scorecard had in use, and makes its answers readable by question and
    skill. The scorecard goes by this version's name from then on.
    """
    draft = version(db, id)
    for before in of_scorecard(db, draft.scorecard_id):
        if before.state is VersionState.PUBLISHED:
            retire(db, before.id)
    for position, question in enumerate(draft.form.questions, 1):
        skill = next(iter(db.query("SELECT id FROM skill WHERE key = ?", [question.skill])), {"id": None})
        db.execute(
            """INSERT INTO main.version_question (version_id, position, question_id, skill_id)
            VALUES (?, ?, ?, ?)""",
            [id, position, question_id(db, question.key), skill["id"]],
        )
    if draft.form.name != _name(db, draft.scorecard_id):
        update(db, "scorecard", draft.scorecard_id, name=draft.form.name)
    db.execute(
        """UPDATE main.scorecard_version SET state = 'published', published_at = now()
        WHERE id = ? AND state = 'draft'""",
        [id],
    )


def retire(db: Database, id: int) -> None:
    """Takes a published version out of use; what was filled in with it keeps it."""
    db.execute(
        """UPDATE main.scorecard_version SET state = 'retired', retired_at = now()
        WHERE id = ? AND state = 'published'""",
        [id],
    )


def use_again(db: Database, id: int) -> None:
    """Puts a retired version back to use in place of the one in use."""
    for other in of_scorecard(db, version(db, id).scorecard_id):
        if other.state is VersionState.PUBLISHED:
            retire(db, other.id)
    db.execute(
        """UPDATE main.scorecard_version SET state = 'published', retired_at = NULL
        WHERE id = ? AND state = 'retired'""",
        [id],
    )


def _as_json(form: Form) -> str:
    return json.dumps(to_data(form), ensure_ascii=False)


def _name(db: Database, scorecard_id: int) -> str:
    sql = "SELECT name FROM scorecard WHERE id = ?"
    return next(str(row["name"]) for row in db.query(sql, [scorecard_id]))


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
