"""Who gets in, by what, and who does not: the key file in use."""

import os
import stat
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import keys
from db.errors import KeyFileMissing, StoreError, Suspended, Swapped, WrongKey
from db.keys import tries
from db.keys.derivation import COST, Cost
from tests.db.protected import IMANI, OMAR, begin, enter
from tests.db.stores import NAME, PASSPHRASE, RUTH

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def ruth(path: Path) -> keys.Unlocked:
    return begin(path)


@pytest.fixture
def omar(path: Path, ruth: keys.Unlocked) -> keys.Unlocked:
    """Omar, past his first sign-in."""
    keys.add_user(path, ruth, OMAR, "Omar Haddad", "for today")
    return keys.set_passphrase(
        path, keys.unlock(path, "Omar Haddad", "for today"), OMAR, "Omar Haddad", "his"
    )


def refused(path: Path, name: str, passphrase: str) -> type[StoreError]:
    with pytest.raises(StoreError) as refusal:
        keys.unlock(path, name, passphrase)
    tries.tries_path(path).unlink(missing_ok=True)
    return type(refusal.value)


def test_what_a_passphrase_costs_is_what_the_design_asks_for():
    assert Cost(passes=3, memory=64 * 1024, lanes=4) == COST == keys.COST


def test_the_right_passphrase_gives_the_keys_that_were_made(path, ruth):
    again = enter(path)
    assert (again.store_key, again.own, again.floor) == (ruth.store_key, ruth.own, ruth.floor)
    assert again.user == RUTH and not again.temporary and len({ruth.store_key, ruth.own, ruth.floor}) == 3


def test_two_stores_share_no_key(tmp_path, ruth):
    other = begin(tmp_path / "other" / "floor.deskside")
    assert not {ruth.store_key, ruth.own, ruth.floor} & {other.store_key, other.own, other.floor}


@pytest.mark.parametrize(
    "name", ["ruth castellane", "  RUTH   CASTELLANE ", "Ruth\u00a0Castellane", "Ｒuth Castellane"]
)
def test_case_width_and_spaces_of_the_name_dont_matter(path, ruth, name):
    assert keys.unlock(path, name, PASSPHRASE).user == RUTH


def test_a_passphrase_is_the_same_from_every_keyboard_and_otherwise_exact(path, ruth):
    keys.set_passphrase(path, ruth, RUTH, NAME, "café at six")
    assert keys.unlock(path, NAME, unicodedata.normalize("NFD", "café\u00a0at six")).user == RUTH
    for wrong in ("Café at six", "café at six ", "cafe at six", "café  at six"):
        assert refused(path, NAME, wrong) is WrongKey


@pytest.mark.parametrize("passphrase", ["x", " ", "日本語のパス", "\0", "\ud800", "a" * 100_000])
def test_any_passphrase_that_can_be_typed_can_be_used(path, ruth, passphrase):
    keys.set_passphrase(path, ruth, RUTH, NAME, passphrase)
    assert keys.unlock(path, NAME, passphrase).user == RUTH


def test_an_empty_passphrase_is_no_lock(path):
    with pytest.raises(ValueError, match="empty"):
        keys.create(path, RUTH, NAME, "")
    assert not keys.key_path(path).exists()


@pytest.mark.parametrize(
    ("name", "passphrase"), [(NAME, "wrong"), ("Nobody", PASSPHRASE), (NAME, ""), ("", PASSPHRASE), ("", "")]
)
def test_a_refusal_says_nothing_of_which_part_was_wrong(path, ruth, name, passphrase):
    with pytest.raises(WrongKey) as refusal:
        keys.unlock(path, name, passphrase)
    assert refusal.value.facts == {} and str(refusal.value) == str(WrongKey(path))


def test_an_unknown_name_costs_the_same_work_as_a_known_one(path, ruth, omar, monkeypatch):
    from db.keys import unlocking

    asked: list[Cost] = []
    stretch = unlocking.stretch
    monkeypatch.setattr(
        unlocking, "stretch", lambda s, salt, cost: asked.append(cost) or stretch(s, salt, cost)
    )
    for name in (NAME, "Omar Haddad", "Nobody", "Somebody Else", ""):
        refused(path, name, "wrong")
    assert asked == [Cost(1, 8, 1)] * 5


def test_the_key_file_is_for_its_owner_alone_and_holds_no_name(path, ruth, omar):
    file = keys.key_path(path)
    content = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for planted in ("ruth", "omar", "castellane", "haddad", "harbour"):
        assert planted.encode() not in content.lower()
    for secret in (ruth.store_key, ruth.own, ruth.floor, omar.own):
        assert secret.hex().encode() not in content and secret not in content
    assert sorted(os.listdir(path.parent)) == [file.name]


def test_keys_are_not_printed(ruth):
    for said in (repr(ruth), str(ruth), f"{ruth}"):
        assert ruth.store_key.hex() not in said and repr(ruth.store_key) not in said


def test_a_missing_key_file_is_said(path):
    assert refused(path, NAME, PASSPHRASE) is KeyFileMissing


def test_an_intention_may_be_begun_anew_and_keys_that_are_needed_may_not(path, ruth):
    again = begin(path)
    assert again.store_key != ruth.store_key
    path.write_bytes(os.urandom(8192))
    with pytest.raises(Swapped):
        begin(path)
    assert enter(path).store_key == again.store_key


# Passphrases and users


def test_an_invited_user_has_a_temporary_passphrase_and_then_keys_that_nobody_else_had(path, ruth):
    keys.add_user(path, ruth, OMAR, "Omar Haddad", "for today")
    first = keys.unlock(path, "omar haddad", "for today")
    assert first.temporary and first.store_key == ruth.store_key
    second = keys.set_passphrase(path, first, OMAR, "Omar Haddad", "his")
    assert not second.temporary and second.own != first.own
    assert refused(path, "Omar Haddad", "for today") is WrongKey
    found = keys.unlock(path, "Omar Haddad", "his")
    assert (found.own, found.temporary) == (second.own, False)


def test_a_new_passphrase_keeps_what_was_sealed_and_ends_the_old_one(path, ruth):
    code = keys.new_code()
    keys.add_code(path, ruth, code)
    sealed = keys.seal_private(ruth.own, "He is worried about his mother.", b"note 1")
    changed = keys.set_passphrase(path, ruth, RUTH, NAME, "another")
    assert keys.open_private(changed.own, sealed, b"note 1") == "He is worried about his mother."
    assert refused(path, NAME, PASSPHRASE) is WrongKey
    assert keys.unlock(path, NAME, "another").own == keys.unlock_with_code(path, code).own == ruth.own


def test_a_reset_passphrase_lets_in_but_not_to_private_notes(path, ruth, omar):
    code = keys.new_code()
    keys.add_code(path, omar, code)
    sealed = keys.seal_private(omar.own, "private", b"1")
    keys.reset_passphrase(path, ruth, OMAR, "Omar Haddad", "anew")
    found = keys.unlock(path, "Omar Haddad", "anew")
    assert found.temporary and found.store_key == ruth.store_key
    with pytest.raises(keys.Unreadable):
        keys.open_private(found.own, sealed, b"1")
    with pytest.raises(WrongKey):
        keys.unlock_with_code(path, code)


def test_only_the_owner_changes_a_passphrase_and_nobody_resets_their_own(path, ruth, omar):
    with pytest.raises(PermissionError):
        keys.set_passphrase(path, ruth, OMAR, "Omar Haddad", "taken over")
    with pytest.raises(PermissionError):
        keys.reset_passphrase(path, ruth, RUTH, NAME, "anew")
    assert keys.unlock(path, "Omar Haddad", "his").user == OMAR


def test_a_name_is_taken_however_it_is_written(path, ruth, omar):
    for act in (keys.add_user, keys.reset_passphrase):
        with pytest.raises(keys.NameTaken):
            act(path, ruth, IMANI, " RUTH castellane", "x")
    with pytest.raises(keys.NameTaken):
        keys.rename_user(path, ruth, OMAR, NAME)
    assert keys.unlock(path, "Omar Haddad", "his").user == OMAR


def test_a_renamed_user_signs_in_by_the_new_name_alone(path, ruth, omar):
    keys.rename_user(path, ruth, OMAR, "Omar al-Haddad")
    assert keys.unlock(path, "omar AL-haddad", "his").own == omar.own
    assert refused(path, "Omar Haddad", "his") is WrongKey


def test_a_suspended_user_has_no_key_until_resumed(path, ruth, omar):
    keys.suspend_user(path, ruth, OMAR)
    assert refused(path, "Omar Haddad", "his") is Suspended
    assert refused(path, "Omar Haddad", "wrong") is WrongKey
    with pytest.raises(Suspended):
        keys.add_code(path, omar, keys.new_code())
    keys.resume_user(path, ruth, OMAR)
    assert keys.unlock(path, "Omar Haddad", "his").store_key == ruth.store_key


def test_a_removed_user_is_nobody(path, ruth, omar):
    secret = keys.add_secret(path, omar)
    keys.remove_user(path, ruth, OMAR)
    assert refused(path, "Omar Haddad", "his") is WrongKey
    with pytest.raises(WrongKey):
        keys.unlock_with_secret(path, secret)
    with pytest.raises(WrongKey):
        keys.add_user(path, omar, IMANI, "Imani", "x")
    assert OMAR.hex() not in keys.key_path(path).read_text()


def test_somebody_must_be_left_who_can_open_the_store(path, ruth, omar):
    keys.remove_user(path, ruth, OMAR)
    before = keys.key_path(path).read_bytes()
    for act in (keys.remove_user, keys.suspend_user):
        with pytest.raises(keys.NobodyLeft):
            act(path, ruth, RUTH)
    assert keys.key_path(path).read_bytes() == before


def test_a_user_without_keys_can_not_be_renamed_or_suspended(path, ruth):
    for act in (keys.suspend_user, keys.resume_user):
        with pytest.raises(LookupError):
            act(path, ruth, IMANI)
    with pytest.raises(LookupError):
        keys.rename_user(path, ruth, IMANI, "Imani")


def test_a_keyrings_secret_opens_until_it_is_dropped(path, ruth):
    first = keys.add_secret(path, ruth)
    second = keys.add_secret(path, ruth)
    assert len(second) == 32 and keys.unlock_with_secret(path, second).own == ruth.own
    with pytest.raises(WrongKey):
        keys.unlock_with_secret(path, first)
    keys.drop_secret(path, ruth)
    with pytest.raises(WrongKey):
        keys.unlock_with_secret(path, second)
