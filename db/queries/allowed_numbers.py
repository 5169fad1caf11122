"""Which numbers were let through the gate, by whom and why."""

from db.cards.numbers import find_numbers
from db.connection import Database
from db.queries import gate
from db.queries.rows import all_of, bring_back, insert, remove
from db.records.allowed_numbers import AllowedNumber


def allowed_numbers(db: Database) -> tuple[AllowedNumber, ...]:
    """Newest first."""
    sql = """SELECT a.id, a.uid, a.reason, a.user_id, user.name AS user, a.at
        FROM allowed_number a JOIN user ON user.id = a.user_id
        WHERE a.deleted_at IS NULL ORDER BY a.at DESC, a.id DESC"""
    return all_of(AllowedNumber, db.query(sql))


def allow(db: Database, digits: str, reason: str, user_id: int) -> int:
    """Lets a number through from now on. Raises ValueError for a card's number and for a blank reason."""
    if not reason.strip():
        raise ValueError("a reason is needed")
    if any(number.is_card for number in find_numbers(digits)):
        raise ValueError("a card number is never let through")
    return insert(
        db,
        "allowed_number",
        digest=gate.digest(gate.key(db), digits),
        reason=reason.strip(),
        user_id=user_id,
        at=_moment(db),
    )


def take_back(db: Database, id: int) -> None:
    """Masks the number again from now on; what was stored with it stays."""
    remove(db, "allowed_number", id)


def allow_again(db: Database, id: int) -> None:
    bring_back(db, "allowed_number", id)


def _moment(db: Database) -> str:
    return str(next(iter(db.query("SELECT now() AS now")))["now"])
