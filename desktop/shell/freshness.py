"""How old the newest backups are, beside the store and at the second place, and whether that is a worry."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.shell.text import ago, moment, tr

if TYPE_CHECKING:
    from db.backup import Backup
    from db.second_place import Reached
    from db.store import Store
    from desktop.shell.settings import Settings

log = logging.getLogger(__name__)


# What is announced, like a table: that somebody made a backup, or that the standing of backups has changed.
BACKED_UP, BACKUPS = "backed up", "backups"


@dataclass(frozen=True, slots=True)
class Seen:
    """The second place: when it was reached last, and its newest backup then; None where it never was.
    `there` says whether it could be reached the last time it was tried.
    """

    at: datetime | None = None
    newest: datetime | None = None
    there: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """Newest backups; `second` says whether there is a second place, `seen` how it was at last."""

    newest: datetime | None
    second: bool
    seen: Seen
    stale: timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """Words for the status line, the whole for its tooltip, and whether it is a worry."""

    words: str
    whole: str
    worry: bool


def make_days_backup(store: "Store") -> "Backup | None":
    """If it is due; and keep room back again, where there is some."""
    store.watch.ballast.take()
    return store.back_up_if_due()


def carry_to(store: Path, key: bytes | None, folder: Path, now: datetime) -> "Reached":
    """Bring the newest backup to the second place; one that refuses counts as away."""
    from db import second_place
    from db.connection import Source
    from db.errors import StoreError

    try:
        return second_place.carry(Source(store, key), folder, now)
    except StoreError as error:
        log.warning("the second place refused a backup: %s", error.name)
        return second_place.Reached(False, None)


def read_newest(store: Path, now: datetime) -> datetime | None:
    """When the newest backup beside the store was made; looks at names only. One of days to come is none."""
    from db import backup

    found = backup.find(backup.backup_folder(store), store)
    return max((when for _, when in found if when <= now), default=None)


def read_freshness(settings: "Settings", store: Path, now: datetime) -> Freshness:
    """As far as this machine knows without asking the second place, which could take its time."""
    seen = read_seen(settings, store)
    stale = timedelta(days=settings.get("stale_days"))
    return Freshness(read_newest(store, now), bool(settings.get("second_place")), seen, stale)


def read_seen(settings: "Settings", store: Path) -> Seen:
    """What is remembered of this store's second place."""
    try:
        at, newest, there = json.loads(settings.get("second_seen"))[str(store)]
        return Seen(
            datetime.fromisoformat(at), datetime.fromisoformat(newest) if newest else None, bool(there)
        )
    except (ValueError, KeyError, TypeError):
        return Seen()


def keep_seen(settings: "Settings", store: Path, reached: "Reached", now: datetime) -> None:
    """Remember it for a time when the place is away."""
    before = read_seen(settings, store)
    at, newest = (now, reached.newest) if reached.reached else (before.at, before.newest)
    if at is None:
        return
    try:
        known = dict(json.loads(settings.get("second_seen")))
    except (ValueError, TypeError):
        known = {}
    known[str(store)] = [at.isoformat(), newest.isoformat() if newest else None, reached.reached]
    settings.set("second_seen", json.dumps(known, sort_keys=True))


def forget_seen(settings: "Settings") -> None:
    """Another second place has been chosen."""
    settings.set("second_seen", "{}")


def say_newest(fresh: Freshness, now: datetime) -> Said:
    """`backup 3 hours ago`, marked where that is too long ago."""
    if fresh.newest is None:
        return Said(tr("△ no backup yet"), tr("No backup has been made yet."), True)
    worry = now - fresh.newest > fresh.stale
    words = tr("backup {when}", when=ago(fresh.newest, now))
    whole = tr("Newest backup: {moment}.", moment=moment(fresh.newest))
    return Said(f"△ {words}" if worry else words, whole, worry)


def say_second(fresh: Freshness, now: datetime) -> Said:
    """The same of the second place; blank where none is chosen."""
    if not fresh.second:
        return Said("", "", False)
    newest = fresh.seen.newest
    whole = (
        tr("Newest backup there: {moment}.", moment=moment(newest))
        if newest
        else tr("No backup is there yet.")
    )
    late = newest is None or now - newest > fresh.stale
    if fresh.seen.there:
        words = tr("second place {when}", when=ago(newest, now)) if newest else tr("second place: none yet")
    elif fresh.seen.at is None:
        words = tr("second place not reached yet")
    else:
        words = tr("second place not reached since {when}", when=_since(fresh.seen.at, now))
    return Said(f"△ {words}" if late else words, whole, late)


def say_state(fresh: Freshness, now: datetime) -> str:
    """The second place in a sentence or two, for where it is chosen."""
    newest = say_second(fresh, now).whole
    if fresh.seen.there:
        return newest
    if fresh.seen.at is None:
        return tr("It has not been reached yet; the next backup is brought there.")
    away = tr(
        "It can't be reached since {when}; the newest backup is copied when it is back.",
        when=_since(fresh.seen.at, now),
    )
    return f"{away} {newest}"


def say_worry(fresh: Freshness, now: datetime) -> str:
    """A sentence for today's page; blank where backups are as they should be."""
    if say_newest(fresh, now).worry:
        if fresh.newest is None:
            return ""  # the first is about to be made, or has just been refused with a sentence
        return tr("△ The newest backup is from {moment}. See Settings, Backups.", moment=moment(fresh.newest))
    if not say_second(fresh, now).worry:
        return ""
    if fresh.seen.there or fresh.seen.at is None:
        return tr("△ The second place has no backup of these days. See Settings, Backups.")
    return tr(
        "△ The second place for backups can't be reached since {when}. Connect it when you can.",
        when=_since(fresh.seen.at, now),
    )


def _since(when: datetime, now: datetime) -> str:
    return ago(when, now) if now - when < timedelta(days=2) else moment(when)
