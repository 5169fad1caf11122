"""A day is put in by keys alone, from no day too."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.widgets.forms import DayField


@pytest.fixture
def field(qtbot) -> DayField:
    made = DayField("Day")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_an_arrow_begins_at_today(field: DayField, key: Qt.Key) -> None:
    QTest.keyClick(field.edit, key)
    assert field.value() == date.today()


def test_a_digit_begins_at_today_and_writes_the_day(field: DayField) -> None:
    QTest.keyClicks(field.edit, "07")
    assert field.value() == date.today().replace(day=7)


def test_from_a_day_the_arrows_go_one_further(field: DayField) -> None:
    field.show_value(date(2026, 3, 20))
    QTest.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.value() == date(2026, 3, 19)
