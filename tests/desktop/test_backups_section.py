"""Settings, Backups: what one can go back to is told before it is done, and a second place comes and goes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView

from db import second_place
from db.connection import Source
from db.second_place import Reached
from desktop.features.settings.page import SettingsPage
from desktop.shell import rounds
from desktop.shell.freshness import Freshness, Seen, keep_seen, read_seen, say_newest, say_second, say_worry
from desktop.shell.rounds import Backups, Carrier
from desktop.shell.settings import read_stored
from desktop.shell.status_line import StatusLine
from desktop.widgets.forms import NumberField
from tests.builders import evaluate, take_call
from tests.pages.finding import find, has, press, settle, words
from tests.pages.opening import open_app

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
THREE = timedelta(days=3)


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        made.settings.use_store(floor.store, read_stored(floor.store))
        made.place = floor.store.path
        yield made


@pytest.fixture
def page(app, qtbot) -> SettingsPage:
    made = SettingsPage(app)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    made.show_target("backups")
    settle()
    return made


def table(page: SettingsPage):
    return find(page, "Backups", QTableView).parentWidget()


def test_going_back_says_first_what_would_be_set_aside(floor, page):
    press(page, "Back up now")
    for n in range(3):
        evaluate(floor, take_call(floor, reference=f"C-{n}"))
    table(page).select(bool)
    assert any(
        "3 calls and 3 evaluations made since then would be set aside." in text for text in words(page)
    )


def test_where_nothing_was_done_since_that_is_said(page):
    press(page, "Back up now")
    table(page).select(bool)
    assert any("Nothing has been done since" in text for text in words(page))


def test_an_unsound_backup_is_listed_as_unsound_and_cannot_be_gone_back_to(floor, page):
    made = floor.store.back_up()
    os.truncate(made.path, made.size - 4096)
    page.refresh()
    assert "Unsound: its size is not what it was" in table(page).as_text()
    table(page).select(bool)
    assert any("one can't go back to it" in text for text in words(page))
    assert (
        not has(page, f"Restore the backup of {made.made_at}")
        and page.sections["backups"].restore.do.isHidden()
    )


def test_a_second_place_is_tried_at_once_and_named_with_its_age(app, floor, page, tmp_path):
    form = page.sections["backups"].second
    form.try_folder(tmp_path / "nowhere")
    assert any("is not in" in text for text in words(form))
    assert app.settings.get("second_place") == ""
    stick = tmp_path / "stick"
    stick.mkdir()
    form.try_folder(stick)
    assert app.settings.get("second_place") == str(stick) and (stick / second_place.MARK).exists()
    made = floor.store.back_up()
    reached = second_place.carry(Source(floor.store.path), stick, floor.store.now())
    keep_seen(app.settings, floor.store.path, reached, app.clock())
    assert any(str(stick) in text and "Newest backup there" in text for text in words(form))
    page.refresh()
    assert len([row for row in table(page).rows() if row.path.name == made.path.name]) == 2
    press(page, "Use no second place")
    assert app.settings.get("second_place") == ""
    app.undo.undo()
    assert app.settings.get("second_place") == str(stick)


def test_the_folder_of_the_backups_is_no_second_place(floor, page):
    floor.store.back_up()
    page.sections["backups"].second.try_folder(floor.store.path.parent / "backups")
    assert any("lie there already" in text for text in words(page))


def test_the_days_before_a_warning_can_be_chosen(app, page):
    find(page, "Days after which a backup is called old", NumberField).setValue(7)
    assert app.settings.get("stale_days") == 7


def fresh(newest: datetime | None, seen: Seen = Seen(), *, second: bool = True) -> Freshness:  # noqa: B008
    return Freshness(newest, second, seen, THREE)


def test_ages_are_said_in_words_and_old_ones_are_marked_by_a_shape():
    assert say_newest(fresh(NOW - timedelta(hours=3)), NOW).words == "backup 3 hours ago"
    assert say_newest(fresh(NOW - timedelta(days=4)), NOW).words == "△ backup 4 days ago"
    assert say_newest(fresh(None), NOW).worry
    assert say_second(fresh(NOW, second=False), NOW).words == ""
    there = Seen(NOW, NOW - timedelta(hours=2), True)
    assert say_second(fresh(NOW, there), NOW).words == "second place 2 hours ago"


def test_a_place_that_is_away_is_calm_at_first_and_a_worry_later():
    away = Seen(NOW - timedelta(days=1), NOW - timedelta(days=1), False)
    assert say_second(fresh(NOW, away), NOW).words.startswith("second place not reached since yesterday")
    assert say_worry(fresh(NOW, away), NOW) == ""
    gone = Seen(NOW - timedelta(days=5), NOW - timedelta(days=5), False)
    assert say_second(fresh(NOW, gone), NOW).words.startswith("△ second place not reached since 17 Nov")
    assert "can't be reached since 17 Nov" in say_worry(fresh(NOW, gone), NOW)
    assert "newest backup is from 12 Nov" in say_worry(fresh(NOW - timedelta(days=10), gone), NOW)


def test_what_was_seen_of_a_place_is_remembered_while_it_is_away(app, tmp_path):
    store = tmp_path / "floor.deskside"
    keep_seen(app.settings, store, Reached(False, None), NOW)
    assert read_seen(app.settings, store) == Seen()
    keep_seen(app.settings, store, Reached(True, NOW), NOW)
    keep_seen(app.settings, store, Reached(False, None), NOW + timedelta(hours=1))
    assert read_seen(app.settings, store) == Seen(NOW, NOW, False)
    assert read_seen(app.settings, tmp_path / "another") == Seen()


def test_a_round_brings_the_days_backup_to_the_second_place_and_the_status_line_says_so(
    app, floor, qtbot, tmp_path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    second_place.choose(stick, floor.store.path)
    app.settings.set("second_place", str(stick))
    status = StatusLine(app)
    qtbot.addWidget(status)
    status.show()
    work = Backups(app, status)
    work.start()
    work.findChild(Carrier).wait()
    settle()
    work.stop()
    status.show_backups()
    assert len(list(stick.glob("floor-*.deskside"))) == 1
    assert {"backup just now", "second place just now"} <= set(words(status))
    stick.rename(tmp_path / "in a pocket")
    work.back_up()
    work.findChild(Carrier).wait()
    settle()
    status.show_backups()
    assert any(text.startswith("second place not reached since") for text in words(status))


def test_a_backup_that_cannot_be_proved_for_a_bad_disk_does_not_call_the_store_damaged(
    app, floor, qtbot, monkeypatch
):
    from db.errors import Damaged

    def fail(store) -> None:
        raise Damaged(store.path, reason="counts differ")

    monkeypatch.setattr(rounds, "make_days_backup", fail)
    work = Backups(app, app.notices)
    work.back_up()
    assert "The store itself is sound" in app.notices.last.text
    assert floor.store.watch.damage is None
    assert Path(floor.store.path).exists()
