"""A wrong passphrase waits longer each time, over restarts too: how often and when stands beside the store.

Counted twice: for each name, by its tag in the key file, until that name's own success, or somebody could
guess on after each sign-in of their own; and for all names together, until anybody's. It slows a person at
the desk. Whoever copies the files away is slowed by argon2id alone.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from db.errors import TooSoon
from db.files import beside, put_in_place, write_private

LONGEST_WAIT = 60
MOST_NAMES = 200  # in the file; the newest
CODE = "code"  # in place of a tag: recovery codes have no name


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries since the last success of anybody, when the newest was, and at what; and by name, since
    the last success of that.
    """

    failed: int = 0
    at: datetime = datetime.fromtimestamp(0, UTC)
    names: Mapping[str, tuple[int, datetime]] = field(default_factory=dict)
    newest: str = ""


def tries_path(store: Path) -> Path:
    return beside(store, ".tries")


def delay(failed: int) -> int:
    """Seconds to wait after so many failed tries: 0, 0, 1, 2, 4, 8 … 60."""
    return 0 if failed < 2 else min(2 ** (min(failed, 60) - 2), LONGEST_WAIT)


def wait(store: Path, now: datetime, name: str | None = None) -> float:
    """Seconds until the next try is taken at that name (its tag; None: the one tried last), 0 for at once.

    A clock set back begins the wait anew, once.
    """
    tries = read(store)
    if tries.at > now or any(at > now for _, at in tries.names.values()):
        names = {name: (failed, min(at, now)) for name, (failed, at) in tries.names.items()}
        tries = replace(tries, at=min(tries.at, now), names=names)
        write(store, tries)
    own = tries.names.get(tries.newest if name is None else name, (0, now))
    return max(
        0.0, *(delay(failed) - (now - at).total_seconds() for failed, at in ((tries.failed, tries.at), own))
    )


def demand(store: Path, now: datetime, name: str = CODE) -> None:
    """Raises TooSoon with the seconds, rounded up, that are still to wait."""
    seconds = wait(store, now, name)
    if seconds > 0:
        raise TooSoon(store, seconds=int(-(-seconds // 1)))


def count_failure(store: Path, now: datetime, name: str = CODE) -> None:
    """Count a try before it is made: of many at once, each finds those before it."""
    tries = read(store)
    names = dict(tries.names)
    failed, _ = names.pop(name, (0, now))
    kept = list(names.items())[-(MOST_NAMES - 1) :]
    write(store, Tries(tries.failed + 1, now, {**dict(kept), name: (failed + 1, now)}, name))


def forget(store: Path, name: str = CODE) -> int:
    """Begin anew after a success, which had been counted as a failure; returns how many had failed before."""
    tries = read(store)
    names = {other: counted for other, counted in tries.names.items() if other != name}
    failed = max(tries.failed, tries.names.get(name, (0, tries.at))[0]) - 1
    if names:
        write(store, Tries(names=names))
    else:
        with suppress(OSError):
            tries_path(store).unlink(missing_ok=True)
    return max(failed, 0)


def read(store: Path) -> Tries:
    """None where there is no file; one that can't be read counts as enough for the longest wait."""
    path = tries_path(store)
    try:
        told = json.loads(path.read_bytes())
        names = {str(name): _read_count(*counted) for name, counted in told.get("names", {}).items()}
        return Tries(*_read_count(told["failed"], told["at"]), names, str(told.get("newest", "")))
    except FileNotFoundError:
        return Tries()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return _from_spoilt(path)


def _read_count(failed: float, at: float) -> tuple[int, datetime]:
    return min(max(int(failed), 0), 10**6), datetime.fromtimestamp(float(at), UTC)


def _from_spoilt(path: Path) -> Tries:
    try:
        return Tries(8, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    except OSError:
        return Tries()


def write(store: Path, tries: Tries) -> None:
    """A folder that takes no file takes no store either: opening says that better than this could."""
    part = beside(tries_path(store), ".part")
    with suppress(OSError):
        names = {name: (failed, at.timestamp()) for name, (failed, at) in tries.names.items()}
        told = {"failed": tries.failed, "at": tries.at.timestamp(), "names": names, "newest": tries.newest}
        write_private(part, json.dumps(told).encode())
        put_in_place(part, tries_path(store))
