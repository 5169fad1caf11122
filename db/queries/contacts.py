"""Conversations: one by one, by agent, by reference; bulk imports are in `imports`."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from db.connection import Database
from db.queries.rows import all_of, insert, need, one, stored, update
from db.queries.scopes import bound, within
from db.records.contacts import Contact, NewContact
from db.records.figures import KeyedSum, Scope

_COLUMNS = ", ".join(f"contact.{field.name}" for field in fields(Contact))
_CONTACT = f"SELECT {_COLUMNS} FROM contact WHERE contact.deleted_at IS NULL"
TIMES = ("talk_s", "hold_s", "wrap_s")
"""The parts of the handle time."""
# Calls nobody answered carry no figure of the customer's.
_ANSWERED = "FROM contact WHERE deleted_at IS NULL AND answered IS NOT 0"
_OBSERVED = "EXISTS (SELECT 1 FROM observation WHERE contact_id = contact.id AND deleted_at IS NULL)"


def contact(db: Database, id: int) -> Contact:
    return need(one(Contact, db.query(_CONTACT + " AND id = ?", [id])), "contact", id)


def add(db: Database, new: NewContact) -> int:
    return insert(db, "contact", **{field.name: getattr(new, field.name) for field in fields(NewContact)})


def set_topic(db: Database, id: int, topic: str) -> None:
    """What the contact was about, as whoever listens hears it."""
    if contact(db, id).topic != topic:
        update(db, "contact", id, topic=topic)


def of_agent(
    db: Database, agent_id: int, limit: int = 200, before: datetime | None = None, *, unobserved: bool = False
) -> tuple[Contact, ...]:
    """Newest first; `before` pages on; `unobserved` leaves out those somebody has listened to."""
    sql = _CONTACT + " AND agent_id = :agent"
    if before is not None:
        sql += " AND started_at < :before"
    if unobserved:
        sql += f" AND NOT {_OBSERVED}"
    values = {"agent": agent_id, "before": before and before.isoformat(timespec="seconds"), "limit": limit}
    return all_of(Contact, db.query(sql + " ORDER BY started_at DESC LIMIT :limit", values))


def find(db: Database, text: str, limit: int = 20) -> tuple[Contact, ...]:
    """Whose reference begins with the text."""
    sql = _CONTACT + " AND reference >= :text AND reference < :text || char(1114111) LIMIT :limit"
    return all_of(Contact, db.query(sql, {"text": text, "limit": limit}))


def count(db: Database, agent_id: int | None = None) -> int:
    of = Scope(agent_id)
    sql = f"SELECT count(*) AS n FROM contact WHERE deleted_at IS NULL{within(of)}"
    return int(next(iter(db.query(sql, bound(of))))["n"])


def measures(db: Database, agent_id: int, since: date, until: date) -> tuple[Contact, ...]:
    """An agent's contacts of the days from `since` to `until`, both among them, oldest first."""
    sql = _CONTACT + " AND agent_id = ? AND started_at >= ? AND started_at < ? ORDER BY started_at"
    return all_of(
        Contact, db.query(sql, [agent_id, since.isoformat(), (until + timedelta(days=1)).isoformat()])
    )


def rating_sum(db: Database, of: Scope) -> KeyedSum:
    """The customers' ratings of one agent's answered contacts."""
    return _sum(db, of, "rating", "rating")


def resolved_count(db: Database, of: Scope) -> tuple[int, int]:
    """(resolved, known whether resolved) of one agent's answered contacts."""
    sql = f"SELECT coalesce(sum(resolved), 0) AS yes, count(resolved) AS n {_answered(of)}"
    row = next(iter(db.query(sql, _of(of))))
    return row["yes"], row["n"]


def time_counts(db: Database, of: Scope) -> dict[str, int]:
    """How many answered contacts with a talk time carry each part of `TIMES`."""
    counts = ", ".join(f"count({part}) AS {part}" for part in TIMES)
    return dict(next(iter(db.query(f"SELECT {counts} {_answered(of)} AND talk_s IS NOT NULL", _of(of)))))


def time_sum(db: Database, of: Scope, parts: Sequence[str]) -> KeyedSum:
    """Seconds of these parts of `TIMES` together, of answered contacts that carry every one of them."""
    return _sum(db, of, "time", " + ".join(part for part in TIMES if part in parts))


def _sum(db: Database, of: Scope, key: str, value: str) -> KeyedSum:
    """A contact in which a term of `value` is NULL is left out, for then the whole of it is."""
    sql = f"""SELECT '{key}' AS key, count({value}) AS n, coalesce(sum({value}), 0.0) AS total,
        coalesce(sum(({value}) * ({value})), 0.0) AS squares {_answered(of)}"""
    return all_of(KeyedSum, db.query(sql, _of(of)))[0]


def _answered(of: Scope) -> str:
    return _ANSWERED + within(of, day="started_at")


def _of(of: Scope) -> dict[str, Any]:
    """The last day ends where the next begins: any moment of the next stands behind its bare date."""
    return {**bound(of), "until": stored(of.until and of.until + timedelta(days=1))}
