"""Time as the store keeps it: aware, UTC, and as text that sorts."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """The system's time, aware, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ` in UTC. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
