"""Whoever may write into the folder of a store: what they lay down there changes no file elsewhere."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db import backup, keys, protecting, second_place, shelf
from db.connection import Source
from db.errors import Damaged, WrongKey
from db.files import beside
from db.opening import is_absent
from db.room import BALLAST_NAME, Ballast
from tests.db.protected import enter, held, new_protected, opened
from tests.db.stores import put

WORDS = b"my only copy"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "floor" / "floor.deskside"
    new_protected(path, kept="yes")
    return path


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    victim = tmp_path / "thesis.txt"
    victim.write_bytes(WORDS)
    return victim


def rekey(path: Path) -> None:
    with opened(path, enter(path)) as store:
        store.rekey()


def try_wrongly(path: Path) -> None:
    with pytest.raises(WrongKey):
        keys.unlock(path, "Nobody", "nothing")


def write(path: Path) -> None:
    with opened(path, enter(path)) as store:
        put(store, "more", "x" * 10_000)


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("anything.doomed", rekey),
        ("floor.deskside.former.doomed", rekey),
        ("floor.deskside.former", rekey),
        ("floor.deskside.keys.part", rekey),
        ("floor.deskside.restoring", rekey),
        ("floor.deskside.restoring.part", rekey),
        ("floor.deskside.tries.part", try_wrongly),
        ("floor.deskside-wal", write),
        ("floor.deskside-shm", write),
        ("floor.deskside-journal", write),
        ("floor.deskside-tally", write),
    ],
)
def test_a_link_laid_into_the_folder_leads_no_writing_elsewhere(
    path: Path, victim: Path, name: str, work: Callable[[Path], None]
) -> None:
    (path.parent / name).symlink_to(victim)
    work(path)
    assert victim.read_bytes() == WORDS
    assert held(path, enter(path))["kept"] == "yes"


def test_a_file_that_only_ends_like_one_of_ours_is_left_alone(path: Path) -> None:
    own = path.parent / "my notes.doomed"
    own.write_bytes(WORDS)
    rekey(path)
    assert own.read_bytes() == WORDS


def test_what_has_a_second_name_elsewhere_is_not_overwritten(path: Path, victim: Path) -> None:
    planted = path.parent / "floor.deskside.former.doomed"
    os.link(victim, planted)
    rekey(path)
    assert victim.read_bytes() == WORDS
    assert not planted.exists()


def test_a_linked_backup_that_is_plain_is_not_shredded_through_its_name(path: Path, victim: Path) -> None:
    victim.write_bytes(b"SQLite format 3\0" + WORDS)
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "floor-20260301-060000Z.deskside").symlink_to(victim)
    protecting.remove_plain(path, folder, enter(path).store_key)
    assert victim.read_bytes().endswith(WORDS)


def test_a_link_at_the_second_place_leads_no_mark_elsewhere(path: Path, victim: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / second_place.MARK).symlink_to(victim)
    second_place.choose(stick, path)
    assert victim.read_bytes() == WORDS


def test_a_link_in_the_place_of_the_ballast_grows_no_file_elsewhere(path: Path, victim: Path) -> None:
    planted = beside(path, BALLAST_NAME)
    planted.symlink_to(victim)
    assert Ballast(path).take()
    assert victim.read_bytes() == WORDS and not planted.is_symlink()


def test_a_name_alone_makes_no_backup_of_today_and_takes_no_backups_place(path: Path) -> None:
    with opened(path, enter(path)) as store:
        made = store.back_up()
        source = Source(path, enter(path).store_key)
        day = made.made_at.strftime("%Y%m%d")
        planted = made.path.with_name(f"floor-{day}-235959Z.deskside")
        for content in (b"", os.urandom(made.size)):
            planted.write_bytes(content)
            later = made.made_at + timedelta(days=400)
            assert not backup.due(path, made.made_at, source=source), "the real one is there"
            assert made.path not in backup.thin(path, later, source=source)
        real = made.path.rename(path.with_name("kept elsewhere"))
        assert backup.due(path, made.made_at, source=source)
        real.rename(made.path)


def test_an_impossible_day_in_a_name_is_passed_over(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "floor-20269999-999999Z.deskside").write_bytes(b"x")
    assert backup.find(folder, path) == []


@pytest.mark.parametrize(
    "note",
    [
        b"[" * 200_000,
        b'{"size": 1e999, "counts": {}, "log": {"device": "", "hash": "", "sequence": 1e999}}',
        b'{"size": 0, "counts": [], "log": []}',
        b"7",
    ],
)
def test_a_planted_note_stops_no_list(path: Path, note: bytes) -> None:
    with opened(path, enter(path)) as store:
        made = store.back_up()
    beside(made.path, ".json").write_bytes(note)
    (kept,) = shelf.look_over(path, None, enter(path))
    assert kept.soundness is shelf.Soundness.SOUND
    assert backup.read_chain_heads(made.path.parent, path) == []


def test_an_emptied_store_is_missed_whatever_signs_its_name_has(tmp_path: Path) -> None:
    path = tmp_path / "floor[1].deskside"
    new_protected(path)
    with opened(path, enter(path)) as store:
        store.back_up()
    path.write_bytes(b"")
    with pytest.raises(Damaged):
        is_absent(path)
