"""What an agent finds of praise on their own page, and the calls they would have others hear."""

import pytest
from PySide6.QtWidgets import QWidget

from db.queries import recognition
from db.records.recognition import Praise
from desktop.coaching.access import at_the_desk_of
from desktop.features.handover.own_praise import OwnPraise
from desktop.features.library import worth_hearing
from desktop.features.monitoring import recognising
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.pages.finding import has, press, settle, words, write
from tests.pages.opening import open_app, open_window


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


def test_an_agent_reads_their_praise_and_has_been_told(floor: Floor, qtbot) -> None:
    heard = evaluate(floor, take_call(floor)).observation_id
    praise = Praise("Third call in a week.", "Named the day.", "No fourth call.")
    recognising.recognise(floor.store, heard, praise, floor.user)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("handover", (floor.agent, None, None))
        said = words(window.pages["handover"])
        assert {"What you did well", "Named the day.", "What it did: No fourth call."} <= set(said)
        with floor.store.reading() as db:
            assert recognition.of_agent(db, floor.agent)[0].told_at is not None


def test_praise_on_a_page_passed_by_has_not_been_told(floor: Floor, qtbot) -> None:
    heard = evaluate(floor, take_call(floor)).observation_id
    recognising.recognise(floor.store, heard, Praise("", "Named the day."), floor.user)
    with floor.store.reading() as db:
        (given,) = recognition.of_agent(db, floor.agent)
    with open_app(floor.store, floor.user) as app:
        shown = OwnPraise(app)
        qtbot.addWidget(shown)
        with_it = QWidget()
        qtbot.addWidget(with_it)
        shown.setParent(with_it)
        shown.show_praise((given,))
        with floor.store.reading() as db:
            assert recognition.of_agent(db, floor.agent)[0].told_at is None
        floor.store.act_as(floor.user, floor.agent)
        app.user = at_the_desk_of(floor.user)
        with_it.show()
        with floor.store.reading() as db:
            assert recognition.of_agent(db, floor.agent)[0].told_at is not None


def test_an_agent_proposes_a_call_with_a_reason_and_takes_it_back(floor: Floor, qtbot) -> None:
    take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("handover", (floor.agent, None, None))
        page = window.pages["handover"]
        press(page, "Propose a call of mine")
        press(page, "Propose it")
        assert "Say in a few words why others should hear it." in words(page)
        write(page, "Why others should hear it", "I kept my promise")
        press(page, "Propose it")
        (one,) = worth_hearing.read_shelf(floor.store)
        assert (one.call.why, one.call.proposed) == ("I kept my promise", True)
        settle()
        press(page, "Take my yes back: I kept my promise")
        assert worth_hearing.read_shelf(floor.store) == ()


def test_without_praise_there_is_no_empty_heading(floor: Floor, qtbot) -> None:
    take_call(floor)
    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("handover", (floor.agent, None, None))
        assert "What you did well" not in words(window.pages["handover"])
        assert has(window.pages["handover"], "Propose a call of mine")
