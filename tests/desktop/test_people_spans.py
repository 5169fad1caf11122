"""Where an agent's calls are older than the span: that is said, and they are shown all the same."""

from datetime import date

from PySide6.QtWidgets import QComboBox

from db.queries import people
from tests.builders import Floor, evaluate, take_call
from tests.desktop.test_people_page import choose, open_page, table
from tests.pages.finding import find, has, press, words
from tests.pages.opening import open_app


def test_where_all_calls_are_older_the_list_says_so_and_the_page_shows_them(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    with open_app(floor.store, floor.user) as app:
        page = open_page(app)
        assert table(page).model().index(0, 2).data() == "none in 13 weeks"
        page.open_agent(floor.agent)
        assert "None of the last 26 weeks: all the time is shown." in words(page)
        assert page.detail.panel.profile.course.whole.n == 1  # type: ignore[union-attr]
        page.deleteLater()


def test_a_chosen_span_without_calls_names_the_newest_and_offers_it(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    with open_app(floor.store, floor.user) as app:
        page = open_page(app)
        page.open_agent(floor.agent)
        choose(page, "Span of weeks", "last 52 weeks")
        assert "None of the last 52 weeks; the newest evaluated call is of 31 Mar 2021." in words(page)
        press(page, "Show all the time")
        assert page.detail.panel.profile.course.whole.n == 1  # type: ignore[union-attr]
        assert not has(page, "Show all the time")
        page.deleteLater()


def test_a_span_widened_for_one_person_is_the_usual_one_for_the_next(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Ada Novak", floor.team)
    with open_app(floor.store, floor.user) as app:
        page = open_page(app)
        page.open_agent(floor.agent)
        page.open_agent(other)
        assert find(page, "Span of weeks", QComboBox).currentText() == "last 26 weeks"
        assert "Nothing was evaluated yet. Finish an evaluation, and the score appears here." in words(page)
        page.deleteLater()
