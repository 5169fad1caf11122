"""A void evaluation stays in an agent's days, told apart by word and shape, and leads to what it was."""

from db.queries import evaluations
from desktop.features.monitoring import voiding
from desktop.features.people import happenings, telling
from desktop.features.people.happenings import Sort
from tests.builders import Floor
from tests.desktop.disputed_floor import share
from tests.desktop.heard_floor import hear


def told(floor: Floor) -> dict[object, str]:
    story = happenings.read_story(floor.store, floor.agent, Sort.EVALUATIONS, 30, None)
    lines = [telling.happening(event) for event in story.events]
    return {line.payload: f"{line.mark}: {line.title}" for line in lines}


def test_a_void_evaluation_is_shown_as_void_and_leads_to_its_record(floor: Floor) -> None:
    gone, other = share(floor), hear(floor, "C-2")
    before = told(floor)
    voiding.make_void(floor.store, gone.id, "Another agent's call", floor.user)
    found = told(floor)
    assert found.keys() == before.keys()
    assert found["evaluation", gone.id].startswith("info: ⊘ Void, counts in nothing: ")
    assert found["evaluation", other.id] == before["evaluation", other.id]
    with floor.store.reading() as db:
        assert [one.id for one in evaluations.of_agent(db, floor.agent)] == [other.id]
