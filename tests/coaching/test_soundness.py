"""What may not be published, and that what may be is always scored."""

from dataclasses import replace

import pytest
from hypothesis import given

from db.records.scorecards import CriticalClass, CriticalScope, Form, Option, Renormalise
from desktop.coaching import scoring
from desktop.coaching.scoring import Fault
from tests.coaching.forms import filled, form, option, scaled, section, shown_if, yes_no

SOUND = form(section("a", 60, yes_no("one"), scaled("two", 4, 2, 0)), section("b", 40, yes_no("three")))


def with_options(*options: Option) -> Form:
    return form(section("only", 1, replace(yes_no("one"), options=options)))


def faults(card: Form) -> list[Fault]:
    return [one.fault for one in scoring.unsound(card)]


def test_a_sound_scorecard_has_no_faults() -> None:
    assert scoring.unsound(SOUND) == ()


KINDS = CriticalClass.CUSTOMER, CriticalScope.SECTION
BROKEN = [
    (form(), Fault.NO_QUESTIONS),
    (form(section("a", 1)), Fault.NO_QUESTIONS),
    (replace(SOUND, name=" "), Fault.BLANK_TEXT),
    (replace(SOUND, pass_mark=101), Fault.PASS_MARK),
    (replace(SOUND, pass_mark=float("nan")), Fault.PASS_MARK),
    (form(section("a", 0, yes_no("one"))), Fault.WEIGHTS_ZERO),
    (form(section("a", -1, yes_no("one")), section("b", 1, yes_no("two"))), Fault.NEGATIVE_WEIGHT),
    (form(section("a", 1, yes_no("one")), section("a", 1, yes_no("two"))), Fault.DUPLICATE_SECTION),
    (form(section("a", 1, yes_no("one"), yes_no("one"))), Fault.DUPLICATE_QUESTION),
    (form(section("a", 1, yes_no(""))), Fault.BLANK_KEY),
    (with_options(option("x", 1), option("x", 0)), Fault.DUPLICATE_OPTION),
    (with_options(Option("x", "X", 1, "a"), Option("y", "Y", 0, "A")), Fault.DUPLICATE_LETTER),
    (with_options(option("x", 1)), Fault.TOO_FEW_OPTIONS),
    (with_options(), Fault.TOO_FEW_OPTIONS),
    (with_options(*(option(f"x{place}", place) for place in range(254))), Fault.TOO_MANY_OPTIONS),
    (with_options(option("x", 1), option("y", -1)), Fault.NEGATIVE_POINTS),
    (with_options(option("x", float("inf")), option("y", 0)), Fault.NEGATIVE_POINTS),
    (with_options(option("x", 0), option("y", 0)), Fault.NO_POINTS),
    (with_options(option("x", 1), option("y", 0, KINDS[0])), Fault.CRITICAL_WITHOUT_SCOPE),
    (with_options(option("x", 1), option("y", 0, None, KINDS[1])), Fault.SCOPE_WITHOUT_CRITICAL),
    (
        form(section("a", 1, yes_no("one"), yes_no("two", shown_if=shown_if("none", "yes")))),
        Fault.UNREACHABLE,
    ),
    (
        form(section("a", 1, yes_no("one"), yes_no("two", shown_if=shown_if("one", "maybe")))),
        Fault.UNREACHABLE,
    ),
]


@pytest.mark.parametrize(("card", "fault"), BROKEN)
def test_an_unfair_scorecard_cannot_be_published(card: Form, fault: Fault) -> None:
    found = [one for one in scoring.unsound(card) if one.fault is fault]

    assert found
    assert all(one.blocks for one in found)


ADVISED = [
    (with_options(option("x", 4), option("y", 1)), Fault.FLOOR_ABOVE_ZERO),
    (with_options(option("x", 4), option("y", 4)), Fault.SAME_POINTS),
    (form(section("a", 1, yes_no("one")), section("b", 0, yes_no("two"))), Fault.SECTION_WITHOUT_WEIGHT),
]


@pytest.mark.parametrize(("card", "fault"), ADVISED)
def test_what_may_be_meant_is_said_but_does_not_block(card: Form, fault: Fault) -> None:
    assert [(one.fault, one.blocks) for one in scoring.unsound(card)] == [(fault, False)]


def test_a_labelled_scale_begins_at_nought_and_is_not_advised_on() -> None:
    ratings = tuple(option(f"r{points}", points) for points in (1, 2, 3, 4, 5))
    asked = replace(yes_no("one"), options=ratings)
    assert faults(form(section("only", 1, asked))) == [Fault.FLOOR_ABOVE_ZERO]
    assert faults(form(section("only", 1, replace(asked, scale=True)))) == []


def test_a_labelled_scale_without_steps_never_counts() -> None:
    same = replace(yes_no("one"), options=(option("x", 4), option("y", 4)), scale=True)
    assert faults(form(section("only", 1, same))) == [Fault.NOTHING_EARNS, Fault.NO_POINTS]


def test_a_question_without_points_may_be_there_for_its_critical_answer() -> None:
    found = scoring.unsound(with_options(option("x", 0), option("y", 0, *KINDS)))
    assert [one.fault for one in found] == [Fault.NOTHING_EARNS]
    assert not any(one.blocks for one in found)


def test_weights_are_free_where_the_whole_form_is_summed() -> None:
    card = form(section("a", 0, yes_no("one")), section("b", 0, yes_no("two")), renormalise=Renormalise.FORM)

    assert scoring.unsound(card) == ()
    assert scoring.score(card, bytes([1, 2])).calculated == 50.0


def test_a_fault_names_its_place() -> None:
    card = form(
        section("a", 1, yes_no("one")), section("b", 1, replace(yes_no("two"), options=(option("x", -1),)))
    )
    places = [(one.section, one.question, one.option) for one in scoring.unsound(card)]

    assert ("b", "two", "x") in places
    assert ("b", "two", "") in places


@given(filled(blanks=False))
def test_a_publishable_scorecard_always_comes_to_a_verdict(card: tuple[Form, bytes]) -> None:
    made, answers = card
    if any(one.blocks for one in scoring.unsound(made)):
        return

    assert scoring.score(made, answers).verdict is not None
