"""A full disk lets one delete and save, large work is refused before it starts, lost commits are seen."""

import os
import shutil
import subprocess
from collections import namedtuple
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from db import room
from db.errors import Damaged, DiskFull
from db.room import BALLAST, MEGABYTE, Ballast
from db.store import Store
from tests.db.stores import put, rows, run_apart

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("total", "free", "fits"),
    [
        (800 * MEGABYTE, 140 * MEGABYTE, True),
        (800 * MEGABYTE, 139 * MEGABYTE, False),  # of a small disk a twentieth is left to others
        (10**12, 164 * MEGABYTE, True),
        (10**12, 163 * MEGABYTE, False),  # of a large one 64 MB
    ],
)
def test_large_work_leaves_room_to_others(tmp_path, monkeypatch, total, free, fits):
    size = 100 * MEGABYTE
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(total, total - free, free))
    if fits:
        room.demand(tmp_path, size)
        return
    with pytest.raises(DiskFull) as refused:
        room.demand(tmp_path / "not" / "there", size)
    assert refused.value.facts["free"] == free and refused.value.facts["needed"] > free


def test_room_is_kept_back_while_a_store_is_open_for_nobody_elses_eyes(tmp_path):
    store = Store.open(tmp_path / "floor.deskside")
    kept = tmp_path / "floor.deskside.ballast"
    assert kept.stat().st_size == BALLAST and kept.stat().st_mode & 0o077 == 0
    assert kept.stat().st_blocks * 512 >= BALLAST, "a hole keeps no room"
    store.close()
    assert not kept.exists()


def test_no_room_is_kept_back_where_there_is_little(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "free", lambda place: 3 * BALLAST)
    ballast = Ballast(tmp_path / "floor.deskside")
    assert not ballast.take() and list(tmp_path.iterdir()) == []


def test_a_full_disk_gives_up_what_was_kept_back(tmp_path):
    store = Store.open(tmp_path / "floor.deskside")
    with store.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(DiskFull):
        put(store, "long", "x" * 100_000)
    assert not (tmp_path / "floor.deskside.ballast").exists()
    assert store.watch.ballast.take(), "and takes it again"
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 32 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "somebody else's").open("ab", buffering=0) as other:
        while True:
            other.write(bytes(1 << 16))


@pytest.mark.skipif(shutil.which("mount") is None or os.name != "posix", reason="mounts a small disk")
def test_on_a_disk_that_somebody_else_filled_one_can_still_save_and_remove(small_disk):
    store = Store.open(small_disk / "floor.deskside")
    put(store, "before", "x" * 50_000)
    fill(small_disk)
    acknowledged = {"before": "x" * 50_000}
    with pytest.raises(DiskFull):
        for n in range(10_000):
            put(store, f"note {n}", "y" * 4000)
            acknowledged[f"note {n}"] = "y" * 4000
    put(store, "the note that was refused", "kept")
    with store.writing("setting") as db:
        db.execute("DELETE FROM setting WHERE key LIKE 'note%'")
    assert rows(store) == {"before": "x" * 50_000, "the note that was refused": "kept"}
    fill(small_disk)
    with pytest.raises(DiskFull) as refused:
        store.back_up()
    assert refused.value.facts["needed"] > refused.value.facts["free"]
    assert list((small_disk / "backups").glob("*")) == []
    store.close()


@pytest.mark.parametrize("how", ["gone", "short", "flipped", "header"])
def test_commits_gone_from_the_wal_are_noticed_and_nothing_is_changed(tmp_path, how):
    path = tmp_path / "floor.deskside"
    run_apart("leave_commits_in_wal", path, 30)
    wal = tmp_path / "floor.deskside-wal"
    if how == "gone":
        wal.unlink()
    elif how == "short":
        os.truncate(wal, wal.stat().st_size - 5000)
    else:
        with wal.open("r+b") as file:
            file.seek(20 if how == "header" else wal.stat().st_size - 3000)
            file.write(b"\xff\xfe\xfd")
    before = path.read_bytes()
    with pytest.raises(Damaged) as refused:
        Store.open(path)
    assert refused.value.facts["reason"] == "wal"
    assert path.read_bytes() == before


def test_a_store_that_was_only_killed_opens_as_ever(tmp_path):
    run_apart("leave_commits_in_wal", tmp_path / "floor.deskside", 30)
    store = Store.open(tmp_path / "floor.deskside")
    assert len(rows(store)) == 30
    store.close()
    assert not (tmp_path / "floor.deskside-tally").exists()


def spoil(path: Path) -> None:
    """Overwrite pages that hold rows, behind the store's back."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xa5" * 4096 * 20)


def test_damage_met_in_use_stops_all_writing_and_is_told_once(tmp_path):
    path = tmp_path / "floor.deskside"
    store = Store.open(path)
    for n in range(200):
        put(store, str(n), "x" * 2000)
    store.close()
    spoil(path)
    store, told = Store.open(path), []
    store.watch.on_damage(told.append)
    for _ in range(2):
        with pytest.raises(Damaged):
            rows(store)
    with pytest.raises(Damaged):
        put(store, "more", "")
    assert len(told) == 1
    store.close()
    assert b"more" not in path.read_bytes()
