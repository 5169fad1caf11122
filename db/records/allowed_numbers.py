"""A number that passes the check of cards and was let through; the number itself is kept nowhere."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AllowedNumber:
    """`reason` is in the words of the one who let it through, `user` their name."""

    id: int
    uid: bytes
    reason: str
    user_id: int
    user: str
    at: datetime
