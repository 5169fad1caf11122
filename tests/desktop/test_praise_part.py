"""Praise on a person's page: it says whether they have heard of it, and telling can be undone."""

import pytest

from db.queries import recognition
from db.records.recognition import Praise
from desktop.features.monitoring import recognising
from desktop.features.people.happenings import Sort, read_story
from desktop.features.people.telling import happening
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.pages.finding import press, words
from tests.pages.opening import open_app, open_window

DONE = "Named the day and who would call back."


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def made(floor: Floor) -> int:
    heard = evaluate(floor, take_call(floor)).observation_id
    return recognising.recognise(
        floor.store, heard, Praise("Third call in a week.", DONE, "No fourth."), floor.user
    )


def told(floor: Floor) -> bool:
    with floor.store.reading() as db:
        return recognition.of_agent(db, floor.agent)[0].told_at is not None


def test_praise_not_told_yet_says_so_and_telling_it_can_be_undone(floor: Floor, made: int, qtbot) -> None:

    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("people", floor.agent)
        part = window.pages["people"].detail.panel.praise
        assert {"Third call in a week.", DONE, "What it did: No fourth."} <= set(words(part))
        assert any(said.endswith(" not told yet") for said in words(part))
        press(part, f"Told or not: {DONE}")
        assert told(floor)
        assert not any("not told yet" in said for said in words(part))
        app.undo.undo()
        assert not told(floor)


def test_nobody_recognised_yet_says_how(floor: Floor, qtbot) -> None:

    with open_app(floor.store, floor.user) as app, open_window(app) as window:
        app.go("people", floor.agent)
        part = window.pages["people"].detail.panel.praise
        assert "Recognise from a note or an answer" in part.about.text()


def test_the_timeline_can_be_narrowed_to_recognitions(floor: Floor, made: int, qtbot) -> None:

    story = read_story(floor.store, floor.agent, Sort.RECOGNITION, 10, floor.user)
    (shown,) = [happening(event) for event in story.events]
    assert (shown.kind, shown.title, shown.mark) == ("Recognition", DONE, "strength")
