"""The window: rail and keys, notices, cards, and that everything closed is freed."""

import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QToolButton, QWidget

from desktop.app import open_box
from desktop.navigation import PLACES
from desktop.shell.cards import CrashCard, HelpCard, KeyCard
from desktop.shell.commands import Commands
from desktop.shell.notices import Notice
from desktop.shell.places import Place
from desktop.shell.window import _focus_inside
from desktop.widgets.palette import CommandBox
from tests.builders import new_floor
from tests.desktop.sample_page import SamplePage, sample_places
from tests.pages.finding import find, has, key, press, settle, words
from tests.pages.opening import open_app, open_window

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        yield made


@pytest.fixture
def window(app):
    with open_window(app, sample_places()) as made:
        made.activateWindow()
        yield made


def test_a_page_is_made_on_its_first_visit_and_kept(app, window) -> None:
    assert window.pages == {}
    app.go("two")
    first = window.pages["two"]
    app.go("one")
    app.go("two", 7)
    assert window.pages["two"] is first
    assert window.stack.currentWidget() is first
    assert (first.target, first.loads) == (7, 1)
    assert window.windowTitle() == "Two – Deskside"


def test_the_rail_shows_where_one_is_and_goes_elsewhere(app, window) -> None:
    app.go("one")
    press(window, "Three")
    assert window.current_key == "three"
    assert find(window, "Three", QToolButton).isChecked()
    assert not find(window, "One", QToolButton).isChecked()


def test_alt_and_a_digit_go_to_the_page_of_that_row(app, window) -> None:
    app.go("one")
    key(window, Qt.Key.Key_2, ALT)
    assert window.current_key == "two"
    key(window, Qt.Key.Key_9, ALT)
    assert window.current_key == "two"


def test_a_page_may_keep_the_user_from_leaving(app, window) -> None:
    app.go("one")
    window.pages["one"].stays = True
    press(window, "Two")
    assert window.current_key == "one"
    assert find(window, "One", QToolButton).isChecked()
    assert not window.close()
    window.pages["one"].stays = False


def test_under_1100_pixels_the_rail_shows_icons_and_tells_words_in_tooltips(app, window) -> None:
    button = find(window, "Two", QToolButton)
    window.resize(1280, 700)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    window.resize(1024, 640)
    assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert button.toolTip() == "Two (Alt+2)"
    assert button.accessibleName() == "Two"


def test_pages_a_role_may_not_see_are_not_in_the_rail(app) -> None:
    page = "tests.desktop.sample_page:SamplePage"
    rows = (Place("all", "All", "today", page), Place("some", "Some", "today", page, ("admin",)))
    with open_window(app, rows) as window:
        assert list(window.rail.buttons) == ["all"]


def test_signing_in_stands_alone(app, window) -> None:
    app.go("one")
    app.go("signin")
    assert window.rail.isHidden()
    assert window.status.isHidden()
    key(window, Qt.Key.Key_2, ALT)
    assert window.current_key == "signin"


def test_the_demo_floor_says_so_and_leads_to_ones_own(app, window) -> None:
    assert not has(window, "Start my own floor")
    app.is_demo = True
    window.show_store()
    press(window, "Start my own floor")
    assert window.current_key == "signin"


def test_a_notice_shows_its_action_and_goes_when_it_is_taken(app, window) -> None:
    taken: list[bool] = []
    app.go("one")
    app.notices.say("Removed the note.", ("Undo", lambda: taken.append(True)))
    assert "Removed the note." in words(window.notice_bar)
    press(window, "Undo")
    assert taken == [True]
    assert window.notice_bar.isHidden()


def test_errors_stay_until_they_are_put_away(app, window) -> None:
    assert Notice("The disk is full.", kind="error").stays_ms() is None
    app.notices.say("The disk is full.", kind="error")
    assert "✕ The disk is full." in words(window.notice_bar)
    press(window, "Put the notice away")
    assert window.notice_bar.isHidden()


def test_ctrl_z_takes_back_the_last_change_anywhere(app, window) -> None:
    undone: list[str] = []
    app.go("one")
    app.undo.offer("Removed the note.", lambda: undone.append("note"))
    window.pages["one"].header.primary.setFocus()
    key(window, Qt.Key.Key_Z, CTRL)
    assert undone == ["note"]


def test_in_a_field_ctrl_z_belongs_to_the_field(app, window) -> None:
    app.go("one")
    line = find(window, "A line")
    line.setFocus()
    line.insert("word")
    app.undo.offer("Removed the note.", lambda: pytest.fail("the window took the field's key"))
    key(line, Qt.Key.Key_Z, CTRL)
    assert line.text() == ""


def test_a_question_mark_shows_the_keys_of_the_page_and_of_the_window(app, window) -> None:
    app.go("one")
    window.pages["one"].header.primary.setFocus()
    key(window, Qt.Key.Key_Question)
    card = QApplication.activeModalWidget()
    assert isinstance(card, KeyCard)
    assert {"Export what is seen", "Ctrl+E", "Undo the last change", "Ctrl+Z", "Two", "Alt+2"} <= {
        *words(card)
    }
    card.reject()


def test_a_question_mark_in_a_field_is_a_letter(app, window) -> None:
    app.go("one")
    line = find(window, "A line")
    line.setFocus()
    key(line, Qt.Key.Key_Question, SHIFT)
    assert QApplication.activeModalWidget() is None


def test_f1_explains_the_page(app, window) -> None:
    app.go("one")
    key(window, Qt.Key.Key_F1)
    card = QApplication.activeModalWidget()
    assert isinstance(card, HelpCard)
    assert "no help" in card.text.toPlainText()
    card.reject()


def test_f1_explains_a_page_shown_alone_and_its_other_keys_rest(app, window) -> None:
    app.go("signin")
    key(window, Qt.Key.Key_Question, SHIFT)
    assert QApplication.activeModalWidget() is None
    key(window, Qt.Key.Key_F1)
    card = QApplication.activeModalWidget()
    assert isinstance(card, HelpCard)
    assert "Your passphrase" in card.text.toPlainText()
    card.reject()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_every_page_has_its_help(place) -> None:
    from desktop.shell.cards import help_text

    assert help_text(place.key).startswith("# ")


def test_a_bug_shows_its_report_and_the_window_stays(app, window) -> None:
    app.go("one")
    window.crashed(KeyError("Ada Brown"))
    card = QApplication.activeModalWidget()
    assert isinstance(card, CrashCard)
    press(card, "Copy the report")
    copied = QGuiApplication.clipboard().text()
    assert copied == find(card, "Report", QPlainTextEdit).toPlainText()
    assert "KeyError" in copied
    assert "Ada" not in copied
    card.reject()
    app.go("two")
    assert window.current_key == "two"


def test_the_status_line_says_when_text_was_kept(app, window) -> None:
    app.jobs.keep("note 3", str)
    assert [text for text in words(window.status) if text.startswith("kept ")]
    assert "Ruth Castellane" in words(window.status)


def test_the_place_of_the_window_is_remembered(app) -> None:
    with open_window(app, sample_places()) as window:
        window.resize(720, 520)
    with open_window(app, sample_places()) as window:
        assert (window.width(), window.height()) == (720, 520)


def test_the_first_window_leaves_room_for_its_frame(app) -> None:
    with open_window(app, sample_places()) as window:
        assert window.height() + 30 <= window.screen().availableSize().height()


def test_no_two_keys_of_the_window_are_the_same(window) -> None:
    keys = [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    assert sorted(keys) == sorted(set(keys))
    assert QKeySequence("Ctrl+K").toString() in keys


def test_the_box_goes_where_it_is_told_and_lists_keys(app, window) -> None:
    app.go("one")
    box = opened_box(app, window)
    assert box.model.commands[0].title == "One"
    box.line.insert("three")
    assert [command.title for command in box.model.commands] == ["Three"]
    assert box.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Three, page, Alt+3"
    key(box, Qt.Key.Key_Return)
    assert window.current_key == "three"


def test_the_box_does_what_the_page_can_do(app, window) -> None:
    app.go("one")
    box = opened_box(app, window)
    box.line.insert("export")
    key(box, Qt.Key.Key_Return)
    assert window.pages["one"].exported == 1


def test_the_box_finds_agents_by_the_beginning_of_a_name(app, window) -> None:
    went: list[tuple[str, object]] = []
    from desktop.shell.finding import provide_finds

    provide_finds(app)
    app.go("one")
    box = opened_box(app, window)
    box.line.insert("imani")
    assert box.model.commands[0].title == "Imani Okafor"
    window.go = lambda key, target=None: went.append((key, target))
    key(box, Qt.Key.Key_Return)
    assert went == [("people", 1)]


def test_arrows_move_in_the_box_while_the_words_keep_the_keyboard(app, window) -> None:
    app.go("one")
    box = opened_box(app, window)
    key(box, Qt.Key.Key_Down)
    key(box, Qt.Key.Key_Down)
    key(box, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == 1
    assert box.list.focusPolicy() == Qt.FocusPolicy.NoFocus
    key(box, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_the_box_says_when_nothing_fits(app, window) -> None:
    app.go("one")
    box = opened_box(app, window)
    box.line.insert("zzzz")
    assert "Nothing fits “zzzz”." in words(box)
    key(box, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is box
    box.reject()


def opened_box(app, window) -> CommandBox:
    open_box(app, window, False)
    box = QApplication.activeModalWidget()
    assert isinstance(box, CommandBox)
    return box


def test_pages_are_freed_when_the_store_changes(app, window) -> None:
    app.go("one")
    gone = weakref.ref(window.pages["one"])
    destroyed: list[bool] = []
    window.pages["one"].destroyed.connect(lambda: destroyed.append(True))
    window.forget_pages()
    settle()
    gc.collect()
    assert destroyed == [True]
    assert gone() is None
    assert window.stack.count() == 0


def test_the_window_is_freed_when_it_is_closed(app) -> None:
    with open_window(app, sample_places()) as window:
        app.go("one")
        gone = weakref.ref(window)
    del window
    app.commands = Commands()  # its provider is the window's, and lives as long as the app
    gc.collect()
    assert gone() is None


def test_a_page_that_cannot_be_made_leaves_the_window_as_it_was(app) -> None:
    rows = (*sample_places(1), Place("broken", "Broken", "today", "tests.desktop.no_such_module:Page"))
    with open_window(app, rows) as window:
        app.go("one")
        with pytest.raises(ModuleNotFoundError):
            app.go("broken")
        assert window.current_key == "one"
        assert isinstance(window.stack.currentWidget(), SamplePage)


def disable(button: QPushButton) -> None:
    button.setEnabled(False)


@pytest.mark.parametrize("put_away", [QPushButton.hide, disable])
def test_what_is_put_away_leaves_the_keyboard_on_the_page(app, window, put_away) -> None:
    app.go("two")
    page = window.pages["two"]
    last = QPushButton("Last")
    page.body.addWidget(last)
    last.show()
    last.setFocus()
    assert QApplication.focusWidget() is last
    put_away(last)
    assert page.isAncestorOf(QApplication.focusWidget())


def test_a_page_without_anything_yet_does_not_put_the_keyboard_on_the_rail(app, window) -> None:
    page = window.open_page("two")
    for each in page.findChildren(QWidget):
        each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.rail.buttons["one"].setFocus()
    _focus_inside(page, None)
    now = QApplication.focusWidget()
    assert now is not None and page.isAncestorOf(now)
