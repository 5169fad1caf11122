"""Files handed out to be read, signed and handed back: of which final each is, and how it is known again."""

import hmac
import secrets
from dataclasses import fields
from datetime import datetime
from hashlib import sha256

from db.connection import Database
from db.queries.rows import insert, need, one
from db.records.disputes import HandedOut
from db.records.finals import Final

_COLUMNS = ", ".join(field.name for field in fields(HandedOut))
_OUT = f"SELECT {_COLUMNS} FROM handed_out WHERE deleted_at IS NULL"
KEY_BYTES = 32


def hand_out(db: Database, of: Final, user_id: int, format: str, at: datetime) -> HandedOut:
    """Note that a file of this final is given away, and make the key of its code."""
    id = insert(
        db,
        "handed_out",
        final_id=of.id,
        agent_id=of.agent_id,
        user_id=user_id,
        format=format,
        code=secrets.token_bytes(KEY_BYTES),
        made_at=at,
    )
    return need(one(HandedOut, db.query(_OUT + " AND id = ?", [id])), "handed_out", id)


def of_uid(db: Database, uid: bytes) -> HandedOut | None:
    """The file of that identity; None where this floor never gave it out."""
    return one(HandedOut, db.query(_OUT + " AND uid = ?", [uid]))


def code(out: HandedOut, of: Final, document: str) -> str:
    """HMAC-SHA-256 in hexadecimal, under the key of the file, of the file, its final and what it shows."""
    said = "\n".join((out.uid.hex(), of.uid.hex(), of.sha256, sha256(document.encode()).hexdigest()))
    return hmac.new(out.code, said.encode(), sha256).hexdigest()
