"""A new floor appears whole or not at all: it is made under another name, and gets its own when it is done.

Two files change their names, the keys first. What a crash leaves between the two is finished at the next
start; what it leaves before them is nobody's yet, and is removed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import Swapped, world_errors
from db.files import beside, flush_folder, remove_database
from db.instance import InstanceLock
from db.keys import Unlocked, key_path
from db.store import Store

_UNFINISHED = ".setting-up"


@contextmanager
def founding(path: Path, begin: Callable[[Path], Unlocked]) -> Iterator[tuple[Store, Unlocked]]:
    """An empty encrypted store that stands at `path` once the block has ended well, and nowhere otherwise.

    `begin` makes the key file for the path it is given. Raises Swapped where a store or its keys are there.
    """
    path = path.resolve()
    with world_errors(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = InstanceLock(path)
    try:
        _end_interrupted(path)
        if path.exists() or key_path(path).exists():
            raise Swapped(path, reason="there")
        with _made_beside(beside(path, _UNFINISHED), begin) as made:
            yield made
        _appear(beside(path, _UNFINISHED), path)
    finally:
        lock.release()


def finish(path: Path) -> None:
    """Before opening: end what a crash has interrupted, so that the floor is there or is not.

    Raises Locked while another Deskside is setting it up.
    """
    path = path.resolve()
    if not _is_begun(beside(path, _UNFINISHED)):
        return
    lock = InstanceLock(path)
    try:
        _end_interrupted(path)
    finally:
        lock.release()


@contextmanager
def _made_beside(unfinished: Path, begin: Callable[[Path], Unlocked]) -> Iterator[tuple[Store, Unlocked]]:
    """Keys first, then the store; neither is left where the block fails."""
    try:
        unlocked = begin(unfinished)
        store = Store.open(unfinished, unlocked=unlocked)
        try:
            yield store, unlocked
        finally:
            store.close()
    except BaseException:
        _discard(unfinished)
        raise


def _is_begun(unfinished: Path) -> bool:
    return unfinished.exists() or key_path(unfinished).exists()


def _end_interrupted(path: Path) -> None:
    unfinished = beside(path, _UNFINISHED)
    if not _is_begun(unfinished):
        return
    with world_errors(path):
        has_keys = key_path(path).exists() and not key_path(unfinished).exists()
        if unfinished.exists() and has_keys and not path.exists():
            _take_name(unfinished, path)
        else:
            _discard(unfinished)


def _appear(unfinished: Path, path: Path) -> None:
    with world_errors(path):
        os.replace(key_path(unfinished), key_path(path))
        _take_name(unfinished, path)


def _take_name(unfinished: Path, path: Path) -> None:
    os.replace(unfinished, path)
    flush_folder(path.parent)


def _discard(unfinished: Path) -> None:
    remove_database(unfinished)
    for left in (key_path(unfinished), beside(unfinished, ".tries")):
        left.unlink(missing_ok=True)
