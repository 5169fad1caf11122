"""Settings, Recordings: a pattern of names is tried on real ones at each key, and counts once readable."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog, QTableView

from db.records.people import Role
from desktop.features.settings.page import SettingsPage
from desktop.shell.places import Place
from tests.desktop.sound_files import write_wav
from tests.pages.finding import find, press, settle, words, write
from tests.pages.opening import open_app, open_window

PLACES = (Place("settings", "Settings", "settings", "desktop.features.settings.page:SettingsPage"),)
FIELD = "How names are made up"


@pytest.fixture
def page(qtbot, floor, tmp_path, monkeypatch) -> Iterator[SettingsPage]:
    for name in ("Auto_Repairs_49_UTC_agent.wav", "Auto_Repairs_49_UTC_caller.wav", "hello.wav"):
        write_wav(tmp_path / "calls", name)
    (tmp_path / "calls" / "notes.txt").write_text("no sound")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "calls"))
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        app.go("settings", "recordings")
        settle()
        yield window.pages["settings"]


def told(page: SettingsPage) -> list[list[str]]:
    table = find(page, "Names and what they tell", QTableView).parentWidget()
    return [line.split("\t") for line in table.as_text().splitlines()[1:]]


def test_a_pattern_is_tried_on_the_names_of_a_folder_and_one_is_proposed(page) -> None:
    press(page, "Try it on a folder…")
    settle()
    assert [line[0] for line in told(page)] == [
        "Auto_Repairs_49_UTC_agent.wav",
        "Auto_Repairs_49_UTC_caller.wav",
        "hello.wav",
    ]
    assert told(page)[2][4] == "no _ after “hello”"
    press(page, "Propose one for these names")
    settle()
    assert page.app.settings.get("recording_names") == "{queue}_{reference}_UTC_{side}"
    assert [line[1:] for line in told(page)[:2]] == [
        ["", "", "49", "Auto Repairs, agent’s side"],
        ["", "", "49", "Auto Repairs, caller’s side"],
    ]
    assert "It reads 2 of 3 names." in words(page)


def test_what_cannot_be_read_is_said_and_the_pattern_before_still_counts(page) -> None:
    before = page.app.settings.get("recording_names")
    write(page, FIELD, "{agent}_{tone}")
    assert any("There is no part {tone}." in text for text in words(page))
    assert page.app.settings.get("recording_names") == before
    write(page, FIELD, "{agent}-{date:dmy}")
    assert page.app.settings.get("recording_names") == "{agent}-{date:dmy}"


def test_who_may_not_change_settings_may_read_the_pattern(qtbot, floor) -> None:
    coach = replace(floor.user, role=Role.COACH, keeps=False)
    with open_app(floor.store, coach) as app, open_window(app, PLACES) as window:
        app.go("settings", "recordings")
        settle()
        assert not find(window.pages["settings"], FIELD).isEnabled()
