"""A backup of a store that another process has open, such as a nightly `deskside backup` beside the window.

SQLite lets a second process read while the first writes; what must never be is a second opening inside the
same process. So this asks for no instance lock, changes nothing, and is for commands only.
"""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from db import backup, opening
from db.connection import Source, connect, wrap
from db.errors import Locked, world_errors
from db.instance import InstanceLock
from db.progress import Tell, stay_silent
from db.queries import people
from db.records.people import User


def is_open(store: Path) -> bool:
    """Whether a running Deskside, which is not this process, has the store open."""
    try:
        InstanceLock(store).release()
    except Locked:
        return True
    return False


def read_user(source: Source, uid: bytes) -> User | None:
    """Who has this uid in the store that the other has open."""
    with world_errors(source.path), closing(connect(source, "read")) as conn:
        return next((user for user in people.users(wrap(conn)) if user.uid == uid), None)


def back_up(
    source: Source, now: datetime, folder: Path | None = None, tell: Tell = stay_silent
) -> backup.Backup:
    """A proved copy of one moment, while the other process goes on. Raises what `make_backup` raises."""
    with world_errors(source.path):
        opening.refuse_newer(source.path, opening.read_applied(source))
    return backup.make_backup(source, now, folder, tell)
