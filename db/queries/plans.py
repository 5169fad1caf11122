"""Growth plans and everything that hangs on them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from db.connection import Database
from db.queries.rows import Record, all_of, bring_back, insert, need, one, remove, to_record, update
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


def wholes(db: Database, agent_id: int | None = None) -> tuple[WholePlan, ...]:
    """Of one agent or of all, newest first; one query a table, however many there are."""
    chosen = "(SELECT id FROM plan WHERE deleted_at IS NULL AND (:agent IS NULL OR agent_id = :agent))"
    of = {"agent": agent_id}

    def parts(record: type[Record], order: str) -> dict[int, list[Record]]:
        sql = f"{_select(record)} AND plan_id IN {chosen} ORDER BY {order}, id"
        return _by_plan(record, db.query(sql, of), "plan_id")

    goals = _by_plan(Goal, db.query(_goals_of(chosen), of), "of_plan")
    areas, actions = parts(Area, "position"), parts(Action, "position")
    conditions, check_ins = parts(Condition, "id"), parts(CheckIn, "due_on")
    signatures = parts(Signature, "signed_at")
    return tuple(
        WholePlan(
            plan=one,
            areas=tuple(areas.get(one.id, ())),
            goals=tuple(goals.get(one.id, ())),
            actions=tuple(actions.get(one.id, ())),
            conditions=tuple(conditions.get(one.id, ())),
            check_ins=tuple(check_ins.get(one.id, ())),
            signatures=tuple(signatures.get(one.id, ())),
        )
        for one in plans(db, agent_id)
    )


def _goals_of(chosen: str) -> str:
    columns = ", ".join(f"goal.{field.name}" for field in fields(Goal))
    return f"""SELECT {columns}, area.plan_id AS of_plan FROM goal JOIN area ON area.id = goal.area_id
        WHERE goal.deleted_at IS NULL AND area.deleted_at IS NULL AND area.plan_id IN {chosen}
        ORDER BY area.position, goal.position, goal.id"""


def _by_plan(record: type[Record], rows: Iterable[Mapping[str, Any]], column: str) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(to_record(record, row))
    return found


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


def set_values(db: Database, kind: type[Plan | Part], id: int, **values: Any) -> None:
    """Stores some fields of a record, leaving the others as they are meanwhile."""
    update(db, TABLES[kind], id, **values)


def plan_id_of(db: Database, kind: type[Plan | Part], id: int) -> int:
    """The plan a part belongs to, also of one that was removed."""
    if kind is Plan:
        return id
    sql = "SELECT plan_id FROM area WHERE id = (SELECT area_id FROM goal WHERE id = ?)"
    if kind is not Goal:
        sql = f"SELECT plan_id FROM {TABLES[kind]} WHERE id = ?"
    return int(need(next(iter(db.query(sql, [id])), None), TABLES[kind], id)["plan_id"])


def drop(db: Database, part: Plan | Part) -> None:
    remove(db, TABLES[type(part)], part.id)


def undrop(db: Database, part: Plan | Part) -> None:
    bring_back(db, TABLES[type(part)], part.id)


def find(db: Database, text: str, limit: int = 20) -> tuple[tuple[int, str], ...]:
    """(plan id, the words it was found in) of plans in which somebody wrote the text, newest first.

    Letter case of ASCII letters aside; one row a plan.
    """
    sql = f"""SELECT plan_id, words FROM (
        {" UNION ALL ".join(_WRITTEN)}
        ) WHERE instr(lower(words), lower(:text))
        AND plan_id IN (SELECT id FROM plan WHERE deleted_at IS NULL)
        GROUP BY plan_id ORDER BY plan_id DESC LIMIT :limit"""
    rows = db.query(sql, {"text": text, "limit": limit})
    return tuple((row["plan_id"], row["words"]) for row in rows)


_OF_GOALS = "goal JOIN area ON area.id = area_id WHERE goal.deleted_at IS NULL AND area.deleted_at IS NULL"
_WRITTEN = (
    "SELECT id AS plan_id, strengths AS words FROM plan",
    "SELECT id, together FROM plan",
    "SELECT plan_id, title FROM area WHERE deleted_at IS NULL",
    *(f"SELECT area.plan_id, {column} FROM {_OF_GOALS}" for column in ("own_words", "why", "how_known")),
    "SELECT plan_id, title FROM action WHERE deleted_at IS NULL",
    "SELECT plan_id, comment FROM condition WHERE deleted_at IS NULL",
    "SELECT plan_id, progress FROM check_in WHERE deleted_at IS NULL",
)
