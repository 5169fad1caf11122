"""The laws of scoring that hold for every scorecard and every way of filling it."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.records.observations import Verdict
from db.records.scorecards import Form, Renormalise
from desktop.coaching import scoring
from tests.coaching.forms import NA, filled, forms


@given(filled())
def test_every_score_lies_between_0_and_100(card: tuple[Form, bytes]) -> None:
    found = scoring.score(*card)
    parts = [part.percent for part in found.sections]
    questions = scoring.question_percents(*card).values()

    for value in (found.calculated, found.reported, *parts, *questions):
        assert value is None or 0 <= value <= 100
    assert (found.calculated is None) == (found.reported is None)


@given(filled())
def test_the_reported_score_is_never_above_the_calculated(card: tuple[Form, bytes]) -> None:
    found = scoring.score(*card)
    if found.calculated is not None and found.reported is not None:
        assert found.reported <= found.calculated


@given(filled())
def test_effective_weights_and_contributions_add_up(card: tuple[Form, bytes]) -> None:
    found = scoring.score(*card)
    if found.calculated is None:
        assert all(part.effective_weight is None for part in found.sections)
        return
    counting = [part for part in found.sections if part.effective_weight is not None]
    assert sum(part.effective_weight or 0 for part in counting) == pytest.approx(1)
    assert sum(part.contribution or 0 for part in counting) == pytest.approx(found.calculated)
    questions = [one.effective_weight for part in counting for one in part.questions]
    assert sum(weight or 0 for weight in questions) == pytest.approx(1)


@given(filled(conditions=False), st.data())
def test_a_better_answer_never_lowers_the_calculated_score(
    card: tuple[Form, bytes], data: st.DataObject
) -> None:
    made, answers = card
    places = [place for place, code in enumerate(answers) if code not in (0, NA)]
    assume(places)
    place = data.draw(st.sampled_from(places))
    question = made.questions[place]
    other = data.draw(st.integers(1, len(question.options)))
    low, high = sorted((answers[place], other), key=lambda code: question.options[code - 1].points)
    scores = [
        scoring.score(made, answers[:place] + bytes([code]) + answers[place + 1 :]).calculated
        for code in (low, high)
    ]

    assert (scores[0] is None) == (scores[1] is None)
    assert scores[0] is None or scores[0] <= scores[1]


@given(filled(conditions=False, blanks=False), st.data())
def test_not_applicable_never_changes_the_order_of_other_weights(
    card: tuple[Form, bytes], data: st.DataObject
) -> None:
    made, answers = card
    place = data.draw(st.integers(0, len(answers) - 1))
    before = scoring.score(made, answers)
    after = scoring.score(made, answers[:place] + bytes([NA]) + answers[place + 1 :])

    for one, two in zip(before.sections, after.sections, strict=True):
        assert_same_order(
            [q.effective_weight for q in one.questions], [q.effective_weight for q in two.questions]
        )
    if made.renormalise is Renormalise.SECTION:
        assert_same_order(
            [part.effective_weight for part in before.sections],
            [part.effective_weight for part in after.sections],
        )
    else:
        assert_same_order(
            [q.effective_weight for part in before.sections for q in part.questions],
            [q.effective_weight for part in after.sections for q in part.questions],
        )


def assert_same_order(before: list[float | None], after: list[float | None]) -> None:
    both = [(one, two) for one, two in zip(before, after, strict=True) if one is not None and two is not None]
    for one, two in both:
        for other_one, other_two in both:
            assert not (one < other_one and two > other_two)


@given(forms(critical=False))
def test_all_not_applicable_is_never_scored(card: Form) -> None:
    found = scoring.score(card, bytes([NA] * len(card.questions)))

    assert (found.calculated, found.verdict) == (None, Verdict.NOT_SCORED)


@given(filled(conditions=False), st.randoms(use_true_random=False))
def test_the_order_of_sections_and_questions_changes_no_score(
    card: tuple[Form, bytes], chance: object
) -> None:
    made, answers = card
    codes = {question.key: code for question, code in zip(made.questions, answers, strict=True)}
    sections = [replace(each, questions=tuple(shuffled(each.questions, chance))) for each in made.sections]
    other = replace(made, sections=tuple(shuffled(sections, chance)))
    one, two = (
        scoring.score(made, answers),
        scoring.score(other, bytes(codes[q.key] for q in other.questions)),
    )

    assert (one.calculated, one.reported, one.verdict) == (two.calculated, two.reported, two.verdict)
    assert sorted(c.question for c in one.criticals) == sorted(c.question for c in two.criticals)


def shuffled(things: object, chance: object) -> list[object]:
    copy = list(things)  # type: ignore[call-overload]
    chance.shuffle(copy)  # type: ignore[attr-defined]
    return copy


@given(filled())
def test_blanking_hidden_answers_changes_no_score(card: tuple[Form, bytes]) -> None:
    made, answers = card
    one, two = scoring.score(made, answers), scoring.score(made, scoring.without_hidden(made, answers))

    assert (one.calculated, one.reported, one.verdict, one.unanswered) == (
        two.calculated,
        two.reported,
        two.verdict,
        two.unanswered,
    )


@given(filled())
def test_the_verdict_waits_for_every_question_that_applies(card: tuple[Form, bytes]) -> None:
    made, answers = card
    found = scoring.score(made, answers)
    open_places = tuple(
        place for place, asked in enumerate(scoring.applies(made, answers)) if asked and answers[place] == 0
    )

    assert found.unanswered == open_places
    assert (found.verdict is None) == bool(open_places)
