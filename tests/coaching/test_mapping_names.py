"""The same name is the same person; a near one is never merged without being asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.people import Agent
from desktop.coaching.mapping.names import Wanted, fold, match


def agent(id, name, reference=""):
    return Agent(id, bytes(16), name, 1, "Blue", reference)


def pairs(agents, *names):
    return {(one.name, one.other_name) for one in match(agents, map(Wanted, names)).similar}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "jose nunez"),
        ("Łukasz Żółć", "LUKASZ ZOLC"),
        ("Anne-Marie  O’Neil", "anne marie o'neil"),
    ]
    + [("Søren", "soren"), ("Straße", "STRASSE"), ("Brown, Ann", "Brown Ann")],
)
def test_case_accents_and_marks_make_no_other_person(one, other) -> None:
    roster = match([agent(7, one)], [Wanted(other)])
    assert (roster.known, roster.new, roster.similar) == ({fold(other): 7}, {}, ())


def test_scripts_without_latin_letters_stay_apart() -> None:
    assert fold("李小龍") != fold("محمد")
    assert fold("💡") == "💡"


def test_a_reference_is_matched_exactly_and_before_the_name() -> None:
    agents = [agent(1, "Ann Lee", "A1"), agent(2, "Bo Ek", "B2")]
    roster = match(agents, [Wanted("Ann Lee", "B2"), Wanted("Ann Lee", "C3"), Wanted("ANN LEE")])
    assert roster.known == {"ref:B2": 2, "ann lee": 1}
    assert list(roster.new) == ["ref:C3"], "another staff number is another person"
    assert [(one.name, one.agent_id) for one in roster.similar] == [("Ann Lee", 1)]


def test_two_agents_of_one_name_are_not_chosen_between() -> None:
    roster = match([agent(1, "Ann Lee"), agent(2, "Ann Lee")], [Wanted("ann lee")])
    assert (roster.known, roster.new, roster.unclear) == ({}, {}, {"ann lee"})


@pytest.mark.parametrize(
    ("one", "other"),
    [("Stephen Hall", "Steven Hall"), ("Tom Rice", "Tom Price"), ("John Smith", "J. Smith")]
    + [("Smith John", "John Smith"), ("Mike D. Rogers", "Mike Rogers"), ("Becky", "Beckys")],
)
def test_near_twins_are_listed_and_stay_two_people(one, other) -> None:
    roster = match([], [Wanted(one), Wanted(other)])
    assert [(twin.name, twin.other_name) for twin in roster.similar] == [(other, one)]
    assert len(roster.new) == 2
    assert pairs([agent(1, one)], other) == {(other, one)}


def test_short_and_merely_related_names_are_left_alone() -> None:
    assert pairs([agent(1, "Dan")], "Jan", "Diane", "Joe", "Jim") == set()
    assert pairs([agent(1, "John Smith")], "Jane Smith", "John Baker") == set()


def test_a_decision_makes_two_names_one_person() -> None:
    wanted = [Wanted("Stephen Hall"), Wanted("Steven Hall"), Wanted("Stevenn Hall")]
    first = match([agent(4, "Steve Hall")], wanted)
    same = frozenset(one.pair for one in first.similar)
    roster = match([agent(4, "Steve Hall")], wanted, same)
    assert roster.new == {}
    assert set(roster.known.values()) == {4}


def test_new_twins_can_be_made_one() -> None:
    wanted = [Wanted("Stephen Hall"), Wanted("Steven Hall")]
    same = frozenset(one.pair for one in match([], wanted).similar)
    roster = match([], wanted, same)
    assert list(roster.new) == ["stephen hall"]
    assert roster.merged == {"steven hall": "stephen hall"}


@given(st.lists(st.text(min_size=1, max_size=12)), st.lists(st.text(min_size=1, max_size=12)))
def test_everybody_is_known_new_or_unclear_and_deciding_loses_nobody(here, names) -> None:
    agents = [agent(id, name) for id, name in enumerate(here, 1)]
    wanted = [Wanted(name) for name in names]
    roster = match(agents, wanted)
    for person in wanted:
        assert (person.key in roster.known) + (person.key in roster.new) + (person.key in roster.unclear) == 1
    decided = match(agents, wanted, frozenset(one.pair for one in roster.similar))
    for person in wanted:
        end = decided.merged.get(person.key, person.key)
        assert end in decided.known or end in decided.new or end in decided.unclear


def test_thousands_of_names_are_each_known_new_or_unclear() -> None:
    names = [Wanted(f"{chr(97 + n % 26)}{n:05} {n * 7919 % 99991:05}") for n in range(3000)]
    roster = match([], names)
    assert len(roster.known) + len(roster.new) + len(roster.unclear) == 3000
