"""Whose call a recording is: certain, or put to a person."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.records.contacts import Channel, Contact, Direction
from db.records.people import Agent
from desktop.coaching.matching import Basis, Told, find_agent, match

NINE = datetime(2026, 3, 2, 9, 30)
IMANI = Agent(1, bytes(16), "Imani Okafor", 1, "Blue", "H1")
TOMASZ = Agent(2, bytes(16), "Tomasz Zieliński", 1, "Blue", "H2")
AGENTS = (IMANI, TOMASZ)


def call(id: int, agent: Agent = IMANI, reference: str = "", minutes: float = 0) -> Contact:
    at = NINE + timedelta(minutes=minutes)
    return Contact(id, bytes(16), agent.id, reference, Channel.CALL, Direction.INBOUND, at)


def basis(told: Told, *contacts: Contact, taken: frozenset[int] = frozenset()) -> tuple[Basis, int | None]:
    found = match(told, contacts, AGENTS, 120, taken)
    return found.basis, found.contact.id if found.contact else None


def test_the_reference_decides_before_anything_else() -> None:
    told = Told("C-1", "Imani Okafor", NINE)
    assert basis(told, call(1, reference="c-1 ", minutes=30), call(2, reference="C-2")) == (
        Basis.REFERENCE,
        1,
    )


def test_a_reference_of_another_agent_or_another_day_is_put_to_a_person() -> None:
    assert basis(Told("C-1", "Imani Okafor"), call(1, TOMASZ, "C-1")) == (Basis.AGAINST, None)
    assert basis(Told("C-1", "", NINE), call(1, reference="C-1", minutes=60 * 24)) == (Basis.AGAINST, None)


def test_of_two_with_one_reference_the_time_decides_or_a_person() -> None:
    two = call(1, reference="7"), call(2, reference="7", minutes=60)
    assert basis(Told("7", "", NINE), *two) == (Basis.REFERENCE, 1)
    assert basis(Told("7"), *two) == (Basis.SEVERAL, None)


def test_agent_and_start_within_the_tolerance_find_the_call() -> None:
    told = Told("", "okafor imani", NINE)
    assert basis(told, call(1, minutes=2), call(2, TOMASZ), call(3, minutes=3)) == (Basis.TIME, 1)
    assert basis(told, call(1, minutes=2.1)) == (Basis.NOBODY, None)


def test_two_calls_within_the_tolerance_are_never_guessed_at() -> None:
    found = match(Told("", "Imani Okafor", NINE), (call(1, minutes=1.5), call(2, minutes=1)), AGENTS, 120)
    assert (found.basis, found.contact) == (Basis.SEVERAL, None)
    assert [one.id for one in found.candidates] == [2, 1]


def test_without_an_agent_a_time_alone_is_put_to_a_person() -> None:
    assert basis(Told("", "", NINE), call(1)) == (Basis.SEVERAL, None)
    assert basis(Told("", "Somebody Else", NINE), call(1)) == (Basis.SEVERAL, None)


def test_a_near_call_with_another_reference_is_another_call() -> None:
    assert basis(Told("C-9", "Imani Okafor", NINE), call(1, reference="C-1")) == (Basis.NOBODY, None)
    assert basis(Told("C-9", "Imani Okafor", NINE), call(1)) == (Basis.TIME, 1)


def test_a_call_that_has_a_recording_is_not_given_a_second_silently() -> None:
    found = match(Told("C-1"), (call(1, reference="C-1"),), AGENTS, 120, frozenset([1]))
    assert (found.basis, found.contact, [one.id for one in found.candidates]) == (Basis.TAKEN, None, [1])


def test_chats_have_no_recording() -> None:
    chat = Contact(1, bytes(16), 1, "C-1", Channel.CHAT, Direction.INBOUND, NINE)
    assert basis(Told("C-1", "Imani Okafor", NINE), chat) == (Basis.NOBODY, None)


def test_agents_are_found_by_number_or_by_name_in_any_order_and_namesakes_are_not() -> None:
    assert find_agent("zielinski, tomasz", AGENTS) is TOMASZ
    assert find_agent("h2", AGENTS) is TOMASZ
    assert find_agent("Imani", AGENTS) is None
    twin = Agent(3, bytes(16), "Imani Okafor", 1, "Blue", "H3")
    assert find_agent("Imani Okafor", (*AGENTS, twin)) is None
    assert find_agent("", AGENTS) is None


CALLS = st.builds(
    call,
    st.integers(1, 9),
    st.sampled_from(AGENTS),
    st.sampled_from(["", "A", "B"]),
    st.integers(-5, 5),
)


@given(
    st.lists(CALLS, max_size=6, unique_by=lambda one: one.id),
    st.sampled_from(["", "A"]),
    st.sampled_from(["", "Imani Okafor", "X"]),
    st.booleans(),
    st.randoms(),
)
def test_the_order_of_contacts_never_matters(contacts, reference, agent, timed, random) -> None:
    told = Told(reference, agent, NINE if timed else None)
    shuffled = list(contacts)
    random.shuffle(shuffled)
    one, other = match(told, contacts, AGENTS, 120), match(told, shuffled, AGENTS, 120)
    assert (one.basis, one.contact) == (other.basis, other.contact)
    assert {c.id for c in one.candidates} == {c.id for c in other.candidates}
