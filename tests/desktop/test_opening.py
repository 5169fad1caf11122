"""Stores open behind the painted window; what stands in the way is a page with sentences and next steps."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.__main__ import main
from desktop.app import Start, begin, make_app, make_qt, run, store_to_open
from desktop.navigation import PLACES
from desktop.shell import paths
from desktop.shell.desk import Desk
from desktop.shell.instance import Instance, wake_other
from desktop.shell.jobs import InlineJobs
from desktop.shell.trouble import TroublePage
from desktop.shell.window import MainWindow
from tests.desktop.sample_page import sample_places
from tests.house.sources import ROOT
from tests.pages.door import open_protected, protected_floor, sign_in
from tests.pages.finding import has, press, settle, words


def rows():
    """The sample pages, the first of them as today's, and the sign-in page itself."""
    first, *others = (place for place in sample_places() if not place.alone)
    door = next(place for place in PLACES if place.alone)
    return (replace(first, key="today", title="Today"), *others, door)


@pytest.fixture
def desk(qtbot):
    app = make_app(InlineJobs(), queued=False)
    app.theme.apply(make_qt())
    made = Desk(app, MainWindow(app, rows()))
    made.greet()
    made.window.show()
    yield made
    made.window.close()
    made.shut()
    made.window.deleteLater()
    settle()


@pytest.fixture
def floor_path(tmp_path) -> Path:
    return protected_floor(tmp_path)


def come_in(desk: Desk, path: Path) -> None:
    """Open the store at the start, and sign in."""
    desk.open_first(path)
    sign_in(desk.window)


def test_the_window_is_seen_before_any_store_is_opened(desk) -> None:
    assert desk.app.store is None
    assert "Opening…" in words(desk.window.stack)


def test_an_opened_store_leads_to_todays_page(desk, floor_path) -> None:
    come_in(desk, floor_path)
    assert desk.window.current_key == "today"
    assert desk.app.user.name == "Ruth Castellane"
    assert desk.app.place == floor_path
    assert not desk.window.rail.isHidden()
    assert desk.app.settings.get("store") == str(floor_path)


def test_the_days_backup_is_made_and_said(desk, floor_path) -> None:
    come_in(desk, floor_path)
    assert list((floor_path.parent / "backups").glob("*.deskside"))
    assert any(text.startswith("backup ") for text in words(desk.window.status))


def test_without_a_store_the_user_is_welcomed(desk, tmp_path) -> None:
    desk.open_first(tmp_path / "none.deskside")
    assert desk.window.current_key == "signin"
    assert desk.window.rail.isHidden()
    assert not (tmp_path / "none.deskside").exists()


def test_a_file_that_is_no_store_is_answered_in_the_window_and_left_alone(desk, tmp_path) -> None:
    path = tmp_path / "letter.deskside"
    path.write_bytes(b"Dear Sir or Madam, " * 500)
    before = path.read_bytes()
    desk.open_first(path)
    page = desk.window.stack.currentWidget()
    assert isinstance(page, TroublePage)
    assert any("not a Deskside store" in text for text in words(page))
    assert {"Try again", "Restore a backup…", "Open another store…"} <= {
        button.accessibleName() for button in page.findChildren(type(page.try_again))
    }
    assert path.read_bytes() == before


def test_a_store_used_last_and_gone_is_missed_until_it_is_back(desk, floor_path) -> None:
    away = floor_path.with_name("on the drive")
    desk.app.settings.set("store", str(floor_path))
    floor_path.rename(away)
    desk.open_first(floor_path)
    said = " ".join(words(desk.window.stack))
    assert "Your store “floor.deskside” is not there." in said
    assert f"looked for in {floor_path.parent}" in said
    press(desk.window, "Try again")
    assert "is not there" in " ".join(words(desk.window.stack))
    assert not floor_path.exists()
    away.rename(floor_path)
    press(desk.window, "Try again")
    sign_in(desk.window)
    assert desk.app.user.name == "Ruth Castellane"


def test_beside_a_store_that_cant_be_opened_a_new_floor_can_be_started(desk) -> None:
    letter = paths.default_store()
    letter.parent.mkdir(parents=True)
    letter.write_bytes(b"Dear Sir or Madam, " * 500)
    desk.open_first(letter)
    press(desk.window, "Start a new floor…")
    assert desk.window.current_key == "signin"
    assert desk.app.place == letter.with_name("floor-2.deskside")
    letter.unlink()
    assert paths.place_beside(letter) == letter
    assert paths.place_beside(Path("/nowhere/gone.deskside")) == letter


def test_a_store_that_may_not_be_written_speaks_of_no_last_change(desk, floor_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    come_in(desk, floor_path)
    said = " ".join(words(desk.window.stack))
    assert "may not be written" in said
    assert "last change" not in said


def test_after_trouble_trying_again_opens_the_store(desk, floor_path) -> None:
    holder = open_protected(floor_path).store
    come_in(desk, floor_path)
    assert any("already open in another Deskside" in text for text in words(desk.window.stack))
    holder.close()
    press(desk.window, "Try again")
    sign_in(desk.window)
    assert desk.window.current_key == "today"


def test_a_backup_chosen_there_takes_somebody_whose_keys_open_it(desk, floor_path, tmp_path) -> None:
    store = open_protected(floor_path).store
    backup = store.back_up().path
    store.close()
    letter = tmp_path / "letter.deskside"
    letter.write_bytes(b"Dear Sir or Madam, " * 500)
    desk.open_first(letter)
    page = desk.window.stack.currentWidget()
    assert isinstance(page, TroublePage)
    page.backup.emit(backup)
    assert "Sign in to restore" in words(desk.window)
    assert letter.read_bytes().startswith(b"Dear Sir")
    sign_in(desk.window)
    assert desk.window.current_key == "today"
    assert desk.app.user.name == "Ruth Castellane"
    assert "kept as" in desk.app.notices.last.text


def test_restoring_sets_the_present_store_aside(desk, floor_path) -> None:
    come_in(desk, floor_path)
    backup = desk.app.store.back_up().path
    with desk.app.store.writing("agent") as db:
        db.execute("UPDATE agent SET name = 'Changed'")
    desk.app.restore(backup)
    with desk.app.store.reading() as db:
        assert [row["name"] for row in db.query("SELECT name FROM agent")] == ["Imani Okafor"]
    assert list(floor_path.parent.glob("*set-aside*"))


@pytest.mark.expects_logs
def test_an_unsound_backup_leaves_the_store_open_as_it_was(desk, floor_path) -> None:
    come_in(desk, floor_path)
    backup = desk.app.store.back_up().path
    backup.write_bytes(backup.read_bytes()[:5000])
    desk.app.restore(backup)
    assert desk.window.current_key == "today"
    assert desk.app.store.path == floor_path
    assert desk.app.notices.last.text.startswith(f"“{backup.name}” can't be restored")
    assert not list(floor_path.parent.glob("*set-aside*"))


def test_changing_the_store_lets_pages_and_undo_go(desk, floor_path, tmp_path) -> None:
    other = protected_floor(tmp_path / "other")
    come_in(desk, floor_path)
    first = desk.app.store
    page = desk.window.pages["today"]
    desk.app.undo.offer("Removed the note.", lambda: pytest.fail("it was another store"))
    desk.app.use_store(other)
    sign_in(desk.window)
    assert desk.app.store is not first
    assert desk.window.pages["today"] is not page
    desk.app.undo.undo()
    assert desk.app.notices.last.text == "There is nothing to undo."


def test_the_theme_follows_the_setting_at_once(desk) -> None:
    desk.app.settings.set("theme", "dark")
    desk.app.settings.set("text_percent", "150")
    assert (desk.app.theme.name, desk.app.theme.scale) == ("dark", 1.5)


def test_shutting_closes_the_store_for_the_next_one(desk, floor_path) -> None:
    come_in(desk, floor_path)
    desk.shut()
    open_protected(floor_path).store.close()


def test_the_chart_library_is_loaded_in_a_thread_after_the_store(desk, floor_path, qtbot) -> None:
    begin(desk, Start(floor_path), floor_path)
    assert desk.warm is not None
    qtbot.waitUntil(lambda: desk.warm.ident is not None)
    desk.warm.join(60)
    assert "matplotlib.figure" in sys.modules


def test_a_second_start_brings_the_first_window_forward(qtbot, tmp_path) -> None:
    path = tmp_path / "floor.deskside"
    assert not wake_other(path)
    first = Instance()
    first.listen(path)
    with qtbot.waitSignal(first.asked, timeout=5000):
        assert wake_other(path)
    assert not wake_other(tmp_path / "other.deskside")
    first.close()
    assert not wake_other(path)


def test_somebody_else_who_listens_in_our_place_keeps_no_window_from_opening(
    qtbot, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "floor.deskside"
    stranger = Instance()
    stranger.listen(path)
    monkeypatch.setattr("desktop.shell.instance._listener", lambda descriptor: -1)
    assert not wake_other(path)
    stranger.close()


def test_the_store_opened_last_is_looked_for_again_and_no_other_taken_unsaid(
    tmp_path, floor_path, home
) -> None:
    assert store_to_open(Start()) == paths.default_store()
    file = paths.machine_settings()
    file.parent.mkdir(parents=True)
    file.write_text(f'{{"store": "{floor_path.as_posix()}"}}')
    assert store_to_open(Start()) == floor_path
    assert store_to_open(Start(demo=True)) == paths.demo_store()
    assert store_to_open(Start(tmp_path / "x.deskside")) == tmp_path / "x.deskside"
    file.write_text('{"store": "/nowhere/gone.deskside"}')
    assert store_to_open(Start()) == Path("/nowhere/gone.deskside")
    file.write_text(f'{{"store": "{paths.demo_store().as_posix()}"}}')
    assert store_to_open(Start()) == paths.default_store()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["import"],
        ["import", "a.csv"],
        ["import", "a.csv", "--as", "cats"],
        ["plan", "Ada"],
        ["restore"],
    ],
)
def test_wrong_usage_exits_with_2(arguments, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: deskside" in capsys.readouterr().err


def test_a_script_gets_one_line_on_stderr_and_1(tmp_path, capsys) -> None:
    code = main(["--store", str(tmp_path / "no.deskside"), "restore", str(tmp_path / "no backup.deskside")])
    said = capsys.readouterr().err
    assert code == 1
    assert said.count("\n") == 1
    assert said.startswith("deskside: ")


def test_the_version_needs_no_window() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "desktop", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "none such"},
    )
    assert run.stdout.startswith("deskside ")


def test_a_real_start_paints_then_opens_then_closes_everything(qtbot, floor_path, monkeypatch) -> None:
    seen: list[MainWindow] = []

    def stay(_self: object = None) -> int:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        assert window.app.store is None
        qtbot.waitUntil(lambda: has(window, "Passphrase"), timeout=20_000)
        sign_in(window)
        qtbot.waitUntil(lambda: window.current_key == "today", timeout=20_000)
        seen.append(window)
        window.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", stay)
    assert run(Start(floor_path)) == 0
    assert seen[0].app.store is None
    open_protected(floor_path).store.close()
    seen[0].deleteLater()
    settle()
