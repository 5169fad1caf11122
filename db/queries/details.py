"""What answers say beside their codes: words, numbers, root causes and comments, of drafts and of finals."""

from dataclasses import fields

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, remove, update
from db.records.observations import Detail, DetailKind

_COLUMNS = ", ".join(field.name for field in fields(Detail))
_DETAIL = f"SELECT {_COLUMNS} FROM detail WHERE evaluation_id = ?"
_THERE = """SELECT id, value, deleted_at FROM detail WHERE evaluation_id = ? AND question = ? AND kind = ?
    ORDER BY deleted_at IS NOT NULL, id"""


def of_evaluation(db: Database, evaluation_id: int) -> tuple[Detail, ...]:
    """All of one evaluation, by question, kind and the order in which they were first given."""
    sql = _DETAIL + " AND deleted_at IS NULL ORDER BY question, kind, id"
    return all_of(Detail, db.query(sql, [evaluation_id]))


def put(db: Database, evaluation_id: int, question: str, kind: DetailKind, value: str) -> None:
    """Say one thing of a question: its words, its number or its comment; blank takes it away.

    Raises LookupError where there is no such evaluation; the store refuses once it is final.
    """
    if kind is DetailKind.CAUSE:
        raise ValueError("causes are toggled one by one")
    there = list(db.query(_THERE, [evaluation_id, question, kind]))
    if not there:
        _add(db, evaluation_id, question, kind, value)
    elif not value.strip():
        _take_away(db, there[0])
    elif (there[0]["value"], there[0]["deleted_at"]) != (value, None):
        update(db, "detail", there[0]["id"], value=value, deleted_at=None)


def toggle_cause(db: Database, evaluation_id: int, question: str, cause: str) -> bool:
    """Say that this root cause (its key) lies behind an answer, or no longer; whether it is said now."""
    rows = db.query(_THERE, [evaluation_id, question, DetailKind.CAUSE])
    there = next((row for row in rows if row["value"] == cause), None)
    if there is None:
        _add(db, evaluation_id, question, DetailKind.CAUSE, cause)
        return True
    if there["deleted_at"] is None:
        remove(db, "detail", there["id"])
        return False
    bring_back(db, "detail", there["id"])
    return True


def carry(db: Database, old_id: int, new_id: int) -> None:
    """Give a change's draft what the evaluation it changes says."""
    for one in of_evaluation(db, old_id):
        _add(db, new_id, one.question, one.kind, one.value)


def drop(db: Database, spare: tuple[Detail, ...]) -> None:
    """Take away what does not count in a draft that is about to be final."""
    for one in spare:
        remove(db, "detail", one.id)


def _add(db: Database, evaluation_id: int, question: str, kind: DetailKind, value: str) -> None:
    if not value.strip():
        return
    agent = next(iter(db.query("SELECT agent_id FROM evaluation WHERE id = ?", [evaluation_id])), None)
    if agent is None:
        raise LookupError(f"evaluation {evaluation_id}")
    insert(
        db,
        "detail",
        evaluation_id=evaluation_id,
        agent_id=agent["agent_id"],
        question=question,
        kind=kind,
        value=value,
    )


def _take_away(db: Database, row: dict[str, object]) -> None:
    if row["deleted_at"] is None:
        remove(db, "detail", int(str(row["id"])))
