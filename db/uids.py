"""Identities made on any machine without asking another, that sort by the time they were made."""

import secrets
import threading
from collections.abc import Callable

from db.clock import Clock

RANDOM_BITS = 74
STEP_BITS = 32


def uid_source(clock: Clock, random_bits: Callable[[int], int] = secrets.randbits) -> Callable[[], bytes]:
    """A maker of 16-byte UUIDv7 (RFC 9562, section 5.7), each greater than the one before it.

    The 74 random bits are a counter within a millisecond (section 6.2, method 2), so order holds even
    when the clock is set back. A seeded `random_bits` makes a reproducible sequence.
    """
    lock = threading.Lock()
    last_time, last_tail = 0, 0

    def make_uid() -> bytes:
        nonlocal last_time, last_tail
        with lock:
            time = int(clock().timestamp() * 1000)
            if time > last_time:
                last_time, last_tail = time, random_bits(RANDOM_BITS - 1)
            else:
                last_tail += 1 + random_bits(STEP_BITS)
                if last_tail >> RANDOM_BITS:
                    last_time, last_tail = last_time + 1, random_bits(RANDOM_BITS - 1)
            return pack_uid(last_time, last_tail)

    return make_uid


def pack_uid(time: int, tail: int) -> bytes:
    """The 16 bytes for `time` (milliseconds since 1970) and `tail` (74 bits)."""
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    whole = (time << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low
    return whole.to_bytes(16, "big")
