"""A key kept in the operating system's keyring, on a computer that is one person's own and nobody else's.

The keyring holds a secret that opens one slot of the key file, never the store's key itself: dropping the
slot makes it useless everywhere.
"""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import WrongKey
from desktop.shell.settings import Settings

if TYPE_CHECKING:
    from db.keys import Unlocked

SERVICE = "Deskside"
LEAST_PRIORITY = 1
"""Of `keyring`'s backends: below are those that keep nothing, or keep it readable."""


class NoKeyring(Exception):
    """This computer has no keyring that Deskside could use, or it refused; `reason` is the library's."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


def is_kept(settings: Settings, store: Path) -> bool:
    """Whether this computer is somebody's own and its keyring is said to open this store."""
    return bool(settings.get("own_computer")) and str(store) in json.loads(settings.get("keyrings"))


def is_to_ask(settings: Settings, store: Path) -> bool:
    """Whether the keyring may open this store: not after a lock or a hand-over, however that was ended."""
    return is_kept(settings, store) and str(store) not in json.loads(settings.get("held_back"))


def hold_back(settings: Settings, store: Path) -> None:
    """Ask for a passphrase the next time, also after Deskside was closed; before whoever is in goes away."""
    if is_kept(settings, store):
        _note(settings, "held_back", store, True)


def let_ask(settings: Settings, store: Path) -> None:
    """Somebody has come in by a passphrase: the keyring is good for the next start again."""
    _note(settings, "held_back", store, False)


def remember(settings: Settings, store: Path, kept: bool) -> None:
    """Note on this machine whether the keyring opens the store; no secret is in that note."""
    _note(settings, "keyrings", store, kept)


def _note(settings: Settings, key: str, store: Path, there: bool) -> None:
    known = {path for path in json.loads(settings.get(key)) if path != str(store)}
    if there:
        known.add(str(store))
    settings.set(key, json.dumps(sorted(known)))


def backend_name() -> str:
    """Return what the system's keyring is called; raises NoKeyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_keyring()
        if found.priority < LEAST_PRIORITY:
            raise NoKeyring(found.name)
        return str(found.name)
    except (KeyringError, RuntimeError) as error:
        raise NoKeyring(type(error).__name__) from error


def keep(store: Path, unlocked: "Unlocked") -> None:
    """Put a secret that opens the store as this user into the keyring; a job. Raises NoKeyring."""
    import keyring
    from keyring.errors import KeyringError

    from db import keys

    backend_name()
    secret = keys.add_secret(store, unlocked)
    try:
        keyring.set_password(SERVICE, str(store), b64encode(secret).decode("ascii"))
    except (KeyringError, RuntimeError) as error:
        keys.drop_secret(store, unlocked)
        raise NoKeyring(type(error).__name__) from error


def drop(store: Path, unlocked: "Unlocked") -> None:
    """Make the secret useless, then take it out of the keyring if that can be reached; a job."""
    import contextlib

    import keyring
    from keyring.errors import KeyringError

    from db import keys

    keys.drop_secret(store, unlocked)
    with contextlib.suppress(KeyringError, RuntimeError):
        keyring.delete_password(SERVICE, str(store))


def unlock(store: Path) -> "Unlocked":
    """Open the store's keys with what the keyring holds; a job. Raises NoKeyring, WrongKey and others of
    `db.keys.unlock`.
    """
    import keyring
    from keyring.errors import KeyringError

    from db import keys

    backend_name()
    try:
        kept = keyring.get_password(SERVICE, str(store))
    except (KeyringError, RuntimeError) as error:
        raise NoKeyring(type(error).__name__) from error
    if not kept:
        raise WrongKey(store)
    return keys.unlock_with_secret(store, b64decode(kept))
