"""Store and key file exchanged together, by somebody who can write their folder: this computer remembers."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db import keys
from db.connection import Source, connect
from db.errors import KeysChanged, Swapped
from db.keys import Unlocked, keyfile, lineage, members
from db.queries import people
from db.recasting import recast
from db.records.people import Role
from db.restoring import restore
from desktop.features.users import actions as user_actions
from desktop.shell import known_floors, paths
from desktop.shell.arrivals import Arrival
from desktop.shell.opening import Opened, Shut, knock, open_for, restore_store
from tests.db.protected import OMAR, enter, new_protected, opened
from tests.db.stores import NAME, PASSPHRASE, RUTH, put
from tests.db.test_backup_restore import NOW
from tests.pages import door
from tests.pages.door import choose_passphrase, open_desk, set_up, sign_in
from tests.pages.finding import press, words, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A protected floor of Ruth's, with Omar in it, that this computer has opened once."""
    path = tmp_path / "floor" / "floor.deskside"
    ruth = new_protected(path)
    with opened(path, ruth) as store, store.writing("user", "site") as db:
        people.set_site(db, "Harbour")
        people.add_user(db, NAME, Role.SUPERVISOR, keeps=True, uid=RUTH)
        people.add_user(db, "Omar", Role.COACH, uid=OMAR)
    keys.add_user(path, enter(path), OMAR, "Omar", "his")
    come_in(path)
    return path


def come_in(path: Path, *deeds: str) -> None:
    open_for(None, Arrival(path, enter(path), deeds)).store.close()


def remove_omar(path: Path) -> None:
    """As the window does it."""
    found = open_for(None, Arrival(path, enter(path)))
    omar = next(user for user in found.users if user.uid == OMAR)
    for _ in user_actions.remove(found.store, omar.id, found.user):
        pass
    found.store.close()


def forge(path: Path, omar: Unlocked, content: Path) -> None:
    """What Omar can make of his old keys and the files of today: a pair that Ruth's passphrase opens."""
    today, mine = keyfile.read(keys.key_path(path)), os.urandom(32)
    newest = max(today.marks)
    theirs = tuple(members._give_keys(today, one, omar.floor, {newest: mine}) for one in today.members)
    links = {**today.links, newest: lineage.link(today, omar.store_key, mine, newest)}
    forged = replace(today, members=theirs, revision=today.revision + 10, links=links)
    made = path.with_name("made")
    recast(Source(content, omar.store_key), Source(made, mine))
    conn = connect(Source(made, mine))
    conn.execute("DELETE FROM key_file")
    conn.close()
    keyfile.write(keys.key_path(path), keyfile.sign(forged, {newest: mine}))
    os.replace(made, path)


def copy_aside(path: Path, name: str = "old") -> Path:
    place = path.with_name(name)
    for suffix in ("", ".keys"):
        shutil.copy(path.with_name(path.name + suffix), place.with_name(place.name + suffix))
    return place


def put_back(path: Path, place: Path) -> None:
    for suffix in ("", ".keys"):
        shutil.copy(place.with_name(place.name + suffix), path.with_name(path.name + suffix))


def test_a_removed_user_forges_no_pair_that_this_computer_takes(path: Path) -> None:
    omar, old = keys.unlock(path, "Omar", "his"), copy_aside(path)
    remove_omar(path)
    forge(path, omar, old)
    with pytest.raises(KeysChanged) as refusal:
        come_in(path)
    assert refusal.value.facts == {"reason": "strange"}


def test_yesterdays_pair_put_back_is_noticed(path: Path) -> None:
    old = copy_aside(path)
    remove_omar(path)
    put_back(path, old)
    with pytest.raises(KeysChanged):
        come_in(path)


def test_an_older_key_file_under_the_same_key_is_noticed(path: Path) -> None:
    old = copy_aside(path)
    keys.suspend_user(path, enter(path), OMAR)
    come_in(path)
    put_back(path, old)
    with pytest.raises(KeysChanged) as refusal:
        come_in(path)
    assert refusal.value.facts == {"reason": "older"}


def test_a_recovery_code_says_that_it_is_meant_and_the_next_passphrase_needs_none(path: Path) -> None:
    old = copy_aside(path)
    remove_omar(path)
    put_back(path, old)
    come_in(path, "recovery_code_used")
    come_in(path)


def test_keys_renewed_on_another_computer_pass_without_a_question(path: Path) -> None:
    for _ in range(2):
        with opened(path, enter(path)) as store:
            store.rekey()
    come_in(path)


def test_another_floor_in_its_place_is_noticed(path: Path) -> None:
    for file in path.parent.iterdir():
        file.unlink()
    new_protected(path)
    with pytest.raises(KeysChanged):
        come_in(path)
    known_floors.forget(path)


def test_going_back_on_this_computer_asks_nothing(path: Path) -> None:
    with opened(path, enter(path)) as store:
        made = store.back_up()
    keys.rename_user(path, enter(path), OMAR, "Omar Haddad")
    come_in(path)
    keys.key_path(path).unlink()
    restore_store(None, path, made.path, keys.unlock(made.path, NAME, PASSPHRASE))
    come_in(path)


def test_a_plain_store_in_its_place_is_not_opened(path: Path) -> None:
    ruth = enter(path)
    plain = path.with_name("plain")
    recast(Source(path, ruth.store_key), Source(plain))
    for file in path.parent.glob("floor.deskside*"):
        file.unlink()
    os.replace(plain, path)
    for empty in (False, True):
        if empty:
            path.write_bytes(b"")
        with pytest.raises(Swapped) as refusal:
            knock(None, path)
        assert refusal.value.facts == {"reason": "unprotected"}


def demo_at(place: Path) -> Path:
    with opened(place, None) as store, store.writing("user", "site") as db:
        people.set_site(db, "Harbour", is_demo=True)
        people.add_user(db, NAME, Role.SUPERVISOR, uid=RUTH)
    return place


def test_a_demo_floor_opens_by_itself_at_its_own_place_alone(tmp_path: Path) -> None:
    assert isinstance(knock(None, demo_at(tmp_path / "floor.deskside")), Shut)
    found = knock(None, demo_at(paths.demo_store()))
    assert isinstance(found, Opened)
    found.store.close()


def test_what_is_remembered_opens_nothing_and_is_nobody_elses(path: Path) -> None:
    kept = paths.known_floors()
    assert enter(path).store_key.hex() not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0 or os.name != "posix"


@pytest.mark.parametrize("spoilt", [b"", b"[" * 100_000, b"[]", b'{"/x": {"store": 1}}'])
def test_a_spoilt_memory_keeps_nobody_out_and_is_made_anew(path: Path, spoilt: bytes) -> None:
    paths.known_floors().write_bytes(spoilt)
    come_in(path)
    assert str(path) in paths.known_floors().read_text()


def test_a_backup_under_a_key_that_was_never_the_floors_is_refused(path: Path) -> None:
    omar, old = keys.unlock(path, "Omar", "his"), copy_aside(path)
    remove_omar(path)
    today = copy_aside(path, "today")
    forge(path, omar, old)
    forged = path.parent / "backups" / "floor-20260319-060000Z.deskside"
    forged.parent.mkdir(exist_ok=True)
    for suffix in ("", ".keys"):
        os.replace(path.with_name(path.name + suffix), forged.with_name(forged.name + suffix))
    put_back(path, today)
    with pytest.raises(Swapped) as refusal:
        restore(path, forged, NOW, unlocked=enter(path))
    assert refusal.value.facts == {"reason": "strange"}


def test_backups_from_before_and_after_a_new_key_are_still_gone_back_to(path: Path) -> None:
    with opened(path, enter(path)) as store:
        put(store, "when", "before")
        made = store.back_up()
        store.rekey()
        later = store.back_up()
    for backup in (made, later):
        restore(path, backup.path, NOW, unlocked=enter(path))
    come_in(path)


def test_the_window_says_so_and_the_recovery_code_is_the_way(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.deskside"
    with open_desk() as desk:
        desk.open_first(path)
        code = set_up(desk.window, user=NAME)
        desk.app.lock()
        before = copy_aside(path)
        with opened(path, keys.unlock(path, NAME, door.PASSPHRASE)) as store:
            store.rekey()
        desk.open(path)
        sign_in(desk.window)
        assert desk.app.user is not None
        desk.app.lock()
        put_back(path, before)
        desk.open(path)
        sign_in(desk.window)
        assert desk.app.store is None
        assert "were changed, and not on this computer" in " ".join(words(desk.window))
        press(desk.window, "Try again")
        press(desk.window, "Use the recovery code")
        write(desk.window, "Recovery code", code)
        press(desk.window, "Use this code")
        choose_passphrase(desk.window, door.SECOND_PASSPHRASE)
        press(desk.window, "Keep the sheet I have")
        assert desk.app.user is not None
