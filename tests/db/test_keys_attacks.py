"""Whoever can write the files: what happens to each thing they might try with the key file or the pair.

Each case ends in a refusal by name and never in an opening with a wrong key, and the store stays as it was.
"""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import keys
from db.connection import Source, connect
from db.errors import (
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileReplayed,
    KeyNeeded,
    Missing,
    StoreError,
    Swapped,
    WrongKey,
)
from db.keys import keyfile, members, tries, unlocking
from db.keys.sealing import canonical, public_of
from tests.db.protected import OMAR, begin, enter, held, new_plain, new_protected, opened, refuse
from tests.db.stores import NAME, PASSPHRASE, RUTH


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def ruth(path: Path) -> keys.Unlocked:
    """Of a closed store with something in it."""
    return new_protected(path, kept="yes")


@pytest.fixture
def omar(path: Path, ruth: keys.Unlocked) -> keys.Unlocked:
    keys.add_user(path, ruth, OMAR, "Omar Haddad", "for today")
    return keys.set_passphrase(
        path, keys.unlock(path, "Omar Haddad", "for today"), OMAR, "Omar Haddad", "his"
    )


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the key file as somebody would who knows its format, checksum and all."""
    told = json.loads(keys.key_path(path).read_bytes())
    del told["checksum"]
    change(told)
    told["checksum"] = sha256(canonical(told)).hexdigest()
    keys.key_path(path).write_bytes(canonical(told) + b"\n")


def try_to_enter(path: Path, name: str = NAME, passphrase: str = PASSPHRASE) -> type[StoreError]:
    tries.forget(path)
    with pytest.raises(StoreError) as refusal:
        keys.unlock(path, name, passphrase)
    tries.forget(path)
    return type(refusal.value)


# The key file, byte by byte


def test_every_single_byte_of_the_key_file_counts(path, ruth, omar):
    whole = keys.key_path(path).read_bytes()
    chance = random.Random(5)
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        keys.key_path(path).write_bytes(flipped)
        assert try_to_enter(path) is KeyFileDamaged, place
    keys.key_path(path).write_bytes(whole)
    assert held(path) == {"kept": "yes"}


@settings(max_examples=40)
@given(data=st.data())
def test_no_cut_or_filled_up_key_file_is_taken(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("keys") / "floor.deskside"
    begin(path)
    whole = keys.key_path(path).read_bytes()
    cut = data.draw(st.integers(0, len(whole) - 1))
    tail = data.draw(st.binary(min_size=1, max_size=40))
    for spoilt in (whole[:cut], whole + tail, whole[:cut] + tail, tail + whole, b" " + whole):
        if spoilt != whole:
            keys.key_path(path).write_bytes(spoilt)
            assert try_to_enter(path) is KeyFileDamaged


@pytest.mark.parametrize(
    "foreign", [b"", b"\0" * 5000, b"[]", b"{}", b"null", b"[" * 100_000, b'"\xff"', b"1e999999"]
)
def test_what_is_no_key_file_is_said_to_be_damaged(path, ruth, foreign):
    keys.key_path(path).write_bytes(foreign)
    assert try_to_enter(path) is KeyFileDamaged
    assert type(refuse(path)) is KeyFileDamaged


def test_a_key_file_of_gigabytes_is_not_read(path, ruth):
    with keys.key_path(path).open("r+b") as opened_file:
        opened_file.truncate(1 << 40)
    assert try_to_enter(path) is KeyFileDamaged


# The key file, edited with knowledge


@pytest.mark.parametrize(
    "cost",
    [
        [0, 8, 1],
        [1, 7, 1],
        [1, 64 * 2**20, 4],
        [17, 8, 1],
        [1, 200, 17],
        [1, 8, 0],
        [-1, 8, 1],
        [1.0, 8, 1],
        [True, 8, 1],
        [1, 8],
        None,
        "3",
    ],
)
def test_a_cost_out_of_bounds_is_refused_before_it_is_paid(path, ruth, cost, monkeypatch):
    monkeypatch.setattr(unlocking, "stretch", lambda *_: pytest.fail("paid"))
    edit(path, lambda told: told["slots"][0].update(cost=cost))
    assert try_to_enter(path) is KeyFileDamaged


def test_another_cost_within_bounds_opens_nothing(path, ruth):
    edit(path, lambda told: told["slots"][0].update(cost=[2, 16, 1]))
    assert try_to_enter(path) is WrongKey


def swap(what: str, told: dict[str, Any]) -> None:
    one, other = told["slots"][:2]
    one[what], other[what] = other[what], one[what]


@pytest.mark.parametrize("what", ["sealed", "user", "tag", "salt", "temporary"])
def test_slots_that_change_places_open_nothing(path, ruth, omar, what):
    if what == "temporary":
        edit(path, lambda told: told["slots"][0].update(temporary=True))
    else:
        edit(path, lambda told: swap(what, told))
    assert try_to_enter(path) in (WrongKey, KeyFileDamaged)
    assert try_to_enter(path, "Omar Haddad", "his") in (WrongKey, KeyFileDamaged)


@pytest.mark.parametrize("what", ["public", "keys", "user"])
def test_members_that_change_places_open_nothing(path, ruth, omar, what):
    def exchange(told: dict[str, Any]) -> None:
        one, other = told["members"]
        one[what], other[what] = other[what], one[what]

    edit(path, exchange)
    assert try_to_enter(path) is KeyFileDamaged
    assert try_to_enter(path, "Omar Haddad", "his") is KeyFileDamaged


def test_a_slot_of_another_floor_does_not_open_this_one(path, ruth, tmp_path):
    """The same person with the same passphrase on both."""
    other = tmp_path / "other" / "floor.deskside"
    new_protected(other)
    theirs = json.loads(keys.key_path(other).read_bytes())
    edit(path, lambda told: told.update(slots=theirs["slots"]))
    assert try_to_enter(path) is WrongKey
    edit(path, lambda told: told.update(salt=theirs["salt"], members=theirs["members"]))
    assert try_to_enter(path) is WrongKey
    edit(path, lambda told: told.update(store=theirs["store"]))
    assert try_to_enter(path) is KeyFileDamaged
    edit(path, lambda told: told.update(marks=theirs["marks"], revision=theirs["revision"]))
    assert type(refuse(path, enter(path))) is Swapped  # now it is the other floor's key file, whole


def test_an_outsider_cannot_put_a_user_of_their_own_in(path, ruth, tmp_path):
    """They know the format and seal what they like, but neither the floor's secret nor the mark's key."""
    mallory = replace(begin(tmp_path / "own" / "floor.deskside"), user=OMAR)
    file = keyfile.read(keys.key_path(path))
    file = members._put_member(file, OMAR, mallory.own, mallory.floor, {1: mallory.store_key})
    slot = members._passphrase_slot(file, OMAR, "Mallory")
    file = members._put_slot(file, slot, b"let me in", mallory.own + mallory.floor)
    keyfile.write(keys.key_path(path), file)
    assert try_to_enter(path, "Mallory", "let me in") is KeyFileDamaged
    assert try_to_enter(path) is KeyFileDamaged  # and whoever belongs there sees that somebody was at it


def test_a_public_key_that_was_exchanged_is_noticed_before_anything_is_sealed_to_it(path, ruth, omar):
    mine = keys.create(path.with_name("x.deskside"), RUTH, "x", "x")
    edit(path, lambda told: told["members"][0].update(public=public_of(mine.own).hex()))
    for name, passphrase in ((NAME, PASSPHRASE), ("Omar Haddad", "his")):
        assert try_to_enter(path, name, passphrase) is KeyFileDamaged
    with pytest.raises(StoreError):
        keys.add_user(path, ruth, bytes([9] * 16), "New", "x")


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31), b"\xff" * 32])
def test_a_weak_point_in_place_of_a_public_key_is_damage(path, ruth, point):
    edit(path, lambda told: told["members"][0].update(public=point.hex()))
    assert try_to_enter(path) is KeyFileDamaged
    edit(path, lambda told: told["members"][0].update(keys={"1": (point + bytes(48)).hex()}))
    assert try_to_enter(path) is KeyFileDamaged


@pytest.mark.parametrize(
    "change",
    [{"revision": 99}, {"kept": False}, {"members": []}, {"slots": []}, {"marks": {}}, {"salt": "00" * 16}],
)
def test_no_fact_of_the_file_can_be_edited(path, ruth, omar, change):
    edit(path, lambda told: told.update(change))
    assert try_to_enter(path) in (KeyFileDamaged, WrongKey)


def test_a_suspension_cannot_be_edited_away(path, ruth, omar):
    before = json.loads(keys.key_path(path).read_bytes())
    keys.suspend_user(path, ruth, OMAR)
    edit(path, lambda told: told.update(members=before["members"]))
    assert try_to_enter(path, "Omar Haddad", "his") is KeyFileDamaged


# The pair of store and key file


def test_without_keys_an_encrypted_store_asks_for_them(path, ruth):
    assert type(refuse(path)) is KeyNeeded


def test_without_its_key_file_an_encrypted_store_says_so(path, ruth):
    keys.key_path(path).unlink()
    assert type(refuse(path)) is KeyFileMissing
    assert type(refuse(path, ruth)) is KeyFileMissing


def test_a_lost_store_is_missed_and_not_made_anew(path, ruth):
    path.unlink()
    assert type(refuse(path, ruth)) is Missing
    assert type(refuse(path)) is Missing
    assert not path.exists()


def test_an_older_key_file_is_refused_because_the_store_knows_a_newer_one(path, ruth, omar):
    """Omar copied the key file before he was shut out."""
    held(path)
    old = keys.key_path(path).read_bytes()
    keys.remove_user(path, enter(path), OMAR)
    held(path)
    keys.key_path(path).write_bytes(old)
    refusal = refuse(path, keys.unlock(path, "Omar Haddad", "his"))
    assert type(refusal) is KeyFileReplayed and refusal.facts["known"] > refusal.facts["revision"]


def test_an_older_key_file_can_be_accepted_by_somebody_in_it_and_then_holds(path, ruth):
    old = keys.key_path(path).read_bytes()
    keys.set_passphrase(path, enter(path), RUTH, NAME, "a newer one, and lost")
    with opened(path, keys.unlock(path, NAME, "a newer one, and lost")):
        pass
    keys.key_path(path).write_bytes(old)
    assert held(path, enter(path), older_keys=True) == {"kept": "yes"}
    assert held(path) == {"kept": "yes"}


def test_after_a_new_key_an_older_key_file_opens_nothing(path, ruth, omar):
    old = keys.key_path(path).read_bytes()
    with opened(path, enter(path)) as store:
        store.rekey(without=OMAR)
    keys.key_path(path).write_bytes(old)
    for unlocked in (keys.unlock(path, "Omar Haddad", "his"), enter(path)):
        assert type(refuse(path, unlocked, older_keys=True)) is Swapped


def test_a_change_made_while_the_store_is_open_is_known_when_it_is_closed(path, ruth, omar):
    with opened(path, enter(path)) as store:
        old = keys.key_path(path).read_bytes()
        keys.suspend_user(path, store.unlocked, OMAR)
    keys.key_path(path).write_bytes(old)
    assert type(refuse(path, enter(path))) is KeyFileReplayed


def test_a_plain_store_put_in_the_place_of_an_encrypted_one_is_refused(path, ruth, tmp_path):
    plain = tmp_path / "trap" / "floor.deskside"
    new_plain(plain)
    shutil.copy(plain, path)
    assert keys.is_protected(path)
    assert type(refuse(path)) is Swapped and type(refuse(path, enter(path))) is Swapped


def test_another_floors_store_is_refused(path, ruth, tmp_path):
    other = tmp_path / "other" / "floor.deskside"
    theirs = new_protected(other, whose="theirs")
    shutil.copy(other, path)
    assert type(refuse(path, enter(path))) is Swapped
    assert type(refuse(path, theirs)) is WrongKey
    assert held(other) == {"whose": "theirs"}


def test_another_floors_key_file_is_refused(path, ruth, tmp_path):
    other = tmp_path / "other" / "floor.deskside"
    theirs = new_protected(other)
    shutil.copy(keys.key_path(other), keys.key_path(path))
    assert type(refuse(path, theirs)) is Swapped
    assert type(refuse(path, ruth)) is WrongKey


def test_a_store_of_the_same_key_that_names_another_key_file_is_refused(path, ruth):
    with opened(path, ruth) as store, store.writing("key_file") as db:
        db.execute("UPDATE key_file SET store = zeroblob(16)")
    # Closing told the store the truth again, so tell it once more from outside.
    conn = connect(Source(path, ruth.store_key))
    conn.execute("UPDATE key_file SET store = zeroblob(16)")
    conn.close()
    assert type(refuse(path, enter(path))) is Swapped


def test_keys_of_somebody_removed_meanwhile_open_nothing(path, ruth, omar):
    keys.remove_user(path, ruth, OMAR)
    assert type(refuse(path, omar)) is WrongKey
