"""What a floor can go back to, what that would set aside, and a second place that comes and goes."""

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db import backup, room, second_place, shelf
from db.connection import Source
from db.errors import DiskFull, Missing
from db.keys import Unlocked
from db.restoring import restore
from db.second_place import Reached
from db.shelf import Soundness, Where
from db.store import Store
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.db.salvaging import KEY, encrypt
from tests.db.stores import files_in

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest.fixture
def floor(tmp_path: Path):
    floor = new_floor(tmp_path)
    yield floor
    floor.store.close()


def work(floor: Floor, *references: str) -> None:
    for reference in references:
        evaluate(floor, take_call(floor, date(2026, 3, 9), reference))


def test_each_backup_says_what_it_holds(floor):
    work(floor, "C-1", "C-2")
    made = floor.store.back_up()
    (kept,) = shelf.look_over(floor.store.path)
    assert (kept.path, kept.size, kept.where, kept.soundness) == (
        made.path,
        made.size,
        Where.BESIDE,
        Soundness.SOUND,
    )
    assert (kept.counts["evaluation"], kept.counts["agent"], kept.newest) == (2, 1, date(2026, 3, 9))
    assert shelf.newest_sound((kept,)) == kept


def test_an_unsound_backup_is_shown_as_unsound_with_the_reason(floor):
    cut, gone = floor.store.back_up(), floor.store.back_up()
    os.truncate(cut.path, cut.size - 4096)
    gone.path.write_bytes(b"Dear diary, " * (gone.size // 12))
    note = gone.path.with_name(gone.path.name + ".json")
    note.unlink()
    found = {kept.path: kept.soundness for kept in shelf.look_over(floor.store.path)}
    assert found == {cut.path: Soundness.CUT, gone.path: Soundness.UNREADABLE}
    assert shelf.newest_sound(shelf.look_over(floor.store.path)) is None


def test_a_backup_under_another_key_says_so_and_what_its_note_says(floor, tmp_path):
    work(floor, "C-1")
    made = floor.store.back_up()
    sealed = encrypt(made.path, tmp_path / "sealed")
    shutil.move(sealed.path, made.path)
    backup.write_note(backup.Backup(made.path, made.made_at, made.path.stat().st_size, made.counts))
    for key, soundness in ((KEY, Soundness.SOUND), (bytes(32), Soundness.LOCKED)):
        (kept,) = shelf.look_over(
            floor.store.path, unlocked=Unlocked(key, bytes(32), bytes(16), bytes(32), False)
        )
        assert kept.soundness is soundness and kept.counts["evaluation"] == 1


def test_what_restoring_set_aside_is_listed_and_can_be_restored_itself(floor):
    made = floor.store.back_up()
    work(floor, "C-1")
    floor.store.close()
    aside = restore(floor.store.path, made.path, NOW)
    kept = next(kept for kept in shelf.look_over(floor.store.path) if kept.where is Where.ASIDE)
    assert (kept.path, kept.made_at, kept.counts["evaluation"]) == (aside, NOW, 1)
    assert shelf.newest_sound(shelf.look_over(floor.store.path)).path == made.path
    restore(floor.store.path, kept.path, NOW)
    store = Store.open(floor.store.path)
    with store.reading() as db:
        assert db["evaluation"].count == 1
    store.close()


def test_going_back_says_beforehand_what_would_be_set_aside(floor):
    work(floor, "C-1")
    made = floor.store.back_up()
    work(floor, "C-2", "C-3")
    with floor.store.writing("agent") as db:
        db.execute("UPDATE agent SET name = 'Imani Adeyemi'")
    found = shelf.compare(Source(floor.store.path), Source(made.path))
    assert found.new == {"contact": 2, "evaluation": 2}
    assert found.changed == {"agent": 1}
    assert floor.store.back_up().counts["evaluation"] == 3, "and the store works on"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_a_days_backup_goes_to_the_second_place_too_and_is_proved_there(floor, stick):
    source = Source(floor.store.path)
    second_place.choose(stick, floor.store.path)
    assert second_place.carry(source, stick, NOW) == Reached(True, None)
    made = floor.store.back_up()
    done = second_place.carry(source, stick, NOW)
    assert done == Reached(True, made.made_at, stick / made.path.name)
    assert done.copied.read_bytes() == made.path.read_bytes()
    assert second_place.carry(source, stick, NOW).copied is None, "once is enough"
    places = [kept.where for kept in shelf.look_over(floor.store.path, stick)]
    assert sorted(places) == [Where.BESIDE, Where.SECOND]


def test_a_place_that_is_away_or_another_is_not_written_to(floor, stick, tmp_path):
    second_place.choose(stick, floor.store.path)
    floor.store.back_up()
    stick.rename(tmp_path / "in a pocket")
    source = Source(floor.store.path)
    assert second_place.carry(source, stick, NOW) == Reached(False, None)
    stick.mkdir()  # what is left of a stick that is not plugged in
    assert second_place.carry(source, stick, NOW) == Reached(False, None) and files_in(stick) == {}
    stick.rmdir()
    (tmp_path / "in a pocket").rename(stick)
    assert second_place.carry(source, stick, NOW).copied is not None


def test_a_second_place_must_be_another_place_with_room(floor, stick, tmp_path, monkeypatch):
    floor.store.back_up()
    with pytest.raises(Missing) as refused:
        second_place.choose(tmp_path / "backups", floor.store.path)
    assert refused.value.facts["reason"] == "same"
    with pytest.raises(Missing):
        second_place.choose(tmp_path / "nowhere", floor.store.path)
    monkeypatch.setattr(room, "LEAVE", 1 << 60)
    monkeypatch.setattr(room, "LEAVE_SHARE", 1)
    with pytest.raises(DiskFull):
        second_place.choose(stick, floor.store.path)
    assert files_in(stick) == {}


def make_names(folder: Path, moments: list[datetime]) -> None:
    folder.mkdir(exist_ok=True)
    for moment in moments:
        (folder / f"floor-{moment:%Y%m%d-%H%M%S}Z.deskside").touch()


def days_in(folder: Path) -> set[str]:
    return {path.name[6:14] for path in folder.glob("floor-*.deskside")}


def test_a_clock_that_was_ahead_does_not_cost_the_backups_of_today(tmp_path):
    store, folder = tmp_path / "floor.deskside", tmp_path / "backups"
    ahead = [datetime(2031, 5, day, 9, tzinfo=UTC) for day in range(1, 15)]
    real = [NOW - timedelta(days=n) for n in range(10)]
    make_names(folder, [*ahead, *real])
    backup.thin(store, NOW)
    week = {f"{NOW - timedelta(days=n):%Y%m%d}" for n in range(7)}
    assert week <= days_in(folder), "the last seven days are kept, whatever lies ahead"
    assert backup.due(store, NOW + timedelta(days=1)), "and the next one is made"


def test_a_clock_set_back_removes_nothing_newer(tmp_path):
    store, folder = tmp_path / "floor.deskside", tmp_path / "backups"
    real = [NOW - timedelta(days=n) for n in range(7)]
    make_names(folder, real)
    assert backup.thin(store, NOW - timedelta(days=400)) == []
    assert len(days_in(folder)) == 7
    assert backup.due(store, NOW - timedelta(days=400))
