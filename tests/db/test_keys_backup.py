"""Backups of an encrypted store, and the ways back: today's key file, yesterday's, another key, or none."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import keys
from db.backup import list_backups, prove, remove_backup, thin
from db.connection import Source
from db.errors import (
    Damaged,
    KeyFileDamaged,
    KeyFileMissing,
    KeyFileReplayed,
    KeyNeeded,
    StoreError,
    Swapped,
    WrongKey,
)
from db.keys import keyfile
from db.restoring import bring_back_keys, restore
from tests.db.protected import OMAR, begin, enter, held, new_plain, new_protected, opened
from tests.db.stores import NAME, PASSPHRASE, RUTH, files_in, put, put_many

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
YESTERDAY, TODAY = {"when": "yesterday"}, {"when": "today"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def backup(path: Path) -> Path:
    """Of an encrypted store with Omar in it that said "yesterday" and says "today"."""
    ruth = new_protected(path, **YESTERDAY)
    keys.add_user(path, ruth, OMAR, "Omar", "his")
    with opened(path, ruth) as store:
        made = store.back_up()
        put(store, "when", "today")
    return made.path


def refuse(path: Path, backup: Path, unlocked: keys.Unlocked | None) -> type[StoreError]:
    """The refusal to restore, having looked that nothing changed."""
    before = files_in(path.parent), files_in(backup.parent)
    with pytest.raises(StoreError) as refusal:
        restore(path, backup, NOW, unlocked=unlocked)
    assert (files_in(path.parent), files_in(backup.parent)) == before
    return type(refusal.value)


# Making them


def test_a_backup_is_encrypted_and_opened_by_its_own_key_file(path, backup):
    assert sorted(files_in(backup.parent)) == [backup.name, f"{backup.name}.json", f"{backup.name}.keys"]
    assert b"yesterday" not in backup.read_bytes()
    assert keys.key_path(backup).stat().st_mode & 0o777 == 0o600
    assert keys.is_protected(backup) and held(backup) == YESTERDAY
    assert [made.path for made in list_backups(backup.parent, path)] == [backup]


def test_a_store_whose_key_file_is_gone_is_not_backed_up_into_something_nobody_can_open(path, backup):
    with opened(path, enter(path)) as store:
        whole = keys.key_path(path).read_bytes()
        before = files_in(backup.parent)
        keys.key_path(path).unlink()
        with pytest.raises(KeyFileMissing):
            store.back_up()
        keys.key_path(path).write_bytes(whole[:-2] + b" \n")
        with pytest.raises(KeyFileDamaged):
            store.back_up()
        assert files_in(backup.parent) == before
        keys.key_path(path).write_bytes(whole)


def test_a_key_file_of_another_store_is_not_carried(path, backup, tmp_path):
    other = tmp_path / "other" / "floor.deskside"
    new_protected(other)
    with opened(path, enter(path)) as store:
        whole = keys.key_path(path).read_bytes()
        shutil.copy(keys.key_path(other), keys.key_path(path))
        with pytest.raises(KeyFileDamaged):
            store.back_up()
        keys.key_path(path).write_bytes(whole)


def test_a_cancelled_backup_leaves_no_key_file(path, backup):
    def cancel(progress) -> None:
        raise KeyboardInterrupt

    before = files_in(backup.parent)
    with opened(path, enter(path)) as store, pytest.raises(KeyboardInterrupt):
        store.back_up(progress=cancel)
    assert files_in(backup.parent) == before


def test_removing_and_thinning_take_the_key_file_along(path, backup):
    remove_backup(backup)
    assert files_in(backup.parent) == {}
    clock = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (8, 9)]
    for moment in clock:
        with opened(path, enter(path), clock=lambda moment=moment: moment) as store:
            store.back_up()
    assert len(thin(path, NOW)) == 1
    (left,) = list_backups(backup.parent, path)
    assert sorted(files_in(backup.parent)) == [
        left.path.name,
        f"{left.path.name}.json",
        f"{left.path.name}.keys",
    ]


def test_a_flipped_byte_in_a_free_page_of_a_backup_is_noticed(path):
    """quick_check looks at pages in use; the pages' own checksums cover the others."""
    ruth = new_protected(path)
    with opened(path, ruth) as store:
        put_many(store, 300, 500)
        with store.writing("setting") as db:
            db.execute("DELETE FROM setting")
        made = store.back_up().path
    with opened(path, enter(path)) as store, store.reading() as db:
        assert db.execute("PRAGMA freelist_count").fetchone()[0] > 10
    source = Source(made, ruth.store_key)
    prove(source)
    broken = 0
    whole = made.read_bytes()
    for page in range(1, len(whole) // 4096):
        spoilt = bytearray(whole)
        spoilt[page * 4096 + 50] ^= 1
        made.write_bytes(spoilt)
        with pytest.raises(Damaged):
            prove(source)
        broken += 1
    assert broken > 10


# Going back, with a key file of today


def test_who_is_signed_in_can_restore_and_todays_store_stands_aside_openable(path, backup):
    aside = restore(path, backup, NOW, unlocked=enter(path))
    assert held(path) == YESTERDAY and held(aside) == TODAY


def test_without_anybody_signed_in_nothing_is_restored(path, backup):
    assert refuse(path, backup, None) is KeyNeeded


def test_a_restored_store_is_another_device(path, backup):
    def device_of(store) -> bytes:
        with store.reading(whole=True) as db:
            return bytes(db.execute("SELECT device FROM writer").fetchone()[0])

    with opened(path, enter(path)) as store:
        before = device_of(store)
    restore(path, backup, NOW, unlocked=enter(path))
    with opened(path, enter(path)) as store:
        assert device_of(store) not in (b"", before)


def test_a_backup_from_before_a_new_passphrase_comes_back_under_the_new_one(path, backup):
    keys.set_passphrase(path, enter(path), RUTH, NAME, "a newer one")
    restore(path, backup, NOW, unlocked=keys.unlock(path, NAME, "a newer one"))
    with pytest.raises(WrongKey):
        enter(path)
    assert held(path, keys.unlock(path, NAME, "a newer one")) == YESTERDAY


def test_a_backup_from_before_a_removal_does_not_bring_the_user_back(path, backup):
    with opened(path, enter(path)) as store:
        store.rekey(without=OMAR)
    restore(path, backup, NOW, unlocked=enter(path))
    assert held(path) == YESTERDAY
    with pytest.raises(WrongKey):
        keys.unlock(path, "Omar", "his")
    todays, old = enter(path), keys.unlock(backup, "Omar", "his")
    assert todays.store_key != old.store_key
    with pytest.raises(Damaged):
        prove(Source(path, old.store_key))


def test_somebody_removed_can_not_restore_by_the_passphrase_of_then(path, backup):
    with opened(path, enter(path)) as store:
        store.rekey(without=OMAR)
    assert refuse(path, backup, keys.unlock(backup, "Omar", "his")) is WrongKey


def test_the_passphrase_of_then_restores_where_its_owner_still_belongs(path, backup):
    """Forgotten today's, but not that of the backup: the same person, the same own key."""
    keys.set_passphrase(path, enter(path), RUTH, NAME, "a newer one, and lost")
    restore(path, backup, NOW, unlocked=keys.unlock(backup, NAME, PASSPHRASE))
    assert held(path, keys.unlock(backup, NAME, PASSPHRASE)) == YESTERDAY


def test_an_encrypted_backup_that_lost_its_key_file_opens_by_todays(path, backup):
    keys.key_path(backup).unlink()
    restore(path, backup, NOW, unlocked=enter(path))
    assert held(path) == YESTERDAY


def test_a_backup_of_another_floor_is_refused(path, backup, tmp_path):
    other = tmp_path / "other" / "floor.deskside"
    theirs = new_protected(other)
    with opened(other, theirs) as store:
        foreign = store.back_up().path
    assert refuse(path, foreign, enter(path)) is WrongKey
    assert refuse(path, foreign, keys.unlock(foreign, NAME, PASSPHRASE)) is WrongKey
    keys.key_path(foreign).unlink()
    assert refuse(path, foreign, enter(path)) is Swapped


@pytest.mark.parametrize("how", ["truncated", "overwritten", "first page"])
def test_an_unsound_encrypted_backup_changes_nothing(path, backup, how):
    if how == "truncated":
        os.truncate(backup, backup.stat().st_size - 4096)
    with backup.open("r+b") as file:
        file.seek({"truncated": 0, "overwritten": backup.stat().st_size // 2, "first page": 1000}[how])
        if how != "truncated":
            file.write(b"\xa5" * 20_000)
    assert refuse(path, backup, enter(path)) is Damaged
    assert held(path) == TODAY


def test_a_spoilt_key_file_of_a_backup_changes_nothing(path, backup):
    keys.key_path(backup).write_bytes(b"{}")
    assert refuse(path, backup, enter(path)) is KeyFileDamaged


# Going back after a disaster


def lose(path: Path, what: str) -> None:
    if "store" in what:
        path.unlink()
    if "keys" in what:
        keys.key_path(path).unlink()
    if "spoilt" in what:
        keys.key_path(path).write_bytes(b"{}")


@pytest.mark.parametrize("what", ["store", "keys", "spoilt", "store and keys", "store, spoilt"])
def test_whatever_is_lost_the_backup_and_its_passphrase_bring_the_floor_back(path, backup, what):
    lose(path, what)
    restore(path, backup, NOW, unlocked=keys.unlock(backup, NAME, PASSPHRASE))
    assert held(path) == YESTERDAY
    assert keys.unlock(path, "Omar", "his").user == OMAR
    left = [file.name for file in path.parent.iterdir() if ".rest" in file.name]
    assert left == []


def test_a_recovery_code_brings_the_floor_back(path, tmp_path):
    code = keys.new_code()
    ruth = new_protected(path, **YESTERDAY)
    keys.add_code(path, ruth, code)
    with opened(path, ruth) as store:
        backup = store.back_up(tmp_path / "stick").path
    lose(path, "store and keys")
    restore(path, backup, NOW, unlocked=keys.unlock_with_code(backup, code))
    assert held(path) == YESTERDAY


def test_a_spoilt_key_file_is_kept_beside_the_store_it_belonged_to(path, backup):
    lose(path, "spoilt")
    aside = restore(path, backup, NOW, unlocked=keys.unlock(backup, NAME, PASSPHRASE))
    assert keys.key_path(aside).read_bytes() == b"{}"
    shutil.copy(keys.key_path(path), keys.key_path(aside))
    assert held(aside) == TODAY


def test_a_lost_key_file_is_brought_back_from_a_backup(path, backup):
    for what in ("keys", "spoilt"):
        lose(path, what)
        bring_back_keys(path, backup)
        assert held(path) == TODAY
    assert keys.key_path(path).with_name("floor.deskside.keys.damaged").read_bytes() == b"{}"
    with pytest.raises(Swapped):
        bring_back_keys(path, backup)


def test_a_key_file_brought_back_that_is_older_must_be_accepted(path, backup):
    keys.set_passphrase(path, enter(path), RUTH, NAME, "a newer one")
    with opened(path, keys.unlock(path, NAME, "a newer one")):
        pass
    lose(path, "keys")
    bring_back_keys(path, backup)
    with pytest.raises(KeyFileReplayed):
        held(path)
    assert held(path, older_keys=True) == TODAY == held(path)


def test_a_key_of_before_a_rekey_brings_nothing_of_today_back(path, backup):
    with opened(path, enter(path)) as store:
        store.rekey()
    lose(path, "keys")
    bring_back_keys(path, backup)
    with pytest.raises(Swapped):
        held(path, older_keys=True)
    restore(path, backup, NOW, unlocked=enter(path))
    assert held(path) == YESTERDAY


def test_a_backup_taken_between_two_keys_opens_by_the_one_it_has(path):
    from db.keys import members

    ruth = new_protected(path, **YESTERDAY)
    with opened(path, ruth) as store:
        members.begin_generation(path, ruth)
        made = store.back_up().path
    assert keyfile.read(keys.key_path(made)).generations == [2, 1]
    restore(path, made, NOW, unlocked=enter(path))
    assert held(path) == YESTERDAY


def test_keys_that_were_begun_and_never_used_don_t_stand_in_the_way_of_a_plain_restore(path):
    new_plain(path, **YESTERDAY)
    with opened(path, None) as store:
        made = store.back_up().path
        put(store, "when", "today")
    begin(path)
    restore(path, made, NOW)
    assert held(path) == YESTERDAY
