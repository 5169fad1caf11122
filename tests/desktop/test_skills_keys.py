"""Assessing by keys alone: where Tab, Enter, Page Down and Escape lead, and what is said to come next."""

from collections.abc import Iterator
from datetime import UTC, date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableView

from db.queries import skills
from desktop.features.skills.page import SkillsPage
from desktop.shell.text import use_locale
from tests.builders import Floor, evaluate, take_call
from tests.desktop.test_skills_page import COACH, OWN, finish, heard, level, lines, show, table
from tests.pages.finding import find, has, key, press, settle
from tests.pages.opening import open_app


@pytest.fixture
def page(floor: Floor) -> Iterator[SkillsPage]:
    use_locale(zone=UTC)
    with open_app(floor.store, floor.user) as app:
        page = show(app)
        yield page
        page.close()
        page.deleteLater()
        settle()


def test_tab_goes_from_the_levels_to_the_words_so_that_typed_digits_rate_nothing(page: SkillsPage) -> None:
    page.activateWindow()
    press(page, "Assess: the coach's view")
    for digit in (Qt.Key.Key_3, Qt.Key.Key_Up):
        page.assessing.rating.levels.focus()
        key(QApplication.focusWidget(), digit)
        key(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is find(page, "What was seen", QPlainTextEdit)
    key(QApplication.focusWidget(), Qt.Key.Key_5)
    assert page.assessing.row().rating.level == 3
    assert page.assessing.row().rating.comment == "5"
    key(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is level(page, 3)


def test_page_down_in_the_words_goes_on_and_enter_begins_a_line(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    page.assessing.rate(3)
    comment = find(page, "What was seen", QPlainTextEdit)
    comment.setFocus()
    key(comment, Qt.Key.Key_Return)
    assert (comment.toPlainText(), page.assessing.place) == ("\n", 0)
    key(comment, Qt.Key.Key_PageDown)
    assert page.assessing.place == 1
    key(comment, Qt.Key.Key_PageUp)
    assert page.assessing.place == 0


def test_after_the_own_view_the_coach_s_is_said_to_be_next(page: SkillsPage, floor: Floor) -> None:
    page.show_agent(floor.agent)
    assert "Begin with the agent's own view." in heard(page)
    finish(floor, OWN, 3)
    assert "Begin with the agent's own view." not in heard(page)
    assert "The coach's view is next" in heard(page)


def test_escape_leaves_both_views_for_the_agent(page: SkillsPage, floor: Floor) -> None:
    finish(floor, OWN, 3)
    finish(floor, COACH, 3)
    page.activateWindow()
    page.show_comparison(floor.agent)
    assert QApplication.focusWidget() is table(page, "Both views")
    for inside in (table(page, "Both views"), page.header.primary):
        page.show_comparison(floor.agent)
        inside.setFocus()
        key(inside, Qt.Key.Key_Escape)
        assert not has(page, "Both views", QTableView)
    assert find(page, "What is shown: One agent").isVisible()


def test_answers_on_older_calls_are_not_denied_but_said_to_be_before_the_span(
    page: SkillsPage, floor: Floor
) -> None:
    evaluate(floor, take_call(floor, date(2021, 3, 31)))
    press(page, "Assess: the coach's view")
    assert len(lines(page, "Seen on calls")) > 0
    assert "Questions on calls: none in the last 26 weeks." in heard(page)
    assert "no calls yet" not in heard(page)


def test_moving_among_the_levels_with_arrows_rates_nothing(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    for _ in range(3):
        key(level(page, 1), Qt.Key.Key_Down)
    assert "0 of 12 rated." in heard(page)


def test_digits_in_the_comment_are_text(page: SkillsPage) -> None:
    press(page, "Assess: the coach's view")
    key(level(page, 1), Qt.Key.Key_2)
    key(find(page, "What was seen"), Qt.Key.Key_5)
    assert find(page, "What was seen", QPlainTextEdit).toPlainText() == "5"
    assert level(page, 2).isChecked()  # type: ignore[attr-defined]


def test_an_agents_finished_view_offers_a_coach_no_way_to_open_it_again(
    page: SkillsPage, floor: Floor
) -> None:
    finish(floor, OWN, 4)
    finish(floor, COACH, 3)
    with floor.store.reading() as db:
        id = next(one.id for one in skills.every_assessment(db) if one.kind is OWN)
    page.show_target(("assessment", id))
    assert "Locked." in heard(page)
    assert not has(page, "Open it again")
