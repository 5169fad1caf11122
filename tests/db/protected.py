"""Users and stores in few words, for tests of keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from db import keys
from db.errors import StoreError
from db.keys import Unlocked
from db.store import Store
from tests.db.stores import NAME, PASSPHRASE, RUTH, files_in, put, rows, unlock

OMAR, IMANI = (bytes([number] * 16) for number in (2, 3))


def begin(path: Path) -> Unlocked:
    """A key file with Ruth in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return keys.create(path, RUTH, NAME, PASSPHRASE)


def enter(path: Path) -> Unlocked:
    """As Ruth does."""
    return keys.unlock(path, NAME, PASSPHRASE)


def new_protected(path: Path, **values: str) -> Unlocked:
    """A closed encrypted store that holds the values."""
    unlocked = begin(path)
    with opened(path, unlocked) as store:
        for key, value in values.items():
            put(store, key, value)
    return unlocked


def new_plain(path: Path, **values: str) -> None:
    """A closed plain store that holds the values."""
    with opened(path, None) as store:
        for key, value in values.items():
            put(store, key, value)


@contextmanager
def opened(path: Path, unlocked: Unlocked | None, **options: Any) -> Iterator[Store]:
    store = Store.open(path, unlocked=unlocked, **options)
    try:
        yield store
    finally:
        store.close()


def held(path: Path, unlocked: Unlocked | None = None, **options: Any) -> dict[str, str]:
    """What a closed store holds, opened by Ruth's passphrase unless somebody is in already."""
    with opened(path, unlocked or unlock(path), **options) as store:
        return rows(store)


def refuse(path: Path, unlocked: Unlocked | None = None, **options: Any) -> StoreError:
    """The refusal to open, having looked that no file changed, came or went."""
    before = files_in(path.parent)
    with pytest.raises(StoreError) as refusal:
        Store.open(path, unlocked=unlocked, **options)
    assert files_in(path.parent) == before
    return refusal.value
