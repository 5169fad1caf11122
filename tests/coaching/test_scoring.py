"""Scores against sums done by hand: points, critical answers, conditions and what may be written."""

from dataclasses import replace

import pytest

from db.records.observations import Verdict
from db.records.scorecards import CriticalClass, CriticalEffect, CriticalScope, Form, Renormalise
from desktop.coaching import scoring
from desktop.coaching.scoring import AnswerState, Refusal
from tests.coaching.forms import (
    NA,
    critical_question,
    form,
    option,
    scaled,
    section,
    shown_if,
    yes_no,
)

OPENING = section("opening", 20, yes_no("greeting", 2), yes_no("name", 2))
RESOLVING = section("resolving", 50, scaled("need", 4, 2, 0), scaled("answer", 4, 2, 0), yes_no("time", 2))
CLOSING = section("closing", 30, yes_no("next", 1), yes_no("thanks", 1))
CARD = form(OPENING, RESOLVING, CLOSING)


def by_hand(name: str, answers: list[int], sections: float, whole: float) -> object:
    return pytest.param(bytes(answers), sections, whole, id=name)


# The last columns were worked out on paper: weights 20, 50, 30; points 4, 10, 2.
TABLE = [
    by_hand("all best", [1, 1, 1, 1, 1, 1, 1], 100.0, 100.0),
    by_hand("all worst", [2, 2, 3, 3, 2, 2, 2], 0.0, 0.0),
    # 20·1 + 50·(4+2+2)/10 + 30·1/2 = 20 + 40 + 15;  (4+8+1)/16
    by_hand("mixed", [1, 1, 1, 2, 1, 1, 2], 75.0, 81.25),
    # (20·1/2 + 50·0.8 + 30·1) / 100;  (2+8+2)/16
    by_hand("half an opening", [1, 2, 1, 2, 1, 1, 1], 80.0, 75.0),
    # name N/A: opening 2/2;  (2+8+2)/14
    by_hand("one N/A", [1, NA, 1, 2, 1, 1, 1], 90.0, 1200 / 14),
    # opening N/A: (50·0.8 + 30·0.5) / 80;  (8+1)/12
    by_hand("a section N/A", [NA, NA, 1, 2, 1, 1, 2], 68.75, 75.0),
]


@pytest.mark.parametrize(("answers", "sections", "whole"), TABLE)
def test_a_score_is_what_the_sum_on_paper_says(answers: bytes, sections: float, whole: float) -> None:
    over_all = replace(CARD, renormalise=Renormalise.FORM)

    assert scoring.score(CARD, answers).calculated == sections
    assert scoring.score(over_all, answers).calculated == whole


@pytest.mark.parametrize("renormalise", Renormalise)
def test_all_not_applicable_is_not_scored_and_neither_0_nor_100(renormalise: Renormalise) -> None:
    found = scoring.score(replace(CARD, renormalise=renormalise), bytes([NA] * 7))

    assert (found.calculated, found.reported, found.verdict) == (None, None, Verdict.NOT_SCORED)
    assert found.complete
    assert [part.effective_weight for part in found.sections] == [None, None, None]


def test_an_unanswered_question_keeps_the_verdict_back_but_the_running_score_shows() -> None:
    found = scoring.score(CARD, bytes([1, 0, 1, 1, 1, 0, 0]))

    assert (found.complete, found.verdict, found.unanswered) == (False, None, (1, 5, 6))
    assert found.calculated == 100.0
    assert found.sections[2].percent is None


def test_nothing_answered_yet_has_no_running_score() -> None:
    found = scoring.score(CARD, scoring.blank(CARD))

    assert (found.calculated, found.reported, found.verdict) == (None, None, None)


def test_the_pass_mark_is_compared_before_rounding() -> None:
    # 159 of 200 points is 79.5 %, which would round up to 80.
    card = form(section("only", 1, scaled("one", 200, 159, 160, 0)))

    assert scoring.score(card, bytes([2])).verdict is Verdict.FAIL
    assert scoring.score(card, bytes([3])).verdict is Verdict.PASS


def test_points_mean_the_decimals_that_were_typed() -> None:
    # In binary 0.1 + 0.2 is more than 0.3 and 0.7 + 0.1 less than 0.8; on paper they are not.
    card = form(section("only", 1, yes_no("a", 0.7), yes_no("b", 0.1), yes_no("c", 0.2)), pass_mark=80)

    assert scoring.score(card, bytes([1, 1, 2])).calculated == 80.0
    assert scoring.score(card, bytes([1, 1, 2])).verdict is Verdict.PASS


def test_a_section_without_weight_is_shown_but_does_not_count() -> None:
    card = form(section("counts", 10, yes_no("a")), section("asked", 0, yes_no("b")))
    found = scoring.score(card, bytes([1, 2]))

    assert found.calculated == 100.0
    assert (found.sections[1].percent, found.sections[1].effective_weight) == (0.0, 0.0)


def test_only_weightless_sections_scored_is_not_scored() -> None:
    card = form(section("counts", 10, yes_no("a")), section("asked", 0, yes_no("b")))

    assert scoring.score(card, bytes([NA, 1])).calculated is None


def test_the_sum_can_be_redone_from_the_questions() -> None:
    found = scoring.score(CARD, bytes([1, NA, 1, 2, 1, 1, 2]))
    counting = [one for part in found.sections for one in part.questions if one.effective_weight is not None]

    assert sum(one.effective_weight * one.earned / one.possible * 100 for one in counting) == pytest.approx(
        75.0
    )
    assert sum(part.contribution for part in found.sections) == pytest.approx(75.0)
    assert [one.state for one in found.sections[0].questions] == [AnswerState.ANSWERED, AnswerState.NA]
    assert found.sections[0].questions[1].effective_weight is None


# --- critical answers ---------------------------------------------------------------------------


def card_with_critical(scope: CriticalScope, effect: CriticalEffect) -> Form:
    return form(
        section("first", 50, yes_no("a", 4), critical_question("rule", scope)),
        section("second", 50, yes_no("b", 4)),
        critical_effect=effect,
        pass_mark=70,
    )


# All else right: the first section has 4 of 8 points, so 25 + 50 = 75 is calculated.
CRITICALS = [
    (CriticalScope.EVALUATION, CriticalEffect.NONE, 75.0, Verdict.CRITICAL_FAIL, False),
    (CriticalScope.EVALUATION, CriticalEffect.ZERO_SECTION, 50.0, Verdict.CRITICAL_FAIL, True),
    (CriticalScope.EVALUATION, CriticalEffect.ZERO_SCORE, 0.0, Verdict.CRITICAL_FAIL, False),
    (CriticalScope.SECTION, CriticalEffect.NONE, 75.0, Verdict.PASS, False),
    (CriticalScope.SECTION, CriticalEffect.ZERO_SECTION, 50.0, Verdict.FAIL, True),
    (CriticalScope.SECTION, CriticalEffect.ZERO_SCORE, 50.0, Verdict.FAIL, True),
]


@pytest.mark.parametrize(("scope", "effect", "reported", "verdict", "zeroed"), CRITICALS)
def test_a_critical_answer_keeps_the_calculated_score(
    scope: CriticalScope, effect: CriticalEffect, reported: float, verdict: Verdict, zeroed: bool
) -> None:
    found = scoring.score(card_with_critical(scope, effect), bytes([1, 3, 1]))

    assert found.calculated == 75.0
    assert (found.reported, found.verdict) == (reported, verdict)
    assert (found.sections[0].failed, found.sections[0].zeroed) == (True, zeroed)
    assert not found.sections[1].failed
    assert [(one.question, one.option, one.scope) for one in found.criticals] == [("rule", "fatal", scope)]


@pytest.mark.parametrize("kind", CriticalClass)
def test_a_critical_answer_tells_its_class(kind: CriticalClass) -> None:
    card = form(section("only", 1, critical_question("rule", CriticalScope.EVALUATION, kind)))

    assert [one.kind for one in scoring.score(card, bytes([3])).criticals] == [kind]


def test_a_zeroed_section_drops_only_its_points_where_the_whole_form_is_summed() -> None:
    card = replace(
        card_with_critical(CriticalScope.SECTION, CriticalEffect.ZERO_SECTION), renormalise=Renormalise.FORM
    )
    found = scoring.score(card, bytes([1, 3, 1]))

    assert found.calculated == pytest.approx(100 * 8 / 12)
    assert found.reported == pytest.approx(100 * 4 / 12)


def test_a_critical_answer_to_a_hidden_question_does_not_count() -> None:
    rule = replace(critical_question("rule", CriticalScope.EVALUATION), shown_if=shown_if("asked", "yes"))
    card = form(section("only", 1, yes_no("asked"), rule), critical_effect=CriticalEffect.ZERO_SCORE)

    assert scoring.score(card, bytes([2, 3])).criticals == ()
    assert scoring.score(card, bytes([1, 3])).verdict is Verdict.CRITICAL_FAIL


def test_a_critical_fail_without_any_points_has_no_score_to_make_0() -> None:
    only_critical = replace(
        critical_question("rule", CriticalScope.EVALUATION),
        options=(option("kept", 0), option("broken", 0, CriticalClass.BUSINESS, CriticalScope.EVALUATION)),
    )
    card = form(section("only", 1, only_critical), critical_effect=CriticalEffect.ZERO_SCORE)
    found = scoring.score(card, bytes([2]))

    assert (found.calculated, found.reported, found.zeroed) == (None, None, False)
    assert found.verdict is Verdict.CRITICAL_FAIL
    assert scoring.score(card, bytes([1])).verdict is Verdict.NOT_SCORED


def test_a_critical_answer_without_a_scope_counts_for_the_whole_evaluation() -> None:
    unscoped = yes_no("rule")
    unscoped = replace(unscoped, options=(option("yes", 1), option("no", 0, CriticalClass.BUSINESS)))
    found = scoring.score(form(section("only", 1, unscoped)), bytes([2]))

    assert found.verdict is Verdict.CRITICAL_FAIL
    assert found.criticals[0].scope is CriticalScope.EVALUATION


def test_a_critical_answer_is_told_before_the_form_is_complete() -> None:
    card = card_with_critical(CriticalScope.EVALUATION, CriticalEffect.ZERO_SCORE)
    found = scoring.score(card, bytes([0, 3, 0]))

    assert (found.verdict, len(found.criticals), found.reported) == (None, 1, 0.0)


# --- conditions -----------------------------------------------------------------------------------


CHAIN = form(
    section(
        "only",
        1,
        yes_no("first"),
        yes_no("second", shown_if=shown_if("first", "no")),
        yes_no("third", shown_if=shown_if("second", "yes")),
    )
)


def test_a_question_waiting_for_a_hidden_one_is_hidden() -> None:
    assert scoring.applies(CHAIN, bytes([1, 1, 1])) == (True, False, False)
    assert scoring.applies(CHAIN, bytes([2, 1, 1])) == (True, True, True)
    assert scoring.applies(CHAIN, bytes([2, 2, 1])) == (True, True, False)


def test_a_hidden_question_neither_counts_nor_waits_for_an_answer() -> None:
    found = scoring.score(CHAIN, bytes([1, 0, 0]))

    assert (found.calculated, found.complete) == (100.0, True)
    assert scoring.question_percents(CHAIN, bytes([1, 2, 2])) == {"first": 100.0}


def test_changing_ones_mind_brings_hidden_answers_back_until_it_is_final() -> None:
    away = scoring.with_answer(CHAIN, bytes([2, 1, 2]), 0, 1)

    assert scoring.with_answer(CHAIN, away, 0, 2) == bytes([2, 1, 2])
    assert scoring.without_hidden(CHAIN, away) == bytes([1, 0, 0])


def test_a_question_may_wait_for_not_applicable() -> None:
    card = form(section("only", 1, yes_no("guide"), yes_no("facts", shown_if=shown_if("guide", "na"))))

    assert scoring.applies(card, bytes([NA, 0])) == (True, True)
    assert scoring.applies(card, bytes([1, 0])) == (True, False)


def test_questions_that_wait_for_each_other_are_hidden_and_reported() -> None:
    circle = form(
        section(
            "only",
            1,
            yes_no("a", shown_if=shown_if("b", "yes")),
            yes_no("b", shown_if=shown_if("a", "yes")),
            yes_no("c", shown_if=shown_if("c", "yes")),
            yes_no("d"),
        )
    )

    assert scoring.applies(circle, bytes([1, 1, 1, 1])) == (False, False, False, True)
    unreachable = [one.question for one in scoring.unsound(circle) if one.fault is scoring.Fault.UNREACHABLE]
    assert unreachable == ["a", "b", "c"]


# --- writing answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "code", "reason"),
    [
        (9, 1, Refusal.NO_SUCH_QUESTION),
        (-1, 1, Refusal.NO_SUCH_QUESTION),
        (0, 3, Refusal.NO_SUCH_OPTION),
        (0, 255, Refusal.NO_SUCH_OPTION),
        (0, NA, Refusal.NA_NOT_ALLOWED),
        (1, 1, Refusal.HIDDEN),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_reason(
    position: int, code: int, reason: Refusal
) -> None:
    card = form(section("only", 1, yes_no("a", allow_na=False), yes_no("b", shown_if=shown_if("a", "no"))))

    with pytest.raises(scoring.NotAllowed) as refused:
        scoring.with_answer(card, bytes([1, 0]), position, code)
    assert refused.value.reason is reason


def test_an_answer_can_be_taken_back() -> None:
    assert scoring.with_answer(CHAIN, bytes([1, 0, 0]), 0, 0) == scoring.blank(CHAIN)


@pytest.mark.parametrize("answers", [b"", b"\x01", bytes([1, 1, 1, 1]), bytes([9, 0, 0])])
def test_answers_of_another_form_are_never_scored(answers: bytes) -> None:
    with pytest.raises(ValueError, match="answers for a form|means nothing"):
        scoring.score(CHAIN, answers)


def test_the_next_unanswered_question_is_looked_for_round_the_form() -> None:
    answers = bytes([0, 1, 1, 0, 1, 1, 1])

    assert scoring.next_unanswered(CARD, answers) == 0
    assert scoring.next_unanswered(CARD, answers, 0) == 3
    assert scoring.next_unanswered(CARD, answers, 3) == 0
    assert scoring.next_unanswered(CARD, bytes([1] * 7)) is None


def test_a_skill_is_what_its_questions_earn_together() -> None:
    card = form(
        section("one", 90, scaled("a", 4, 2, 0, skill="listening"), yes_no("b", 1)),
        section("two", 10, yes_no("c", 1, skill="listening"), yes_no("d", 1, skill="closing")),
    )

    assert scoring.skill_percents(card, bytes([2, 1, 1, NA])) == {"listening": 60.0}
    assert scoring.question_percents(card, bytes([2, 1, 1, NA])) == {"a": 50.0, "b": 100.0, "c": 100.0}


@pytest.mark.parametrize(("answer", "percent"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_a_labelled_scale_runs_from_its_lowest_answer_to_its_highest(answer: int, percent: float) -> None:
    card = form(section("s", 1, scaled("care", 1, 2, 3, 4, 5, scale=True, skill="listening")))
    answers = bytes([answer])
    assert scoring.score(card, answers).calculated == percent
    assert scoring.question_percents(card, answers) == {"care": percent}
    assert scoring.skill_percents(card, answers) == {"listening": percent}


def test_points_that_are_no_scale_count_from_nought() -> None:
    card = form(section("s", 1, scaled("care", 1, 2, 3, 4, 5)))
    assert [scoring.score(card, bytes([n])).calculated for n in (1, 3, 5)] == [20, 60, 100]


def test_a_scale_weighs_what_it_can_earn_where_the_whole_form_is_summed() -> None:
    card = form(
        section("s", 1, scaled("care", 1, 5, scale=True), yes_no("b", 4)), renormalise=Renormalise.FORM
    )
    assert scoring.score(card, bytes([1, 1])).calculated == 50
