"""Figures recomputed by other means than the program's: a scorer from the rules alone, rates as rates."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.figures import KeyedSum
from db.records.observations import Verdict
from db.records.scorecards import CriticalEffect, CriticalScope, Form, Option, Question, Renormalise
from desktop.coaching import finishing, gaps, statistics, sticking
from desktop.coaching.gaps import Place
from desktop.coaching.statistics import Sample, sample
from desktop.coaching.sticking import Movement
from tests.coaching.forms import NA, filled

Points = tuple[Fraction, Fraction]


def yes(times: int, of: int) -> Sample:
    return sample([100.0] * times + [0.0] * (of - times))


def keyed(key: str, values: list[float]) -> KeyedSum:
    found = sample(values)
    return KeyedSum(key, found.n, found.total, found.squares)


def shown(card: Form, answers: bytes, place: int) -> bool:
    condition = card.questions[place].shown_if
    if condition is None:
        return True
    parent = next(i for i, one in enumerate(card.questions) if one.key == condition.question)
    if not shown(card, answers, parent) or answers[parent] in (0, NA):
        return False
    return card.questions[parent].options[answers[parent] - 1].key in condition.options


def earned_of(question: Question, given_option: Option) -> Points:
    """Earned and possible points; of a labelled scale what is above its least."""
    points = [Fraction(str(one.points)) for one in question.options]
    least = min(points) if question.scale else Fraction()
    return Fraction(str(given_option.points)) - least, max(points) - least


def by_hand(card: Form, answers: bytes) -> tuple[Fraction | None, Fraction | None, Verdict]:
    """Calculated and reported score and verdict of complete answers, straight from the rules."""
    sums: list[tuple[Points, Fraction, set[CriticalScope]]] = []
    place = 0
    for section in card.sections:
        earned, possible, scopes = Fraction(), Fraction(), set()
        for question in section.questions:
            if answers[place] != NA and shown(card, answers, place):
                given_option = question.options[answers[place] - 1]
                got, most = earned_of(question, given_option)
                if card.renormalise is Renormalise.QUESTION and most:
                    weight = Fraction(str(question.weight))
                    got, most = weight * got / most, weight
                earned, possible = earned + got, possible + most
                scopes |= {given_option.scope} - {None}
            place += 1
        weight = Fraction(str(section.weight)) if card.renormalise is Renormalise.SECTION else possible
        sums.append(((earned, possible), weight, scopes))
    failed = any(CriticalScope.EVALUATION in scopes for _, _, scopes in sums)
    calculated, reported = total(sums, CriticalEffect.NONE), total(sums, card.critical_effect)
    if failed:
        zero = card.critical_effect is CriticalEffect.ZERO_SCORE and reported is not None
        return calculated, Fraction() if zero else reported, Verdict.CRITICAL_FAIL
    if reported is None:
        return None, None, Verdict.NOT_SCORED
    passed = reported >= Fraction(str(card.pass_mark))
    return calculated, reported, Verdict.PASS if passed else Verdict.FAIL


def total(sums: list[tuple[Points, Fraction, set[CriticalScope]]], effect: CriticalEffect) -> Fraction | None:
    whole = sum((weight for (_, possible), weight, _ in sums if possible), Fraction())
    if not whole:
        return None
    score = Fraction()
    for (earned, possible), weight, scopes in sums:
        zero = {
            CriticalEffect.NONE: False,
            CriticalEffect.ZERO_SECTION: bool(scopes),
            CriticalEffect.ZERO_SCORE: CriticalScope.SECTION in scopes,
        }[effect]
        if possible and not zero:
            score += 100 * weight * earned / possible
    return score / whole


@given(filled())
def test_a_finished_form_comes_to_what_the_rules_come_to_by_hand(card: tuple[Form, bytes]) -> None:
    made, answers = card
    open_places = [i for i, code in enumerate(answers) if code == 0 and shown(made, answers, i)]
    if open_places:
        with pytest.raises(finishing.Incomplete):
            finishing.finish(made, answers)
        return
    found = finishing.finish(made, answers)
    calculated, reported, verdict = by_hand(made, answers)

    assert found.verdict is verdict
    assert found.calculated == (None if calculated is None else float(calculated))
    assert found.reported == (None if reported is None else float(reported))


def test_alike_answers_to_a_yes_no_question_are_not_certain() -> None:
    # Wilson 1927 for 10 of 10 without continuity correction: 10 / (10 + z²) = 0.7225 to 1.
    found = statistics.mean_percent(yes(10, 10))

    assert (found.value, found.n, found.high) == (100, 10, 100)
    assert found.low == pytest.approx(72.25, abs=0.005)


def test_a_mean_of_percentages_between_keeps_students_interval() -> None:
    values = sample([0, 100, 100, 50])

    assert statistics.mean_percent(values) == statistics.mean_of(values)


@given(st.lists(st.integers(0, 400).map(lambda quarters: quarters / 4), min_size=2, max_size=30))
def test_only_all_or_nothing_answers_are_taken_for_a_rate(values: list[float]) -> None:
    assert statistics.mean_percent(sample(values)) == (
        statistics.mean_of(sample(values))
        if any(0 < value < 100 for value in values)
        else statistics.mean_percent(yes(values.count(100), len(values)))
    )


def test_one_answer_has_no_interval_rate_or_not() -> None:
    assert statistics.mean_percent(yes(1, 1)) == statistics.Estimate(100, 1, None)


def test_the_difference_of_rates_is_newcombes() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
    found = statistics.percent_difference(yes(48, 80), yes(56, 70))

    assert found.interval is not None and found.value == pytest.approx(20)
    assert found.interval.low == pytest.approx(5.24, abs=0.005)
    assert found.interval.high == pytest.approx(33.39, abs=0.005)


def test_five_times_yes_is_not_clearly_above_the_other_questions() -> None:
    greeting, listening = keyed("greeting", [100] * 5), keyed("listening", [0, 50, 100, 75, 80, 90] * 3)
    places = {one.key: one.place for one in gaps.standings([greeting, listening])}

    assert places["greeting"] is not Place.HIGH


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        ((0, 5), (0, 5), Movement.TOO_FEW_CALLS),  # five times no leave a rise by 40 points possible
        ((4, 8), (5, 5), Movement.TOO_FEW_CALLS),  # Newcombe: −1.9 to 78.5; Welch would hold no 0
        ((0, 5), (3, 5), Movement.MOVED),  # Newcombe: 3.0 to 88.2; Welch would hold 0
    ],
)
def test_a_yes_no_question_is_judged_as_a_rate(
    before: tuple[int, int], after: tuple[int, int], movement: Movement
) -> None:
    assert sticking.verdict(yes(*before), yes(*after), False, claimed=20).movement is movement


def test_what_more_calls_can_settle_is_not_called_hopeless() -> None:
    before, after = sample([30, 70, 40, 80, 30, 70, 40, 80, 50, 60]), [60.0, 100.0, 70.0, 90.0]
    found = sticking.verdict(before, sample(after), True)

    assert found.movement is Movement.TOO_FEW_CALLS
    assert found.calls_needed is not None
    rounds = 1 + math.ceil(found.calls_needed / len(after))
    assert sticking.verdict(before, sample(after * rounds), True).movement is Movement.MOVED


def test_alike_answers_on_both_sides_need_more_than_one_call() -> None:
    found = sticking.verdict(yes(0, 40), yes(0, 5), False, claimed=20)

    assert found.movement is Movement.TOO_FEW_CALLS
    assert found.calls_needed is not None and found.calls_needed > 5


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [
        ((20, 20), (10, 10), Movement.NO_ROOM),
        ((20, 20), (1, 1), Movement.NO_ROOM),
        ((19, 20), (60, 64), Movement.NO_ROOM),
        ((200, 200), (10, 20), Movement.NOT_YET),  # it fell
        ((920, 1000), (1000, 1000), Movement.MOVED),
        ((3, 3), (9, 9), Movement.TOO_FEW_CALLS),
        ((18, 20), (9, 10), Movement.TOO_FEW_CALLS),  # 90 + 10 is 100, which can be reached
    ],
)
def test_where_the_rise_would_pass_100_more_calls_are_not_asked_for(
    before: tuple[int, int], after: tuple[int, int], movement: Movement
) -> None:
    found = sticking.verdict(yes(*before), yes(*after), False, claimed=10)
    assert found.movement is movement
    assert movement is not Movement.NO_ROOM or found.calls_needed is None
