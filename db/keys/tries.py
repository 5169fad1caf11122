"""A wrong passphrase waits longer each time, over restarts too: how often and when stands beside the store.

It slows a person at the desk. Whoever copies the files away is slowed by argon2id alone.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.errors import TooSoon
from db.files import beside, put_in_place, write_private

LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries since the last success, and when the newest was."""

    failed: int = 0
    at: datetime = datetime.fromtimestamp(0, UTC)


def tries_path(store: Path) -> Path:
    return beside(store, ".tries")


def delay(failed: int) -> int:
    """Seconds to wait after so many failed tries: 0, 0, 1, 2, 4, 8 … 60."""
    return 0 if failed < 2 else min(2 ** (min(failed, 60) - 2), LONGEST_WAIT)


def wait(store: Path, now: datetime) -> float:
    """Seconds until the next try is taken, 0 for at once. A clock set back begins the wait anew, once."""
    tries = read(store)
    if tries.at > now:
        tries = Tries(tries.failed, now)
        write(store, tries)
    return max(0.0, delay(tries.failed) - (now - tries.at).total_seconds())


def demand(store: Path, now: datetime) -> None:
    """Raises TooSoon with the seconds, rounded up, that are still to wait."""
    seconds = wait(store, now)
    if seconds > 0:
        raise TooSoon(store, seconds=int(-(-seconds // 1)))


def count_failure(store: Path, now: datetime) -> None:
    write(store, Tries(read(store).failed + 1, now))


def forget(store: Path) -> int:
    """Begin anew after a success; returns how many tries had failed before it."""
    failed = read(store).failed
    with suppress(OSError):
        tries_path(store).unlink(missing_ok=True)
    return failed


def read(store: Path) -> Tries:
    """None where there is no file; one that can't be read counts as enough for the longest wait."""
    path = tries_path(store)
    try:
        told = json.loads(path.read_bytes())
        return Tries(min(max(int(told["failed"]), 0), 10**6), datetime.fromtimestamp(float(told["at"]), UTC))
    except FileNotFoundError:
        return Tries()
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return _from_spoilt(path)


def _from_spoilt(path: Path) -> Tries:
    try:
        return Tries(8, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    except OSError:
        return Tries()


def write(store: Path, tries: Tries) -> None:
    """A folder that takes no file takes no store either: opening says that better than this could."""
    part = beside(tries_path(store), ".part")
    with suppress(OSError):
        write_private(part, json.dumps({"failed": tries.failed, "at": tries.at.timestamp()}).encode())
        put_in_place(part, tries_path(store))
