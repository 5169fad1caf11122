"""The agent's own view of a contact: asked for, filled in, and opened to both once both are finished.

It stands in a table of its own that no figure reads. What is typed before both are in is not in the record of
changes either: it is put down as a whole when the two are opened.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime

from db.connection import Database
from db.queries.rows import insert, remove, to_record, update
from db.records.disputes import SelfEvaluation, SelfState
from db.records.observations import Evaluation

_COLUMNS = ", ".join(field.name for field in fields(SelfEvaluation))
_OWN = f"SELECT {_COLUMNS} FROM self_evaluation WHERE deleted_at IS NULL"


def _records(db: Database, sql: str, values: list[object]) -> tuple[SelfEvaluation, ...]:
    return tuple(
        to_record(SelfEvaluation, {**row, "words": json.loads(row["words"])}) for row in db.query(sql, values)
    )


def ask(db: Database, of: Evaluation, answers: bytes, by: int, at: datetime) -> int:
    """Ask the agent for their own view on the scorecard of this evaluation; its id."""
    return insert(
        db,
        "self_evaluation",
        observation_id=of.observation_id,
        agent_id=of.agent_id,
        contact_id=of.contact_id,
        version_id=of.version_id,
        answers=answers,
        asked_by=by,
        asked_at=at,
    )


def self_evaluation(db: Database, id: int) -> SelfEvaluation:
    """Raises LookupError where there is none."""
    found = _records(db, _OWN + " AND id = ?", [id])
    if not found:
        raise LookupError(f"self-evaluation {id}")
    return found[0]


def of_observation(db: Database, observation_id: int) -> SelfEvaluation | None:
    """The newest one; None where nobody asked for it."""
    found = _records(db, _OWN + " AND observation_id = ? ORDER BY id DESC LIMIT 1", [observation_id])
    return next(iter(found), None)


def of_agent(db: Database, agent_id: int) -> tuple[SelfEvaluation, ...]:
    """An agent's, newest first."""
    return _records(db, _OWN + " AND agent_id = ? ORDER BY asked_at DESC, id DESC", [agent_id])


def waiting(db: Database) -> tuple[SelfEvaluation, ...]:
    """Asked for and not finished, who was asked first first."""
    return _records(db, _OWN + " AND state = 'draft' ORDER BY asked_at, id", [])


def keep_answers(db: Database, id: int, answers: bytes) -> None:
    update(db, "self_evaluation", id, answers=answers)


def keep_words(db: Database, id: int, words: Mapping[str, str]) -> None:
    update(db, "self_evaluation", id, words=json.dumps(dict(words), ensure_ascii=False, sort_keys=True))


def keep_comment(db: Database, id: int, comment: str) -> None:
    update(db, "self_evaluation", id, comment=comment)


def finish(db: Database, own: SelfEvaluation, answers: bytes, at: datetime) -> None:
    """The agent's answers stand; both views open where the evaluation is finished."""
    update(db, "self_evaluation", own.id, answers=answers, state=SelfState.FINAL, finished_at=at)
    open_both(db, own.observation_id, at)


def open_both(db: Database, observation_id: int, at: datetime) -> None:
    """Open the two views to each other where both are finished. Called when either is finished."""
    # What an agent at the desk may not see yet decides too: `main` looks beyond anybody's reach.
    sql = """SELECT id FROM self_evaluation WHERE observation_id = ? AND state = 'final' AND opened_at IS NULL
        AND deleted_at IS NULL AND EXISTS (SELECT 1 FROM main.evaluation AS made
            WHERE made.observation_id = self_evaluation.observation_id AND made.state <> 'draft')"""
    for row in list(db.query(sql, [observation_id])):
        update(db, "self_evaluation", row["id"], opened_at=at)


def take_back(db: Database, id: int) -> None:
    """Nobody is asked any more. Only while it is being written."""
    remove(db, "self_evaluation", id)
