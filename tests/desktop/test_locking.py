"""Locking: the window is blank, the store closed, its keys gone; text and place come back to their user."""

import os
import subprocess
import sys
from contextlib import contextmanager
from ctypes import addressof, wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDoubleSpinBox

from db.errors import DiskFull
from db.queries import observations
from db.store import Store
from desktop.shell import clipboard
from desktop.shell.held import Write, seal, unseal
from desktop.shell.session import SessionWatch
from desktop.shell.session_windows import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    WindowsMessages,
)
from desktop.shell.stillness import Stillness
from tests.house.sources import ROOT
from tests.pages.door import (
    NAME,
    SECOND_NAME,
    SECOND_PASSPHRASE,
    invite,
    open_desk,
    open_protected,
    protected_floor,
    sign_in,
)
from tests.pages.finding import find, has, key, press, settle, words
from tests.pages.listening import hit, type_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path) -> Path:
    """A protected floor with a call of Imani's to listen to."""
    return protected_floor(tmp_path)


@pytest.fixture
def desk(qtbot, request, path):
    with open_desk(getattr(request, "param", "light")) as made:
        made.open_first(path)
        sign_in(made.window)
        made.window.activateWindow()
        yield made


def listen(desk):
    """Begin with Imani's call; returns the page."""
    desk.app.go("monitoring")
    page = desk.window.pages["monitoring"]
    hit(page, Qt.Key.Key_Return)
    hit(page, Qt.Key.Key_Return)
    return page


def pending(desk) -> list[str]:
    with desk.app.store.reading() as db:
        return [row["pending"] for row in db.query("SELECT pending FROM observation")]


@pytest.mark.parametrize("desk", ["light", "dark"], indirect=True)
def test_a_half_typed_note_is_there_again_after_a_wrong_and_a_right_passphrase(desk) -> None:
    type_in(listen(desk), "He asked twice")
    key(desk.window.focusWidget(), Qt.Key.Key_L, CTRL)
    assert desk.window.rail.isHidden()
    assert find(desk.window, "Your name").text() == NAME
    sign_in(desk.window, NAME, "no such words here")
    assert "doesn't open this floor" in " ".join(words(desk.window))
    sign_in(desk.window)
    assert desk.window.current_key == "monitoring"
    assert desk.window.pages["monitoring"].editor.notes.field.text() == "He asked twice"
    assert pending(desk) == ["He asked twice"]


def test_locking_leaves_no_store_no_keys_and_no_name_in_the_title(desk, path) -> None:
    store = desk.app.store
    desk.app.lock()
    assert (desk.app.store, desk.app.user, desk.app.unlocked) == (None, None, None)
    assert desk.window.windowTitle() == "Deskside"
    assert list(desk.window.pages) == ["signin"]
    with pytest.raises(RuntimeError, match="closed"), store.reading():
        pass
    open_protected(path).store.close()


def test_locking_stands_in_the_record(desk, path) -> None:
    desk.app.lock()
    floor = open_protected(path)
    with floor.store.reading() as db:
        kinds = [row["kind"] for row in db.query("SELECT kind FROM event ORDER BY id")]
    floor.store.close()
    assert kinds[-1] == "lock"


def test_boxes_clipboard_undo_and_notices_go_with_it(desk) -> None:
    box = QDialog(desk.window)
    box.open()
    clipboard.copy("Imani Okafor, 82 %")
    desk.app.undo.offer("Removed the note", lambda: pytest.fail("it was locked"))
    desk.app.lock()
    assert not box.isVisible()
    assert QApplication.activeModalWidget() is None
    assert QGuiApplication.clipboard().text() == ""
    assert desk.window.notice_bar.isHidden()
    sign_in(desk.window)
    desk.app.undo.undo()
    assert desk.app.notices.last.text == "There is nothing to undo."


def test_somebody_else_begins_at_their_own_today_and_the_first_finds_their_page_again(desk, path) -> None:
    desk.app.lock()
    invite(path)
    sign_in(desk.window)
    desk.app.go("people", 1)
    desk.app.lock()
    press(desk.window, "Somebody else")
    assert find(desk.window, "Your name").text() == ""
    sign_in(desk.window, SECOND_NAME, SECOND_PASSPHRASE)
    assert (desk.app.user.name, desk.window.current_key) == (SECOND_NAME, "today")
    desk.app.lock()
    sign_in(desk.window)
    assert (desk.app.user.name, desk.window.current_key) == (NAME, "people")
    assert desk.window.where() == ("people", 1)


def test_the_button_under_the_pages_locks_too(desk) -> None:
    press(desk.window, "Lock")
    assert desk.app.store is None
    assert desk.window.focusWidget().accessibleName() == "Passphrase"


def test_the_demo_floor_and_a_window_without_a_store_are_not_locked(qtbot, tmp_path) -> None:
    with open_desk() as desk:
        desk.open_first(tmp_path / "none.deskside")
        desk.app.lock()
        assert has(desk.window, "Look around in the demo floor")


@pytest.fixture
def full(monkeypatch):
    """A disk that can be full; `[True]` while it is."""
    full, writing = [False], Store.writing

    @contextmanager
    def refusing(store, *tables, **how):
        if full[0]:
            raise DiskFull(store.path)
        with writing(store, *tables, **how) as db:
            yield db

    monkeypatch.setattr(Store, "writing", refusing)
    return full


def test_what_the_store_refused_waits_sealed_and_is_kept_for_its_writer_alone(desk, path, full) -> None:
    page = listen(desk)
    full[0] = True
    type_in(page, "words")
    assert not desk.app.jobs.all_kept()
    desk.app.lock()
    assert desk.app.store is None
    sealed = next(iter(desk.away.sealed.values()))
    assert b"words" not in sealed
    assert not desk.window.close()
    full[0] = False
    invite(path)
    press(desk.window, "Somebody else")
    sign_in(desk.window, SECOND_NAME, SECOND_PASSPHRASE)
    assert pending(desk) == [""]
    desk.app.lock()
    press(desk.window, "Somebody else")
    sign_in(desk.window)
    assert pending(desk) == ["words"]
    assert not desk.away.sealed
    assert desk.app.jobs.all_kept()


def test_sealed_writes_open_for_their_writer_with_another_store_and_for_nobody_else(tmp_path) -> None:
    from db.keys import Unreadable

    store, other, own = object(), object(), os.urandom(32)
    sealed = seal((Write("note", observations.find_notes, (store, 7, "words")),), store, own)
    (write,) = unseal(sealed, other, own)
    assert (write.slot, write.work, write.args) == ("note", observations.find_notes, (other, 7, "words"))
    with pytest.raises(Unreadable):
        unseal(sealed, other, os.urandom(32))


def test_stillness_locks_and_every_touch_puts_it_off(qtbot, desk) -> None:
    now = [0.0]
    watch = Stillness(desk.window, lambda: now[0])
    watch.reached.connect(desk.lock)
    watch.watch(10)
    now[0] = 599
    touch(desk.window)
    now[0] = 700
    watch.look()
    assert desk.app.store is not None
    now[0] = 1199
    watch.look()
    assert desk.app.store is None


def test_the_minutes_are_a_setting_of_the_floor_and_count_at_once(desk) -> None:
    now = [0.0]
    desk.reasons.stillness._seconds = lambda: now[0]
    desk.app.settings.set("idle_minutes", 2)
    now[0] = 119
    desk.reasons.stillness.look()
    assert desk.app.store is not None
    now[0] = 120
    desk.reasons.stillness.look()
    assert desk.app.store is None


def touch(window) -> None:
    """A press of the mouse as the system sends it."""
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    settle()


def test_sleep_and_screen_saver_lock_when_they_begin_and_not_when_they_end(desk) -> None:
    desk.reasons.session.follow(False)
    assert desk.app.store is not None
    desk.reasons.session.follow(True)
    assert desk.app.store is None


def test_windows_tells_of_lock_and_sleep_and_of_much_else() -> None:
    left = []
    messages = WindowsMessages(lambda: left.append(True))
    for number, what in ((WM_WTSSESSION_CHANGE, 8), (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK), (0x0100, 7)):
        told = wintypes.MSG()
        told.message, told.wParam = number, what
        assert messages.nativeEventFilter(b"windows_generic_MSG", addressof(told)) == (False, 0)
    assert left == [True]
    told = wintypes.MSG()
    told.message, told.wParam = WM_POWERBROADCAST, PBT_APMSUSPEND
    messages.nativeEventFilter(b"windows_generic_MSG", addressof(told))
    assert left == [True, True]


HEAR = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from desktop.shell.session import SessionWatch

application = QCoreApplication([])
bus = QDBusConnection.sessionBus()
watch = SessionWatch()
watch.hear_buses(bus, bus)
left = []
watch.left.connect(lambda: (left.append(True), application.exit(0)))
message = QDBusMessage.createSignal(*sys.argv[1:4])
if len(sys.argv) > 4:
    message.setArguments([sys.argv[4] == "true"])
bus.registerService(sys.argv[5] if len(sys.argv) > 5 else "org.freedesktop.login1")
QTimer.singleShot(50, lambda: bus.send(message))
QTimer.singleShot(5000, lambda: application.exit(3))
code = application.exec()
print(",".join(watch.heard), len(left))
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
@pytest.mark.parametrize(
    "signal",
    [
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", "true"),
        ("/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock"),
    ],
)
def test_on_linux_logind_is_heard(signal) -> None:
    run = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", HEAR, *signal],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "dbus" in run.stderr and run.returncode == 127:
        pytest.skip("no D-Bus here")
    assert (run.returncode, run.stdout.strip()) == (0, "sleep,lock,screen 1"), run.stderr


def test_nothing_is_heard_where_there_is_no_bus(qtbot, monkeypatch) -> None:
    from PySide6.QtDBus import QDBusConnection

    watch = SessionWatch()
    nowhere = QDBusConnection("no such bus")
    watch.hear_buses(nowhere, nowhere)
    assert watch.heard == ()


def test_a_number_half_typed_is_kept_before_the_window_is_locked(desk) -> None:
    desk.app.go("settings")
    page = desk.window.pages["settings"]
    before = desk.app.settings.get("idle_minutes")
    field = next(each for each in page.findChildren(QDoubleSpinBox) if each.value() == before)
    field.setFocus()
    field.selectAll()
    type_in(page, "17")
    desk.lock()
    sign_in(desk.window)
    assert desk.app.settings.get("idle_minutes") == 17
