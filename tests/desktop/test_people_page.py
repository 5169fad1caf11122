"""The people page as it is used: found by spoken names, by keys, and every figure opens its rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QTableView

from db.queries import people
from db.records.people import Role, User
from db.store import Store
from desktop.features.people.page import PeoplePage
from desktop.shell.context import App
from tests.builders import Floor, evaluate, take_call
from tests.pages.finding import find, has, key, press, settle, words, write
from tests.pages.opening import open_app

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


class Window:
    """Remembers where the page wanted to go."""

    def __init__(self, page: PeoplePage | None = None) -> None:
        self.went: list[tuple[str, object]] = []
        self.page = page

    def go(self, place: str, target: object = None) -> None:
        self.went.append((place, target))
        if place == "people" and self.page is not None:
            self.page.show_target(target)


def open_page(app: App) -> PeoplePage:
    app.clock = lambda: NOW
    page = PeoplePage(app)
    app.window = Window(page)  # type: ignore[assignment]  # only what the page asks for
    page.resize(1300, 800)
    page.show()
    page.activateWindow()
    settle()
    return page


def went(app: App) -> list[tuple[str, object]]:
    return app.window.went  # type: ignore[union-attr]


@pytest.fixture
def small(floor: Floor) -> Iterator[PeoplePage]:
    for day in range(2, 9):
        evaluate(floor, take_call(floor, date(2026, 3, day), f"C-{day}"), day % 2)
    with open_app(floor.store, floor.user) as app:
        page = open_page(app)
        yield page
        page.close()
        page.deleteLater()
        app.window = None
        settle()


@pytest.fixture
def busy(demo: Store) -> Iterator[PeoplePage]:
    with demo.reading() as db:
        user = people.users(db)[0]
    with open_app(demo, user) as app:
        page = open_page(app)
        yield page
        page.close()
        page.deleteLater()
        app.window = None
        settle()


def table(page: PeoplePage, name: str = "People") -> QTableView:
    return find(page, name, QTableView)


def names(page: PeoplePage) -> list[str]:
    model = table(page).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def rows(page: PeoplePage, name: str) -> list[str]:
    view = find(page, name, QListView)
    model = view.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def open_row(page: PeoplePage, name: str, row: int = 0) -> None:
    view = find(page, name, QListView)
    view.setCurrentIndex(view.model().index(row, 0))
    key(view, Qt.Key.Key_Return)


def choose(page: PeoplePage, name: str, text: str) -> None:
    box = find(page, name, QComboBox)
    place = box.findText(text)
    assert place >= 0
    box.setCurrentIndex(place)
    box.activated.emit(place)


# The list


def test_the_list_says_team_stage_mean_last_heard_and_plan(small: PeoplePage) -> None:
    model = table(small).model()
    line = [model.index(0, column).data() for column in range(6)]
    assert [line[0], line[1], line[3]] == ["Imani Okafor", "Harbour", "Developing"]
    assert "n\N{NO-BREAK SPACE}7" in line[2]


def test_too_few_calls_are_said_in_words(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2026, 3, 2)))
    with open_app(floor.store, floor.user) as app:
        page = open_page(app)
        assert table(page).model().index(0, 2).data() == "too few calls, n\N{NO-BREAK SPACE}1"
        page.deleteLater()


def test_a_team_narrows_the_list(busy: PeoplePage) -> None:
    everybody = names(busy)
    choose(busy, "Team", "Orchard")
    assert 0 < len(names(busy)) < len(everybody)
    assert busy.header.state.text().startswith(f"{len(names(busy))} people")


def test_typing_finds_people_whatever_their_accents(busy: PeoplePage) -> None:
    key(table(busy), Qt.Key.Key_L)
    write(busy, "Find in People", "lukasz zolc")
    assert names(busy) == ["Łukasz Żółć"]


def test_people_are_never_ranked_by_their_score(busy: PeoplePage) -> None:
    before = names(busy)
    table(busy).sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert names(busy) == before


def test_those_who_left_are_kept_and_shown_on_request(small: PeoplePage) -> None:
    small.open_agent(1)
    small.edit()
    small.detail.editing.form.left.show_value(date(2026, 3, 1))
    small.detail.editing.form.left.chosen.emit(date(2026, 3, 1))
    assert small.list.table.rows() == []
    press(small, "Show everybody")
    assert names(small) == ["Imani Okafor"]
    press(small, "Show those who left")
    assert small.list.table.rows() == []
    press(small, "Show those who left")
    assert names(small) == ["Imani Okafor"]


def test_two_of_one_name_show_what_tells_them_apart(small: PeoplePage) -> None:
    press(small, "Add an agent")
    write(small, "Name", "imani okafor")
    write(small, "Reference", "H2")
    press(small, "Add to the floor")
    small.detail.layers.leave()
    assert names(small) == ["Imani Okafor · H1", "imani okafor · H2"]


# Going in and out


def test_enter_opens_and_escape_comes_back_to_the_same_line(busy: PeoplePage) -> None:
    view = table(busy)
    view.setCurrentIndex(view.model().index(3, 0))
    name = names(busy)[3]
    key(view, Qt.Key.Key_Return)
    assert name in words(busy)
    assert not view.isColumnHidden(0) and view.isColumnHidden(3)
    key(QApplication.focusWidget() or busy, Qt.Key.Key_Escape)
    assert not busy.detail.isVisible()
    assert not view.isColumnHidden(3)
    assert view.currentIndex().row() == 3


def test_the_page_follows_the_cursor_of_the_list_without_taking_the_keyboard(busy: PeoplePage) -> None:
    view = table(busy)
    busy.open_agent(busy.list.roster.people[0].agent.id)
    view.setFocus()
    key(view, Qt.Key.Key_Down)
    assert names(busy)[1] in words(busy)
    assert view.hasFocus()


def test_sorting_beside_a_page_forgets_no_column_of_the_whole_list(busy: PeoplePage) -> None:
    view = table(busy)
    before = view.shown_columns()  # type: ignore[attr-defined]
    busy.open_agent(1)
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    other = PeoplePage(busy.app)
    assert other.list.table.view.shown_columns() == before
    other.deleteLater()
    busy.detail.layers.leave()
    assert view.shown_columns() == before  # type: ignore[attr-defined]


def test_a_target_hidden_by_the_filters_is_shown_all_the_same(busy: PeoplePage) -> None:
    choose(busy, "Team", "Orchard")
    other = next(one for one in busy.list.roster.people if one.agent.team != "Orchard")
    busy.show_target(other.agent.id)
    assert other.agent.name in words(busy)
    assert other.agent.name in names(busy)


# One agent's page


def test_the_actions_lead_to_their_pages(small: PeoplePage) -> None:
    small.open_agent(1)
    for name in ("Observe a call", "Assess skills", "Write a plan"):
        press(small, name)
    assert went(small.app) == [
        ("monitoring", ("agent", 1)),
        ("skills", ("agent", 1)),
        ("plans", ("agent", 1)),
    ]


def test_strengths_stand_above_the_weakest(busy: PeoplePage) -> None:
    busy.open_agent(3)
    strong, weak = find(busy, "Strengths", QListView), find(busy, "Weakest", QListView)
    assert strong.mapTo(busy, strong.pos()).y() < weak.mapTo(busy, weak.pos()).y()
    assert all("n\N{NO-BREAK SPACE}" in line for line in (*rows(busy, "Strengths"), *rows(busy, "Weakest")))


def test_a_question_opens_the_evaluations_behind_it_and_those_their_sum(busy: PeoplePage) -> None:
    busy.open_agent(3)
    n = busy.detail.panel.profile.questions.weak[0].estimate.n  # type: ignore[union-attr]
    open_row(busy, "Weakest")
    behind = table(busy, "Evaluations behind the figure")
    assert behind.model().rowCount() == n
    behind.setCurrentIndex(behind.model().index(0, 0))
    key(behind, Qt.Key.Key_Return)
    assert went(busy.app)[-1][0] == "monitoring"
    assert went(busy.app)[-1][1][0] == "evaluation"  # type: ignore[index]
    key(QApplication.focusWidget() or behind, Qt.Key.Key_Escape)
    assert has(busy, "Weakest", QListView)


def test_all_evaluations_of_the_mean_can_be_shown(small: PeoplePage) -> None:
    small.open_agent(1)
    press(small, "Show all 7 evaluations")
    assert table(small, "Evaluations behind the figure").model().rowCount() == 7


def test_a_note_opens_where_it_was_taken(busy: PeoplePage) -> None:
    busy.open_agent(3)
    note = busy.detail.panel.profile.praise[0]  # type: ignore[union-attr]
    open_row(busy, "Strengths noted on calls")
    assert went(busy.app)[-1] == ("monitoring", ("note", note.id))


def test_a_customers_figure_opens_its_contacts_and_each_its_facts(busy: PeoplePage) -> None:
    busy.open_agent(3)
    n = busy.detail.panel.profile.customers.rating.n  # type: ignore[union-attr]
    open_row(busy, "Customers’ own figures")
    behind = table(busy, "Contacts behind the figure")
    assert behind.model().rowCount() == n > 0
    reference = behind.model().index(0, 1).data()
    behind.setCurrentIndex(behind.model().index(0, 0))
    key(behind, Qt.Key.Key_Return)
    assert reference in words(busy)
    press(busy, "Observe this call")
    assert went(busy.app)[-1][0] == "monitoring"
    assert went(busy.app)[-1][1][0] == "contact"  # type: ignore[index]


def test_a_measure_nobody_took_is_said_not_shown_as_nought(small: PeoplePage) -> None:
    small.show_target(("contact", 1))
    assert words(small).count("not measured") >= 5
    assert "0:00" not in words(small)


def test_the_timeline_is_narrowed_and_goes_further_back(busy: PeoplePage) -> None:
    busy.open_agent(3)
    shown = busy.detail.panel.days.timeline.happenings()
    assert len(shown) == 30
    press(busy, "Show earlier days")
    assert busy.detail.panel.days.timeline.happenings()[:30] == shown
    assert len(busy.detail.panel.days.timeline.happenings()) == 60
    choose(busy, "What the timeline shows", "contacts")
    kinds = {one.payload[0] for one in busy.detail.panel.days.timeline.happenings()}  # type: ignore[index]
    assert kinds == {"contact"}


def test_a_longer_span_counts_more_calls(busy: PeoplePage) -> None:
    busy.open_agent(3)
    choose(busy, "Span of weeks", "last 13 weeks")
    fewer = busy.detail.panel.profile.course.whole.n  # type: ignore[union-attr]
    choose(busy, "Span of weeks", "all the time")
    assert busy.detail.panel.profile.course.whole.n > fewer  # type: ignore[union-attr]


# Changing what is known


def test_a_name_is_kept_as_it_is_typed_and_undone_as_one_step(small: PeoplePage) -> None:
    small.open_agent(1)
    press(small, "Edit what is known of this person")
    for text in ("Imani", "Imani O", "Imani Østergård"):
        write(small, "Name", text)
    assert names(small) == ["Imani Østergård"]
    key(find(small, "Name", QLineEdit), Qt.Key.Key_Escape)
    small.app.undo.undo()
    assert names(small) == ["Imani Okafor"]
    small.app.undo.redo()
    assert names(small) == ["Imani Østergård"]


def test_a_blank_name_is_not_kept_and_says_so_under_the_field(small: PeoplePage) -> None:
    small.open_agent(1)
    small.edit()
    write(small, "Name", "")
    assert names(small) == ["Imani Okafor"]
    assert any("A name is needed" in text for text in words(small))


def test_leaving_the_page_turns_what_was_typed_into_a_step_of_undo(small: PeoplePage) -> None:
    small.open_agent(1)
    small.edit()
    write(small, "Reference", "H77")
    assert small.may_leave()
    small.app.undo.undo()
    assert small.list.roster.people[0].agent.reference == "H1"


def test_a_new_person_can_be_added_removed_and_brought_back(small: PeoplePage) -> None:
    press(small, "Add an agent")
    write(small, "Name", "李小龍")
    press(small, "Add to the floor")
    assert "李小龍" in names(small)
    press(small, "Edit what is known of this person")
    press(small, "Remove this person")
    assert names(small) == ["Imani Okafor"]
    small.app.undo.undo()
    assert "李小龍" in names(small)


def test_undoing_an_addition_closes_the_page_of_who_is_gone(small: PeoplePage) -> None:
    press(small, "Add an agent")
    write(small, "Name", "Nils Ek")
    press(small, "Add to the floor")
    small.app.undo.undo()
    assert names(small) == ["Imani Okafor"]
    assert not small.detail.isVisible()


def test_nobody_with_calls_is_offered_for_removal(small: PeoplePage) -> None:
    small.open_agent(1)
    small.edit()
    assert not has(small, "Remove this person")


def test_teams_are_added_renamed_and_undone(small: PeoplePage) -> None:
    press(small, "Add and rename teams")
    write(small, "Name of the new team", "Mill Lane")
    press(small, "Add the team")
    settle()
    write(small, "Name of team Mill Lane", "Mill Road")
    assert [team.name for team in small.list.roster.teams] == ["Harbour", "Mill Road"]
    small.detail.layers.leave()
    small.app.undo.undo()
    assert [team.name for team in small.list.roster.teams] == ["Harbour", "Mill Lane"]
    small.app.undo.undo()
    assert [team.name for team in small.list.roster.teams] == ["Harbour"]


def test_a_team_never_takes_anothers_name(small: PeoplePage) -> None:
    small.show_teams()
    write(small, "Name of the new team", "HARBOUR")
    press(small, "Add the team")
    assert len(small.list.roster.teams) == 1
    assert any("Another team has this name" in text for text in words(small))


def test_a_coach_sees_people_but_no_way_to_change_them(floor: Floor) -> None:
    coach = User(floor.user.id, floor.user.uid, floor.user.name, Role.COACH)
    with open_app(floor.store, coach) as app:
        page = open_page(app)
        page.open_agent(1)
        assert has(page, "Observe a call")
        for name in ("Add an agent", "Add and rename teams", "Edit what is known of this person"):
            assert not has(page, name)
        page.edit()
        assert not has(page, "Name", QLineEdit)
        page.deleteLater()


def test_a_new_evaluation_appears_on_the_open_page(small: PeoplePage, floor: Floor) -> None:
    small.open_agent(1)
    evaluate(floor, take_call(floor, date(2026, 3, 10), "C-10"))
    settle()
    assert small.detail.panel.profile.course.whole.n == 8  # type: ignore[union-attr]
