"""Recognitions and the shelf of calls worth hearing."""

from dataclasses import asdict, fields
from datetime import datetime

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove, update
from db.records.observations import Observation
from db.records.recognition import Praise, Recognition, ShelfCall

_GIVEN = f"""SELECT {", ".join(field.name for field in fields(Recognition))} FROM recognition
    WHERE deleted_at IS NULL"""
_SHELVED = f"""SELECT {", ".join(field.name for field in fields(ShelfCall))} FROM shelf_call
    WHERE deleted_at IS NULL"""


def give(db: Database, heard: Observation, praise: Praise, user_id: int, at: datetime) -> int:
    """Praise for what was heard in an observation; its id."""
    return insert(
        db,
        "recognition",
        agent_id=heard.agent_id,
        observation_id=heard.id,
        **asdict(praise),
        user_id=user_id,
        made_at=at,
    )


def reword(db: Database, id: int, praise: Praise) -> None:
    update(db, "recognition", id, **asdict(praise))


def tell(db: Database, id: int, at: datetime | None) -> None:
    """When the agent heard of it; None for not yet."""
    update(db, "recognition", id, told_at=at)


def take_away(db: Database, id: int) -> None:
    remove(db, "recognition", id)


def give_back(db: Database, id: int) -> None:
    bring_back(db, "recognition", id)


def recognition(db: Database, id: int) -> Recognition:
    return need(one(Recognition, db.query(_GIVEN + " AND id = ?", [id])), "recognition", id)


def of_agent(db: Database, agent_id: int, limit: int = 100) -> tuple[Recognition, ...]:
    """Newest first."""
    sql = _GIVEN + " AND agent_id = ? ORDER BY made_at DESC, id DESC LIMIT ?"
    return all_of(Recognition, db.query(sql, [agent_id, limit]))


def of_observation(db: Database, observation_id: int) -> tuple[Recognition, ...]:
    sql = _GIVEN + " AND observation_id = ? ORDER BY id"
    return all_of(Recognition, db.query(sql, [observation_id]))


def untold(db: Database, user_id: int) -> tuple[Recognition, ...]:
    """What this user wrote and the agent has not heard yet, oldest first."""
    sql = _GIVEN + " AND user_id = ? AND told_at IS NULL ORDER BY made_at, id"
    return all_of(Recognition, db.query(sql, [user_id]))


def put_on_shelf(db: Database, call: ShelfCall) -> int:
    """Stores a new one; the record's id and uid are given out anew."""
    own = [field.name for field in fields(call) if field.name not in ("id", "uid")]
    return insert(db, "shelf_call", **{name: getattr(call, name) for name in own})


def shelf_call(db: Database, id: int) -> ShelfCall:
    return need(one(ShelfCall, db.query(_SHELVED + " AND id = ?", [id])), "shelf_call", id)


def shelf(db: Database) -> tuple[ShelfCall, ...]:
    """What was taken first, then what agents propose; each newest first."""
    return all_of(ShelfCall, db.query(_SHELVED + " ORDER BY taken_at IS NULL, made_at DESC, id DESC"))


def shelved(db: Database, contact_id: int) -> ShelfCall | None:
    """Where this contact stands on the shelf, proposed or taken."""
    return one(ShelfCall, db.query(_SHELVED + " AND contact_id = ? ORDER BY id LIMIT 1", [contact_id]))


def shelf_of(db: Database, agent_id: int) -> tuple[ShelfCall, ...]:
    """An agent's own, newest first."""
    sql = _SHELVED + " AND agent_id = ? ORDER BY made_at DESC, id DESC"
    return all_of(ShelfCall, db.query(sql, [agent_id]))


def take(db: Database, id: int, at: datetime | None) -> None:
    """Take a proposed call on the shelf; with None it is a proposal again."""
    update(db, "shelf_call", id, taken_at=at)


def agree(db: Database, id: int, at: datetime | None) -> None:
    """When the agent said that others may hear it; None takes the word back."""
    update(db, "shelf_call", id, agreed_at=at)


def reword_call(db: Database, id: int, why: str, skill: str, at_s: float | None) -> None:
    update(db, "shelf_call", id, why=why, skill=skill, at_s=at_s)


def take_off_shelf(db: Database, id: int) -> None:
    remove(db, "shelf_call", id)


def put_back_on_shelf(db: Database, id: int) -> None:
    bring_back(db, "shelf_call", id)
