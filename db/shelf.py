"""Everything a floor can go back to, with what each holds: backups beside the store, those at the second
place, and what restoring has set aside. Unsound ones are shown too, with the reason.
"""

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from db import backup, restoring
from db.connection import Connection, Source, connect
from db.errors import Missing, StoreError, world_errors
from db.keys.unlocking import Unlocked, is_plain, read_with
from db.opening import check_form, fits, reading_mode
from db.pages import looks_encrypted

_ASIDE_STAMP = re.compile(r"-set-aside-(\d{8}-\d{6})Z(?:-\d+)?")
_STAMP = re.compile(r"-(\d{8}-\d{6})Z(?:-\d+)?$")
COUNTED = ("agent", "contact", "evaluation", "plan")


class Where(StrEnum):
    BESIDE = "beside"
    SECOND = "second"
    ASIDE = "aside"
    ELSEWHERE = "elsewhere"


class Soundness(StrEnum):
    SOUND = "sound"
    CUT = "cut"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Kept:
    """One that could be restored: when it was made (set aside), bytes, rows by table, the newest evaluated
    day. LOCKED: another key opens it, so a passphrase of then is needed; counts are those of its note.
    PLAIN: never encrypted, so anybody may have written it, and the floor is protected.
    """

    path: Path
    made_at: datetime
    size: int
    where: Where
    soundness: Soundness = Soundness.SOUND
    counts: dict[str, int] = field(default_factory=dict)
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a store holds that an older one does not: new rows, and rows that differ, by table."""

    new: dict[str, int]
    changed: dict[str, int]


def look_over(store: Path, second: Path | None = None, unlocked: Unlocked | None = None) -> tuple[Kept, ...]:
    """All there is, newest first. A second place that can't be reached has none."""
    found = [
        *_look_into(backup.backup_folder(store), store, Where.BESIDE, unlocked),
        *_look_aside(store, unlocked),
    ]
    if second is not None:
        found += _look_into(second, store, Where.SECOND, unlocked)
    if unlocked is not None or restoring.is_kept(store) or any(looks_encrypted(one.path) for one in found):
        found = [_doubt(one) for one in found]
    return tuple(sorted(found, key=lambda kept: kept.made_at, reverse=True))


def look_at_file(path: Path, unlocked: Unlocked | None = None) -> Kept:
    """One from anywhere else, by the time in its name or else that of the file. Raises Missing."""
    with world_errors(path):
        stamp = _STAMP.search(path.stem)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        made_at = _read_stamp(stamp[1]) if stamp else changed
    found = _look_at(path, made_at, Where.ELSEWHERE, unlocked)
    return found if unlocked is None else _doubt(found)


def _doubt(kept: Kept) -> Kept:
    """As it counts for a protected floor."""
    plain = kept.soundness is Soundness.SOUND and is_plain(kept.path)
    return replace(kept, soundness=Soundness.PLAIN) if plain else kept


def newest_sound(kept: tuple[Kept, ...]) -> Kept | None:
    """The backup to offer first: what was set aside was so for a reason."""
    sound = (one for one in kept if one.where is not Where.ASIDE)
    return next((one for one in sound if one.soundness in (Soundness.SOUND, Soundness.LOCKED)), None)


def compare(now: Source, old: Source) -> Difference:
    """What would be set aside by going back from the live store `now` to the backup `old`."""
    if not old.path.is_file():  # SQLite would make one to attach
        raise Missing(old.path)
    with world_errors(old.path), closing(connect(now, "read")) as conn:
        uri = f"{old.path.absolute().as_uri()}?mode=ro&immutable=1"
        conn.execute("ATTACH DATABASE ? AS old KEY ?", (uri, f"x'{old.key.hex()}'" if old.key else ""))
        tables = [name for name in _tables(conn, "main") if name in set(_tables(conn, "old"))]
        found = {name: _differ(conn, name) for name in tables}
    return Difference(
        {name: new for name, (new, _) in found.items() if new},
        {name: changed for name, (_, changed) in found.items() if changed},
    )


def _tables(conn: Connection, schema: str) -> Iterator[str]:
    for (name,) in conn.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'").fetchall():
        if name in (*COUNTED, "note", "check_in", "signature"):
            yield name


def _differ(conn: Connection, table: str) -> tuple[int, int]:
    alive = "now.deleted_at IS NULL"
    sql = f"""SELECT count(*) FROM main."{table}" AS now WHERE {alive}
        AND uid NOT IN (SELECT uid FROM old."{table}")"""
    new = conn.execute(sql).fetchone()[0]
    columns = [_columns(conn, schema, table) for schema in ("main", "old")]
    both = [name for name in columns[0] if name in columns[1]]
    ours, theirs = (", ".join(f'{side}."{name}"' for name in both) for side in ("now", "was"))
    sql = f"""SELECT count(*) FROM main."{table}" AS now JOIN old."{table}" AS was ON was.id = now.id
        WHERE was.uid = now.uid AND ({ours}) IS NOT ({theirs})"""
    return new, conn.execute(sql).fetchone()[0]


def _columns(conn: Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in conn.execute(f'PRAGMA {schema}.table_info("{table}")')]


def _look_into(folder: Path, store: Path, where: Where, unlocked: Unlocked | None) -> Iterator[Kept]:
    try:
        found = backup.find(folder, store)
    except OSError:
        return
    for path, made_at in found:
        yield _look_at(path, made_at, where, unlocked)


def _look_aside(store: Path, unlocked: Unlocked | None) -> Iterator[Kept]:
    for path in restoring.find_asides(store):
        stamp = _ASIDE_STAMP.search(path.stem)
        if stamp:
            yield _look_at(path, _read_stamp(stamp[1]), Where.ASIDE, unlocked)


def _read_stamp(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def _look_at(path: Path, made_at: datetime, where: Where, unlocked: Unlocked | None) -> Kept:
    try:
        size = path.stat().st_size
        note = backup.read_size_and_counts(path)
        if note is not None and note[0] != size:
            return Kept(path, made_at, size, where, Soundness.CUT, note[1])
        counts = note[1] if note is not None else {}
        return _look_inside(Kept(path, made_at, size, where, counts=counts), unlocked)
    except (OSError, StoreError):
        return Kept(path, made_at, 0, where, Soundness.UNREADABLE)


def _look_inside(kept: Kept, unlocked: Unlocked | None) -> Kept:
    facts = (kept.path, kept.made_at, kept.size, kept.where)
    source = find_source(kept.path, unlocked)
    if source is None:
        return Kept(*facts, Soundness.LOCKED, kept.counts)
    with world_errors(kept.path):
        check_form(source)
        with closing(connect(source, reading_mode(kept.path))) as conn:
            counts = kept.counts or _count(conn)
            newest = conn.execute(
                "SELECT max(day) FROM evaluation WHERE state <> 'draft' AND deleted_at IS NULL"
            ).fetchone()[0]
    return Kept(*facts, Soundness.SOUND, counts, date.fromisoformat(newest) if newest else None)


def find_source(path: Path, unlocked: Unlocked | None) -> Source | None:
    """A closed file with the key that opens it, of today or, by its own key file, of then; None where the
    user has none.
    """
    if not looks_encrypted(path):
        return Source(path)
    keys = [unlocked.store_key] if unlocked is not None else []
    if unlocked is not None:
        with suppress(StoreError):
            keys += read_with(path, unlocked)[1].values()
    return next((Source(path, key) for key in keys if fits(Source(path, key))), None)


def _count(conn: Connection) -> dict[str, int]:
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in COUNTED}
