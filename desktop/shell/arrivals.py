"""What sign-in page and opener of stores tell each other: at which door somebody stands, and who comes in."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.shell.text import tr

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.records.people import User


class Door(Enum):
    """What the page shown alone is for."""

    WELCOME = "welcome"
    SIGN_IN = "sign_in"
    PROTECT = "protect"


@dataclass(frozen=True, slots=True)
class Gate:
    """Where somebody stands who is not in yet.

    `name` is who was here last, known in memory alone; `locked` tells that they may come back to where they
    were. `sorry` is why somebody with the right passphrase was not let in. `users` are those of a plain store
    that is to be protected, `ask_keyring` lets this computer's keyring open the store unasked. `restore` is a
    backup that only somebody with keys may go back to: the store becomes what it holds once they are in.
    """

    door: Door
    path: Path
    name: str = ""
    locked: bool = False
    sorry: str = ""
    users: "tuple[User, ...]" = ()
    ask_keyring: bool = False
    restore: Path | None = None

    def keys(self) -> Path:
        """The store or backup whose key file is asked: today's, where it is there and can be read."""
        from db.errors import StoreError
        from db.keys import keyfile

        if self.restore is None:
            return self.path
        try:
            keyfile.read(keyfile.key_path(self.path))
        except StoreError:
            return self.restore
        return self.path


class NotLetIn(Exception):
    """The keys fit and the store knows no such user, or one who is suspended, or they have still to choose a
    passphrase of their own; the store is closed again.
    """

    def __init__(self, suspended: bool, temporary: bool = False) -> None:
        super().__init__("temporary" if temporary else "suspended" if suspended else "unknown")
        self.suspended, self.temporary = suspended, temporary


def say_not_let_in(error: NotLetIn) -> str:
    """Why somebody with the right passphrase stands outside, in a sentence or two."""
    if error.temporary:
        return tr("This passphrase is temporary. Sign in with it, then choose one that only you know.")
    if error.suspended:
        return tr("The passphrase is right, but your access is suspended. Ask who looks after this floor.")
    return tr("The passphrase is right, but this floor no longer knows you. Ask who looks after it.")


@dataclass(frozen=True, slots=True, repr=False)
class Arrival:
    """Somebody whose keys have been opened. `deeds` are the events of the log on the way in, such as
    `passphrase_changed`. With `restore` the store is to become first what that backup holds.
    """

    path: Path
    unlocked: "Unlocked"
    deeds: tuple[str, ...] = ("sign_in",)
    restore: Path | None = None
