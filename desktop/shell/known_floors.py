"""What this computer remembers of the protected floors it has opened, outside of their folders.

Whoever can write a floor's folder can exchange store and key file together; only somebody who remembers them
notices. Kept are where a floor stood, that it was protected, its newest revision, and a print of its key that
opens nothing (see `db.keys.lineage`).
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import KeysChanged, StoreError, Swapped
from desktop.shell import paths

if TYPE_CHECKING:
    from db.keys import Unlocked
    from db.store import Store


@dataclass(frozen=True, slots=True)
class Known:
    """The floor at one path, as it was when it was last open here."""

    store: bytes
    revision: int
    print: bytes


def refuse_plain(path: Path) -> None:
    """Raise Swapped where a plain or empty file stands in the place of a floor that was protected."""
    from db.keys.unlocking import is_plain

    if _name(path) not in _read():
        return
    if is_plain(path) or (path.is_file() and path.stat().st_size == 0):
        raise Swapped(path, reason="unprotected")


def check(path: Path, unlocked: "Unlocked", *, confirmed: bool = False) -> None:
    """Raise KeysChanged where the keys are not those known here, nor followed from them.

    `confirmed`: somebody says that it is meant, by their recovery code.
    """
    from db.keys import keyfile, lineage

    known = _read().get(_name(path))
    if known is None or confirmed:
        return
    file = keyfile.read(keyfile.key_path(path))
    mine = lineage.print_of(unlocked.store_key, file.store)
    if known.store != file.store or not lineage.leads(file, known.print, mine):
        raise KeysChanged(path, reason="strange")
    if file.revision < known.revision:
        raise KeysChanged(path, reason="older")


def remember(store: "Store") -> None:
    """Know the open store again, by its keys of now. A plain one is not remembered."""
    from db.keys import keyfile, lineage

    if store.unlocked is None:
        return
    with suppress(StoreError, OSError):
        file = keyfile.read(keyfile.key_path(store.path))
        known = Known(file.store, file.revision, lineage.print_of(store.unlocked.store_key, file.store))
        found = _read()
        if found.get(_name(store.path)) != known:
            _write({**found, _name(store.path): known})


def allow_older(path: Path) -> None:
    """After going back to a backup on this computer: the key file may be that of then, under a known key."""
    found = _read()
    known = found.get(_name(path))
    if known is not None:
        _write({**found, _name(path): Known(known.store, 0, known.print)})


def forget(path: Path) -> None:
    """Before another floor begins at this path."""
    found = _read()
    if found.pop(_name(path), None) is not None:
        _write(found)


def _name(path: Path) -> str:
    return str(path.resolve())


def _read() -> dict[str, Known]:
    """What can't be read is not known."""
    try:
        told = json.loads(paths.known_floors().read_bytes())
        return {
            name: Known(bytes.fromhex(one["store"]), int(one["revision"]), bytes.fromhex(one["print"]))
            for name, one in told.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _write(found: dict[str, Known]) -> None:
    from db.files import beside, put_in_place, write_private

    told = {
        name: {"store": one.store.hex(), "revision": one.revision, "print": one.print.hex()}
        for name, one in found.items()
    }
    place = paths.known_floors()
    with suppress(OSError):  # a full disk keeps nobody from their floor
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(beside(place, ".part"), json.dumps(told, indent=1).encode())
        put_in_place(beside(place, ".part"), place)
