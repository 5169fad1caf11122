"""Disputes: written, raised, decided or withdrawn; a decided one never changes."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from db.connection import Database
from db.queries.rows import all_of, insert, need, one, remove, update
from db.records.disputes import Counted, Decision, Dispute, DisputeState, How, Said

_COLUMNS = ", ".join(f"dispute.{field.name}" for field in fields(Dispute))
_DISPUTE = f"SELECT {_COLUMNS} FROM dispute WHERE dispute.deleted_at IS NULL"
_RAISED = f"{_DISPUTE} AND raised_at IS NOT NULL"
# An evaluation that is void takes its disputes out of every list and rate; one that a revision replaced has
# handed them on.
_COUNTS = (
    "EXISTS (SELECT 1 FROM evaluation AS of WHERE of.id = dispute.evaluation_id AND of.deleted_at IS NULL)"
)


def dispute(db: Database, id: int) -> Dispute:
    return need(one(Dispute, db.query(_DISPUTE + " AND dispute.id = ?", [id])), "dispute", id)


def of_evaluation(db: Database, evaluation_id: int) -> tuple[Dispute, ...]:
    """Those that were raised, in the order of their raising; withdrawn ones too."""
    return all_of(
        Dispute, db.query(_RAISED + " AND evaluation_id = ? ORDER BY raised_at, id", [evaluation_id])
    )


def drafts(db: Database, evaluation_id: int) -> tuple[Dispute, ...]:
    """Those the agent is still writing, in the order they were begun."""
    sql = _DISPUTE + " AND raised_at IS NULL AND evaluation_id = ? ORDER BY id"
    return all_of(Dispute, db.query(sql, [evaluation_id]))


def waiting(db: Database) -> tuple[Dispute, ...]:
    """Open ones of evaluations that count, who waits longest first."""
    return all_of(Dispute, db.query(f"{_RAISED} AND state = 'open' AND {_COUNTS} ORDER BY raised_at, id"))


def settled(db: Database, limit: int = 300) -> tuple[Dispute, ...]:
    """Decided and withdrawn ones of evaluations that count, newest first."""
    sql = f"{_RAISED} AND state <> 'open' AND {_COUNTS} ORDER BY decided_at DESC, id DESC LIMIT ?"
    return all_of(Dispute, db.query(sql, [limit]))


def counted(db: Database) -> tuple[Counted, ...]:
    """Every decided dispute of an evaluation that counts; withdrawn ones were not decided."""
    sql = f"""SELECT question, evaluator_id, state = 'stands' AS stood FROM dispute
        WHERE deleted_at IS NULL AND state IN ('stands', 'partly', 'changed') AND {_COUNTS} ORDER BY id"""
    return tuple(Counted(row["question"], row["evaluator_id"], bool(row["stood"])) for row in db.query(sql))


def begin(db: Database, of: Mapping[str, int], question: str, how: How) -> int:
    """Begin to write one; `of` holds evaluation_id, final_id, agent_id and user_id."""
    return insert(db, "dispute", **of, question=question, how=how)


def keep(db: Database, id: int, said: Said) -> None:
    """Keep what is typed, until it is raised."""
    update(db, "dispute", id, **_values(said))


def _values(said: Said) -> dict[str, Any]:
    return {name: value for name, value in asdict(said).items() if name != "question"}


def raise_it(db: Database, id: int, evaluator_id: int, at: datetime, late: str = "") -> None:
    """From here on the agent's words stand."""
    update(db, "dispute", id, raised_at=at, evaluator_id=evaluator_id, late=late)


def drop(db: Database, id: int) -> None:
    """Take away one that was never raised."""
    remove(db, "dispute", id)


def keep_decision(db: Database, id: int, answer: str, reason: str) -> None:
    """Keep what the decider chooses and types; nothing is decided by it."""
    update(db, "dispute", id, answer=answer, decision=reason)


def decide(
    db: Database, made: Decision, by: int, at: datetime, scores: tuple[float | None, float | None]
) -> None:
    """Settle one; `scores` are the reported ones before and after."""
    values = {"state": made.state, "answer": made.answer, "decision": made.reason, "quick": made.quick}
    before, after = scores
    update(
        db, "dispute", made.id, **values, decided_by=by, decided_at=at, score_before=before, score_after=after
    )


def withdraw(db: Database, id: int, at: datetime) -> None:
    update(db, "dispute", id, state=DisputeState.WITHDRAWN, decided_at=at)


def hand_on(db: Database, old_id: int, new_id: int) -> None:
    """What rested on the old evaluation rests on its revision: raised disputes, and those being written."""
    for row in list(db.query("SELECT id FROM dispute WHERE evaluation_id = ?", [old_id])):
        update(db, "dispute", row["id"], evaluation_id=new_id)
