"""The comment on the whole contact: one key leads there, it is in sight, and the foot says what is typed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from desktop.features.monitoring.note_field import NoteField
from desktop.features.monitoring.page import MonitoringPage
from desktop.shell.places import Place
from tests.builders import new_floor, take_call
from tests.pages.finding import find, settle, words
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(params=[(1366, 768), (700, 640)], ids=["wide", "narrow"])
def page(request, qtbot, tmp_path) -> MonitoringPage:
    floor = new_floor(tmp_path)
    contact = take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.resize(*request.param)
        window.activateWindow()
        app.go("monitoring", ("contact", contact.id))
        settle()
        yield window.pages["monitoring"]
    floor.store.close()


def test_one_key_leads_to_the_comment_and_escape_back_to_the_note(page) -> None:
    type_in(page, "she")
    hit(page, Qt.Key.Key_F2, SHIFT)
    type_in(page, "well done, 2 of 3")
    assert kept(page).evaluation.comment == "well done, 2 of 3"
    assert "Commenting" in words(page)
    hit(page, Qt.Key.Key_Escape)
    assert page.window().focusWidget() is find(page, "Note", NoteField)
    assert ("Writing" in words(page), "Commenting" in words(page)) == (True, False)
    assert kept(page).observation.pending == "she"


def test_the_whole_comment_is_in_sight_while_it_grows(page) -> None:
    hit(page, Qt.Key.Key_F2, SHIFT)
    for line in range(5):
        type_in(page, f"line {line}")
        hit(page, Qt.Key.Key_Return)
        settle()
    comment = page.editor.card.comment
    area = comment.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    top = comment.mapTo(area.viewport(), QPoint(0, 0)).y()
    assert top >= 0
    assert top + comment.height() <= area.viewport().height()


def test_the_key_of_the_comment_is_listed(page) -> None:
    assert any(key.key == "Shift+F2" and "comment" in key.text for key in page.keys)
