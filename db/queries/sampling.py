"""Sampling plans, the draws made by them, and what there was to draw from at any moment."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, remove, stored, to_record, update
from db.records.contacts import Channel
from db.records.observations import Drawn
from db.records.sampling import (
    Candidate,
    Cycle,
    Draw,
    DrawItem,
    Evaluator,
    Recipe,
    Rule,
    SamplingPlan,
    Spread,
)

_PLAN = "SELECT * FROM sampling_plan WHERE deleted_at IS NULL"
_DRAW = "SELECT * FROM draw WHERE deleted_at IS NULL"
_ITEM = f"""SELECT {", ".join(f"draw_item.{field.name}" for field in fields(DrawItem))} FROM draw_item"""
_LENGTH = "talk_s + coalesce(hold_s, 0)"


@dataclass(frozen=True, slots=True)
class Span:
    """Whose contacts of which days, both among them; as they stood at a moment, where one is given.

    Of a draw made then, its own calls are among those that could be drawn; `repeats`: whether it matters
    that a reference came up in the days before.
    """

    since: date
    until: date
    team_id: int | None = None
    at: datetime | None = None
    draw_id: int | None = None
    repeats: bool = False


def candidates(db: Database, of: Span, repeat_days: int = 7) -> tuple[Candidate, ...]:
    """Every contact of the span within reach, drawable or not."""
    known = "(:at IS NULL OR observation.begun_at < :at)"
    gone = "(observation.deleted_at IS NULL OR observation.deleted_at > :at)"
    # Draws of one moment go by their numbers.
    before = """(:at IS NULL OR item.made_at < :at OR (item.made_at = :at AND item.draw_id < :draw))"""
    taken = "(item.deleted_at IS NULL OR item.deleted_at > :at)"
    repeat = f"""(contact.reference <> '' AND EXISTS (SELECT 1 FROM main.contact AS earlier
        WHERE earlier.reference = contact.reference AND earlier.deleted_at IS NULL
        AND earlier.started_at < contact.started_at AND earlier.started_at >=
        strftime('%Y-%m-%dT%H:%M:%S', contact.started_at, '-{int(repeat_days)} days')))"""
    team = "" if of.team_id is None else "AND agent.team_id = :team"
    sql = f"""SELECT contact.id, contact.uid, contact.agent_id, contact.started_at, contact.channel,
        contact.topic, contact.answered, contact.resolved, contact.rating, {_LENGTH} AS length_s,
        agent.hired_on, agent.left_on,
        EXISTS (SELECT 1 FROM main.observation WHERE contact_id = contact.id AND {known} AND {gone}) AS heard,
        EXISTS (SELECT 1 FROM main.draw_item AS item WHERE item.contact_id = contact.id
            AND (:draw IS NULL OR item.draw_id <> :draw) AND {before} AND {taken}) AS drawn,
        {repeat if of.repeats else 0} AS repeat
        FROM contact CROSS JOIN agent ON agent.id = contact.agent_id
        WHERE contact.deleted_at IS NULL AND agent.deleted_at IS NULL
        AND contact.started_at >= :since AND contact.started_at < :end {team}"""
    values = {
        "since": of.since.isoformat(),
        "end": (of.until + timedelta(days=1)).isoformat(),
        "team": of.team_id,
        "at": stored(of.at),
        "draw": of.draw_id,
    }
    return all_of(Candidate, db.query(sql, values))


def untouched(db: Database, ids: Iterable[int]) -> frozenset[int]:
    """Those of these contacts that nobody listens or has listened to, and that no draw holds, by now."""
    sql = """SELECT value AS id FROM json_each(?) AS asked
        WHERE NOT EXISTS (SELECT 1 FROM main.observation
            WHERE contact_id = asked.value AND deleted_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM main.draw_item WHERE contact_id = asked.value AND deleted_at IS NULL)"""
    return frozenset(row["id"] for row in db.query(sql, [json.dumps(sorted(ids))]))


def newest_day(db: Database) -> date | None:
    """The day of the newest contact within reach; None where there is none."""
    sql = "SELECT started_at FROM contact WHERE deleted_at IS NULL ORDER BY started_at DESC LIMIT 1"
    return next((datetime.fromisoformat(row["started_at"]).date() for row in db.query(sql)), None)


def count_contacts(db: Database, since: date, until: date) -> int:
    """Answered contacts of those days, both among them."""
    sql = """SELECT count(*) AS n FROM contact WHERE deleted_at IS NULL AND answered IS NOT 0
        AND started_at >= ? AND started_at < ?"""
    span = [since.isoformat(), (until + timedelta(days=1)).isoformat()]
    return int(next(iter(db.query(sql, span)))["n"])


def topics(db: Database, since: date, until: date) -> tuple[str, ...]:
    """The topics of the contacts of those days, by name."""
    sql = """SELECT DISTINCT topic FROM contact WHERE deleted_at IS NULL AND topic <> ''
        AND started_at >= ? AND started_at < ? ORDER BY topic COLLATE NOCASE"""
    span = [since.isoformat(), (until + timedelta(days=1)).isoformat()]
    return tuple(row["topic"] for row in db.query(sql, span))


def evaluators(db: Database) -> tuple[Evaluator, ...]:
    """Supervisors and coaches who may sign in, by name, with those of the agents in view that they reach."""
    sql = """SELECT user.id AS user_id, user.name, agent.id AS agent_id FROM main.user AS user
        LEFT JOIN main.assignment AS given ON given.user_id = user.id AND given.deleted_at IS NULL
        LEFT JOIN agent ON agent.deleted_at IS NULL
            AND (agent.team_id = given.team_id OR agent.id = given.agent_id)
        WHERE user.role <> 'admin' AND user.deleted_at IS NULL AND user.suspended_at IS NULL
        ORDER BY user.name COLLATE NOCASE, user.id"""
    found: dict[int, tuple[str, set[int]]] = {}
    for row in db.query(sql):
        found.setdefault(row["user_id"], (row["name"], set()))[1].add(row["agent_id"])
    return tuple(Evaluator(id, name, frozenset(own - {None})) for id, (name, own) in found.items())


def add_plan(db: Database, name: str, recipe: Recipe, user_id: int) -> int:
    values = {"kind": recipe.kind, "team_id": recipe.team_id, "filters": to_json(recipe)}
    return insert(db, "sampling_plan", name=name, user_id=user_id, made_at=_now(db), **values)


def change_plan(db: Database, id: int, name: str, recipe: Recipe) -> None:
    """What was drawn by it before stays as it was."""
    values = {"kind": recipe.kind, "team_id": recipe.team_id, "filters": to_json(recipe)}
    update(db, "sampling_plan", id, name=name, **values)


def remove_plan(db: Database, id: int) -> None:
    remove(db, "sampling_plan", id)


def bring_back_plan(db: Database, id: int) -> None:
    bring_back(db, "sampling_plan", id)


def choose_evaluators(db: Database, plan_id: int, user_ids: Iterable[int]) -> None:
    wanted = set(user_ids)
    rows = db.query(
        "SELECT id, user_id FROM sampling_evaluator WHERE plan_id = ? AND deleted_at IS NULL", [plan_id]
    )
    there = {row["user_id"]: row["id"] for row in list(rows)}
    for user in sorted(wanted - there.keys()):
        insert(db, "sampling_evaluator", plan_id=plan_id, user_id=user)
    for user in there.keys() - wanted:
        remove(db, "sampling_evaluator", there[user])


def plans(db: Database) -> tuple[SamplingPlan, ...]:
    """Those that were not removed, by name."""
    named = _evaluators_of(db)
    rows = db.query(_PLAN + " ORDER BY name COLLATE NOCASE, id")
    return tuple(_to_plan(row, named.get(row["id"], ())) for row in rows)


def plan_names(db: Database) -> dict[int, str]:
    """Of removed plans too: their draws stay."""
    return {row["id"]: row["name"] for row in db.query("SELECT id, name FROM sampling_plan")}


def plan(db: Database, id: int) -> SamplingPlan:
    row = next(iter(db.query(_PLAN + " AND id = ?", [id])), None)
    return _to_plan(need(row, "sampling_plan", id), _evaluators_of(db).get(id, ()))


def _evaluators_of(db: Database) -> dict[int, tuple[int, ...]]:
    sql = "SELECT plan_id, user_id FROM sampling_evaluator WHERE deleted_at IS NULL ORDER BY id"
    found: dict[int, tuple[int, ...]] = {}
    for row in db.query(sql):
        found[row["plan_id"]] = (*found.get(row["plan_id"], ()), row["user_id"])
    return found


def _to_plan(row: dict[str, Any], named: tuple[int, ...]) -> SamplingPlan:
    return to_record(SamplingPlan, {**row, "recipe": _recipe(row), "evaluators": json.dumps(named)})


def add_draw(db: Database, made: Draw) -> int:
    """Keep a draw; its id, uid and moment are given by the store."""
    recipe = made.recipe
    return insert(
        db,
        "draw",
        plan_id=made.plan_id,
        kind=recipe.kind,
        team_id=recipe.team_id,
        filters=to_json(recipe),
        seed=made.seed,
        since=made.since,
        until=made.until,
        population=made.population,
        population_hash=made.population_hash,
        count=made.count,
        user_id=made.user_id,
        made_at=_now(db),
    )


def add_items(db: Database, draw_id: int, rows: Sequence[tuple[Candidate, int]]) -> None:
    """The calls drawn with who hears each, in the order in which they are to be heard."""
    moment = draw(db, draw_id).made_at
    for position, (contact, user_id) in enumerate(rows, 1):
        insert(
            db,
            "draw_item",
            draw_id=draw_id,
            contact_id=contact.id,
            agent_id=contact.agent_id,
            user_id=user_id,
            position=position,
            made_at=moment,
        )


def give(db: Database, item_id: int, user_id: int) -> None:
    """Somebody else hears the call."""
    update(db, "draw_item", item_id, user_id=user_id)


def skip(db: Database, item: DrawItem, reason: str, instead: Candidate | None) -> int | None:
    """Mark a call as one that can't be heard; the id of the item that stands in for it, None for none."""
    update(db, "draw_item", item.id, state="skipped", reason=reason)
    if instead is None:
        return None
    return insert(
        db,
        "draw_item",
        draw_id=item.draw_id,
        contact_id=instead.id,
        agent_id=instead.agent_id,
        user_id=item.user_id,
        position=item.position,
        replaces_id=item.id,
        made_at=_now(db),
    )


def unskip(db: Database, item_id: int) -> None:
    """Undo a skipping: the call is to be heard after all, and what stood in for it is taken away."""
    update(db, "draw_item", item_id, state="open", reason="")
    for row in list(
        db.query("SELECT id FROM draw_item WHERE replaces_id = ? AND deleted_at IS NULL", [item_id])
    ):
        remove(db, "draw_item", row["id"])


def draw(db: Database, id: int) -> Draw:
    return _to_draw(need(next(iter(db.query(_DRAW + " AND id = ?", [id])), None), "draw", id))


def draws(db: Database, plan_id: int | None = None, limit: int = 100) -> tuple[Draw, ...]:
    """Newest first; of one plan or of all."""
    only = "" if plan_id is None else " AND plan_id = :plan"
    sql = f"{_DRAW}{only} ORDER BY made_at DESC, id DESC LIMIT :limit"
    return tuple(_to_draw(row) for row in db.query(sql, {"plan": plan_id, "limit": limit}))


def drawn_before(db: Database, plan_id: int, since: date, before: Draw | None = None) -> dict[int, int]:
    """By agent (id), how many calls earlier draws of the plan took of the cycle that begins on `since`.

    With `before`, as it was when that draw was made.
    """
    at = None if before is None else stored(before.made_at)
    sql = """SELECT item.agent_id, count(*) AS n FROM draw JOIN draw_item AS item ON item.draw_id = draw.id
        WHERE draw.plan_id = :plan AND draw.since = :since AND item.state = 'open'
        AND (item.deleted_at IS NULL OR item.deleted_at > :at)
        AND (:at IS NULL OR draw.made_at < :at OR (draw.made_at = :at AND draw.id < :draw))
        GROUP BY item.agent_id"""
    values = {"plan": plan_id, "since": since.isoformat(), "at": at, "draw": before and before.id}
    return {row["agent_id"]: row["n"] for row in db.query(sql, values)}


def items(db: Database, draw_id: int) -> tuple[DrawItem, ...]:
    """In the order in which they are to be heard, a skipped one before what stands in for it."""
    sql = _ITEM + " WHERE draw_id = ? AND deleted_at IS NULL ORDER BY position, id"
    return all_of(DrawItem, (_item_row(row) for row in db.query(sql, [draw_id])))


def item(db: Database, id: int) -> DrawItem:
    rows = db.query(_ITEM + " WHERE id = ? AND deleted_at IS NULL", [id])
    return need(next((to_record(DrawItem, _item_row(row)) for row in rows), None), "draw_item", id)


def _item_row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "reason": row["reason"] or None}


def take_back(db: Database, draw_id: int) -> tuple[int, ...]:
    """Remove a draw with its items, whose ids it answers; whoever calls this has seen that none was heard."""
    gone = tuple(one.id for one in items(db, draw_id))
    for id in gone:
        remove(db, "draw_item", id)
    remove(db, "draw", draw_id)
    return gone


def put_back(db: Database, draw_id: int, item_ids: Iterable[int]) -> None:
    """Undo exactly what `take_back` did."""
    bring_back(db, "draw", draw_id)
    for id in item_ids:
        bring_back(db, "draw_item", id)


def to_json(recipe: Recipe) -> str:
    """All of a recipe that has no column of its own; the same recipe is the same text."""
    data = {
        "after_first_week": recipe.after_first_week,
        "channels": list(recipe.channels),
        "cycle": recipe.cycle,
        "least_s": recipe.least_s,
        "quota": recipe.quota,
        "rule": recipe.rule or "",
        "spread": list(recipe.spread),
        "topics": list(recipe.topics),
    }
    return json.dumps(data, ensure_ascii=False)


def _recipe(row: dict[str, Any]) -> Recipe:
    data = json.loads(row["filters"])
    return Recipe(
        kind=Drawn(row["kind"]),
        rule=Rule(data["rule"]) if data["rule"] else None,
        quota=data["quota"],
        cycle=Cycle(data["cycle"]),
        team_id=row["team_id"],
        channels=tuple(Channel(one) for one in data["channels"]),
        topics=tuple(data["topics"]),
        least_s=data["least_s"],
        after_first_week=data["after_first_week"],
        spread=tuple(Spread(one) for one in data["spread"]),
    )


def _to_draw(row: dict[str, Any]) -> Draw:
    return to_record(Draw, {**row, "recipe": _recipe(row)})


def _now(db: Database) -> str:
    return str(next(iter(db.query("SELECT now() AS now")))["now"])
