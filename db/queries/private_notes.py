"""Private coaching notes: sealed to their author's own key before they come here, and opened after."""

from dataclasses import fields
from datetime import datetime

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove, update
from db.records.people import PrivateNote

_COLUMNS = ", ".join(field.name for field in fields(PrivateNote))
_NOTE = f"SELECT {_COLUMNS} FROM private_note WHERE deleted_at IS NULL"


def of_agent(db: Database, user_id: int, agent_id: int) -> tuple[PrivateNote, ...]:
    """A user's own notes about somebody, newest first."""
    sql = _NOTE + " AND user_id = ? AND agent_id = ? ORDER BY written_at DESC, id DESC"
    return all_of(PrivateNote, db.query(sql, [user_id, agent_id]))


def note(db: Database, id: int) -> PrivateNote:
    return need(one(PrivateNote, db.query(_NOTE + " AND id = ?", [id])), "private_note", id)


def add(db: Database, user_id: int, agent_id: int, at: datetime, sealed: bytes) -> int:
    values = {"user_id": user_id, "agent_id": agent_id, "written_at": at, "sealed": sealed}
    return insert(db, "private_note", **values)


def keep(db: Database, id: int, sealed: bytes) -> None:
    """What it says now; when it was begun stays."""
    update(db, "private_note", id, sealed=sealed)


def drop(db: Database, id: int) -> None:
    remove(db, "private_note", id)


def undrop(db: Database, id: int) -> None:
    bring_back(db, "private_note", id)
