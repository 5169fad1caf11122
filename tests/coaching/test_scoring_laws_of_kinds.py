"""The laws of scoring for every kind of question: several, numbers, words, reversed, bonus, circumstances."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.queries.form_json import from_data, to_data
from db.records.observations import Verdict
from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Around, Form, Kind, Question
from desktop.coaching import answers as codes
from desktop.coaching import scoring
from desktop.coaching.answers import AnswerState, NotAllowed
from tests.coaching.any_forms import answered, any_filled, any_forms, arounds

Filled = tuple[Form, bytes]


@given(any_filled())
def test_every_score_lies_between_0_and_100(card: Filled) -> None:
    found = scoring.score(*card)
    parts = [part.percent for part in found.sections]
    for value in (
        found.calculated,
        found.reported,
        found.base,
        *parts,
        *scoring.question_percents(*card).values(),
        *scoring.skill_percents(*card).values(),
    ):
        assert value is None or 0 <= value <= 100
    assert (found.calculated is None) == (found.reported is None) == (found.base is None)


@given(any_filled())
def test_the_reported_score_is_never_above_the_calculated(card: Filled) -> None:
    found = scoring.score(*card)
    assert found.calculated is None or (found.reported or 0) <= found.calculated


@given(any_filled())
def test_a_bonus_keeps_to_its_cap_and_to_100(card: Filled) -> None:
    found = scoring.score(*card)
    if found.base is None or found.calculated is None:
        assert (found.bonus, found.reported_bonus) == (0, 0)
        return
    earned = sum(part.bonus for part in found.sections)
    assert 0 <= found.bonus <= min(card[0].bonus_cap, earned) + 1e-9
    assert found.calculated == pytest.approx(min(100, found.base + min(card[0].bonus_cap, earned)))
    assert found.reported_bonus <= found.bonus or found.reported_base != found.base


@given(any_filled())
def test_a_score_of_zero_by_a_critical_answer_takes_every_bonus(card: Filled) -> None:
    found = scoring.score(*card)
    if found.zeroed:
        assert (found.reported, found.reported_bonus) == (0, 0)
        assert found.verdict in (None, Verdict.CRITICAL_FAIL)


@given(any_filled())
def test_effective_weights_and_contributions_add_up(card: Filled) -> None:
    found = scoring.score(*card)
    counting = [part for part in found.sections if part.effective_weight is not None]
    if found.base is None:
        assert counting == []
        return
    assert sum(part.effective_weight or 0 for part in counting) == pytest.approx(1)
    assert sum(part.contribution or 0 for part in counting) == pytest.approx(found.base)
    lines = [line for part in counting for line in part.questions]
    assert sum(line.effective_weight or 0 for line in lines) == pytest.approx(1)
    by_lines = sum(
        (line.effective_weight or 0) * line.earned / line.possible for line in lines if line.possible
    )
    assert 100 * by_lines == pytest.approx(found.base)


def waits_for(card: Form, position: int) -> bool:
    key = card.questions[position].key
    return any(one.shown_if is not None and one.shown_if.question == key for one in card.questions)


def better(question: Question) -> Fraction:
    """By how much one more of an answer changes its worth, as its sign."""
    return Fraction(-1 if question.reversed else 1)


@given(any_filled(), st.data())
def test_a_better_choice_or_number_never_lowers_the_calculated_score(
    card: Filled, data: st.DataObject
) -> None:
    """Reversed questions too: theirs is better with fewer points."""
    made, filled = card
    places = [
        place
        for place, state in enumerate(codes.states(made, filled))
        if state is AnswerState.ANSWERED
        and made.questions[place].kind in (Kind.CHOICE, Kind.NUMBER)
        and made.questions[place].options
        and not waits_for(made, place)
    ]
    assume(places)
    place = data.draw(st.sampled_from(places))
    question = made.questions[place]
    pair = data.draw(st.tuples(*[st.integers(1, len(question.options))] * 2))
    low, high = sorted(pair, key=lambda code: better(question) * Fraction(question.options[code - 1].points))
    scores = [scoring.score(made, codes.with_answer(made, filled, place, code)) for code in (low, high)]
    first, second = (one.calculated for one in scores)
    assert (first is None) == (second is None)
    assert first is None or second is None or first <= second


@given(any_filled(), st.data())
def test_one_more_tick_never_lowers_the_score_unless_reversed(card: Filled, data: st.DataObject) -> None:
    made, filled = card
    places = [
        place
        for place, state in enumerate(codes.states(made, filled))
        if state is AnswerState.ANSWERED
        and made.questions[place].kind is Kind.SEVERAL
        and not waits_for(made, place)
    ]
    assume(places)
    place = data.draw(st.sampled_from(places))
    question = made.questions[place]
    tick = data.draw(st.integers(0, len(question.options) - 1))
    without = set(codes.ticked(made, filled, place)) - {tick}
    fewer = scoring.score(made, codes.with_ticks(made, filled, place, without)).calculated
    more = scoring.score(made, codes.with_ticks(made, filled, place, without | {tick})).calculated
    low, high = (more, fewer) if question.reversed else (fewer, more)
    assert (low is None) == (high is None)
    assert low is None or high is None or low <= high


@given(any_filled(), st.data())
def test_a_question_that_is_hidden_never_counts_whatever_it_says(card: Filled, data: st.DataObject) -> None:
    made, filled = card
    hidden = [p for p, asked in enumerate(codes.applies(made, filled)) if not asked]
    assume(hidden)
    place = data.draw(st.sampled_from(hidden))
    code = data.draw(st.integers(0, codes.most_code(made.questions[place])))
    changed = filled[:place] + bytes([code]) + filled[place + 1 :]
    one, other = scoring.score(made, filled), scoring.score(made, changed)
    assert (one.calculated, one.reported, one.verdict, one.criticals, one.band) == (
        other.calculated,
        other.reported,
        other.verdict,
        other.criticals,
        other.band,
    )
    line = [line for part in other.sections for line in part.questions][place]
    assert (line.earned, line.possible, line.bonus, line.effective_weight) == (0, 0, 0, None)


@given(any_filled())
def test_blanking_hidden_answers_changes_no_score(card: Filled) -> None:
    made, filled = card
    blanked = codes.without_hidden(made, filled)
    one, two = scoring.score(made, filled), scoring.score(made, blanked)
    assert (one.calculated, one.reported, one.verdict, one.unanswered) == (
        two.calculated,
        two.reported,
        two.verdict,
        two.unanswered,
    )
    assert codes.without_hidden(made, blanked) == blanked


@given(any_forms(), arounds)
def test_all_not_applicable_is_never_scored(made: Form, around: Around) -> None:
    filled = codes.blank(made, around)
    for place in range(len(made.questions)):
        if codes.applies(made, filled)[place]:
            filled = codes.with_answer(made, filled, place, NOT_APPLICABLE)
    found = scoring.score(made, filled)
    assert (found.calculated, found.reported, found.verdict, found.band) == (
        None,
        None,
        Verdict.NOT_SCORED,
        None,
    )


@given(any_filled(), st.data())
def test_not_applicable_is_as_if_it_were_not_on_the_scorecard(card: Filled, data: st.DataObject) -> None:
    """What is left out changes nothing but who shares its weight: the form without it scores the same."""
    made, filled = card
    places = [
        place
        for place, state in enumerate(codes.states(made, filled))
        if state is AnswerState.NA and not waits_for(made, place)
    ]
    assume(places)
    gone = made.questions[data.draw(st.sampled_from(places))].key
    fewer = replace(
        made,
        sections=tuple(
            replace(part, questions=tuple(one for one in part.questions if one.key != gone))
            for part in made.sections
        ),
    )
    assume(fewer.questions)
    one, other = scoring.score(made, filled), scoring.score(fewer, moved(made, filled, fewer))
    assert (one.calculated, one.reported, one.verdict) == (other.calculated, other.reported, other.verdict)


def moved(made: Form, filled: bytes, other: Form) -> bytes:
    """The same answers and circumstances on a form with the same questions in another order, or fewer."""
    carried = bytearray(codes.carry(made, filled, other))
    before, after = codes.around_places(made), codes.around_places(other)
    places = {question.key: place for place, question in enumerate(made.questions)}
    for position, place in after.items():
        carried[place] = filled[before[places[other.questions[position].key]]]
    return bytes(carried)


@given(any_filled(), st.randoms(use_true_random=False))
def test_the_order_of_sections_and_questions_changes_no_score(card: Filled, chance: object) -> None:
    made, filled = card
    sections = [
        replace(part, questions=tuple(shuffled(part.questions, chance)))  # type: ignore[arg-type]
        for part in made.sections
    ]
    other = replace(made, sections=tuple(shuffled(sections, chance)))  # type: ignore[arg-type]
    one, two = scoring.score(made, filled), scoring.score(other, moved(made, filled, other))
    assert (one.calculated, one.reported, one.verdict, one.bonus, one.band) == (
        two.calculated,
        two.reported,
        two.verdict,
        two.bonus,
        two.band,
    )


def shuffled(things: object, chance: object) -> list[object]:
    copy = list(things)  # type: ignore[call-overload]
    chance.shuffle(copy)  # type: ignore[attr-defined]
    return copy


@given(any_filled(), any_forms())
def test_another_version_changes_nothing(card: Filled, other: Form) -> None:
    """Neither that there is one, nor scoring by it."""
    made, filled = card
    before = scoring.score(made, filled)
    scoring.score(other, codes.blank(other))
    assert scoring.score(made, filled) == before
    assert scoring.score(from_data(to_data(made)), filled) == before


@given(any_filled())
def test_the_verdict_compares_before_rounding(card: Filled) -> None:
    made, filled = card
    found = scoring.score(made, filled)
    assume(found.verdict in (Verdict.PASS, Verdict.FAIL) and found.reported is not None)
    for mark in (found.reported or 0, min(100, (found.reported or 0) + 1e-6)):
        verdict = scoring.score(replace(made, pass_mark=mark), filled).verdict
        close = abs(mark - (found.reported or 0)) < 1e-12
        assert close or verdict is (Verdict.PASS if mark <= (found.reported or 0) else Verdict.FAIL)


@given(any_filled())
def test_the_band_is_the_highest_reached_and_none_at_a_critical_fail(card: Filled) -> None:
    made, filled = card
    found = scoring.score(made, filled)
    fatal = any(one.scope.value == "evaluation" for one in found.criticals)
    if found.reported is None or fatal or not made.bands:
        assert found.band is None
    else:
        assert found.band is made.bands[1 if found.reported >= 85.5 else 0]


@given(any_filled())
def test_bonus_and_words_are_in_no_percentage(card: Filled) -> None:
    made, filled = card
    keys = set(scoring.question_percents(made, filled))
    for question in made.questions:
        assert question.key not in keys or (question.earns and not question.bonus)


@given(any_filled(), arounds)
def test_other_circumstances_keep_the_answers(card: Filled, around: Around) -> None:
    made, filled = card
    there = codes.with_around(made, filled, around)
    assert there[: len(made.questions)] == filled[: len(made.questions)]
    assert len(there) == codes.length(made)
    for position, question in enumerate(made.questions):
        if question.only_when is not None and not codes.holds(question.only_when, around):
            assert not codes.applies(made, there)[position]


@given(any_filled(), st.data())
def test_what_was_written_can_be_read_again(card: Filled, data: st.DataObject) -> None:
    made, filled = card
    places = [place for place, asked in enumerate(codes.applies(made, filled)) if asked]
    assume(places)
    place = data.draw(st.sampled_from(places))
    changed = data.draw(answered(made, filled, place))
    others = [p for p in range(len(made.questions)) if p != place]
    assert [changed[p] for p in others] == [filled[p] for p in others]
    assert [codes.ticked(made, changed, p) for p in others] == [codes.ticked(made, filled, p) for p in others]
    if changed[place] in (UNANSWERED, NOT_APPLICABLE):
        assert codes.chosen(made, changed, place) == ()


@given(any_filled())
def test_carried_to_the_same_form_answers_stay(card: Filled) -> None:
    made, filled = card
    assert codes.carry(made, filled, made)[: len(made.questions)] == filled[: len(made.questions)]
    assert moved(made, filled, made) == filled


@given(any_filled(), any_forms())
def test_carried_answers_always_fit_the_other_form(card: Filled, other: Form) -> None:
    scoring.score(other, codes.carry(*card, other))


@given(any_filled(), st.binary(max_size=60))
def test_answers_of_another_length_are_never_scored(card: Filled, noise: bytes) -> None:
    assume(len(noise) != codes.length(card[0]))
    with pytest.raises(ValueError, match="answers for a form"):
        scoring.score(card[0], noise)


@given(any_filled(), st.integers(-1, 40), st.integers(0, 255))
def test_no_code_is_ever_written_that_means_nothing(card: Filled, position: int, code: int) -> None:
    made, filled = card
    try:
        changed = codes.with_answer(made, filled, position, code)
    except NotAllowed as refused:
        assert refused.position == position
        return
    scoring.score(made, changed)
