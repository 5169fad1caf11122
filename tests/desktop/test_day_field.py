"""A day is put in by keys alone, from no day too."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.widgets.forms import DayField
from tests.pages.finding import settle


@pytest.fixture
def field(qtbot) -> DayField:
    made = DayField("Day")
    qtbot.addWidget(made)
    made.show()
    made.edit.setFocus()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_an_arrow_begins_at_today(field: DayField, key: Qt.Key) -> None:
    QTest.keyClick(field.edit, key)
    assert field.value() == date.today()


@pytest.mark.parametrize("typed", ["07112026", "07/11/2026"])
def test_a_day_is_typed_in_figures_from_no_day_and_over_another(field: DayField, typed: str) -> None:
    QTest.keyClicks(field.edit, typed)
    assert field.value() == date(2026, 11, 7)
    field.show_value(date(2025, 1, 30))
    field.edit.selectAll()
    QTest.keyClicks(field.edit, typed)
    assert field.value() == date(2026, 11, 7)


def test_a_day_is_read_with_the_name_of_its_month(field: DayField, qtbot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    field.show_value(date(2026, 11, 7))
    other.setFocus()
    field.edit.clearFocus()
    assert field.edit.text() == "7 Nov 2026"


def test_the_calendar_of_no_day_opens_at_this_month(field: DayField) -> None:
    calendar = field.edit.calendarWidget()
    assert calendar.yearShown() == 1900
    QApplication.sendEvent(calendar, QShowEvent())  # a popup of its own can't be raised offscreen
    settle()
    assert (calendar.yearShown(), calendar.monthShown()) == (date.today().year, date.today().month)
    assert field.value() is None


def test_from_a_day_the_arrows_go_one_further(field: DayField) -> None:
    field.show_value(date(2026, 3, 20))
    QTest.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.value() == date(2026, 3, 19)
