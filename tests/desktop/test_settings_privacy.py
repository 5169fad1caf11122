"""The subject Privacy: what the floor has agreed on, and the numbers that were let through."""

import pytest

from db.queries import allowed_numbers
from db.records.people import Role
from desktop.features.settings.page import SettingsPage
from desktop.shell import privacy
from desktop.shell.settings import read_stored
from desktop.widgets.forms import Choice
from tests.pages.finding import find, has, press, settle
from tests.pages.opening import open_app

ORDER = "1234567890123452"


@pytest.fixture
def app(qtbot, floor):
    with floor.store.writing("allowed_number") as db:
        allowed_numbers.allow(db, ORDER, "Our order numbers", floor.user.id)
    with open_app(floor.store, floor.user) as made:
        made.settings.use_store(floor.store, read_stored(floor.store))
        yield made


@pytest.fixture
def page(app, qtbot) -> SettingsPage:
    made = SettingsPage(app)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_target("privacy")
    settle()
    return made


def listed(page: SettingsPage) -> list[tuple[str, str]]:
    return [(row.user, row.reason) for row in page.privacy.table.rows()]


def test_numbers_let_through_are_listed_with_who_and_why_and_can_be_masked_again(app, page) -> None:
    assert listed(page) == [("Ruth Castellane", "Our order numbers")]
    assert not has(page, "Mask this number again")
    page.privacy.table.select(lambda row: True)
    press(page, "Mask this number again")
    settle()
    assert listed(page) == []
    assert not privacy.allowances(app)(ORDER)
    app.undo.undo()
    settle()
    assert listed(page) == [("Ruth Castellane", "Our order numbers")]
    assert privacy.allowances(app)(ORDER)


def test_what_the_floor_agrees_on_is_kept_in_the_store(app, page, floor) -> None:
    choice = find(page, "E-mail addresses in notes and plans", Choice)
    assert choice.value() == "tell"
    choice.show_value("mask")
    choice.chosen.emit("mask")
    assert read_stored(floor.store)["private_emails"] == '"mask"'


def test_a_role_that_may_not_change_settings_reads_them(app, page, floor) -> None:
    app.user = floor.user.__class__(9, bytes(16), "Ada", Role.COACH)
    page.load()
    settle()
    assert not find(page, "E-mail addresses in notes and plans", Choice).isEnabled()


def test_without_a_user_no_number_is_let_through(app, floor) -> None:
    with pytest.raises(PermissionError):
        privacy.allow_number(floor.store, "9999999999999995", "because", None)
    app.user = None
    assert not privacy.may_allow(app)
