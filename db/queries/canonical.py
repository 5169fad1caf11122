"""One text for one meaning: JSON whose bytes depend on what it says alone, and the digest of such a text.

After RFC 8785 (JSON Canonicalization Scheme): keys sorted, no white space, numbers as short as they are
exact. Keys here are plain ASCII words, for which sorting by code point is sorting by UTF-16 unit.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from db.clock import stamp

_EXACT = 2**53


def canonical(content: Any) -> str:
    """The canonical JSON of a record or of plain data. Raises ValueError for NaN and for infinity."""
    return json.dumps(
        plain(content), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def plain(value: Any) -> Any:
    """Data as JSON has it: records by field, times as text in UTC, bytes in hexadecimal, 80.0 as 80."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _leaf(value)


def _leaf(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return stamp(value) if value.tzinfo is not None else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value
