"""A finished evaluation as its agent reads it: what was promised and what cost the caller effort is told."""

import pytest

from db.records.observations import Fact, NoteTag
from desktop.features.monitoring import actions, changing, jotting
from desktop.features.monitoring.reading_document import reading_document
from desktop.features.monitoring.sitting import Jotting, Promise
from desktop.features.monitoring.wording import fact_words
from tests.builders import Floor, new_floor, take_call
from tests.desktop.heard_floor import NONE, answer


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


def no_colour(_role: str) -> str:
    return "black"


def test_the_agent_reads_who_keeps_a_promise_how_and_by_when_and_what_a_note_states(floor: Floor) -> None:
    store, user = floor.store, floor.user
    observation = actions.begin(store, take_call(floor).id, user)
    (note,) = jotting.stamp(store, observation, Jotting("A call back", 12, NoteTag.PROMISE), user)
    jotting.promise(store, note.id, Promise("the depot", "by phone", "Thursday at noon"), user)
    second = jotting.stamp(store, observation, Jotting("The order number again", 30), user)[-1]
    jotting.state_fact(store, second.id, Fact.REPEATING, user)
    answer(floor, actions.sitting(store, observation).evaluation.id, 0)
    done = actions.finish(store, observation, NONE, user).evaluation
    (reading,) = changing.readings(store, done.id, user)
    told = reading_document(reading, no_colour)
    assert "the depot, by phone, Thursday at noon" in told
    assert fact_words(Fact.REPEATING) in told
