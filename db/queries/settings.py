"""The coaching choices that travel with the store, by key."""

from db.connection import Database
from db.queries.gate import clean


def settings(db: Database) -> dict[str, str]:
    """Every stored choice as text; what was never chosen is not among them."""
    return {row["key"]: row["value"] for row in db.query("SELECT key, value FROM setting")}


def set_setting(db: Database, key: str, value: str) -> None:
    db.execute(
        """INSERT INTO main.setting (key, value) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value""",
        [key, clean(db, value)],
    )
