"""Growth plans and everything that hangs on them."""

from dataclasses import fields
from datetime import date

from db.connection import Database
from db.queries.rows import Record, all_of, bring_back, insert, need, one, remove, update
from db.records.plans import (
    Action,
    Area,
    CheckIn,
    Condition,
    ConditionKind,
    Goal,
    Plan,
    PlanState,
    Signature,
    WholePlan,
)

TABLES = {
    Plan: "plan",
    Area: "area",
    Goal: "goal",
    Action: "action",
    Condition: "condition",
    CheckIn: "check_in",
    Signature: "signature",
}
Part = Area | Goal | Action | Condition | CheckIn | Signature


def _select(record: type) -> str:
    columns = ", ".join(field.name for field in fields(record))
    return f"SELECT {columns} FROM {TABLES[record]} WHERE deleted_at IS NULL"


def plan(db: Database, id: int) -> Plan:
    return need(one(Plan, db.query(_select(Plan) + " AND id = ?", [id])), "plan", id)


def plans(db: Database, agent_id: int | None = None) -> tuple[Plan, ...]:
    """Of one agent or of all, newest first."""
    sql = _select(Plan) + " AND (:agent IS NULL OR agent_id = :agent) ORDER BY begun_on DESC, id DESC"
    return all_of(Plan, db.query(sql, {"agent": agent_id}))


def _parts(db: Database, record: type[Record], plan_id: int, order: str) -> tuple[Record, ...]:
    return all_of(record, db.query(f"{_select(record)} AND plan_id = ? ORDER BY {order}, id", [plan_id]))


def whole(db: Database, id: int) -> WholePlan:
    areas = _parts(db, Area, id, "position")
    goals = all_of(
        Goal,
        db.query(
            _select(Goal) + " AND area_id IN (SELECT id FROM area WHERE plan_id = ? AND deleted_at IS NULL)"
            " ORDER BY (SELECT position FROM area WHERE area.id = area_id), position, id",
            [id],
        ),
    )
    return WholePlan(
        plan=plan(db, id),
        areas=areas,
        goals=goals,
        actions=_parts(db, Action, id, "position"),
        conditions=_parts(db, Condition, id, "id"),
        check_ins=_parts(db, CheckIn, id, "due_on"),
        signatures=_parts(db, Signature, id, "signed_at"),
    )


def begin(db: Database, agent_id: int, user_id: int, on: date, vision: str) -> int:
    """A new draft with its four conditions still unanswered."""
    id = insert(
        db, "plan", agent_id=agent_id, user_id=user_id, state=PlanState.DRAFT, begun_on=on, vision=vision
    )
    for kind in ConditionKind:
        insert(db, "condition", plan_id=id, kind=kind)
    return id


def add(db: Database, part: Part) -> int:
    """Stores a new part; the record's id and uid are given out anew."""
    values = {
        field.name: getattr(part, field.name) for field in fields(part) if field.name not in ("id", "uid")
    }
    return insert(db, TABLES[type(part)], **values)


def change(db: Database, part: Plan | Part) -> None:
    """Stores every field of the record given."""
    values = {
        field.name: getattr(part, field.name) for field in fields(part) if field.name not in ("id", "uid")
    }
    update(db, TABLES[type(part)], part.id, **values)


def drop(db: Database, part: Plan | Part) -> None:
    remove(db, TABLES[type(part)], part.id)


def undrop(db: Database, part: Plan | Part) -> None:
    bring_back(db, TABLES[type(part)], part.id)


def due_actions(db: Database, until: date) -> tuple[Action, ...]:
    """Open actions of live plans due by that day, the most overdue first."""
    sql = (
        _select(Action)
        + """ AND status = 'open' AND due_on <= ? AND plan_id IN
        (SELECT id FROM plan WHERE state <> 'closed' AND deleted_at IS NULL) ORDER BY due_on, id"""
    )
    return all_of(Action, db.query(sql, [until.isoformat()]))


def due_check_ins(db: Database, until: date) -> tuple[CheckIn, ...]:
    """Check-ins of agreed plans not held and due by that day, the most overdue first."""
    sql = (
        _select(CheckIn)
        + """ AND held_on IS NULL AND due_on <= ? AND plan_id IN
        (SELECT id FROM plan WHERE state = 'agreed' AND deleted_at IS NULL) ORDER BY due_on, id"""
    )
    return all_of(CheckIn, db.query(sql, [until.isoformat()]))
