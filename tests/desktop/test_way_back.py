"""From a damaged or lost store back to work on one screen: a backup, and what the damaged file gives."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QListWidget

from db import keys
from db.connection import Source
from db.errors import Damaged, KeyFileMissing
from db.queries import log, people
from db.salvage.pages import Pages
from db.salvage.trees import is_leaf, walk
from db.store import Store
from desktop.app import make_app, make_qt
from desktop.navigation import PLACES
from desktop.shell.desk import Desk
from desktop.shell.jobs import InlineJobs
from desktop.shell.way_back import ResultPage, WayBackPage
from desktop.shell.window import MainWindow
from tests.builders import Floor
from tests.db.salvaging import flip_bytes, work
from tests.desktop.sample_page import sample_places
from tests.pages.door import NAME, PASSPHRASE, open_protected, protected_floor, sign_in
from tests.pages.finding import find, has, press, settle, words, write


@pytest.fixture
def desk(qtbot):
    first, *others = (place for place in sample_places() if not place.alone)
    door = next(place for place in PLACES if place.alone)
    app = make_app(InlineJobs(), queued=False)
    app.theme.apply(make_qt())
    made = Desk(app, MainWindow(app, (replace(first, key="today", title="Today"), *others, door)))
    made.greet()
    made.window.show()
    yield made
    made.window.close()
    made.shut()
    made.window.deleteLater()
    settle()


def floor_of(store: Store) -> Floor:
    with store.reading() as db:
        (agent, *_), (user, *_) = people.agents(db), people.users(db)
    return Floor(store, user, agent.team_id, agent.id)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A closed floor with a backup of thirty evaluations and ten evaluations made since."""
    path = protected_floor(tmp_path)
    store = open_protected(path).store
    work(floor_of(store), 30)
    store.back_up()
    work(floor_of(store), 10, begin=100)
    store.close()
    return path


def count(store: Store, table: str = "evaluation") -> int:
    with store.reading() as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def page_of(desk: Desk) -> WayBackPage:
    page = desk.window.stack.currentWidget()
    assert isinstance(page, WayBackPage), words(desk.window.stack)
    return page


def go_back(desk: Desk) -> str:
    """Press the button, and read what came of it."""
    press(page_of(desk), "Go back to this backup")
    settle()
    page = desk.window.stack.currentWidget()
    assert isinstance(page, ResultPage), words(desk.window.stack)
    said = " ".join(words(page))
    press(page, "Carry on")
    return said


def test_a_store_whose_beginning_is_damaged_comes_back_whole_in_two_clicks(desk, place):
    flip_bytes(place, [1], random.Random(2))
    damaged = place.read_bytes()
    desk.open_first(place)
    sign_in(desk.window)
    page = page_of(desk)
    said = " ".join(words(page))
    assert "is damaged" in said and "can't be read: 1." in said
    assert place.read_bytes() == damaged, "looking changed nothing"
    assert "30 evaluations" in find(page, "Backups", QListWidget).currentItem().text()
    assert find(page, "And add what the damaged file still gives", QCheckBox).isChecked()
    said = go_back(desk)
    assert "Back to" in said and "10 evaluations" in said and "kept as" in said
    assert desk.window.current_key == "today" and desk.app.user.name == NAME
    assert count(desk.app.store) == 40
    (aside,) = place.parent.glob("*set-aside*.deskside")
    assert aside.read_bytes() == damaged


def test_the_figures_count_what_came_back(desk, place):
    store = open_protected(place).store
    with store.reading() as db:
        sums = sorted(map(tuple, db.execute("SELECT * FROM week_sum").fetchall()))
    store.close()
    flip_bytes(place, [1], random.Random(2))
    desk.open_first(place)
    sign_in(desk.window)
    go_back(desk)
    with desk.app.store.reading() as db:
        assert sorted(map(tuple, db.execute("SELECT * FROM week_sum").fetchall())) == sums


def test_without_what_the_damaged_file_gives_it_is_the_backup(desk, place):
    flip_bytes(place, [1], random.Random(2))
    desk.open_first(place)
    sign_in(desk.window)
    find(page_of(desk), "And add what the damaged file still gives", QCheckBox).setChecked(False)
    assert "made since" not in go_back(desk)
    assert count(desk.app.store) == 30


def test_damage_met_in_use_leads_to_the_same_screen(desk, place):
    store = open_protected(place).store
    store.back_up()
    leaves = leaves_of(store, "note")
    flip_bytes(place, leaves[:2], random.Random(3))
    desk.open_first(place)
    sign_in(desk.window)
    with pytest.raises(Damaged), desk.app.store.reading() as db:
        db.execute("SELECT * FROM note").fetchall()
    settle()
    assert desk.app.store is None and "2 of its" in " ".join(words(page_of(desk)))
    go_back(desk)
    assert count(desk.app.store) == 40


def test_damage_met_by_the_days_backup_leads_there_too(desk, place):
    for backup in (place.parent / "backups").glob("*"):
        backup.rename(backup.with_name(backup.name.replace(backup.name[6:14], "20260301")))
    store = open_protected(place).store
    leaves = leaves_of(store, "note")
    flip_bytes(place, leaves[:1], random.Random(3))
    desk.open_first(place)
    sign_in(desk.window)
    settle()
    assert f"can't be read: {leaves[0]}." in " ".join(words(page_of(desk)))
    assert count_backups(place) == 1


def leaves_of(store: Store, table: str) -> list[int]:
    """The pages that hold the table's rows. Closes the store."""
    with store.reading() as db:
        ((root,),) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchall()
    store.close()
    with Pages(Source(store.path, store.unlocked.store_key)) as pages:
        return sorted(n for n in walk(pages, root, is_index=False).seen if is_leaf(pages, n))


def count_backups(place: Path) -> int:
    return len(list((place.parent / "backups").glob("*.deskside")))


def test_a_lost_key_file_is_taken_from_a_backup_and_the_store_stays(desk, place):
    keys.key_path(place).unlink()
    before = place.read_bytes()
    desk.open_first(place)
    page = page_of(desk)
    assert not has(page, "And add what the damaged file still gives")
    write(page, "Name", NAME)
    write(page, "Passphrase", "not this one at all")
    press(page, "Take its key file")
    settle()
    assert not keys.key_path(place).exists() and place.read_bytes() == before
    write(page, "Passphrase", PASSPHRASE)
    press(page, "Take its key file")
    settle()
    assert desk.window.current_key == "today"
    assert count(desk.app.store) == 40


def test_a_store_that_is_gone_is_restored_by_the_passphrase(desk, place):
    place.unlink()
    keys.key_path(place).unlink()
    desk.app.settings.set("store", str(place))
    desk.open_first(place)
    page = page_of(desk)
    assert "is not there" in " ".join(words(page))
    write(page, "Name", NAME)
    write(page, "Passphrase", PASSPHRASE)
    go_back(desk)
    assert count(desk.app.store) == 30


def test_an_unsound_backup_is_shown_but_cannot_be_chosen(desk, place):
    for backup in (place.parent / "backups").glob("*.deskside"):
        backup.write_bytes(backup.read_bytes()[:-4096])
    flip_bytes(place, [1], random.Random(2))
    desk.open_first(place)
    sign_in(desk.window)
    page = page_of(desk)
    backups = find(page, "Backups", QListWidget)
    backups.setCurrentRow(0)
    assert "Unsound" in backups.currentItem().text()
    assert not page.do.isEnabled()


def test_what_came_back_is_in_the_record(desk, place):
    flip_bytes(place, [1], random.Random(2))
    desk.open_first(place)
    sign_in(desk.window)
    go_back(desk)
    with desk.app.store.reading(whole=True) as db:
        kinds = [row[0] for row in db.execute("SELECT kind FROM event ORDER BY id").fetchall()]
    assert {"restore", "salvage"} <= set(kinds)


def test_only_a_damaged_or_lost_store_leads_here() -> None:
    from desktop.shell.recovering import is_beyond

    assert is_beyond(Damaged(Path("f"))) and is_beyond(KeyFileMissing(Path("f")))
    assert not is_beyond(ValueError())


def test_the_record_of_what_came_back_verifies(desk, place):
    flip_bytes(place, [1], random.Random(2))
    desk.open_first(place)
    sign_in(desk.window)
    go_back(desk)
    steps = log.verify(desk.app.store)
    with pytest.raises(StopIteration) as end:
        while True:
            next(steps)
    assert end.value.value.first_broken is None
