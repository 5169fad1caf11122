"""The rail holds more pages than a low window has room for: none is out of reach."""

import pytest
from PySide6.QtCore import QPoint

from desktop.navigation import PLACES
from desktop.shell.rail import Rail
from desktop.shell.theme import Theme
from tests.pages.finding import settle


@pytest.fixture
def rail(qtbot) -> Rail:
    made = Rail(Theme("light"))
    qtbot.addWidget(made)
    made.show_places([place for place in PLACES if not place.alone])
    made.resize(200, 200)
    made.show()
    settle()
    return made


def test_the_page_that_is_open_is_in_sight_in_a_low_window(rail: Rail) -> None:
    for key, button in rail.buttons.items():
        rail.mark(key)
        settle()
        top = button.mapTo(rail.area.viewport(), QPoint(0, 0)).y()
        assert 0 <= top <= rail.area.viewport().height() - button.height(), key


def test_no_row_is_cut_at_the_side(rail: Rail) -> None:
    assert all(
        button.mapTo(rail.area.viewport(), QPoint(button.width(), 0)).x() <= rail.area.viewport().width()
        for button in rail.buttons.values()
    )


def test_groups_stand_apart(rail: Rail) -> None:
    places = [place for place in PLACES if not place.alone]
    gaps = {}
    for before, after in zip(places, places[1:], strict=False):
        gap = rail.buttons[after.key].y() - rail.buttons[before.key].geometry().bottom()
        gaps.setdefault(before.group is after.group, set()).add(gap)
    assert min(gaps[False]) > max(gaps[True])
