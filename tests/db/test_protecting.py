"""A plain store becomes an encrypted one, and an encrypted one gets a new key: whole, or not at all."""

import os
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import keys, protecting
from db.backup import list_backups
from db.connection import Source, connect
from db.errors import Damaged, DiskFull, KeyNeeded, Locked, Swapped, WrongKey
from db.keys import keyfile
from db.keys.unlocking import is_plain
from db.opening import APPLICATION_ID
from db.recasting import read_content, recast
from db.restoring import restore
from db.store import Store
from tests.builders import evaluate, take_call
from tests.db.protected import OMAR, begin, enter, held, new_plain, new_protected, opened
from tests.db.stores import NAME, RUTH, files_in, put, put_many, rows, run_apart, schema_of

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
can_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are killed in forks")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def plain(path: Path) -> Path:
    new_plain(path, note="Imani cried on the phone")
    return path


class Enough(Exception):
    """What a listener raises to cancel."""


def cancel_at(what: str):
    def tell(progress) -> None:
        if progress.what == what:
            raise Enough

    return tell


@can_fork
def test_a_store_killed_while_it_is_encrypted_is_whole_and_never_both(tmp_path):
    assert int(run_apart("kill_protect", tmp_path, module="tests.db.recasting_apart")) > 40


@can_fork
def test_a_store_killed_while_it_is_rekeyed_opens_by_the_old_key_or_the_new(tmp_path):
    assert int(run_apart("kill_rekey", tmp_path, module="tests.db.recasting_apart")) > 30


# Encrypting a plain store


def test_a_protected_store_holds_what_the_plain_one_held(plain):
    done = protecting.protect(plain, begin(plain), NOW)
    assert keys.is_protected(plain) and held(plain) == {"note": "Imani cried on the phone"}
    assert done.left == () and b"Imani" not in plain.read_bytes()
    with opened(plain, enter(plain)) as store, store.reading() as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_whole_demo_floor_comes_through_row_by_row(demo_file, tmp_path):
    path = Path(shutil.copy(demo_file, tmp_path / "demo.deskside"))
    conn = connect(Source(path), "frozen")
    before = read_content(conn)
    words = conn.execute("SELECT count(*) FROM note_words WHERE note_words MATCH 'caller'").fetchone()
    conn.close()
    protecting.protect(path, begin(path), NOW)
    with opened(path, enter(path)) as store:
        with store.reading() as db:
            after = read_content(db.conn)
            assert (
                words
                == db.execute("SELECT count(*) FROM note_words WHERE note_words MATCH 'caller'").fetchone()
            )
            assert (
                db.execute("INSERT INTO note_words (note_words) VALUES ('integrity-check')")
                if False
                else True
            )
        plain_new = Store.open(tmp_path / "new.deskside")
        assert schema_of(store) == schema_of(plain_new)
        plain_new.close()
    changed = {name for name in before.tables if before.tables[name] != after.tables[name]}
    assert changed <= {"key_file", "writer"} and before.schema == after.schema and sum(words) > 0


def test_a_protected_store_can_be_written_and_searched_and_backed_up(demo_file, tmp_path):
    path = Path(shutil.copy(demo_file, tmp_path / "demo.deskside"))
    protecting.protect(path, begin(path), NOW)
    with opened(path, enter(path)) as store:
        put(store, "after", "works")
        store.back_up()
        with store.reading() as db:
            assert db.execute("PRAGMA foreign_key_check").fetchone() is None
    with opened(path, enter(path)) as store:
        assert rows(store)["after"] == "works"


def test_nothing_plain_is_left_beside_a_protected_store(plain):
    with opened(plain, None) as store:
        backup = store.back_up().path
    restore(plain, backup, NOW)
    protecting.protect(plain, begin(plain), NOW)
    files = [file for file in plain.parent.rglob("*") if file.is_file()]
    assert [file.name for file in files if is_plain(file) or b"Imani" in file.read_bytes()] == []
    (aside,) = plain.parent.glob("floor-set-aside-*.deskside")
    assert held(aside) == {"note": "Imani cried on the phone"}
    (made,) = list_backups(plain.parent / "backups")
    assert held(made.path) == {"note": "Imani cried on the phone"}


@pytest.mark.skipif(os.name == "nt", reason="an open file can't be removed there")
def test_a_plain_file_is_overwritten_before_it_is_removed(tmp_path):
    path = tmp_path / "letter"
    path.write_bytes(b"Imani" * 300_000)
    with path.open("rb") as still:  # the same bytes on the disk, whatever becomes of the name
        protecting.shred(path)
        left = still.read()
    assert not path.exists() and len(left) == 1_500_000 and b"Imani" not in left


def test_a_set_aside_store_that_cannot_be_read_is_left_and_named(plain):
    aside = plain.with_name("floor-set-aside-20260101-000000Z.deskside")
    aside.write_bytes(plain.read_bytes()[:9000])
    done = protecting.protect(plain, begin(plain), NOW)
    assert done.left == (aside,) and aside.stat().st_size == 9000
    assert held(plain) == {"note": "Imani cried on the phone"}


@pytest.mark.parametrize("what", ["copy", "prove"])
def test_a_cancelled_protection_changes_nothing_but_the_intention(plain, what, monkeypatch):
    monkeypatch.setattr("db.backup.OPCODES_A_LOOK", 50)
    unlocked, before = begin(plain), files_in(plain.parent)
    with pytest.raises(Enough):
        protecting.protect(plain, unlocked, NOW, cancel_at(what))
    assert files_in(plain.parent) == before and not keys.is_protected(plain)
    assert held(plain) == {"note": "Imani cried on the phone"}
    protecting.protect(plain, begin(plain), NOW)
    assert held(plain) == {"note": "Imani cried on the phone"}


def test_a_copy_that_differs_in_one_value_is_refused(plain, monkeypatch):
    prove = protecting.recast.__globals__["prove"]

    def tamper(source, tell=None):
        counts = prove(source)
        conn = connect(source)
        conn.execute("UPDATE setting SET value = 'something else'")
        conn.close()
        return counts

    monkeypatch.setattr("db.recasting.prove", tamper)
    with pytest.raises(Damaged) as refusal:
        protecting.protect(plain, begin(plain), NOW)
    assert refusal.value.facts["reason"] == "contents differ"
    monkeypatch.undo()
    assert not keys.is_protected(plain) and is_plain(plain)


def test_a_damaged_plain_store_is_not_made_an_encrypted_one(path):
    with opened(path, None) as store:
        put_many(store, 300, 500)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2 :] = b"\xa5" * (len(whole) - len(whole) // 2)
    path.write_bytes(whole)
    with pytest.raises(Damaged):
        protecting.protect(path, begin(path), NOW)
    assert path.read_bytes() == whole


def test_only_a_closed_plain_store_is_protected_and_only_once(plain):
    unlocked = begin(plain)
    with opened(plain, None), pytest.raises(Locked):
        protecting.protect(plain, unlocked, NOW)
    protecting.protect(plain, unlocked, NOW)
    with pytest.raises(Swapped):
        protecting.protect(plain, enter(plain), NOW)
    with pytest.raises(Swapped):
        begin(plain)


def test_a_wal_that_a_crash_left_is_protected_with_the_store(path, tmp_path):
    new_plain(path, a="1")
    held_open = Store.open(path)
    put(held_open, "late", "in the WAL")
    other = tmp_path / "crashed"
    other.mkdir()
    for file in path.parent.glob("floor.deskside*"):
        if file.suffix not in (".lock", ".ballast"):
            shutil.copy(file, other)
    held_open.close()
    assert (other / "floor.deskside-wal").stat().st_size > 0
    protecting.protect(other / "floor.deskside", begin(other / "floor.deskside"), NOW)
    assert held(other / "floor.deskside") == {"a": "1", "late": "in the WAL"}


def test_a_store_made_encrypted_leaves_the_backups_of_a_former_plain_one_alone(plain):
    with opened(plain, None) as store:
        backup = store.back_up().path
    plain.unlink()
    new_protected(plain, another="floor")
    assert held(backup) == {"note": "Imani cried on the phone"}


# A new key


@pytest.fixture
def two(path: Path) -> Path:
    """Ruth's store with Omar in it."""
    ruth = new_protected(path, note="kept")
    keys.add_user(path, ruth, OMAR, "Omar", "his")
    return path


def test_a_removed_user_has_no_key_that_opens_the_rekeyed_store(two):
    omar = keys.unlock(two, "Omar", "his")
    with opened(two, enter(two)) as store:
        store.rekey(without=OMAR)
        put(store, "after", "works")
        assert rows(store) == {"note": "kept", "after": "works"}
    with pytest.raises(Exception, match="not a database"):
        connect(Source(two, omar.store_key))
    with pytest.raises(WrongKey):
        keys.unlock(two, "Omar", "his")
    assert held(two) == {"note": "kept", "after": "works"}


def test_everybody_else_keeps_passphrase_code_and_private_notes(two):
    ruth, code = enter(two), keys.new_code()
    keys.add_code(two, ruth, code)
    sealed = keys.seal_private(ruth.own, "mine", b"1")
    with opened(two, ruth) as store:
        store.rekey(without=OMAR)
    for found in (enter(two), keys.unlock_with_code(two, code)):
        assert found.store_key != ruth.store_key and found.generation == 2
        assert keys.open_private(found.own, sealed, b"1") == "mine"
    assert held(two, ruth) == {"note": "kept"}, "whoever was in before is found the new key"


def test_a_suspended_user_gets_the_new_key_only_when_resumed(two):
    with opened(two, enter(two)) as store:
        keys.suspend_user(two, store.unlocked, OMAR)
        store.rekey()
        keys.resume_user(two, store.unlocked, OMAR)
    assert keys.unlock(two, "Omar", "his").store_key == enter(two).store_key


def test_a_rekey_that_fails_leaves_store_and_keys_as_they_were(two, monkeypatch):
    def full(*_):
        raise DiskFull(two)

    ruth = enter(two)
    with opened(two, ruth) as store:
        monkeypatch.setattr("db.protecting.recast", full)
        with pytest.raises(DiskFull):
            store.rekey(without=OMAR)
        put(store, "after", "works")
    assert keyfile.read(keys.key_path(two)).generations == [1]
    assert enter(two).store_key == ruth.store_key == keys.unlock(two, "Omar", "his").store_key
    assert held(two) == {"note": "kept", "after": "works"}


def test_a_rekey_cancelled_or_inside_a_block_changes_nothing(two, monkeypatch):
    monkeypatch.setattr("db.backup.OPCODES_A_LOOK", 50)
    with opened(two, enter(two)) as store:
        with pytest.raises(Enough):
            store.rekey(without=OMAR, progress=cancel_at("prove"))
        with store.reading(), pytest.raises(RuntimeError, match="inside"):
            store.rekey()
        assert rows(store) == {"note": "kept"}
    assert keys.unlock(two, "Omar", "his").generation == 1


def test_a_plain_store_has_no_key_to_renew(path):
    with opened(path, None) as store, pytest.raises(KeyNeeded):
        store.rekey()


def test_an_interrupted_rekey_that_can_not_go_on_still_opens(two, monkeypatch):
    from db.keys import members

    members.begin_generation(two, enter(two), without=OMAR)

    def full(*_):
        raise DiskFull(two)

    with monkeypatch.context() as fault:
        fault.setattr("db.protecting.recast", full)
        assert held(two) == {"note": "kept"}
    assert keyfile.read(keys.key_path(two)).generations == [2, 1]
    assert held(two) == {"note": "kept"}
    assert keyfile.read(keys.key_path(two)).generations == [2]


def test_recasting_there_and_back_is_identity(tmp_path):
    new_plain(tmp_path / "a.deskside", x="1", y="ü\n'\"")
    key, other = os.urandom(32), os.urandom(32)
    sources = [Source(tmp_path / "a.deskside"), Source(tmp_path / "b", key), Source(tmp_path / "c", other)]
    for one, next_one in zip(sources, sources[1:], strict=False):
        recast(one, next_one)
    contents = []
    for source in sources:
        conn = connect(source, "frozen")
        contents.append(read_content(conn))
        conn.close()
    assert contents[0] == contents[1] == contents[2] and contents[0].tables["setting"][0] == 2


def test_a_name_used_in_both_ways_signs_in_once(two):
    with pytest.raises(keys.NameTaken):
        keys.add_user(two, enter(two), bytes([9] * 16), NAME.upper(), "x")
    assert enter(two).user == RUTH


def test_who_writes_meanwhile_waits_and_loses_nothing(two):
    acknowledged: list[str] = []
    enough = threading.Event()
    with opened(two, enter(two)) as store:

        def write() -> None:
            while not enough.is_set():
                put(store, str(len(acknowledged)))
                acknowledged.append(str(len(acknowledged)))

        writers = [threading.Thread(target=write)]
        for writer in writers:
            writer.start()
        for _ in range(3):
            store.rekey()
        enough.set()
        for writer in writers:
            writer.join()
        assert store.unlocked.generation == 4
        assert rows(store).keys() == {"note", *acknowledged}
    assert held(two).keys() == {"note", *acknowledged}


def test_a_floor_works_encrypted_as_it_does_plain(encrypted_floor):
    store = encrypted_floor.store
    evaluate(encrypted_floor, take_call(encrypted_floor))
    store.rekey()
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM evaluation").fetchone() == (1,)
    store.close()
    assert store.unlocked is not None and not is_plain(store.path)
