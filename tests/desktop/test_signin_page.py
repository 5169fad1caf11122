"""The sign-in page in the real window: the first start, signing in, the recovery code, an old plain floor."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit

from db import keys
from db.keys import tries
from db.store import Store
from desktop.shell.arrivals import Door, Gate
from desktop.shell.desk import Desk
from desktop.widgets import recovery
from tests.builders import new_floor
from tests.pages.door import (
    NAME,
    PASSPHRASE,
    SECOND_NAME,
    SECOND_PASSPHRASE,
    choose_passphrase,
    confirm_code,
    invite,
    open_desk,
    protected_floor,
    set_up,
    shown_code,
    sign_in,
    suspend,
)
from tests.pages.finding import find, has, key, press, words, write


def said(desk: Desk) -> str:
    return " ".join(words(desk.window))


@pytest.fixture
def desk(qtbot, request):
    with open_desk(getattr(request, "param", "light")) as made:
        yield made


in_both_themes = pytest.mark.parametrize("desk", ["light", "dark"], indirect=True)


def events(desk: Desk) -> list[str]:
    with desk.app.store.reading() as db:
        return [row["kind"] for row in db.query("SELECT kind FROM event ORDER BY id")]


@in_both_themes
def test_a_first_start_ends_in_an_encrypted_floor_kept_by_its_first_user(desk, tmp_path) -> None:
    path = tmp_path / "own.deskside"
    desk.open_first(path)
    code = set_up(desk.window, user="Ada Brown")
    assert desk.window.current_key == "today"
    assert (desk.app.user.name, desk.app.user.keeps) == ("Ada Brown", True)
    assert not path.read_bytes().startswith(b"SQLite")
    assert keys.unlock_with_code(path, code).user == desk.app.user.uid
    assert not [file.name for file in tmp_path.iterdir() if "setting-up" in file.name]


def test_nothing_is_on_the_disk_before_the_code_was_typed_back(desk, tmp_path) -> None:
    desk.open_first(tmp_path / "own.deskside")
    for name in ("Name of the site", "First team", "Your name"):
        write(desk.window, name, "Blue")
    press(desk.window, "Start my floor")
    choose_passphrase(desk.window)
    code = shown_code(desk.window)
    assert len(code) == len("-".join(["XXXXX"] * 8))
    press(desk.window, "I have it on paper")
    assert shown_code(desk.window) == ""
    write(desk.window, "Recovery code", code[:-1])
    press(desk.window, "Check the code")
    assert "8 groups of 5" in said(desk)
    wrong = code[:7] + ("2" if code[7] != "2" else "3") + code[8:]
    write(desk.window, "Recovery code", wrong)
    press(desk.window, "Check the code")
    assert "slip in group 2" in said(desk)
    write(desk.window, "Recovery code", keys.new_code())
    press(desk.window, "Check the code")
    assert "not the one just shown" in said(desk)
    assert list(tmp_path.iterdir()) == []


def test_names_left_blank_are_asked_for(desk, tmp_path) -> None:
    desk.open_first(tmp_path / "own.deskside")
    write(desk.window, "Name of the site", "North")
    press(desk.window, "Start my floor")
    assert "Please fill this in" in said(desk)
    assert desk.window.focusWidget().accessibleName() == "First team"


def test_a_passphrase_made_of_the_floors_names_is_not_taken(desk, tmp_path) -> None:
    desk.open_first(tmp_path / "own.deskside")
    for name, text in (("Name of the site", "Harbour Street"), ("First team", "Blue"), ("Your name", "Ada")):
        write(desk.window, name, text)
    press(desk.window, "Start my floor")
    write(desk.window, "Your new passphrase", "Harbour Street 2026")
    assert "made of names of this floor" in said(desk)
    press(desk.window, "Use this passphrase")
    assert "△" in said(desk)
    assert has(desk.window, "Your new passphrase")


def test_what_is_typed_unseen_is_typed_twice_and_what_is_seen_once(desk, tmp_path) -> None:
    desk.open_first(tmp_path / "own.deskside")
    for name in ("Name of the site", "First team", "Your name"):
        write(desk.window, name, "Blue")
    press(desk.window, "Start my floor")
    field = find(desk.window, "Your new passphrase", QLineEdit)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    write(desk.window, "Your new passphrase", PASSPHRASE)
    write(desk.window, "The same once more", PASSPHRASE + "x")
    press(desk.window, "Use this passphrase")
    assert "differs from the first" in said(desk)
    press(desk.window, "Show what I type")
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert not has(desk.window, "The same once more")
    press(desk.window, "Use this passphrase")
    assert has(desk.window, "Save the recovery sheet…")


def test_the_recovery_sheet_is_written_where_the_user_says(desk, tmp_path, monkeypatch) -> None:
    file, shown = tmp_path / "sheet.pdf", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    monkeypatch.setattr(recovery, "open_folder", shown.append)
    desk.open_first(tmp_path / "own.deskside")
    for name in ("Name of the site", "First team", "Your name"):
        write(desk.window, name, "Łódź")
    press(desk.window, "Start my floor")
    choose_passphrase(desk.window)
    press(desk.window, "Save the recovery sheet…")
    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_mode & 0o077 == 0
    assert shown == [tmp_path]
    assert "then delete the file" in said(desk)


def test_name_and_passphrase_open_the_floor_and_the_record_says_so(desk, tmp_path) -> None:
    desk.open_first(protected_floor(tmp_path))
    assert "Sign in" in said(desk)
    assert desk.app.store is None
    sign_in(desk.window, "  ruth   CASTELLANE ")
    assert desk.window.current_key == "today"
    assert desk.app.store.acting.user == desk.app.user
    assert events(desk) == ["sign_in"]


def test_enter_goes_from_the_name_to_the_passphrase_and_in(desk, tmp_path) -> None:
    desk.open_first(protected_floor(tmp_path))
    write(desk.window, "Your name", NAME)
    key(find(desk.window, "Your name"), Qt.Key.Key_Return)
    assert desk.window.focusWidget().accessibleName() == "Passphrase"
    write(desk.window, "Passphrase", PASSPHRASE)
    key(find(desk.window, "Passphrase"), Qt.Key.Key_Return)
    assert desk.window.current_key == "today"


@pytest.mark.parametrize(("name", "passphrase"), [(NAME, "no such words here"), ("Nobody", PASSPHRASE)])
def test_what_was_wrong_is_never_said(desk, tmp_path, name, passphrase) -> None:
    desk.open_first(protected_floor(tmp_path))
    sign_in(desk.window, name, passphrase)
    assert "△ That doesn't open this floor. Check what you typed, then try again." in words(desk.window)


@in_both_themes
def test_each_wrong_one_waits_longer_and_the_wait_is_counted_down(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    desk.open_first(path)
    for _ in range(2):
        sign_in(desk.window, NAME, "no such words here")
    view = desk.window.pages["signin"].coming_in.sign_in
    assert "Again in 1 second" in said(desk)
    assert not view.sign_in.isEnabled()
    write(desk.window, "Passphrase", "typing goes on")
    key(find(desk.window, "Passphrase"), Qt.Key.Key_Return)
    assert tries.read(path).failed == 2
    view.tick()
    assert "Again" not in said(desk)
    assert view.sign_in.isEnabled()


def test_the_wait_outlives_the_window_and_the_failures_stand_in_the_record(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    desk.open_first(path)
    tries.write(path, tries.Tries(6, datetime.now(UTC)))
    desk.open(path)
    assert "Again in 16 seconds" in said(desk)
    tries.write(path, tries.Tries(6, datetime(2026, 1, 1, tzinfo=UTC)))
    desk.open(path)
    sign_in(desk.window)
    assert events(desk) == ["sign_in_failed", "sign_in"]
    assert not tries.tries_path(path).exists()


def test_a_temporary_passphrase_is_changed_before_anything_else(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    invite(path, temporary=True)
    desk.open_first(path)
    sign_in(desk.window, SECOND_NAME, "harp gravel 7 candle")
    assert desk.app.store is None
    assert "Choose your own passphrase" in said(desk)
    choose_passphrase(desk.window, SECOND_PASSPHRASE)
    assert desk.app.user.name == SECOND_NAME
    assert events(desk)[-2:] == ["sign_in", "passphrase_changed"]
    assert not keys.unlock(path, SECOND_NAME, SECOND_PASSPHRASE).temporary


def test_no_other_way_leads_in_by_a_temporary_passphrase(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    invite(path, temporary=True)
    desk.open_first(path)
    sign_in(desk.window)
    backup = desk.app.store.back_up().path
    desk.app.lock()
    desk.show_gate(Gate(Door.SIGN_IN, path, restore=backup))
    sign_in(desk.window, SECOND_NAME, "harp gravel 7 candle")
    assert desk.app.store is None
    assert "This passphrase is temporary. Sign in with it, then choose one that only you know." in said(desk)
    sign_in(desk.window, SECOND_NAME, "harp gravel 7 candle")
    choose_passphrase(desk.window, SECOND_PASSPHRASE)
    assert desk.app.user.name == SECOND_NAME


def test_a_suspended_user_is_told_so_only_after_the_right_passphrase(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    suspend(path, invite(path), datetime(2026, 3, 1, tzinfo=UTC))
    desk.open_first(path)
    sign_in(desk.window, SECOND_NAME, "no such words here")
    assert "suspended" not in said(desk)
    sign_in(desk.window, SECOND_NAME, SECOND_PASSPHRASE)
    assert "Your access is suspended" in said(desk)
    assert "Again" not in said(desk)
    assert desk.app.store is None


def test_the_recovery_code_leads_to_a_new_passphrase_and_stays_good_if_kept(desk, tmp_path) -> None:
    path = tmp_path / "own.deskside"
    desk.open_first(path)
    code = set_up(desk.window, user=NAME)
    desk.app.lock()
    press(desk.window, "Use the recovery code")
    write(desk.window, "Recovery code", code.replace("-", "").lower())
    press(desk.window, "Use this code")
    choose_passphrase(desk.window, SECOND_PASSPHRASE)
    press(desk.window, "Keep the sheet I have")
    assert desk.app.user.name == NAME
    assert keys.unlock_with_code(path, code).user == desk.app.user.uid
    assert keys.unlock(path, NAME, SECOND_PASSPHRASE).user == desk.app.user.uid
    assert events(desk)[-3:] == ["sign_in", "recovery_code_used", "passphrase_changed"]


def test_after_a_recovery_a_new_code_takes_the_old_ones_place(desk, tmp_path) -> None:
    path = tmp_path / "own.deskside"
    desk.open_first(path)
    old = set_up(desk.window, user=NAME)
    desk.app.lock()
    press(desk.window, "Use the recovery code")
    write(desk.window, "Recovery code", old)
    press(desk.window, "Use this code")
    choose_passphrase(desk.window, SECOND_PASSPHRASE)
    new = confirm_code(desk.window)
    assert desk.app.user.name == NAME
    assert keys.unlock_with_code(path, new).user == desk.app.user.uid
    with pytest.raises(Exception, match="wrong_key"):
        keys.unlock_with_code(path, old)


def test_a_mistyped_code_is_no_wrong_try(desk, tmp_path) -> None:
    path = protected_floor(tmp_path)
    desk.open_first(path)
    press(desk.window, "Use the recovery code")
    write(desk.window, "Recovery code", "ABC")
    press(desk.window, "Use this code")
    assert "8 groups of 5" in said(desk)
    assert tries.read(path).failed == 0
    press(desk.window, "Back")
    assert has(desk.window, "Passphrase")


def test_a_plain_floor_of_before_is_opened_only_once_it_is_protected(desk, tmp_path) -> None:
    floor = new_floor(tmp_path)
    floor.store.back_up()
    floor.store.close()
    path = floor.store.path
    desk.open_first(path)
    assert "Protect this floor" in said(desk)
    assert desk.app.store is None
    assert not any("ater" in button.text() for button in desk.window.findChildren(QAbstractButton))
    write(desk.window, "Your passphrase", PASSPHRASE)
    write(desk.window, "The same once more", PASSPHRASE)
    press(desk.window, "Go on to the recovery code")
    confirm_code(desk.window)
    assert desk.app.user.name == NAME
    assert events(desk)[-2:] == ["sign_in", "protected"]
    assert not path.read_bytes().startswith(b"SQLite")
    for backup in path.parent.glob("backups/*.deskside"):
        assert not backup.read_bytes().startswith(b"SQLite")


def test_the_demo_floor_is_a_link_away_from_a_protected_one(desk, tmp_path) -> None:
    desk.open_first(protected_floor(tmp_path))
    press(desk.window, "The demo floor, or another floor")
    assert has(desk.window, "Look around in the demo floor")
    press(desk.window, "Open my floor")
    assert has(desk.window, "Passphrase")


def test_a_store_that_was_never_set_up_leaves_room_for_a_new_floor(desk, tmp_path) -> None:
    Store.open(tmp_path / "empty.deskside").close()
    desk.open_first(tmp_path / "empty.deskside")
    assert desk.window.current_key == "signin"
