"""Typing faster than the store answers: no key is lost between Enter and the first note."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.features.monitoring import actions
from desktop.features.monitoring.note_field import NoteField
from desktop.shell.jobs import Jobs
from desktop.shell.places import Place
from tests.builders import new_floor, take_call
from tests.pages.finding import find
from tests.pages.listening import hit, kept, type_in
from tests.pages.opening import open_app, open_window

PLACES = (Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage"),)


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def page(qtbot, floor):
    take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app, PLACES) as window:
        window.activateWindow()
        app.go("monitoring")
        yield window.pages["monitoring"]


class Held:
    """Jobs that wait until they are let go, as a busy disk would have it."""

    def __init__(self, jobs: Jobs) -> None:
        self._run, self._waiting = jobs.run, []
        jobs.run = self._hold

    def _hold(self, *args, **kwargs):
        self._waiting.append((args, kwargs))

    def let_go(self) -> None:
        while self._waiting:
            args, kwargs = self._waiting.pop(0)
            self._run(*args, **kwargs)


def test_what_is_typed_while_the_observation_opens_is_its_first_note(page) -> None:
    hit(page, Qt.Key.Key_Return)
    held = Held(page.app.jobs)
    hit(page, Qt.Key.Key_Return)
    type_in(page, "hello ")
    held.let_go()
    type_in(page, "Imani")
    assert find(page, "Note", NoteField).text() == "hello Imani"
    assert kept(page).observation.pending == "hello Imani"


def test_enter_before_the_contacts_came_takes_the_first_of_them(page, floor) -> None:
    hit(page, Qt.Key.Key_Return)
    page.start._agent_id = -1  # as if another agent had just been chosen
    page.start._choose_agent((page.start.agents.current()[0], None))
    page.start.contacts.show_rows([(_another(page), False)])
    page.start.contacts.select(lambda _row: True)
    page.start.contacts.setFocus()
    hit(page, Qt.Key.Key_Return)
    assert kept(page).contact.agent_id == floor.agent


def _another(page):
    """A contact of an agent who is not the one chosen."""
    rows = actions.contacts_to_hear(page.app.store, page.start._agent_id)
    return replace(rows[0][0], id=999, agent_id=999)
