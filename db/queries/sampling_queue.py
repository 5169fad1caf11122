"""Calls that were drawn, as lists show them: whose turn they are, what was heard, what is no longer there."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from db.clock import stamp
from db.connection import Database
from db.queries.rows import to_record
from db.records.sampling import DrawItem, Queue, QueueItem

_LINES = f"""SELECT {", ".join(f"draw_item.{field.name}" for field in fields(DrawItem))},
    draw.kind, draw.made_at AS drawn_at, agent.name AS agent, user.name AS evaluator,
    contact.reference, contact.started_at, contact.topic,
    contact.talk_s + coalesce(contact.hold_s, 0) AS length_s,
    contact.deleted_at IS NOT NULL AS gone,
    EXISTS (SELECT 1 FROM main.evaluation WHERE contact_id = contact.id AND state <> 'draft') AS heard,
    EXISTS (SELECT 1 FROM main.observation WHERE contact_id = contact.id AND deleted_at IS NULL) AS begun
    FROM draw CROSS JOIN draw_item ON draw_item.draw_id = draw.id
    JOIN agent ON agent.id = draw_item.agent_id
    JOIN contact ON contact.id = draw_item.contact_id
    JOIN main.user AS user ON user.id = draw_item.user_id
    WHERE draw.deleted_at IS NULL AND draw_item.deleted_at IS NULL"""


QUEUE_DAYS = 62
"""For how long after a draw its calls are asked for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Calls of a draw that are not in its list: of agents out of reach, and erased or past their term."""

    out_of_reach: int
    erased: int


def of_draw(db: Database, draw_id: int) -> tuple[QueueItem, ...]:
    """All calls of a draw within reach, skipped ones too, in the order in which they are to be heard."""
    rows = db.query(_LINES + " AND draw.id = ? ORDER BY draw_item.position, draw_item.id", [draw_id])
    return tuple(_to_item(row) for row in rows)


def queue(db: Database, user_id: int, now: datetime) -> Queue:
    """What a user is to hear, older draws first; without skipped ones.

    A draw goes from it once all its calls of this user are heard, or after two months.
    """
    sql = f"""{_LINES} AND draw.made_at >= ? AND draw_item.user_id = ? AND draw_item.state = 'open'
        ORDER BY draw.made_at, draw.id, draw_item.position, draw_item.id"""
    found = [_to_item(row) for row in db.query(sql, [stamp(now - timedelta(days=QUEUE_DAYS)), user_id])]
    open_draws = {one.item.draw_id for one in found if not one.heard and not one.gone}
    return Queue(tuple(one for one in found if one.item.draw_id in open_draws))


def missing(db: Database, draw_id: int, count: int) -> Missing:
    """What became of the `count` calls drawn at first that the list of this user does not show."""
    own = "draw_id = ? AND deleted_at IS NULL AND replaces_id IS NULL"
    sql = f"""SELECT (SELECT count(*) FROM draw_item WHERE {own}) AS seen,
        (SELECT count(*) FROM main.draw_item WHERE {own}) AS there"""
    row = next(iter(db.query(sql, [draw_id, draw_id])))
    return Missing(row["there"] - row["seen"], max(0, count - row["there"]))


def is_heard(db: Database, draw_id: int) -> bool:
    """Whether somebody has begun to listen to a call of the draw, in reach or not."""
    sql = """SELECT EXISTS (SELECT 1 FROM main.draw_item AS item
        JOIN main.observation AS heard ON heard.contact_id = item.contact_id
        WHERE item.draw_id = ? AND item.deleted_at IS NULL AND heard.deleted_at IS NULL) AS found"""
    return bool(next(iter(db.query(sql, [draw_id])))["found"])


def _to_item(row: dict[str, Any]) -> QueueItem:
    item = to_record(DrawItem, {**row, "reason": row["reason"] or None})
    return to_record(QueueItem, {**row, "item": item})
