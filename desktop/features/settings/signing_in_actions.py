"""Changing one's own way in, from inside: the present passphrase is asked, as the desk may stand empty."""

from db import keys
from db.errors import WrongKey
from db.queries import log
from db.records.people import User
from db.store import Store


def change_passphrase(store: Store, user: User, present: str, passphrase: str) -> None:
    """From now on this passphrase. Raises WrongKey or TooSoon for the present one, and a StoreError."""
    unlocked = _prove(store, user, present)
    keys.set_passphrase(store.path, unlocked, user.uid, user.name, passphrase)
    _tell(store, "passphrase_changed")


def prove(store: Store, user: User, present: str) -> None:
    """Raises WrongKey or TooSoon unless this is the user's present passphrase."""
    _prove(store, user, present)


def replace_code(store: Store, user: User, code: str) -> None:
    """From now on this recovery code, and no longer the former one."""
    unlocked = store.unlocked
    if unlocked is None or unlocked.user != user.uid:
        raise WrongKey(store.path)
    keys.add_code(store.path, unlocked, code)
    _tell(store, "recovery_code")


def has_code(store: Store, user: User) -> bool:
    """Whether this user could come back by a recovery code."""
    return keys.has_code(store.path, user.uid)


def _prove(store: Store, user: User, present: str) -> keys.Unlocked:
    unlocked = keys.unlock(store.path, user.name, present)
    if unlocked.user != user.uid:
        raise WrongKey(store.path)
    return unlocked


def _tell(store: Store, kind: str) -> None:
    with store.writing("event") as db:
        log.say(db, kind)
