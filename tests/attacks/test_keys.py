"""The key file and the store beside it, in the hands of whoever can write files. Most lines stand elsewhere:

====================================================  ==================================================
attack                                                test in tests/db/test_keys_attacks.py
====================================================  ==================================================
key slots swapped, in whole or by a part              test_slots_that_change_places_open_nothing
members or their store keys swapped                   test_members_that_change_places_open_nothing
a slot of another floor                               test_a_slot_of_another_floor_does_not_open_this_one
a slot of one's own put in                            test_an_outsider_cannot_put_a_user_of_their_own_in
any byte, fact or cost of the key file edited         test_every_single_byte_of_the_key_file_counts and others
an old key file after a removal                       test_an_older_key_file_is_refused_because_the_store_…
an old key file after a new store key                 test_after_a_new_key_an_older_key_file_opens_nothing
a plain store in an encrypted one's place             test_a_plain_store_put_in_the_place_of_an_encrypted_…
another floor's store or key file                     test_another_floors_store_is_refused and others
====================================================  ==================================================
"""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from db import keys
from db.errors import KeyFileReplayed, StoreError
from db.keys.sealing import canonical
from db.records.log import Fault
from tests.db.protected import OMAR, enter, held, new_protected, opened, refuse
from tests.db.recorded import verify
from tests.db.stores import NAME, PASSPHRASE, RUTH, put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a closed store in which Ruth and Omar have a slot."""
    path = tmp_path / "floor.deskside"
    ruth = new_protected(path, kept="yes")
    keys.add_user(path, ruth, OMAR, "Omar Haddad", "for today")
    keys.set_passphrase(path, keys.unlock(path, "Omar Haddad", "for today"), OMAR, "Omar Haddad", "his")
    held(path)
    return path


def test_two_whole_slots_in_each_others_place_open_nothing_for_anybody(path: Path) -> None:
    told = json.loads(keys.key_path(path).read_bytes())
    del told["checksum"]
    told["slots"].reverse()
    told["checksum"] = sha256(canonical(told)).hexdigest()
    keys.key_path(path).write_bytes(canonical(told) + b"\n")
    for name, passphrase in ((NAME, PASSPHRASE), ("Omar Haddad", "his")):
        with pytest.raises(StoreError):
            keys.unlock(path, name, passphrase)


def test_the_key_file_of_before_a_new_passphrase_brings_the_old_one_back_for_nobody(path: Path) -> None:
    old = keys.key_path(path).read_bytes()
    keys.set_passphrase(path, enter(path), RUTH, NAME, "seen over her shoulder no more")
    held(path, keys.unlock(path, NAME, "seen over her shoulder no more"))
    keys.key_path(path).write_bytes(old)
    assert type(refuse(path, enter(path))) is KeyFileReplayed


def test_an_old_pair_of_store_and_keys_opens_as_of_then_and_the_check_beside_a_backup_names_it(
    path: Path, tmp_path: Path
) -> None:
    """Nothing in two old files can say that there are newer ones: what stands outside them does."""
    for file in (path, keys.key_path(path)):
        shutil.copy(file, tmp_path / f"{file.name}.old")
    with opened(path, enter(path)) as store:
        put(store, "kept", "today")
        store.rekey(without=OMAR)
        made = store.back_up()
    for file in (path, keys.key_path(path)):
        shutil.copy(tmp_path / f"{file.name}.old", file)
    omar = keys.unlock(path, "Omar Haddad", "his")
    assert held(path, omar) == {"kept": "yes"}, "what he could read then, and nothing since"
    with opened(path, enter(path)) as store:
        found = verify(store).first_broken
    assert found is not None
    assert (found.fault, found.detail) == (Fault.BACKUP, made.path.name)
