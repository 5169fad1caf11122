"""Bytes that change, and ends that go missing, in any file of an encrypted floor: it opens with everything
that was acknowledged, or it is refused with the right sentence. Nothing is taken silently.

DESKSIDE_FAULTS=400 strikes that many places of each file in each way.
"""

import os
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from db.errors import StoreError
from db.restoring import restore
from db.store import Store
from tests.db.apart import NOW
from tests.db.faulty import STRIKES, TRIALS, check_refusal
from tests.db.recorded import verify
from tests.db.stores import FORM, files_in, open_store, put, rows, run_apart, unlock

COUNT = 40
FITTING = {
    "floor.deskside": ("damaged", "swapped", "not_ours"),
    "floor.deskside-wal": ("damaged",),
    "floor.deskside-tally": (),
    "floor.deskside.keys": ("key_file_damaged", "wrong_key"),
    "backup": ("damaged", "swapped", "not_ours", "missing"),
    "backup.keys": ("key_file_damaged", "wrong_key"),
}
"""What may be said of each file where it is refused."""

can_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are killed in forks")


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an encrypted store whose process was killed: its last commits stand in the WAL alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FORM, "encrypted")
        home = tmp_path_factory.mktemp("killed")
        run_apart("leave_commits_in_wal", home / "floor.deskside", COUNT)
    assert (home / "floor.deskside-wal").stat().st_size > 100_000
    return home


@pytest.fixture(scope="module")
def closed(killed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, opened since, backed up and closed: no WAL."""
    home = shutil.copytree(killed, tmp_path_factory.mktemp("closed") / "floor")
    store = open_store(home / "floor.deskside")
    made = store.back_up().path
    store.close()
    for suffix in ("", ".keys"):
        shutil.copy(f"{made}{suffix}", home / f"backup{suffix}")
    shutil.rmtree(home / "backups")
    return home


EXPECTED = {f"key {n}": "x" * 300 for n in range(COUNT)}


def look(path: Path) -> str:
    """How opening and reading everything ends: a refusal, or blank where all is there."""
    store = open_refused_unchanged(path)
    try:
        assert rows(store) == EXPECTED, "taken silently, with something missing or other than it was"
        assert verify(store).broken == ()
        put(store, "after", "works")
    finally:
        store.close()
    return ""


def lasting(folder: Path) -> dict[str, bytes]:
    """All but what SQLite makes anew, a WAL in which nothing is, and a killed process's lock."""
    passing = ("-shm", ".lock")
    found = {name: content for name, content in files_in(folder).items() if not name.endswith(passing)}
    return {name: content for name, content in found.items() if content or not name.endswith("-wal")}


def open_refused_unchanged(path: Path) -> Store:
    before = lasting(path.parent)
    try:
        return open_store(path)
    except StoreError:
        assert lasting(path.parent) == before, "a refused store was written"
        raise


def strike_at(home: Path, name: str, way: str, seed: int) -> str:
    """Strike a copy's file and use it."""
    STRIKES[way](home / name, Random(f"{name} {way} {seed}"))
    path = home / "floor.deskside"
    try:
        if name.startswith("backup"):
            go_back(path, home / "backup")
        return look(path)
    except StoreError as error:
        return check_refusal(error, FITTING[name])


def go_back(path: Path, backup: Path) -> None:
    before = files_in(path.parent)
    try:
        restore(path, backup, NOW, unlocked=unlock(path))
    except StoreError:
        assert files_in(path.parent) == before, "a refused restore left something"
        raise


@can_fork
@pytest.mark.parametrize("way", STRIKES)
@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("closed", "floor.deskside"),
        ("killed", "floor.deskside"),
        ("killed", "floor.deskside-wal"),
        ("killed", "floor.deskside-tally"),
        ("closed", "floor.deskside.keys"),
        ("closed", "backup"),
        ("closed", "backup.keys"),
    ],
)
def test_whatever_byte_is_struck_all_is_there_or_it_is_refused(
    tmp_path: Path, form: str, name: str, way: str, request: pytest.FixtureRequest
) -> None:
    home: Path = request.getfixturevalue(form)
    outcomes = Counter(
        strike_at(shutil.copytree(home, tmp_path / str(seed)), name, way, seed) for seed in range(TRIALS or 5)
    )
    print(f"{form} {name} {way}: {sum(outcomes.values())} struck, {dict(outcomes)}")
    assert sum(outcomes.values()) == (TRIALS or 5)
    if name == "floor.deskside.keys":
        assert outcomes[""] == 0, "every byte of the key file counts"
