"""What damage does to an encrypted store: it is called damage, and nothing is read as something else."""

import os
import random
from pathlib import Path

import pytest

from db import keys
from db.backup import prove
from db.connection import Source
from db.errors import Damaged, NotOurs, Swapped
from tests.db.protected import enter, new_protected, opened, refuse
from tests.db.stores import PASSPHRASE, files_in, put, put_many


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def ruth(path: Path) -> keys.Unlocked:
    """Of a closed store with something in it."""
    return new_protected(path, kept="yes")


@pytest.fixture
def filled(path: Path, ruth: keys.Unlocked) -> Path:
    with opened(path, ruth) as store:
        put_many(store, 300, 500)
    return path


@pytest.mark.parametrize("left", [0.0001, 0.01, 0.3, 0.5, 0.9, 0.99, 0.9999])
def test_a_truncated_encrypted_store_is_damaged(filled, left):
    os.truncate(filled, int(filled.stat().st_size * left))
    assert type(refuse(filled, enter(filled))) is Damaged


@pytest.mark.parametrize("pages", [1, 2, 50])
def test_an_encrypted_store_short_of_whole_pages_is_damaged(filled, pages):
    os.truncate(filled, filled.stat().st_size - 4096 * pages)
    assert type(refuse(filled, enter(filled))) is Damaged


def test_an_encrypted_store_of_zeros_is_damaged(filled):
    filled.write_bytes(bytes(filled.stat().st_size))
    assert type(refuse(filled, enter(filled))) is Damaged


def flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x10]))


@pytest.mark.parametrize("place", [16, 100, 3000, 4095])
def test_a_flipped_byte_of_the_first_page_is_damage_and_not_a_wrong_key(filled, place):
    flip(filled, place)
    refusal = refuse(filled, enter(filled))
    assert type(refusal) is Damaged and refusal.facts["reason"] == "page 1"


def test_a_lost_salt_is_never_an_opening(filled):
    """The first 16 bytes make every page's key: without them there is nothing to tell damage by."""
    flip(filled, 3)
    assert type(refuse(filled, enter(filled))) in (Swapped, Damaged)


def test_a_flipped_byte_anywhere_is_never_read_as_something_else(filled, ruth):
    whole = filled.read_bytes()
    chance = random.Random(7)
    for _ in range(40):
        flip(filled, chance.randrange(16, len(whole)))
        with pytest.raises(Damaged):
            prove(Source(filled, ruth.store_key))
        filled.write_bytes(whole)
    assert prove(Source(filled, ruth.store_key))["setting"] == 301


def test_pages_that_change_places_are_damage(filled, ruth):
    whole = bytearray(filled.read_bytes())
    last = len(whole) - 4096
    whole[8192:12288], whole[last:] = whole[last:], whole[8192:12288]
    filled.write_bytes(whole)
    with pytest.raises(Damaged):
        prove(Source(filled, ruth.store_key))


def test_another_programs_file_beside_a_key_file_is_refused(path, ruth):
    path.write_text("Dear diary, " * 1000)
    assert type(refuse(path, enter(path))) in (Damaged, Swapped, NotOurs)


def test_nothing_readable_is_left_in_the_files(path, ruth):
    planted = "Imani cried on the phone about her mother"
    with opened(path, ruth) as store:
        put(store, "note", planted)
        store.back_up()
        during = [file.read_bytes() for file in path.parent.glob("*-wal")]
    for content in [*during, *files_in(path.parent).values(), *files_in(path.parent / "backups").values()]:
        assert planted.encode() not in content and planted.encode("utf-16-le") not in content
        assert ruth.store_key not in content and PASSPHRASE.encode() not in content
    assert not path.read_bytes().startswith(b"SQLite")


def test_sqlcipher_says_nothing_to_stderr(filled, capfd):
    flip(filled, 100)
    refuse(filled, enter(filled))
    flip(filled, 100)
    for page in range(20, filled.stat().st_size // 4096):
        flip(filled, page * 4096)
    with pytest.raises(Damaged), opened(filled, enter(filled)) as store, store.reading() as db:
        db.execute("SELECT count(*), sum(length(value)) FROM setting").fetchone()
    assert capfd.readouterr().err == ""
