"""Whoever was erased does not come back with a backup from before."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import keys, migrations
from db.queries import people
from db.queries.copies import Places, find_old
from db.restoring import restore
from tests.builders import Floor, evaluate, take_call
from tests.db.floor_apart import check_replay
from tests.db.held_floor import fill
from tests.db.recorded import verify
from tests.db.stores import FORM, later_steps, open_store, run_apart, unlock
from tests.db.test_erasure import erase, leftovers

NOW = datetime(2026, 3, 3, 8, tzinfo=UTC)
FORMS = pytest.mark.parametrize("encrypted_floor", ["plain", "encrypted"], indirect=True)


@pytest.fixture
def encrypted_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    from tests.builders import new_floor

    monkeypatch.setenv(FORM, getattr(request, "param", "encrypted"))
    floor = new_floor(tmp_path / "floor")
    yield floor
    floor.store.close()


def make_backup_then_erase(floor: Floor) -> Path:
    """A backup that holds somebody who is erased now; the store is closed."""
    fill(floor)
    before = floor.store.back_up().path
    erase(floor.store, floor.agent, "asked for")
    floor.store.close()
    return before


def check_gone(path: Path) -> None:
    store = open_store(path)
    with store.reading() as db:
        assert people.agents(db) == ()
        assert db.execute("SELECT count(*) FROM note").fetchone() == (0,)
        found = db.execute("SELECT kind FROM event WHERE \"table\" = 'agent' ORDER BY id").fetchall()
        assert found == [("erase_again",), ("erase",)]
        assert db.execute("SELECT 1 FROM sqlite_master WHERE name = 'still_to_erase'").fetchone() is None
        check_replay(db)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert verify(store).broken == ()
    store.close()


@FORMS
def test_a_backup_from_before_an_erasure_does_not_bring_the_person_back(encrypted_floor: Floor) -> None:
    path = encrypted_floor.store.path
    restore(path, make_backup_then_erase(encrypted_floor), NOW, unlocked=unlock(path))
    check_gone(path)


def test_no_byte_of_the_person_comes_back_into_a_plain_store(floor: Floor) -> None:
    path = floor.store.path
    restore(path, make_backup_then_erase(floor), NOW)
    check_gone(path)
    shutil.rmtree(path.parent / "backups")
    assert leftovers(path.parent) == {}


@pytest.mark.parametrize("lost", ["store", "damaged", "both"])
def test_the_backups_made_since_remember_where_todays_store_can_not(
    encrypted_floor: Floor, lost: str, tmp_path: Path
) -> None:
    fill(encrypted_floor)
    path, before = encrypted_floor.store.path, encrypted_floor.store.back_up().path
    erase(encrypted_floor.store, encrypted_floor.agent)
    encrypted_floor.store.back_up()
    encrypted_floor.store.close()
    unlocked = unlock(path)
    if lost == "damaged":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.unlink()
    if lost == "both":
        keys.key_path(path).unlink()
    restore(path, before, NOW, unlocked=unlocked)
    check_gone(path)


def test_a_backup_from_before_a_new_key_and_an_erasure_brings_nobody_back(encrypted_floor: Floor) -> None:
    fill(encrypted_floor)
    path, before = encrypted_floor.store.path, encrypted_floor.store.back_up().path
    erase(encrypted_floor.store, encrypted_floor.agent)
    encrypted_floor.store.rekey()
    encrypted_floor.store.close()
    restore(path, before, NOW, unlocked=unlock(path))
    check_gone(path)


@FORMS
def test_a_backup_older_than_the_store_format_is_brought_up_to_date_first(
    encrypted_floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, before = encrypted_floor.store.path, make_backup_then_erase(encrypted_floor)
    steps = later_steps(
        "CREATE TABLE further (id INTEGER PRIMARY KEY, agent_id INTEGER REFERENCES agent (id))"
    )
    monkeypatch.setattr(migrations, "read_steps", lambda: steps)
    restore(path, before, NOW, unlocked=unlock(path))
    check_gone(path)


def test_who_was_not_in_the_backup_is_remembered_as_erased_and_others_stay(floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    before = floor.store.back_up().path
    with floor.store.writing("agent") as db:
        later = people.add_agent(db, "Somebody later", floor.team)
        uid = people.agent(db, later).uid
    erase(floor.store, later)
    path = floor.store.path
    floor.store.close()
    restore(path, before, NOW)
    store = open_store(path)
    with store.reading() as db:
        assert [agent.name for agent in people.agents(db)] == ["Imani Okafor"]
        assert db.execute("SELECT count(*) FROM evaluation").fetchone() == (1,)
        said = db.execute("SELECT kind, \"row\" FROM event WHERE kind LIKE 'erase%'").fetchall()
        assert said == [("erase", uid)]
    store.close()


def test_only_copies_that_hold_the_person_are_named_after_the_restore(floor: Floor) -> None:
    before = make_backup_then_erase(floor)
    path = floor.store.path
    restore(path, before, NOW)
    store = open_store(path)
    with store.reading() as db:
        assert [copy.path for copy in find_old(db, Places(path))] == [before]
    store.close()


def test_a_plain_file_laid_beside_an_encrypted_store_has_nobody_erased(
    encrypted_floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.builders import new_floor

    store, path = encrypted_floor.store, encrypted_floor.store.path
    before = store.back_up().path
    with store.reading() as db:
        uid = people.agents(db)[0].uid
    store.close()
    monkeypatch.setenv(FORM, "plain")
    forged = new_floor(tmp_path / "forged")
    with forged.store.writing("event") as db:
        sql = """INSERT INTO event (uid, at, kind, "table", "row")
            VALUES (new_uid(), now(), 'erase', 'agent', ?)"""
        db.execute(sql, [uid])
    made = forged.store.back_up().path
    forged.store.close()
    shutil.copy(made, path.parent / "backups" / "floor-20260304-080000Z.deskside")
    restore(path, before, NOW, unlocked=unlock(path))
    store = open_store(path)
    with store.reading() as db:
        assert [agent.name for agent in people.agents(db)] == ["Imani Okafor"]
    store.close()


@pytest.mark.parametrize("form", ["plain", "encrypted"])
def test_killed_at_any_moment_of_the_first_opening_the_person_is_gone_at_the_next(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORM, form)
    assert int(run_apart("kill_erasing_again", tmp_path, module="tests.db.floor_apart")) > 5
