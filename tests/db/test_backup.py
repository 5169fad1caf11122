"""Backups: one moment's picture, proved, thinned by age, and cancelled without a trace."""

import os
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import backup
from db.backup import Backup, due, list_backups, prove, thin, to_keep
from db.connection import Source
from db.errors import Damaged, DiskFull, NotOurs, StoreError
from db.progress import step_by_step
from db.store import Store
from tests.db.stores import files_in, put, put_many, rows, rows_at, run_apart
from tests.db.test_store_opening import on_posix

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Enough(Exception):
    """What a listener raises to cancel."""


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock):
    store = Store.open(tmp_path / "floor.deskside", clock=clock)
    put_many(store, 200, 1000)
    yield store
    store.close()


@pytest.fixture
def folder(store: Store) -> Path:
    return store.path.parent / "backups"


def test_a_backup_holds_what_the_store_held(store, folder):
    made = store.back_up()
    assert made.made_at == MONDAY and made.counts["setting"] == 200
    assert made.path == folder / "floor-20260302-093000Z.deskside"
    assert made.size == made.path.stat().st_size
    assert list_backups(folder) == list_backups(folder, store.path) == [made]
    assert len(rows_at(made.path)) == 200


def test_a_backup_leaves_only_itself_and_its_note(store, folder):
    made = store.back_up()
    assert sorted(files_in(folder)) == [made.path.name, made.path.name + ".json"]


def test_a_backup_has_no_place_for_what_is_not_committed(store):
    inside, done = threading.Event(), threading.Event()

    def write() -> None:
        with store.writing("setting") as db:
            db.execute("DELETE FROM setting")
            inside.set()
            done.wait()

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait()
    made = store.back_up()
    done.set()
    writer.join()
    assert made.counts["setting"] == 200 and rows(store) == {}


def test_writers_go_on_during_a_backup_which_stays_one_moments_picture(store, monkeypatch):
    monkeypatch.setattr(backup, "PAGES_A_STEP", 5)
    wrote = []

    def write_meanwhile(progress) -> None:
        if progress.what == "copy" and progress.done < progress.total:
            writer = threading.Thread(target=put, args=(store, f"during {progress.done}"))
            writer.start()
            writer.join()
            wrote.append(progress.done)

    made = store.back_up(progress=write_meanwhile)
    assert len(wrote) > 10 and made.counts["setting"] == 200
    assert len(rows(store)) == 200 + len(wrote)


def test_progress_rises_to_its_total(store, monkeypatch):
    monkeypatch.setattr(backup, "PAGES_A_STEP", 10)
    heard = []
    store.back_up(progress=heard.append)
    copied = [progress.done for progress in heard if progress.what == "copy"]
    assert copied == sorted(copied) and copied[-1] == heard[-1].total


@pytest.mark.parametrize("what", ["count", "copy", "prove"])
def test_a_cancelled_backup_leaves_nothing(store, folder, what, monkeypatch):
    monkeypatch.setattr(backup, "OPCODES_A_LOOK", 50)

    def cancel(progress) -> None:
        if progress.what == what:
            raise Enough

    with pytest.raises(Enough):
        store.back_up(progress=cancel)
    assert files_in(folder) == {}
    put(store, "after")


def test_a_backup_can_be_taken_step_by_step(store, folder, monkeypatch):
    monkeypatch.setattr(backup, "PAGES_A_STEP", 5)
    steps = step_by_step(partial(store.back_up, folder))
    heard = []
    with pytest.raises(StopIteration) as end:
        while True:
            heard.append(next(steps))
    assert len(heard) > 10 and heard[-1].what == "copy"
    assert list_backups(folder) == [end.value.value]


def test_closing_the_steps_in_the_middle_cancels_and_leaves_nothing(store, folder, monkeypatch):
    monkeypatch.setattr(backup, "PAGES_A_STEP", 5)
    steps = step_by_step(partial(store.back_up, folder))
    next(steps)
    next(steps)
    steps.close()
    assert files_in(folder) == {}


def test_a_failure_comes_out_of_the_steps(store, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        list(step_by_step(partial(store.back_up, tmp_path / "file")))


def test_a_copy_that_lost_a_row_is_not_a_backup(store, folder, monkeypatch):
    true_count = backup.count_rows
    monkeypatch.setattr(backup, "count_rows", lambda conn: {**true_count(conn), "setting": id(conn)})
    with pytest.raises(Damaged, match="damaged"):
        store.back_up()
    assert files_in(folder) == {}


def test_a_damaged_store_does_not_become_a_backup(store, folder):
    path = store.path
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 40 * 4096)
        file.write(b"\xa5" * 20 * 4096)
    damaged = Store.open(path)
    with pytest.raises(Damaged):
        damaged.back_up()
    damaged.close()
    assert files_in(folder) == {}


def test_a_full_disk_leaves_no_half_backup(store, folder, monkeypatch):
    real = backup.connect

    def small(source, mode):
        conn = real(source, mode)
        if mode == "create":
            conn.execute("PRAGMA max_page_count = 20")
        return conn

    monkeypatch.setattr(backup, "connect", small)
    with pytest.raises(DiskFull):
        store.back_up()
    assert files_in(folder) == {}


@on_posix
def test_a_backup_folder_that_may_not_be_written_is_said_and_the_store_goes_on(store, tmp_path):
    store.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o555)
    assert run_apart("back_up_without_rights", store.path, elsewhere) == "read_only"


def test_two_backups_in_one_second_are_both_kept(store, folder):
    assert len({store.back_up().path, store.back_up().path}) == 2
    assert len(list_backups(folder)) == 2


def test_the_list_is_newest_first_and_knows_whose_backups_they_are(store, clock, tmp_path, folder):
    other = Store.open(tmp_path / "floor-2.deskside", clock=clock)
    first = store.back_up()
    clock.now += timedelta(hours=1)
    others = other.back_up(folder)
    clock.now += timedelta(hours=1)
    last = store.back_up()
    other.close()
    assert list_backups(folder) == [last, others, first]
    assert list_backups(folder, store.path) == [last, first]
    assert list_backups(folder, other.path) == [others]


def test_a_folder_that_is_not_there_holds_no_backups(tmp_path):
    assert list_backups(tmp_path / "nowhere") == []


def test_a_lost_note_is_made_up_for_by_the_file(store, folder):
    made = store.back_up()
    (folder / (made.path.name + ".json")).unlink()
    assert list_backups(folder) == [made]


@pytest.mark.expects_logs
@pytest.mark.parametrize("note", [True, False])
def test_a_truncated_backup_is_not_listed(store, folder, note, caplog):
    made = store.back_up()
    os.truncate(made.path, made.size - 4096)
    if not note:
        (folder / (made.path.name + ".json")).unlink()
    assert list_backups(folder) == []
    assert made.path.name in caplog.text


def test_proving_finds_a_flipped_page_and_another_kind_of_file(store, tmp_path):
    made = store.back_up()
    with made.path.open("r+b") as file:
        file.seek(made.size - 30 * 4096)
        file.write(b"\xa5" * 10 * 4096)
    with pytest.raises(Damaged):
        prove(Source(made.path))
    diary = tmp_path / "diary"
    diary.write_text("Dear diary, " * 100)
    with pytest.raises(NotOurs):
        prove(Source(diary))


def test_proving_looks_at_more_than_the_rows(store):
    made = store.back_up()
    with made.path.open("r+b") as file:
        file.seek(36)  # how many free pages there are (https://sqlite.org/fileformat2.html)
        file.write((7).to_bytes(4, "big"))
    with pytest.raises(Damaged) as refusal:
        prove(Source(made.path))
    assert "reelist" in str(refusal.value.facts["reason"])


def test_a_days_backup_is_due_once_and_again_the_next_day(store, clock, folder):
    assert due(store.path, clock())
    assert isinstance(store.back_up_if_due(), Backup)
    assert not due(store.path, clock()) and store.back_up_if_due() is None
    clock.now = MONDAY.replace(hour=23, minute=59)
    assert not due(store.path, clock())
    clock.now = MONDAY + timedelta(hours=20)
    assert due(store.path, clock())


def test_a_clock_set_back_still_gets_its_backup(store, clock):
    store.back_up()
    clock.now -= timedelta(days=3)
    assert due(store.path, clock())


def test_a_year_of_days_is_thinned_to_days_weeks_and_months(store, clock, folder):
    folder.mkdir()
    for day in range(400):
        moment = MONDAY - timedelta(days=day)
        (folder / f"floor-{moment:%Y%m%d-%H%M%S}Z.deskside").touch()
        (folder / f"floor-2-{moment:%Y%m%d-%H%M%S}Z.deskside").touch()
    removed = thin(store.path, clock())
    left = sorted(folder.glob("floor-2026*")) + sorted(folder.glob("floor-2025*"))
    assert len(left) + len(removed) == 400
    days = {path.name[6:14] for path in left}
    assert {f"{MONDAY - timedelta(days=n):%Y%m%d}" for n in range(7)} <= days
    assert {"20260222", "20260215", "20260228", "20260131", "20251231", "20250430"} <= days
    assert len(left) == 7 + 2 + 10
    assert len(list(folder.glob("floor-2-*"))) == 400, "another store's backups are not ours to thin"


def test_nothing_younger_than_a_day_is_thinned(store, clock, folder):
    made = [store.back_up()]
    clock.now += timedelta(hours=2)
    made.append(store.back_up())
    assert thin(store.path, clock()) == []
    clock.now += timedelta(hours=23)
    assert thin(store.path, clock()) == [made[0].path]
    assert sorted(files_in(folder)) == [made[1].path.name, made[1].path.name + ".json"]


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.lists(moments, max_size=60))
def test_what_is_kept_is_few_and_has_the_newest(found):
    kept = to_keep(found)
    assert kept <= set(found) and len(kept) <= 7 + 4 + 12
    assert (max(found) in kept) if found else kept == set()
    assert to_keep(kept) == kept


@given(st.lists(moments, min_size=1, max_size=60))
def test_the_newest_of_each_of_the_last_seven_days_is_kept(found):
    days = sorted({moment.date() for moment in found})[-7:]
    assert {max(moment for moment in found if moment.date() == day) for day in days} <= to_keep(found)
