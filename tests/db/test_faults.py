"""What the world does to a store: kill -9 at any moment, a full disk, a limit on file sizes.

DESKSIDE_KILLS=200 kills that many writers of each form.
"""

import os
from pathlib import Path

import pytest

from db.errors import Damaged, DiskFull, read_driver_error, read_os_error
from db.store import Store
from tests.db.faulty import KILLS, check_sentence
from tests.db.stores import FORM, open_store, put, rows, rows_at, run_apart

can_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are killed in forks")


@pytest.fixture(autouse=True, params=["plain", "encrypted"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here holds for both kinds of store."""
    monkeypatch.setenv(FORM, request.param)


@can_fork
def test_no_acknowledged_commit_is_lost_when_writers_are_killed(tmp_path: Path):
    acknowledged = int(run_apart("kill_writers", tmp_path, KILLS))
    print(f"{KILLS} writers killed, {acknowledged} transactions acknowledged, 0 lost")
    assert acknowledged > 8 * KILLS


@can_fork
def test_a_store_killed_while_it_is_made_is_finished_at_the_next_opening(tmp_path: Path):
    assert int(run_apart("kill_creation", tmp_path)) > 10


@can_fork
def test_a_store_killed_while_it_is_brought_up_to_date_loses_nothing(tmp_path: Path):
    assert int(run_apart("kill_migration", tmp_path)) > 20


@can_fork
def test_a_backup_killed_at_any_moment_harms_nothing(tmp_path: Path):
    assert int(run_apart("kill_backup", tmp_path)) > 15


@can_fork
@pytest.mark.parametrize("left", ["clean", "wal"])
def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new_whole(tmp_path: Path, left: str):
    assert int(run_apart("kill_restore", tmp_path, left)) > 20


def fill(store: Store) -> dict[str, str]:
    """Write until the disk is full; what was acknowledged."""
    acknowledged: dict[str, str] = {}
    with store.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 30}")
    with pytest.raises(DiskFull) as refused:
        while True:
            key = str(len(acknowledged))
            put(store, key, "x" * 2000)
            acknowledged[key] = "x" * 2000
    check_sentence(refused.value)
    return acknowledged


def test_a_full_disk_rolls_back_what_did_not_fit_and_later_writes_work(tmp_path: Path):
    path = tmp_path / "floor.deskside"
    store = open_store(path)
    acknowledged = fill(store)
    assert acknowledged and rows(store) == acknowledged
    with store.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    put(store, "after", "room was made")
    store.close()
    assert rows_at(path) == {**acknowledged, "after": "room was made"}


def test_a_full_disk_in_the_middle_of_a_block_keeps_nothing_of_it_and_is_not_announced(tmp_path: Path):
    store = open_store(tmp_path / "floor.deskside")
    acknowledged, heard = fill(store), []
    store.on_commit(heard.append)
    with pytest.raises(DiskFull), store.writing("setting") as db:
        db.execute("UPDATE setting SET value = 'short'")
        for n in range(100):
            db.execute("INSERT INTO setting VALUES (?, ?)", (f"more {n}", "x" * 5000))
    assert rows(store) == acknowledged and heard == []
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_limit_on_file_sizes_loses_nothing_that_was_acknowledged(tmp_path: Path):
    assert run_apart("write_beyond_limit", tmp_path / "floor.deskside") == "disk_fault"


class FromDriver(Exception):
    """As the driver raises it, with the name of its code."""

    def __init__(self, sqlite_errorname: str) -> None:
        self.sqlite_errorname = sqlite_errorname


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("SQLITE_BUSY", "locked"),
        ("SQLITE_BUSY_SNAPSHOT", "locked"),
        ("SQLITE_FULL", "disk_full"),
        ("SQLITE_IOERR_WRITE", "disk_fault"),
        ("SQLITE_READONLY_DIRECTORY", "read_only"),
        ("SQLITE_READONLY_DBMOVED", "missing"),
        ("SQLITE_CORRUPT_INDEX", "damaged"),
        ("SQLITE_NOTADB", "damaged"),
        ("SQLITE_CANTOPEN", "missing"),
    ],
)
def test_the_drivers_codes_have_one_meaning(tmp_path: Path, code: str, name: str):
    error = read_driver_error(FromDriver(code), tmp_path / "nowhere")
    assert error is not None and error.name == name


def test_a_bug_is_not_taken_for_the_world(tmp_path: Path):
    assert read_driver_error(FromDriver("SQLITE_CONSTRAINT_CHECK"), tmp_path) is None
    assert read_driver_error(FromDriver("SQLITE_ERROR"), tmp_path) is None
    assert read_driver_error(ValueError(), tmp_path) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [(28, "disk_full"), (13, "read_only"), (30, "read_only"), (2, "missing"), (5, "disk_fault")],
)
def test_the_systems_codes_have_one_meaning(tmp_path: Path, code: int, name: str):
    assert read_os_error(OSError(code, "as it says"), tmp_path).name == name


def test_text_that_is_no_text_any_more_is_damage_and_not_a_bug(tmp_path: Path):
    store = open_store(tmp_path / "floor.deskside")
    with pytest.raises(Damaged), store.reading() as db:
        db.execute("SELECT CAST(x'C328' AS TEXT)").fetchone()
    store.close()
