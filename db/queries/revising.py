"""Finished evaluations changed: a draft beside the old one, which it then replaces in every figure."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta

from db.connection import Database
from db.queries import details, disputes, evaluations
from db.queries.rows import all_of, insert, need, one, remove, update
from db.queries.scopes import COUNTED
from db.records.observations import Evaluation, EvaluationState, Finish

_COLUMNS = ", ".join(f"evaluation.{field.name}" for field in fields(Evaluation))
_DRAFT = f"""SELECT {_COLUMNS} FROM evaluation
    WHERE state = 'draft' AND deleted_at IS NULL AND revises_id IS NOT NULL"""
_READ = (
    EvaluationState.SHARED,
    EvaluationState.ACKNOWLEDGED,
    EvaluationState.DISPUTED,
    EvaluationState.CLOSED,
)


def begin(db: Database, old: Evaluation, user_id: int, reason: str) -> int:
    """A draft that says what the finished one says, details too, to be changed; its id."""
    id = insert(
        db,
        "evaluation",
        observation_id=old.observation_id,
        agent_id=old.agent_id,
        contact_id=old.contact_id,
        version_id=old.version_id,
        user_id=user_id,
        state=EvaluationState.DRAFT,
        answers=old.answers,
        day=old.day,
        comment=old.comment,
        revises_id=old.id,
        reason=reason,
    )
    details.carry(db, old.id, id)
    return id


def draft_of(db: Database, id: int) -> Evaluation | None:
    """The draft that is to take the place of this evaluation; None where nobody changes it."""
    return one(Evaluation, db.query(_DRAFT + " AND revises_id = ? ORDER BY id LIMIT 1", [id]))


def of_uid(db: Database, uid: bytes) -> Evaluation:
    """The evaluation of that uid that counts. LookupError where there is none (any more)."""
    sql = f"SELECT {_COLUMNS} FROM evaluation WHERE uid = ? AND deleted_at IS NULL"
    return need(one(Evaluation, db.query(sql, [uid])), f"evaluation {uid.hex()}", 0)


def drafts(db: Database, user_id: int) -> tuple[Evaluation, ...]:
    """Changes this user began and has not finished, newest first."""
    return all_of(Evaluation, db.query(_DRAFT + " AND user_id = ? ORDER BY id DESC", [user_id]))


def keep_reason(db: Database, id: int, reason: str) -> None:
    update(db, "evaluation", id, reason=reason)


def put_in_place(
    db: Database,
    old: Evaluation,
    draft: Evaluation,
    finish: Finish,
    state: EvaluationState | None = None,
) -> None:
    """Finish the draft and put it in the old one's place; what rested on the old one rests on it.

    Without a `state`, whoever was shown the old one is to read the new one. The week is added up anew by
    `add_up_week`.
    """
    evaluations.finish(db, draft, finish, datetime.fromisoformat(_now(db)))
    if old.state in _READ:
        set_state(db, draft.id, state or EvaluationState.SHARED)
    disputes.hand_on(db, old.id, draft.id)
    for row in list(db.query("SELECT id FROM evidence WHERE evaluation_id = ?", [old.id])):
        update(db, "evidence", row["id"], evaluation_id=draft.id)
    remove(db, "evaluation", old.id)


def of_week(db: Database, agent_id: int, day: date) -> tuple[Evaluation, ...]:
    """An agent's evaluations of contacts in that day's week that count, in the order they were begun."""
    first = evaluations.week_of(day)
    sql = f"""SELECT {_COLUMNS} FROM evaluation WHERE agent_id = ? AND day BETWEEN ? AND ?
        AND {COUNTED} ORDER BY id"""
    span = [first.isoformat(), (first + timedelta(days=6)).isoformat()]
    return all_of(Evaluation, db.query(sql, [agent_id, *span]))


def add_up_week(
    db: Database, agent_id: int, day: date, measured: Iterable[tuple[Evaluation, Finish]]
) -> None:
    """Make the agent's sums of that week those of these evaluations alone: nothing subtracted, no residue."""
    week = evaluations.week_of(day).isoformat()
    db.execute("DELETE FROM main.week_sum WHERE agent_id = ? AND week = ?", [agent_id, week])
    for one_of, finish in measured:
        assert one_of.verdict is not None
        kept = replace(finish, reported=one_of.reported, verdict=one_of.verdict)
        evaluations.add_to_weeks(db, one_of, kept)


def set_state(db: Database, id: int, state: EvaluationState) -> None:
    """Where a finished evaluation stands between the two. Being shared (again) begins a new window."""
    shared = {"shared_at": _now(db)} if state is EvaluationState.SHARED else {}
    update(db, "evaluation", id, state=state, **shared)


def keep_state(db: Database, id: int, state: EvaluationState) -> None:
    """As `set_state`, with the window of what was shared going on."""
    update(db, "evaluation", id, state=state)


def shared_at(db: Database, id: int) -> datetime | None:
    """When the agent was last asked to read it; for one shared before this was kept, when it was finished."""
    sql = """SELECT coalesce(shared_at, finished_at) AS at FROM evaluation
        WHERE id = ? AND state NOT IN ('draft', 'final')"""
    found = next(iter(db.query(sql, [id])), None)
    return datetime.fromisoformat(found["at"]) if found else None


def first_uid(db: Database, id: int) -> bytes:
    """Of the row that was revision 1, from which its finals and their count follow."""
    sql = """WITH RECURSIVE before (id, uid, revises_id) AS (
        SELECT id, uid, revises_id FROM main.evaluation WHERE id = ?
        UNION ALL SELECT old.id, old.uid, old.revises_id FROM main.evaluation AS old
            JOIN before ON old.id = before.revises_id)
        SELECT uid FROM before WHERE revises_id IS NULL"""
    return bytes(need(next(iter(db.query(sql, [id])), None), "evaluation", id)["uid"])


def _now(db: Database) -> str:
    return str(next(iter(db.query("SELECT now() AS now")))["now"])


def observation_of(db: Database, id: int) -> int:
    """Of an evaluation that counts, is void, or was replaced. LookupError for one that was removed."""
    sql = """SELECT observation_id FROM evaluation WHERE id = ? AND (deleted_at IS NULL
        OR voided_at IS NOT NULL OR EXISTS
        (SELECT 1 FROM evaluation AS newer
            WHERE newer.revises_id = evaluation.id AND newer.state <> 'draft'))"""
    found = next(iter(db.query(sql, [id])), None)
    return int(need(found, "evaluation", id)["observation_id"])
