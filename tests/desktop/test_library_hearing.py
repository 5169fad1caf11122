"""The shelf of calls worth hearing in the library: what stands there, whose word it needs, the way back."""

import pytest

from desktop.coaching.access import at_the_desk_of
from desktop.features.handover import praise as desk
from desktop.features.library import worth_hearing
from desktop.features.monitoring import recognising
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.pages.finding import press, words
from tests.pages.opening import open_app, open_window


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


def standing(floor: Floor) -> list[tuple[str, bool, bool]]:
    return [
        (one.call.why, one.call.taken_at is not None, one.call.agreed_at is not None)
        for one in worth_hearing.read_shelf(floor.store)
    ]


def test_an_empty_shelf_says_how_a_call_gets_there(floor: Floor, qtbot) -> None:
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("library", "hearing")
        assert any("Ctrl+Shift+W" in said for said in words(window.pages["library"].hearing))


def test_others_may_hear_it_once_the_agent_said_yes_and_that_can_be_undone(floor: Floor, qtbot) -> None:
    heard = evaluate(floor, take_call(floor)).observation_id
    recognising.put_on_shelf(floor.store, heard, "A calm refusal", 75.0, floor.user)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("library", "hearing")
        view = window.pages["library"].hearing
        view.table.select(lambda one: True)
        assert "ask the agent first" in view.table.as_text()
        assert "Begin at 1:15." in view.about.text()
        press(view, "They said yes")
        assert standing(floor) == [("A calm refusal", True, True)]
        assert "others may hear it" in view.table.as_text()
        app.undo.undo()
        assert standing(floor) == [("A calm refusal", True, False)]


def test_a_proposed_call_is_taken_and_taken_off_again(floor: Floor, qtbot) -> None:
    desk.propose(floor.store, take_call(floor).id, "I kept my promise", at_the_desk_of(floor.user))
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("library", "hearing")
        view = window.pages["library"].hearing
        view.table.select(lambda one: True)
        assert "proposed by the agent" in view.table.as_text()
        press(view, "Take it on the shelf")
        assert standing(floor) == [("I kept my promise", True, True)]
        press(view, "Take the call off the shelf")
        assert standing(floor) == []
        app.undo.undo()
        assert standing(floor) == [("I kept my promise", True, True)]


def test_enter_opens_the_call(floor: Floor, qtbot) -> None:
    heard = evaluate(floor, take_call(floor)).observation_id
    recognising.put_on_shelf(floor.store, heard, "A calm refusal", None, floor.user)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("library", "hearing")
        view = window.pages["library"].hearing
        view.table.select(lambda one: True)
        press(view, "Open the call")
        assert window.current_key == "monitoring"
