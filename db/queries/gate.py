"""The store's own gate: whatever a page forgets, no card number and no security code is written.

Every text on its way into a table goes through `clean`. Numbers that were let through are known by a digest
under the site's own mark, so that the list of them gives no number away and goes with the floor to another
machine or under another key.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

from db.cards.masking import mask
from db.connection import Database

# Columns whose text no person wrote, or, as the content of a final, only out of rows that are masked already:
# changing a sign of it would spoil it.
MACHINE_TEXT = frozenset({"file_hash", "sha256", "content"})
# Columns that hold data as JSON: each text in it is looked at by itself, for a list of points is no number.
JSON_TEXT = frozenset({"form", "words", "filters"})


@dataclass(frozen=True, slots=True, repr=False)
class Allowances:
    """The numbers let through: called with digits 0–9, says whether they are among them."""

    key: bytes
    digests: frozenset[bytes]

    def __call__(self, digits: str) -> bool:
        return bool(self.digests) and digest(self.key, digits) in self.digests


def digest(key: bytes, digits: str) -> bytes:
    """HMAC-SHA-256 of a number's digits 0–9."""
    return hmac.new(key, b"allowed number " + digits.encode("ascii"), hashlib.sha256).digest()


def allowances(db: Database) -> Allowances:
    rows = db.query("SELECT digest FROM allowed_number WHERE deleted_at IS NULL")
    return Allowances(key(db), frozenset(row["digest"] for row in rows))


def key(db: Database) -> bytes:
    """The site's mark, blank before there is a site."""
    return next((bytes(row["uid"]) for row in db.query("SELECT uid FROM site")), b"")


def clean(db: Database, text: str) -> str:
    """The text as it may be stored; the same object where nothing is to be masked, which is nearly always."""
    masked = mask(text)
    return text if masked == text else mask(text, allowances(db))


def clean_column(db: Database, column: str, value: object) -> object:
    """A value as it may be stored in a column of that name."""
    if column in MACHINE_TEXT:
        return value
    if column in JSON_TEXT and isinstance(value, str):
        return clean_json(db, value)
    return clean_all(db, value)


def clean_json(db: Database, text: str) -> str:
    """Data as JSON with each of its texts clean; letter by letter the same where nothing is to be masked."""
    data = json.loads(text)
    cleaned = clean_all(db, data)
    return text if cleaned == data else json.dumps(cleaned, ensure_ascii=False)


def clean_all(db: Database, value: object) -> object:
    """As `clean` for a text, or for each text in lists and records of data; anything else as it is."""
    if type(value) is str:
        return clean(db, value)
    if isinstance(value, dict):
        return {key: clean_all(db, each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [clean_all(db, each) for each in value]
    return value
