"""The files kept beside a store, held to its rows: what is spare or erased goes, what is unsound is named.

Which tables keep files is `attachments.KEEPING`.
"""

from collections.abc import Generator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from db import attachments
from db.attachments import Spoilt
from db.backup import backup_folder
from db.connection import Database, Source, connect, wrap
from db.log import writer
from db.progress import Progress
from db.queries import recordings
from db.queries.rows import all_of
from db.records.log import Broken, Fault
from db.records.recordings import Attachment


def tidy(db: Database, store: Path, now: datetime, *, keep_spare: bool) -> None:
    """At opening: take away what a crash, an erasure or a removal of long ago left. Outside a transaction."""
    if attachments.folder_of(store).is_dir():
        if recordings.is_any_to_forget(db):
            _forget(db, now)
        needed = frozenset(one.uid for one, _ in kept_files(db))
        attachments.tidy(store, needed, purged(db), keep_spare=keep_spare)


def _forget(db: Database, now: datetime) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        writer.begin(db.conn, now, None)
        recordings.forget_removed(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def clear(db: Database, store: Path, second: Path | None = None) -> None:
    """After an erasure, or the end of a term: the files go at once, and their copies that can be reached."""
    gone = purged(db)
    places = [attachments.folder_of(store), attachments.copies_in(backup_folder(store), store)]
    if second is not None:
        places.append(attachments.copies_in(second, store))
    for place in places:
        attachments.remove(place, gone)


def purged_in(copy: Source) -> frozenset[bytes]:
    """What `purged` says in a closed file; nothing in one from before files were kept."""
    with closing(connect(copy, "frozen")) as conn:
        return purged(wrap(conn)) if attachments.keeping(conn) else frozenset()


def kept_files(db: Database) -> tuple[tuple[Attachment, str], ...]:
    """Every file that the store keeps with the table of its row, of removed rows too until they are gone."""
    found: list[tuple[Attachment, str]] = []
    for table in attachments.KEEPING:
        sql = f'SELECT uid, key, sha256, size FROM main."{table}" WHERE key IS NOT NULL ORDER BY id'
        found += [(one, table) for one in all_of(Attachment, db.query(sql))]
    return tuple(found)


def purged(db: Database) -> frozenset[bytes]:
    """Rows that were erased or are past their term: nobody may have their files any more."""
    gone: set[bytes] = set()
    for table in attachments.keeping(db.conn):
        sql = f"""SELECT DISTINCT "row" FROM main.change WHERE "table" = ? AND purge_id IS NOT NULL
            AND "row" NOT IN (SELECT uid FROM main."{table}")"""
        gone |= {bytes(row[0]) for row in db.execute(sql, [table])}
    return frozenset(gone)


def _file_name_of(db: Database, table: str, uid: bytes) -> str:
    row = db.execute(f'SELECT file_name FROM main."{table}" WHERE uid = ?', [uid]).fetchone()
    return str(row[0]) if row is not None else ""


def check(db: Database, store: Path) -> Generator[Progress, None, list[Broken]]:
    """Decrypt every kept file; what is missing or is not what was kept, by name."""
    kept, found = kept_files(db), []
    for done, (one, table) in enumerate(kept):
        yield Progress(done, len(kept), "attachments")
        try:
            attachments.check(store, one)
        except Spoilt as error:
            what = "missing" if error.reason == "missing" else "changed"
            name = _file_name_of(db, table, one.uid)
            row = one.uid.hex()
            found.append(Broken(Fault.ATTACHMENT, table=table, row=row, detail=f"{name}, {what}"))
    return found
