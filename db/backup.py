"""Copies of the store that are proved before they count, and thinned by age.

A copy is taken through SQLite's backup API inside one read transaction, so it is one moment's picture and
disturbs no writer. The live file is never opened in another way.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db import attachments, room
from db.connection import Connection, Mode, Source, connect, driver
from db.errors import Damaged, KeyFileDamaged, StoreError, driver_errors, world_errors
from db.files import beside, put_in_place, remove_database, write_private
from db.keys import keyfile
from db.log.sealing import read_head
from db.opening import BACKUP_FOLDER, check_form, fits
from db.progress import Progress, Tell, stay_silent
from db.records.log import Noted

log = logging.getLogger(__name__)

PAGES_A_STEP = 1024
LARGEST_NOTE = 100_000  # bytes
OPCODES_A_LOOK = 2_000_000
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 7, 4, 12
_STAMP = "%Y%m%d-%H%M%S"
_NAME_END = r"-(\d{8}-\d{6})Z(?:-\d+)?"


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved copy: when it was taken (UTC), its size in bytes, and the rows in each of its tables."""

    path: Path
    made_at: datetime
    size: int
    counts: dict[str, int]


def make_backup(
    source: Source, made_at: datetime, folder: Path | None = None, tell: Tell = stay_silent
) -> Backup:
    """Copy the live store, prove the copy, name it, in this order; failing or cancelled it leaves nothing.

    A backup of an encrypted store is encrypted by the same key and has its key file beside it. Raises
    Damaged where the copy does not hold what the store holds, KeyFileMissing or KeyFileDamaged where nobody
    could open it, DiskFull, ReadOnly, DiskFault, Missing.
    """
    folder = folder or backup_folder(source.path)
    kept = attachments.copies_in(folder, source.path)
    with world_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        room.demand(
            folder,
            room.size_of(source.path) + attachments.bytes_between(attachments.folder_of(source.path), kept),
        )
        path = choose_name(folder, source.path, made_at)
        attachments.carry(attachments.folder_of(source.path), kept, made_at, tell)
        counts = copy_with_keys(source, path, tell)
        _carry_newest(source.path, path, kept, made_at)
        backup = Backup(path, made_at.astimezone(UTC).replace(microsecond=0), path.stat().st_size, counts)
        write_note(backup, _chain_head(source.beside(path)))
    return backup


def _carry_newest(store: Path, made: Path, kept: Path, made_at: datetime) -> None:
    """A recording that came while the copy was made is in it: its file has to follow."""
    try:
        attachments.carry(attachments.folder_of(store), kept, made_at)
    except BaseException:
        remove_backup(made)
        raise


def backup_folder(store: Path) -> Path:
    """Where backups go unless another folder is chosen."""
    return store.parent / BACKUP_FOLDER


def copy_with_keys(source: Source, place: Path, tell: Tell = stay_silent) -> dict[str, int]:
    """A proved copy of the live store with the key file that opens it, which stands there before it does."""
    if source.key is None:
        return copy_proved(source, "read", place, tell)
    # Taken after the copy it might be of a later key; taken before, it is of this one or of both.
    carried = keyfile.read(keyfile.key_path(source.path))
    if not keyfile.is_marked_by(carried, source.key):
        raise KeyFileDamaged(keyfile.key_path(source.path), reason="mark")
    keyfile.write(keyfile.key_path(place), carried)
    try:
        return copy_proved(source, "read", place, tell)
    except BaseException:
        keyfile.key_path(place).unlink(missing_ok=True)
        raise


def copy_proved(source: Source, mode: Mode, place: Path, tell: Tell = stay_silent) -> dict[str, int]:
    """Make `place` a proved copy of the source and return its row counts. Until then it is a `.part` file.

    Read in `mode`: "read" for a live store, "frozen" for a file that nobody has open.
    """
    part = source.beside(beside(place, ".part"))
    remove_database(part.path)
    with world_errors(place.parent):
        room.demand(place.parent, room.size_of(source.path))
    try:
        with driver_errors(place), closing(connect(source, mode)) as conn:
            # Counted and copied in one read transaction: the same moment, and writers don't start it anew.
            conn.execute("BEGIN")
            with watched(conn, tell, "count"):
                expected = count_rows(conn)
            _copy(conn, part, tell)
        if prove(part, tell) != expected:
            raise Damaged(part.path, reason="counts differ")
        put_in_place(part.path, place)
    except BaseException as error:
        remove_database(part.path)
        if isinstance(error, Damaged):
            raise Damaged(source.path, **error.facts) from error
        raise
    return expected


def _copy(conn: Connection, part: Source, tell: Tell) -> None:
    with closing(connect(part, "create")) as target:
        # An unfinished copy is thrown away, and a finished one is flushed before it gets its name.
        target.execute("PRAGMA synchronous = OFF")
        conn.backup(
            target,
            pages=PAGES_A_STEP,
            progress=lambda _, left, total: tell(Progress(total - left, total, "copy")),
        )


def prove(source: Source, tell: Tell = stay_silent) -> dict[str, int]:
    """Check every page of a file that nobody writes; returns its row counts. Raises Damaged or NotOurs."""
    with world_errors(source.path):
        check_form(source)
        with closing(connect(source, "frozen")) as conn, watched(conn, tell, "prove"):
            # Reads every page, also those that hold nothing now; without a key there is nothing to check.
            unsound = conn.execute("PRAGMA cipher_integrity_check").fetchone() if source.key else None
            verdict = unsound or conn.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != ("ok",):
                raise Damaged(source.path, reason=verdict[0])
            return count_rows(conn)


def count_rows(conn: Connection) -> dict[str, int]:
    """Rows in each ordinary table."""
    found = conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in found}


@contextmanager
def watched(conn: Connection, tell: Tell, what: str) -> Iterator[None]:
    """Let `tell` look in, and cancel by raising, while SQLite works through one long statement."""
    cancelled: list[BaseException] = []

    def look() -> int:
        try:
            tell(Progress(0, None, what))
        except BaseException as error:
            cancelled.append(error)
        return len(cancelled)

    conn.set_progress_handler(look, OPCODES_A_LOOK)
    try:
        yield
    except Exception:
        if cancelled:
            raise cancelled[0] from None
        raise
    finally:
        conn.set_progress_handler(None, OPCODES_A_LOOK)


def list_backups(folder: Path, store: Path | None = None) -> list[Backup]:
    """Backups in the folder, newest first; of one store where it is given. Unsound ones are left out."""
    with world_errors(folder):
        found = [_read_backup(path, made_at) for path, made_at in find(folder, store)]
    return [backup for backup in found if backup is not None]


def due(store: Path, now: datetime, folder: Path | None = None, source: Source | None = None) -> bool:
    """Whether this day, in the time zone of `now`, has no backup of the store yet. Cheap: looks at names and,
    with the store's `source`, at first pages: anybody may lay a file down by such a name.
    """
    todays = [
        path
        for path, made_at in find(folder or backup_folder(store), store)
        if made_at.astimezone(now.tzinfo).date() == now.date()
    ]
    return not any(source is None or seems_whole(source.beside(path)) for path in todays)


def thin(store: Path, now: datetime, folder: Path | None = None, source: Source | None = None) -> list[Path]:
    """Remove the store's backups that `to_keep` lets go and that are over a day old; returns those.

    Those that the key of `source` opens, and others, take no place of each other's.
    """
    folder = folder or backup_folder(store)
    with world_errors(folder):
        found = find(folder, store)
        ours = {path for path, _ in found if source is None or seems_whole(source.beside(path))}
        gone = [
            *_find_spare([pair for pair in found if pair[0] in ours], now),
            *_find_spare([pair for pair in found if pair[0] not in ours], now),
        ]
        for path in gone:
            remove_backup(path)
        left = [made_at for path, made_at in found if path not in gone]
        if left:
            attachments.thin(attachments.copies_in(folder, store), min(left))
    return gone


def _find_spare(found: list[tuple[Path, datetime]], now: datetime) -> list[Path]:
    # A clock set back finds backups of days to come: they stay, and take no earlier one's place.
    kept = to_keep(made_at for _, made_at in found if made_at <= now)
    return [path for path, made_at in found if made_at not in kept and now - made_at > timedelta(days=1)]


def seems_whole(copy: Source) -> bool:
    """Whether the key opens it and its size is that of its note. Quick; proving it is not."""
    try:
        check_form(copy)
        size = read_note(copy.path).get("size")
        return (size is None or size == copy.path.stat().st_size) and (copy.key is None or fits(copy))
    except (OSError, StoreError, driver.Error):
        return False


def remove_backup(path: Path) -> None:
    """The copy first, then its note and its key file, which are good for nothing without it."""
    path.unlink(missing_ok=True)
    _note_path(path).unlink(missing_ok=True)
    keyfile.key_path(path).unlink(missing_ok=True)


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """The newest moment of each of the last 7 days, 4 ISO weeks and 12 months that have one."""
    newest_first = sorted(set(moments), reverse=True)
    keep: set[datetime] = set()
    for name_period, count in (("%Y-%m-%d", KEEP_DAYS), ("%G-%V", KEEP_WEEKS), ("%Y-%m", KEEP_MONTHS)):
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(moment.strftime(name_period), moment)
        keep.update(list(newest.values())[:count])
    return keep


def find(folder: Path, store: Path | None) -> list[tuple[Path, datetime]]:
    """What is named like a backup and when it was made, newest first, without a look inside."""
    pattern = re.compile((re.escape(store.stem) if store else ".+") + _NAME_END)
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = pattern.fullmatch(path.stem)
        if match and path.suffix not in (".json", ".part", ".keys"):
            with suppress(ValueError):  # no such day: nothing of ours
                found.append((path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)))
    # Of one second, the one numbered higher is the newer.
    return sorted(found, key=lambda pair: (pair[1], len(pair[0].name), pair[0].name), reverse=True)


def choose_name(folder: Path, store: Path, made_at: datetime) -> Path:
    """A free name for a backup of that moment."""
    stem = f"{store.stem}-{made_at.astimezone(UTC).strftime(_STAMP)}Z"
    path, number = folder / (stem + store.suffix), 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{store.suffix}", number + 1
    return path


def _read_backup(path: Path, made_at: datetime) -> Backup | None:
    """From the note beside it, so that a list of many gigabytes is quick; else from the file itself."""
    size, noted = path.stat().st_size, read_size_and_counts(path)
    if noted is not None and noted[0] == size:
        return Backup(path, made_at, size, noted[1])
    if noted is not None:
        log.warning("%s has %d bytes, and had %d when it was made", path.name, size, noted[0])
        return None
    try:
        return Backup(path, made_at, size, prove(Source(path)))
    except StoreError as error:
        log.warning("%s is not a sound backup: %s", path.name, error.name)
        return None


def _chain_head(copy: Source) -> dict[str, str | int]:
    """How far the record of changes goes, so that one written anew as a whole would be seen beside it."""
    with closing(connect(copy, "frozen")) as conn:
        head = read_head(conn)
    return {"device": head.device.hex(), "sequence": head.sequence, "hash": head.hash.hex()} if head else {}


def read_chain_heads(folder: Path, store: Path) -> list[Noted]:
    """What the notes in the folder say of the store's record; unreadable ones say nothing."""
    said = []
    for path, made_at in find(folder, store):
        with suppress(ValueError, KeyError, TypeError, OverflowError):
            note = read_note(path)["log"]
            device, hash = bytes.fromhex(note["device"]), bytes.fromhex(note["hash"])
            said.append(Noted(device, int(note["sequence"]), hash, path.name, made_at))
    return said


def read_note(path: Path) -> dict[str, Any]:
    """What the note beside a backup says; nothing where it can't be read or is none that we would write."""
    try:
        with _note_path(path).open("rb") as opened:
            told = json.loads(opened.read(LARGEST_NOTE))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def read_size_and_counts(path: Path) -> tuple[int, dict[str, int]] | None:
    """The backup's bytes and rows by table, as its note has them."""
    note = read_note(path)
    try:
        return int(note["size"]), {str(name): int(count) for name, count in note["counts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def write_note(backup: Backup, head: Mapping[str, str | int] | None = None) -> None:
    """What a list shows of the backup, in a small file beside it; `head` is how far its record goes."""
    unfinished = beside(_note_path(backup.path), ".part")
    note = {"size": backup.size, "counts": backup.counts, "log": head}
    write_private(unfinished, json.dumps(note).encode())
    put_in_place(unfinished, _note_path(backup.path))


def _note_path(path: Path) -> Path:
    return beside(path, ".json")
