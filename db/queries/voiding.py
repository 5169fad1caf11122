"""Making an evaluation void: marked as removed, so that no query counts it, and kept, so that it can be read.

Evidence that rests on it goes with it, and the observation, where no other evaluation stands on that. All
carry the moment of the voiding, by which exactly they come back.
"""

from dataclasses import fields
from datetime import datetime

from db.connection import Database
from db.queries.rows import all_of, need, one, update
from db.records.disputes import Voided
from db.records.observations import Evaluation

_COLUMNS = ", ".join(f"evaluation.{field.name}" for field in fields(Evaluation))
_VOID = f"SELECT {_COLUMNS} FROM evaluation WHERE voided_at IS NOT NULL"
_LEFT = """SELECT 1 FROM evaluation WHERE observation_id = ? AND deleted_at IS NULL"""
_RESTING = """SELECT evidence.id FROM evidence LEFT JOIN note ON note.id = evidence.note_id
    WHERE (evidence.evaluation_id = :evaluation OR note.observation_id = :observation) AND """


def make_void(db: Database, of: Evaluation, by: int, reason: str, at: datetime) -> None:
    """Take a finished evaluation out of everything that counts. The week is added up by the caller."""
    update(db, "evaluation", of.id, voided_at=at, deleted_at=at, voided_by=by, void_reason=reason)
    if not any(db.query(_LEFT, [of.observation_id])):
        update(db, "observation", of.observation_id, deleted_at=at)
        for id in _resting(db, of, "evidence.deleted_at IS NULL"):
            update(db, "evidence", id, deleted_at=at)


def bring_back(db: Database, of: Evaluation) -> None:
    """Let a void evaluation count again, with all that went with it."""
    at = next(iter(db.query("SELECT voided_at FROM evaluation WHERE id = ?", [of.id])))["voided_at"]
    update(db, "evaluation", of.id, voided_at=None, deleted_at=None, voided_by=None, void_reason="")
    for row in list(
        db.query("SELECT id FROM observation WHERE id = ? AND deleted_at = ?", [of.observation_id, at])
    ):
        update(db, "observation", row["id"], deleted_at=None)
    for id in _resting(db, of, "evidence.deleted_at = :at", at):
        update(db, "evidence", id, deleted_at=None)


def _resting(db: Database, of: Evaluation, condition: str, at: str = "") -> list[int]:
    asked = {"evaluation": of.id, "observation": of.observation_id, "at": at}
    return [row["id"] for row in db.query(_RESTING + condition, asked)]


def evaluation(db: Database, id: int) -> Evaluation:
    """A void evaluation. LookupError for one that counts, or was replaced."""
    return need(one(Evaluation, db.query(_VOID + " AND id = ?", [id])), "void evaluation", id)


def of_observation(db: Database, observation_id: int) -> tuple[Evaluation, ...]:
    """The void evaluations of an observation, newest first."""
    return all_of(Evaluation, db.query(_VOID + " AND observation_id = ? ORDER BY id DESC", [observation_id]))


def of_agent(db: Database, agent_id: int, limit: int = 100) -> tuple[Evaluation, ...]:
    """An agent's void evaluations, newest first."""
    sql = _VOID + " AND agent_id = ? ORDER BY day DESC, id DESC LIMIT ?"
    return all_of(Evaluation, db.query(sql, [agent_id, limit]))


def of_uid(db: Database, uid: bytes) -> Evaluation:
    return need(one(Evaluation, db.query(_VOID + " AND uid = ?", [uid])), "void evaluation", 0)


def voided(db: Database, id: int) -> Voided | None:
    """Who made it void, when and why; None for one that is not."""
    sql = """SELECT evaluation.id, voided_at, voided_by, user.name, void_reason FROM evaluation
        JOIN user ON user.id = evaluation.voided_by WHERE evaluation.id = ? AND voided_at IS NOT NULL"""
    row = next(iter(db.query(sql, [id])), None)
    if row is None:
        return None
    at = datetime.fromisoformat(row["voided_at"])
    return Voided(row["id"], at, row["voided_by"], row["name"], row["void_reason"])
