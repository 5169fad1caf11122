"""The files kept beside a store, held to its rows: what is spare or erased goes, what is unsound is named."""

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
from db.records.log import Broken, Fault


def tidy(db: Database, store: Path, now: datetime, *, keep_spare: bool) -> None:
    """At opening: take away what a crash, an erasure or a removal of long ago left. Outside a transaction."""
    if attachments.folder_of(store).is_dir():
        if recordings.is_any_to_forget(db):
            _forget(db, now)
        needed = frozenset(one.uid for one in recordings.attachments(db))
        attachments.tidy(store, needed, recordings.purged(db), keep_spare=keep_spare)


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
    gone = recordings.purged(db)
    places = [attachments.folder_of(store), attachments.copies_in(backup_folder(store), store)]
    if second is not None:
        places.append(attachments.copies_in(second, store))
    for place in places:
        attachments.remove(place, gone)


def purged_in(copy: Source) -> frozenset[bytes]:
    """What `recordings.purged` says in a closed file; nothing in one from before there were recordings."""
    with closing(connect(copy, "frozen")) as conn:
        there = conn.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'recording'").fetchone()
        return recordings.purged(wrap(conn)) if there else frozenset()


def check(db: Database, store: Path) -> Generator[Progress, None, list[Broken]]:
    """Decrypt every kept file; what is missing or is not what was kept, by name."""
    kept, found = recordings.attachments(db), []
    for done, one in enumerate(kept):
        yield Progress(done, len(kept), "attachments")
        try:
            attachments.check(store, one)
        except Spoilt as error:
            what = "missing" if error.reason == "missing" else "changed"
            name = recordings.file_name_of(db, one.uid)
            row = one.uid.hex()
            found.append(Broken(Fault.ATTACHMENT, table="recording", row=row, detail=f"{name}, {what}"))
    return found
