"""The page Users as somebody works it: inviting, assigning, removing, and a passphrase told once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from db import keys
from db.records.people import Role
from desktop.features.users import actions
from desktop.features.users.actions import Invitation
from desktop.features.users.page import UsersPage
from desktop.widgets.forms import Choice
from tests.builders import Floor
from tests.pages.door import NAME, open_protected, protected_floor
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window


class Window:
    """Stands in for the window: remembers what the page asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def use_store(self, *what: object) -> None:
        self.asked.append(what)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Floor]:
    floor = open_protected(protected_floor(tmp_path))
    floor.store.act_as(floor.user)
    yield floor
    floor.store.close()


def show(floor: Floor, app, qtbot) -> UsersPage:
    page = UsersPage(app)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    page.show()
    settle()
    return page


@pytest.fixture
def app(qtbot, floor):
    floor.store.act_as(floor.user)
    with open_app(floor.store, floor.user) as made:
        made.window = Window()
        yield made
        made.window = None


@pytest.fixture
def page(app, floor, qtbot) -> UsersPage:
    return show(floor, app, qtbot)


@pytest.fixture
def locked_app(qtbot, locked):
    with open_app(locked.store, locked.user) as made:
        yield made


@pytest.fixture
def locked_page(locked_app, locked, qtbot) -> UsersPage:
    return show(locked, locked_app, qtbot)


def choose(page: UsersPage, name: str, key: object) -> None:
    field = find(page, name, Choice)
    field.show_value(key)
    field.activated.emit(field.currentIndex())
    settle()


def invite(page: UsersPage, name: str = "Cleo Adair") -> None:
    page.invite()
    write(page, "Name of the new user", name)
    press(page, "Invite them")
    settle()


def lines(page: UsersPage) -> str:
    return page.table.as_text()


def test_an_invited_user_is_told_a_passphrase_once(locked, locked_page):
    page = locked_page
    page.show_target("new")
    write(page, "Name of the new user", "Cleo Adair")
    choose(page, "Assign a team or an agent", ("team", locked.team))
    assert has(page, "Take away Team Harbour")
    press(page, "Invite them")
    settle()
    told = page.told.passphrase.text()
    assert keys.unlock(locked.store.path, "Cleo Adair", told).temporary
    assert "Cleo Adair\tCoach\tHarbour\tinvited" in lines(page)
    press(page, "I have told them")
    assert page.told.passphrase.text() == ""
    assert not any(told in text for text in words(page))


def test_the_copied_passphrase_does_not_stay_on_the_clipboard(locked_page):
    page, clipboard = locked_page, QGuiApplication.clipboard()
    invite(page)
    told = page.told.passphrase.text()
    press(page, "Copy the passphrase")
    assert clipboard.text() == told
    assert clipboard.mimeData().data("x-kde-passwordManagerHint").toStdString() == "secret"
    page.told.clear_clipboard()  # as after a minute
    assert clipboard.text() == ""
    press(page, "Copy the passphrase")
    page.hide()
    assert clipboard.text() == ""
    assert page.told.passphrase.text() == ""


def test_what_was_copied_since_stays_on_the_clipboard(locked_page):
    invite(locked_page)
    press(locked_page, "Copy the passphrase")
    QGuiApplication.clipboard().setText("an order number")
    press(locked_page, "I have told them")
    assert QGuiApplication.clipboard().text() == "an order number"


def test_a_floor_without_passphrases_says_so_and_lets_one_work_as_another(app, floor, page):
    assert any("opens without passphrases" in text for text in words(page))
    invite(page)
    assert not page.told.isVisible()
    assert not has(page, "New passphrase…")
    press(page, "Work as this user")
    cleo = actions.read_users(floor.store, floor.user).rows[0].user
    assert app.window.asked == [(floor.store.path, cleo.id)]


def test_a_name_that_is_taken_is_refused_under_its_field(page):
    invite(page, "ruth castellane")
    assert any("That name is taken" in text for text in words(page))
    assert page.form.name.text() == "ruth castellane"
    assert "1 user" in words(page)


def test_teams_are_given_taken_away_and_given_back(app, floor, page):
    invite(page)
    choose(page.panel, "Assign a team or an agent", ("team", floor.team))
    assert "Cleo Adair\tCoach\tHarbour" in lines(page)
    press(page, "Take away Team Harbour")
    assert "Cleo Adair\tCoach\tnobody yet" in lines(page)
    app.undo.undo()
    assert "Cleo Adair\tCoach\tHarbour" in lines(page)
    app.undo.redo()
    assert "Cleo Adair\tCoach\tnobody yet" in lines(page)


def test_a_role_is_changed_and_changed_back(app, page):
    invite(page)
    choose(page.panel, "Role", Role.SUPERVISOR)
    assert "Cleo Adair\tSupervisor" in lines(page)
    app.undo.undo()
    assert "Cleo Adair\tCoach" in lines(page)


def test_the_last_who_looks_after_the_floor_is_not_offered_an_end(page, floor):
    page.show_target(floor.user.id)
    assert not has(page, "Suspend this user")
    assert not has(page, "Remove this user…")
    choose(page.panel, "Role", Role.COACH)
    assert "Ruth Castellane\tCoach, looks after this floor" in lines(page)
    assert not page.panel.keeps.isEnabled()


def test_a_role_that_would_leave_nobody_is_refused_with_a_reason(app, floor, page):
    page.deeds._of = lambda: floor.user.id
    page.deeds.change_role(Role.COACH, False)
    assert "let another person do so first" in app.notices.last.text
    assert "Ruth Castellane\tSupervisor, looks after this floor" in lines(page)


def test_suspending_is_taken_back(app, page):
    invite(page)
    press(page, "Suspend this user")
    assert "2 users, 1 of them suspended" in words(page)
    app.undo.undo()
    assert "2 users" in words(page)
    press(page, "Suspend this user")
    press(page, "Let this user in again")
    assert "2 users" in words(page)


def test_removing_takes_two_clicks_and_a_new_key(locked, locked_app, locked_page):
    page = locked_page
    invite(page)
    before = locked.store.unlocked.store_key
    press(page, "Remove this user…")
    assert any("This can't be undone" in text for text in words(page))
    press(page, "Leave it as it is")
    assert "2 users" in words(page)
    press(page, "Remove this user…")
    press(page, "Remove them for good")
    settle()
    assert "1 user" in words(page)
    assert page.split.isEnabled()
    assert locked.store.unlocked.store_key != before
    assert locked_app.unlocked.store_key != before


def test_a_new_passphrase_says_first_that_private_notes_stay_closed(locked, locked_page):
    page = locked_page
    invite(page)
    first = page.told.passphrase.text()
    press(page, "I have told them")
    press(page, "New passphrase…")
    assert any("private notes stay closed for ever" in text for text in words(page))
    press(page, "Give a new passphrase")
    second = page.told.passphrase.text()
    assert second
    assert second != first
    assert keys.unlock(locked.store.path, "Cleo Adair", second).temporary


def test_the_page_is_in_the_rail_of_who_looks_after_the_floor_alone(qtbot, floor):
    cleo = actions.invite(floor.store, Invitation("Cleo Adair", Role.COACH), floor.user).user
    for user, seen in ((floor.user, True), (cleo, False)):
        with open_app(floor.store, user) as app, open_window(app) as window:
            assert ("users" in window.rail.buttons) is seen


def test_a_name_is_changed_where_it_stands(locked, locked_page):
    page = locked_page
    page.show_target(locked.user.id)
    write(page.panel, "Name", "Ruth Castellane-Moor")
    page.panel.name.editingFinished.emit()
    settle()
    assert "Ruth Castellane-Moor" in lines(page)
    assert NAME + "\t" not in lines(page)


def test_new_keys_are_offered_after_a_reset_and_after_suspending(locked, locked_app, locked_page):
    page = locked_page
    assert not has(page, "Give the floor new keys")
    invite(page)
    press(page, "I have told them")
    assert not has(page, "Give the floor new keys")
    press(page, "New passphrase…")
    press(page, "Give a new passphrase")
    settle()
    assert has(page, "Give the floor new keys")
    assert any("Backups from before are still opened by the old keys" in text for text in words(page))
    page.new_keys.sure.hide()
    press(page, "Suspend this user")
    settle()
    before = locked.store.unlocked.store_key
    press(page, "Give the floor new keys")
    settle()
    assert locked.store.unlocked.store_key != before
    assert "The floor has new keys" in locked_app.notices.last.text
    assert page.split.isEnabled()


def test_a_floor_without_passphrases_has_no_keys_to_renew(page):
    assert not has(page, "Give the floor new keys…")
