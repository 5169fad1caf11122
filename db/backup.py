"""Copies of the store that are proved before they count, and thinned by age.

A copy is taken through SQLite's backup API inside one read transaction, so it is one moment's picture and
disturbs no writer. The live file is never opened in another way.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.connection import Connection, Mode, Source, connect
from db.errors import Damaged, StoreError, driver_errors, world_errors
from db.files import beside, make_private, put_in_place, remove_database
from db.opening import BACKUP_FOLDER, check_header
from db.progress import Progress, Tell, stay_silent

log = logging.getLogger(__name__)

PAGES_A_STEP = 1024
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

    Raises Damaged where the copy does not hold what the store holds, DiskFull, ReadOnly, DiskFault, Missing.
    """
    folder = folder or backup_folder(source.path)
    with world_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = _choose_name(folder, source.path, made_at)
        counts = copy_proved(source, "read", path, tell)
        backup = Backup(path, made_at.astimezone(UTC).replace(microsecond=0), path.stat().st_size, counts)
        _write_note(backup)
    return backup


def backup_folder(store: Path) -> Path:
    """Where backups go unless another folder is chosen."""
    return store.parent / BACKUP_FOLDER


def copy_proved(source: Source, mode: Mode, place: Path, tell: Tell = stay_silent) -> dict[str, int]:
    """Make `place` a proved copy of the source and return its row counts. Until then it is a `.part` file.

    Read in `mode`: "read" for a live store, "frozen" for a file that nobody has open.
    """
    part = source.beside(beside(place, ".part"))
    remove_database(part.path)
    try:
        with driver_errors(place), closing(connect(source, mode)) as conn:
            # Counted and copied in one read transaction: the same moment, and writers don't start it anew.
            conn.execute("BEGIN")
            with _watched(conn, tell, "count"):
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
        if source.key is None:
            check_header(source.path)
        with closing(connect(source, "frozen")) as conn, _watched(conn, tell, "prove"):
            verdict = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise Damaged(source.path, reason=verdict)
            return count_rows(conn)


def count_rows(conn: Connection) -> dict[str, int]:
    """Rows in each ordinary table."""
    found = conn.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in found}


@contextmanager
def _watched(conn: Connection, tell: Tell, what: str) -> Iterator[None]:
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
        found = [_read_backup(path, made_at) for path, made_at in _find(folder, store)]
    return [backup for backup in found if backup is not None]


def due(store: Path, now: datetime, folder: Path | None = None) -> bool:
    """Whether this day, in the time zone of `now`, has no backup of the store yet. Cheap: looks at names."""
    found = _find(folder or backup_folder(store), store)
    return all(made_at.astimezone(now.tzinfo).date() != now.date() for _, made_at in found)


def thin(store: Path, now: datetime, folder: Path | None = None) -> list[Path]:
    """Remove the store's backups that `to_keep` lets go and that are over a day old; returns those."""
    folder = folder or backup_folder(store)
    with world_errors(folder):
        found = _find(folder, store)
        kept = to_keep(made_at for _, made_at in found)
        gone = [path for path, made_at in found if made_at not in kept and now - made_at > timedelta(days=1)]
        for path in gone:
            path.unlink(missing_ok=True)
            _note_path(path).unlink(missing_ok=True)
    return gone


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


def _find(folder: Path, store: Path | None) -> list[tuple[Path, datetime]]:
    pattern = re.compile((re.escape(store.stem) if store else ".+") + _NAME_END)
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = pattern.fullmatch(path.stem)
        if match and path.suffix not in (".json", ".part"):
            found.append((path, datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)))
    return sorted(found, key=lambda pair: (pair[1], pair[0].name), reverse=True)


def _choose_name(folder: Path, store: Path, made_at: datetime) -> Path:
    stem = f"{store.stem}-{made_at.astimezone(UTC).strftime(_STAMP)}Z"
    path, number = folder / (stem + store.suffix), 2
    while path.exists():
        path, number = folder / f"{stem}-{number}{store.suffix}", number + 1
    return path


def _read_backup(path: Path, made_at: datetime) -> Backup | None:
    """From the note beside it, so that a list of many gigabytes is quick; else from the file itself."""
    size = path.stat().st_size
    try:
        note = json.loads(_note_path(path).read_text("utf-8"))
        if note["size"] == size:
            return Backup(path, made_at, size, note["counts"])
        log.warning("%s has %d bytes, and had %d when it was made", path.name, size, note["size"])
        return None
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        return Backup(path, made_at, size, prove(Source(path)))
    except StoreError as error:
        log.warning("%s is not a sound backup: %s", path.name, error.name)
        return None


def _write_note(backup: Backup) -> None:
    unfinished = beside(_note_path(backup.path), ".part")
    make_private(unfinished)
    unfinished.write_text(json.dumps({"size": backup.size, "counts": backup.counts}), "utf-8")
    put_in_place(unfinished, _note_path(backup.path))


def _note_path(path: Path) -> Path:
    return beside(path, ".json")
