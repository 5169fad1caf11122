"""Restoring: the backup comes back, and today's store stands aside, whole."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import migrations
from db.errors import Damaged, DiskFault, Locked, Missing, NotOurs, TooNew
from db.files import put_in_place
from db.restoring import restore
from db.store import Store
from tests.db.stores import files_in, later_steps, put, rows_at

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def yesterday(path: Path) -> Path:
    """A backup that says "yesterday", beside a store that says "today"."""
    store = Store.open(path)
    put(store, "when", "yesterday")
    made = store.back_up()
    put(store, "when", "today")
    store.close()
    return made.path


def test_a_restored_store_holds_what_the_backup_held(path, yesterday):
    restore(path, yesterday, NOW)
    assert rows_at(path) == {"when": "yesterday"}


def test_todays_store_is_set_aside_whole(path, yesterday):
    aside = restore(path, yesterday, NOW)
    assert aside == path.with_name("floor-set-aside-20260303-080000Z.deskside")
    assert rows_at(aside) == {"when": "today"}
    assert sorted(files_in(path.parent)) == sorted([aside.name, path.name])


def test_restoring_twice_in_a_second_keeps_both_asides(path, yesterday):
    first = restore(path, yesterday, NOW)
    second = restore(path, yesterday, NOW)
    assert first != second
    assert rows_at(first) == {"when": "today"} and rows_at(second) == {"when": "yesterday"}


def test_a_lost_store_is_restored_and_nothing_is_set_aside(path, yesterday):
    path.unlink()
    assert restore(path, yesterday, NOW) is None
    assert rows_at(path) == {"when": "yesterday"}


def test_a_damaged_store_is_set_aside_byte_for_byte(path, yesterday):
    path.write_bytes(b"SQLite format 3\0 and nothing else")
    aside = restore(path, yesterday, NOW)
    assert aside.read_bytes() == b"SQLite format 3\0 and nothing else"
    assert rows_at(path) == {"when": "yesterday"}


def test_the_backup_stays(path, yesterday):
    before = files_in(yesterday.parent)
    restore(path, yesterday, NOW)
    assert files_in(yesterday.parent) == before


def test_a_read_only_backup_can_be_restored(path, yesterday):
    yesterday.chmod(0o444)
    restore(path, yesterday, NOW)
    assert rows_at(path) == {"when": "yesterday"}


def test_an_open_store_is_not_restored_over(path, yesterday):
    store = Store.open(path)
    with pytest.raises(Locked):
        restore(path, yesterday, NOW)
    put(store, "still", "works")
    store.close()
    assert rows_at(path) == {"when": "today", "still": "works"}


def spoil(backup: Path, how: str) -> None:
    if how == "missing":
        backup.unlink()
    elif how == "diary":
        backup.write_text("Dear diary, " * 1000)
    elif how == "truncated":
        os.truncate(backup, backup.stat().st_size - 4096)
    else:
        with backup.open("r+b") as file:
            file.seek(backup.stat().st_size // 2)
            file.write(b"\xa5" * 40_000)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [("missing", Missing), ("diary", NotOurs), ("truncated", Damaged), ("overwritten", Damaged)],
)
def test_an_unsound_backup_changes_nothing(path, yesterday, how, refusal):
    spoil(yesterday, how)
    before = files_in(path.parent)
    with pytest.raises(refusal) as raised:
        restore(path, yesterday, NOW)
    assert raised.value.path == yesterday
    assert files_in(path.parent) == before


def test_a_backup_of_a_later_program_changes_nothing(path, yesterday, monkeypatch, tmp_path):
    with monkeypatch.context() as later:
        steps = later_steps("CREATE TABLE further (a)")
        later.setattr(migrations, "read_steps", lambda: steps)
        store = Store.open(tmp_path / "later" / "floor.deskside")
        newer = store.back_up().path
        store.close()
    before = files_in(path.parent)
    with pytest.raises(TooNew):
        restore(path, newer, NOW)
    assert files_in(path.parent) == before


def test_an_older_backup_is_brought_up_to_date_when_it_is_opened(path, yesterday, monkeypatch):
    steps = later_steps("CREATE TABLE further (a)")
    monkeypatch.setattr(migrations, "read_steps", lambda: steps)
    restore(path, yesterday, NOW)
    assert rows_at(path) == {"when": "yesterday"}


def test_a_cancelled_restore_changes_nothing(path, yesterday):
    before = files_in(path.parent)

    def cancel(progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(path, yesterday, NOW, cancel)
    assert files_in(path.parent) == before


def test_a_rename_that_fails_is_made_good_at_the_next_opening(path, yesterday, monkeypatch):
    def refuse(finished: Path, place: Path) -> None:
        if place == path:
            raise OSError(5, "Input/output error")
        put_in_place(finished, place)

    with monkeypatch.context() as fault:
        fault.setattr("db.restoring.put_in_place", refuse)
        with pytest.raises(DiskFault):
            restore(path, yesterday, NOW)
    assert not path.exists()
    assert rows_at(path) == {"when": "yesterday"}
    assert rows_at(path.with_name("floor-set-aside-20260303-080000Z.deskside")) == {"when": "today"}
