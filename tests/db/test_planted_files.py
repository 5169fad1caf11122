"""Whoever may write into the folder of a store: what they lay down there changes no file elsewhere."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import keys, protecting, second_place
from db.errors import WrongKey
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
