"""Settings: what is chosen counts at once, names are kept as typed, and all but one step has a way back."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QListWidget, QTableView

from db.queries import people
from db.records.people import Role
from desktop.features.settings import actions
from desktop.features.settings.choices import ChoicesForm
from desktop.features.settings.page import SettingsPage
from desktop.shell import paths
from desktop.shell.settings import read_stored
from desktop.shell.text import day, use_locale
from desktop.widgets.forms import Choice, NumberField
from tests.pages.finding import find, has, press, settle, words, write
from tests.pages.opening import open_app, open_window


class Window:
    """Stands in for the window: remembers what the page asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def go(self, *where: object) -> None:
        self.asked.append(("go", *where))

    def use_store(self, *what: object) -> None:
        self.asked.append(("use", *what))

    def restore(self, backup: Path) -> None:
        self.asked.append(("restore", backup))

    def show_facts(self) -> None: ...


@pytest.fixture
def app(qtbot, floor):
    with open_app(floor.store, floor.user) as made:
        made.settings.use_store(floor.store, read_stored(floor.store))
        made.window = Window()
        made.place = floor.store.path
        yield made
        made.window = None


@pytest.fixture
def page(app, qtbot) -> SettingsPage:
    made = SettingsPage(app)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def open_subject(page: SettingsPage, key: str) -> None:
    page.show_target(key)
    settle()


def choose(page: SettingsPage, name: str, key: object) -> None:
    field = find(page, name, Choice)
    field.show_value(key)
    field.activated.emit(field.currentIndex())
    settle()


def make_coach(app, floor) -> None:
    with floor.store.writing("user") as db:
        app.user = people.user(db, people.add_user(db, "Cleo Adair", Role.COACH))


def test_a_choice_counts_at_once_and_follows_a_change_made_elsewhere(app, page):
    choose(page, "Colours", "dark")
    assert app.settings.get("theme") == "dark"
    app.settings.set("theme", "light")
    assert find(page, "Colours", Choice).value() == "light"


def test_coaching_choices_are_kept_in_the_store(floor, page):
    open_subject(page, "coaching")
    find(page, "Team target", NumberField).setValue(90)
    assert read_stored(floor.store)["target_percent"] == "90"


def test_every_setting_that_is_not_hidden_has_its_control(app, page):
    shown = {key for form in page.findChildren(ChoicesForm) for key in form.fields}
    assert shown == {key for key, row in app.settings.rows.items() if row.kind != "hidden"}


def test_the_list_of_subjects_moves_with_the_arrows(page):
    find(page, "Subjects", QListWidget).setCurrentRow(1)
    assert page.subject() == "coaching"
    assert has(page, "Team target")
    assert not has(page, "Colours")


def site_name(floor) -> str:
    with floor.store.reading() as db:
        return people.site(db).name


def test_the_sites_name_is_kept_as_it_is_typed(floor, page):
    open_subject(page, "floor")
    write(page, "Name of the site", "Łódź Harbour")
    assert site_name(floor) == "Łódź Harbour"


def test_teams_and_users_are_a_link_away(app, page):
    open_subject(page, "floor")
    press(page, "Teams are on the page People")
    press(page, "Users are on the page Users")
    assert app.window.asked == [("go", "people", None), ("go", "users", None)]


def test_only_who_looks_after_the_floor_is_led_to_the_users(app, floor, page):
    make_coach(app, floor)
    page.refresh()
    open_subject(page, "floor")
    assert has(page, "Teams are on the page People")
    assert not has(page, "Users are on the page Users")
    assert not find(page, "Name of the site", QLineEdit).isEnabled()


def test_the_floors_choices_are_written_by_who_looks_after_it_alone(app, floor):
    make_coach(app, floor)
    floor.store.act_as(app.user)
    app.settings.set("target_percent", 91)
    assert app.notices.last.text.startswith("Your role doesn't cover this.")
    assert "target_percent" not in read_stored(floor.store)


def test_a_blank_name_is_refused_under_its_field_and_the_old_one_comes_back(floor, page):
    open_subject(page, "floor")
    write(page, "Name of the site", "")
    assert any("Please write a name" in text for text in words(page))
    assert site_name(floor) == "Harbour Street"
    field = find(page, "Name of the site", QLineEdit)
    field.editingFinished.emit()
    assert field.text() == "Harbour Street"


def test_a_coach_reads_what_the_floor_agreed_on_but_does_not_change_it(app, floor, page):
    make_coach(app, floor)
    page.refresh()
    open_subject(page, "coaching")
    assert not find(page, "Team target").isEnabled()
    assert any("not change them" in text for text in words(page))
    open_subject(page, "look")
    assert find(page, "Colours").isEnabled()
    with pytest.raises(PermissionError):
        actions.rename_site(floor.store, "Mine", app.user)


def test_a_backup_is_made_listed_and_chosen_to_go_back_to_in_two_clicks(app, page):
    open_subject(page, "backups")
    assert any("no backup yet" in text for text in words(page))
    press(page, "Back up now")
    table = find(page, "Backups", QTableView).parentWidget()
    (backup,) = table.rows()
    assert "1 agent" in table.as_text()
    assert not any("set aside" in text for text in words(page))
    table.select(bool)
    assert any("set aside" in text for text in words(page))
    assert app.window.asked == []
    find(page, "Backups", QTableView)
    page.sections["backups"].restore.do.click()
    assert app.window.asked == [("restore", backup.path)]


def test_a_chosen_backup_can_be_left_alone(app, page):
    open_subject(page, "backups")
    press(page, "Back up now")
    find(page, "Backups", QTableView).parentWidget().select(bool)
    press(page, "Keep what is there")
    assert not any("set aside" in text for text in words(page))
    assert app.window.asked == []


def test_a_coach_may_back_up_but_not_go_back(app, floor, page):
    make_coach(app, floor)
    open_subject(page, "backups")
    press(page, "Back up now")
    find(page, "Backups", QTableView).parentWidget().select(bool)
    assert any("not go back" in text for text in words(page))
    assert not page.sections["backups"].restore.do.isVisibleTo(page)


def test_the_demo_is_removed_only_by_a_second_click(app, page, demo_file):
    place = paths.demo_store()
    place.parent.mkdir(parents=True)
    place.write_bytes(demo_file.read_bytes())
    other = place.with_name("demolition.deskside")
    other.write_bytes(b"somebody's own")
    open_subject(page, "demo")
    press(page, "Remove the demo floor…")
    assert place.exists()
    press(page, "Keep it")
    assert place.exists()
    press(page, "Remove the demo floor…")
    press(page, "Remove it for good")
    assert not place.exists()
    assert other.exists()
    assert app.window.asked == []
    assert not has(page, "Remove the demo floor…")


def test_the_demo_cannot_be_removed_while_there_is_nowhere_else_to_go(app, page, floor):
    app.is_demo = True
    open_subject(page, "demo")
    assert not has(page, "Remove the demo floor…")
    press(page, "Start my own floor")
    assert app.window.asked == [("go", "signin", None)]


def test_leaving_the_demo_for_good_goes_home_first(app, page, floor, tmp_path):
    app.is_demo = True
    app.place = tmp_path / "own.deskside"
    app.place.write_bytes(b"a floor of one's own")
    open_subject(page, "demo")
    press(page, "Remove the demo floor…")
    press(page, "Remove it for good")
    assert app.window.asked == [("use", app.place, None)]


def test_removing_the_demo_takes_its_backups_and_what_was_set_aside(floor, tmp_path):
    backup = floor.store.back_up()
    aside = tmp_path / "floor-set-aside-20260101-000000Z.deskside"
    aside.write_bytes(b"old")
    floor.store.close()
    actions.remove_demo(floor.store.path, floor.user)
    assert not list(backup.path.parent.glob("floor*"))
    assert not list(tmp_path.glob("floor*"))


def test_what_this_is_and_where_it_lies_can_be_copied(floor, page):
    open_subject(page, "about")
    press(page, "Copy version and places")
    copied = QGuiApplication.clipboard().text()
    assert f"This floor's store: {floor.store.path}" in copied
    assert "Imani" not in copied


def test_dates_are_written_as_chosen_from_then_on(floor, qtbot):
    from datetime import date

    from desktop.shell.desk import Desk

    with open_app(floor.store, floor.user) as app, open_window(app, ()) as window:
        desk = Desk(app, window)
        app.settings.set("language", "en_US")
        assert day(date(2026, 3, 9)) == "Mar 9, 2026"
        desk.instance.close()
    use_locale()
