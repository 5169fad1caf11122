"""Who may go back to a backup, asked of the store that is there, and told to the one that was restored."""

from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Damaged, KeyFileDamaged, KeyFileMissing, Missing, NotOurs, WrongKey
from desktop.coaching.access import Deed, demand
from desktop.shell.arrivals import NotLetIn

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.records.people import User
    from db.store import Store

# Of such a store nobody can be asked; one that another program has open can be read all the same.
UNREADABLE = (Damaged, KeyFileDamaged, KeyFileMissing, Missing, NotOurs, WrongKey)


def demand_restoring(path: Path, unlocked: "Unlocked | None") -> None:
    """Raises Forbidden where the role doesn't cover it, NotLetIn where the user may not even come in.

    Also what reading the closed store raises, but not where it can't be read with these keys.
    Without keys only a store is restored that never had any.
    """
    from db import beside
    from db.connection import Source

    if unlocked is None:
        return
    if unlocked.temporary:
        raise NotLetIn(suspended=False, temporary=True)
    if not path.is_file():
        return
    try:
        user = beside.read_user(Source(path, unlocked.store_key), unlocked.user)
    except UNREADABLE:
        return
    if user is None or user.suspended_at is not None:
        raise NotLetIn(suspended=user is not None)
    demand(user, Deed.RESTORE)


def tell_restored(store: "Store", backup: Path, unlocked: "Unlocked | None") -> None:
    """Say in the record of the restored store which backup it is, and by whom it was brought back."""
    from db.queries import log, people

    user: User | None = None
    if unlocked is not None:
        with store.reading() as db:
            user = next((one for one in people.ever_users(db) if one.uid == unlocked.user), None)
    store.act_as(user)
    try:
        with store.writing("event") as db:
            log.say(db, "restore", backup.name)
    finally:
        store.act_as(None)
