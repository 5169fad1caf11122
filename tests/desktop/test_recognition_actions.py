"""Praise and the shelf of calls worth hearing: what is kept, who has heard of it, and whose word it needs."""

from dataclasses import replace

import pytest

from db.queries import recognition
from db.records.recognition import Praise
from desktop.coaching.access import at_the_desk_of
from desktop.features.handover import praise as desk
from desktop.features.library import worth_hearing
from desktop.features.monitoring import recognising
from desktop.features.people import praise as people
from tests.builders import Floor, evaluate, new_floor, take_call

PRAISE = Praise(
    "The caller had rung twice before.", "Named the day and who would call back.", "No third call."
)


@pytest.fixture
def floor(tmp_path):
    made = new_floor(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def heard(floor: Floor) -> int:
    return evaluate(floor, take_call(floor)).observation_id


def given(floor: Floor) -> tuple:
    with floor.store.reading() as db:
        return recognition.of_agent(db, floor.agent)


def test_praise_is_kept_with_what_it_rests_on(floor: Floor, heard: int) -> None:
    recognising.recognise(floor.store, heard, replace(PRAISE, question="next_step"), floor.user)
    (one,) = given(floor)
    assert (one.situation, one.behaviour, one.impact) == (PRAISE.situation, PRAISE.behaviour, PRAISE.impact)
    assert (one.agent_id, one.observation_id, one.question) == (floor.agent, heard, "next_step")
    assert one.told_at is None


def test_praise_that_does_not_say_what_was_done_is_none(floor: Floor, heard: int) -> None:
    with pytest.raises(recognising.NothingDone):
        recognising.recognise(floor.store, heard, Praise("On a call", " \n"), floor.user)
    assert given(floor) == ()


def test_praise_taken_away_comes_back_as_it_was(floor: Floor, heard: int) -> None:
    made = recognising.recognise(floor.store, heard, PRAISE, floor.user)
    before = given(floor)
    recognising.take_away(floor.store, made, floor.user)
    assert given(floor) == ()
    recognising.give_back(floor.store, made, floor.user)
    assert given(floor) == before


def test_praise_waits_for_being_told_and_telling_can_be_undone(floor: Floor, heard: int) -> None:
    made = recognising.recognise(floor.store, heard, PRAISE, floor.user)

    def waiting() -> list[int]:
        with floor.store.reading() as db:
            return [one.id for one in recognition.untold(db, floor.user.id)]

    assert waiting() == [made]
    people.told(floor.store, made, floor.user)
    assert waiting() == []
    people.not_told(floor.store, made, floor.user)
    assert waiting() == [made]


def test_an_agent_who_reads_their_praise_has_been_told(floor: Floor, heard: int) -> None:
    recognising.recognise(floor.store, heard, PRAISE, floor.user)
    floor.store.act_as(floor.user, floor.agent)
    agent = at_the_desk_of(floor.user)
    assert [one.behaviour for one in desk.read_praise(floor.store, floor.agent)] == [PRAISE.behaviour]
    desk.hear(floor.store, floor.agent, agent)
    assert all(one.told_at is not None for one in given(floor))


def test_a_call_on_the_shelf_says_why_and_stands_there_once(floor: Floor, heard: int) -> None:
    with pytest.raises(recognising.NoReason):
        recognising.put_on_shelf(floor.store, heard, " ", None, floor.user)
    first = recognising.put_on_shelf(floor.store, heard, "A calm refusal", 75.0, floor.user)
    again = recognising.put_on_shelf(floor.store, heard, "A calm and kind refusal", 80.0, floor.user)
    (one,) = worth_hearing.read_shelf(floor.store)
    assert first == again == one.id
    assert (one.call.why, one.call.at_s, one.call.agreed_at) == ("A calm and kind refusal", 80.0, None)


def test_an_agents_own_proposal_waits_to_be_taken_and_carries_their_yes(floor: Floor, heard: int) -> None:
    contact = take_call(floor, reference="C-2").id
    made = desk.propose(floor.store, contact, "I kept my promise here", at_the_desk_of(floor.user))
    (one,) = worth_hearing.read_shelf(floor.store)
    assert one.call.proposed and one.call.taken_at is None and one.call.agreed_at is not None
    worth_hearing.take(floor.store, made, floor.user)
    assert worth_hearing.read_shelf(floor.store)[0].call.taken_at is not None
    worth_hearing.leave(floor.store, made, floor.user)
    assert worth_hearing.read_shelf(floor.store)[0].call.taken_at is None


def test_an_agent_takes_their_yes_back(floor: Floor, heard: int) -> None:
    agent = at_the_desk_of(floor.user)
    taken = recognising.put_on_shelf(floor.store, heard, "A calm refusal", None, floor.user)
    worth_hearing.note_consent(floor.store, taken, True, floor.user)
    desk.withdraw(floor.store, taken, agent)
    (one,) = worth_hearing.read_shelf(floor.store)
    assert one.call.agreed_at is None and one.call.taken_at is not None
    proposed = desk.propose(floor.store, take_call(floor, reference="C-3").id, "Mine", agent)
    desk.withdraw(floor.store, proposed, agent)
    assert [each.id for each in worth_hearing.read_shelf(floor.store)] == [taken]


def test_a_call_taken_off_the_shelf_can_be_put_back(floor: Floor, heard: int) -> None:
    made = recognising.put_on_shelf(floor.store, heard, "A calm refusal", None, floor.user)
    worth_hearing.name_skill(floor.store, made, "listening", floor.user)
    before = worth_hearing.read_shelf(floor.store)
    worth_hearing.take_off(floor.store, made, floor.user)
    assert worth_hearing.read_shelf(floor.store) == ()
    worth_hearing.put_back(floor.store, made, floor.user)
    assert worth_hearing.read_shelf(floor.store) == before
