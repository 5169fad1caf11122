"""Worked examples that vendors publish of their own scoring, worked here; where ours differs, it says why.

Each test names its page as it read in 2025–26; what is in quotation marks is theirs. Figures they round are
compared to the place they print.
"""

from dataclasses import replace

import pytest

from db.records.observations import Verdict
from db.records.scorecards import (
    NOT_APPLICABLE,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    Option,
    Question,
    Renormalise,
    Section,
)
from desktop.coaching import scoring
from desktop.coaching.answers import blank, with_ticks
from desktop.coaching.scoring import Score

NA = NOT_APPLICABLE
CRITICAL = CriticalClass.CUSTOMER, CriticalScope.EVALUATION


def graded(key: str, *points: float, **rest: object) -> Question:
    """Answers in this order of points, so that code 1 is the first."""
    options = tuple(Option(f"o{place}", f"Answer {place}", each) for place, each in enumerate(points))
    return Question(key, f"{key}?", options, **rest)  # type: ignore[arg-type]


def card(*sections: tuple[float, tuple[Question, ...]], **rest: object) -> Form:
    made = [
        Section(f"s{place}", f"Part {place}", weight, questions)
        for place, (weight, questions) in enumerate(sections)
    ]
    return Form("Card", tuple(made), **rest)  # type: ignore[arg-type]


def scored(form: Form, *codes: int) -> Score:
    return scoring.score(form, bytes(codes))


# ------------------------------------------------------------------------------------------ Amazon Connect
# docs.aws.amazon.com/connect/latest/adminguide/about-scoring-and-weights.html, "Weights of optional
# questions": "four questions (Q1, Q2, Q3, and Q4) that have weights of 40%, 20%, 20%, and 20%", each with
# "three answer options (A1, A2, and A3) with scores of 10, 5, and 0".

AMAZON = card(
    (1, tuple(graded(f"Q{n}", 10, 5, 0, weight=weight) for n, weight in enumerate((40, 20, 20, 20), 1))),
    renormalise=Renormalise.QUESTION,
)


def test_amazon_connect_weights_by_question() -> None:
    """ "40% + 10% + 10% + 0% = 60%"."""
    assert scored(AMAZON, 1, 2, 2, 3).calculated == 60


def test_amazon_connect_shares_the_weight_of_not_applicable_in_proportion() -> None:
    """Q4 "is effectively removed from the calculation": "50% + 12.5% + 12.5% = 75%"."""
    found = scored(AMAZON, 1, 2, 2, NA)
    lines = found.sections[0].questions
    assert found.calculated == 75
    assert [line.effective_weight for line in lines] == [0.5, 0.25, 0.25, None]


# -------------------------------------------------------------------------------------------- Genesys Cloud
# help.mypurecloud.com, "Evaluation form weights": "Group 1 has two 1-point questions, and a group weight of
# 40. Group 2 has one 1-point question and a weight of 20."

GENESYS = (40, (graded("1.1", 1, 0), graded("1.2", 1, 0))), (20, (graded("2.1", 1, 0),))


def test_genesys_cloud_multiplies_each_point_by_its_groups_weight() -> None:
    """ "((1 * 40) + (1 * 20) / ((2 * 40) + (1 * 20)) = 60%"; ours with the weight on each question."""
    weighted = tuple(
        (weight, tuple(replace(one, weight=weight) for one in questions)) for weight, questions in GENESYS
    )
    assert scored(card(*weighted, renormalise=Renormalise.QUESTION), 1, 2, 1).calculated == 60


def test_genesys_cloud_by_section_we_let_a_weight_mean_what_it_says() -> None:
    """Their group of weight 40 with two questions counts 80 of 100, not 40 of 60: its weight grows with the
    number of questions in it. Ours keeps 40 : 20 whatever the sections hold.
    """
    found = scored(card(*GENESYS), 1, 2, 1)
    assert found.calculated == pytest.approx((40 * 1 / 2 + 20 * 1) / 60 * 100)
    assert [part.effective_weight for part in found.sections] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_genesys_cloud_not_applicable_is_zero_of_zero() -> None:
    """ "Those questions or question groups show zero out of zero possible points." """
    found = scored(card(*GENESYS), NA, NA, 1)
    assert (found.sections[0].earned, found.sections[0].possible) == (0, 0)
    assert (found.sections[0].percent, found.calculated) == (None, 100)


# ------------------------------------------------------------------------------------------------ Zendesk QA
# support.zendesk.com/hc/en-us/articles/7043701093786, "Reviews dashboard calculations".


@pytest.mark.parametrize(
    ("steps", "percents"),
    [
        (2, [0, 100]),
        (3, [0, 50, 100]),
        (4, [0, 33.3, 66.6, 100]),
        (5, [0, 25, 50, 75, 100]),
    ],
)
def test_zendesk_qa_scale_to_percent(steps: int, percents: list[float]) -> None:
    """ "(score_selected - scale_minimum) / (scale_max - scale_minimum) * 100"; they cut 66.67 to 66.6."""
    scale = card((1, (graded("Rating", *range(1, steps + 1), scale=True),)))
    found = [scored(scale, code).calculated for code in range(1, steps + 1)]
    assert found == [pytest.approx(each, abs=0.1) for each in percents]


GROUPED = [("Request", 1), ("Clarification", 3), ("Explanation", 3), ("Writing", 2), ("Internal Data", 1)]


def zendesk() -> Form:
    """Five categories with their weights; the first, marked with an asterisk, is critical."""
    fatal = (Option("yes", "Yes", 1), Option("no", "No", 0, "", *CRITICAL))
    questions = [graded(name, 1, 0, weight=weight) for name, weight in GROUPED]
    questions[0] = replace(questions[0], options=fatal)
    return card(
        (1, tuple(questions)), renormalise=Renormalise.QUESTION, critical_effect=CriticalEffect.ZERO_SCORE
    )


@pytest.mark.parametrize(
    ("codes", "review_score"),
    [
        ((1, 1, 1, 1, 1), 100),
        ((1, 2, 2, 1, 2), 30),
        ((1, 2, 1, 1, 1), 70),
        ((1, 1, 1, 2, 1), 80),
        ((2, 1, 1, 1, 1), 0),
    ],
)
def test_zendesk_qa_review_scores(codes: tuple[int, ...], review_score: float) -> None:
    """Their table of five reviews, "critical category < 50%, then 0%" in the last."""
    assert scored(zendesk(), *codes).reported == review_score


def test_zendesk_qa_forgets_what_a_critical_fail_had_earned_and_we_keep_it() -> None:
    """Their review 5 is 0 % and nothing else; ours says beside it what the other answers came to."""
    found = scored(zendesk(), 2, 1, 1, 1, 1)
    assert (found.reported, found.calculated, found.verdict) == (0, 90, Verdict.CRITICAL_FAIL)


def zendesk_na() -> Form:
    """Clarity, Tone, Accuracy and Structure, weights 30, 30, 30, 10, "Max rating" 4."""
    weights = {"Clarity": 30, "Tone": 30, "Accuracy": 30, "Structure": 10}
    questions = [graded(name, 4, 3, 2, 1, weight=weight) for name, weight in weights.items()]
    return card((1, tuple(questions)), renormalise=Renormalise.QUESTION)


def test_zendesk_qa_not_applicable_leaves_both_sides() -> None:
    """ "Total Score = 4750 / 70 = 67.8571%", tone being N/A."""
    assert scored(zendesk_na(), 2, NA, 3, 1).calculated == pytest.approx(67.8571, abs=5e-5)


def test_zendesk_qa_all_not_applicable_is_no_score() -> None:
    """ "If all categories are marked as N/A, no final score is calculated." """
    found = scored(zendesk_na(), NA, NA, NA, NA)
    assert (found.calculated, found.reported, found.verdict) == (None, None, Verdict.NOT_SCORED)


def test_zendesk_qa_one_rated_category_is_the_whole_score() -> None:
    """ "that single category fully determines the final score." """
    assert scored(zendesk_na(), NA, NA, 3, NA).calculated == 50


# --------------------------------------------------------------------------------------------- Sprinklr audit
# sprinklr.com/help/articles/audit-checklist-builder/audit-checklistform-scoring


def test_sprinklr_several_answers_earn_out_of_all_their_points() -> None:
    """Options of 100, 50 and 0 points, 2 and 3 selected: "33.33" (their formula prints a 5 for the 0)."""
    ticks = card((1, (graded("Item", 100, 50, 0, kind=Kind.SEVERAL),)))
    found = scoring.score(ticks, with_ticks(ticks, blank(ticks), 0, (1, 2)))
    assert found.calculated == pytest.approx(100 * 50 / 150)


def test_sprinklr_category_is_the_weighted_mean_of_its_items() -> None:
    """Scores 75, 50, 100 of weight 10, 5, 5: "the category score will be 75"."""
    items = [graded(f"Item {n}", 100, points, weight=w) for n, points, w in ((1, 75, 10), (2, 50, 5))]
    made = card((1, (*items, graded("Item 3", 100, 0, weight=5))), renormalise=Renormalise.QUESTION)
    assert scored(made, 2, 2, 1).calculated == 75


def test_sprinklr_audit_score_is_the_weighted_mean_of_its_categories() -> None:
    """85, 50, 100 of weight 10, 15, 5: "the Final Audit Score will be 70"."""
    parts = [(w, (graded(f"Item {w}", 100, points),)) for points, w in ((85, 10), (50, 15), (100, 5))]
    assert scored(card(*parts), 2, 2, 2).calculated == 70


def test_sprinklr_critical_items_zero_their_category_or_the_audit() -> None:
    """ "Category Level Critical … that category's score becomes 0", "Template Level … the entire audit"."""
    for scope, reported in ((CriticalScope.SECTION, 50), (CriticalScope.EVALUATION, 0)):
        fatal = Question("f", "F?", (Option("y", "Y", 1), Option("n", "N", 0, "", CRITICAL[0], scope)))
        made = card(
            (1, (graded("a", 1, 0), fatal)),
            (1, (graded("b", 1, 0),)),
            critical_effect=CriticalEffect.ZERO_SCORE,
        )
        found = scored(made, 1, 2, 1)
        assert (found.calculated, found.reported) == (75, reported)


# ------------------------------------------------------------------------------------------------- MaestroQA
# help.maestroqa.com/en/articles/4550458-how-do-bonus-sections-work: a rubric of 35 points with a bonus of 2.


def maestro(cap: float) -> Form:
    bonus = graded("Above and Beyond", 100 * 2 / 35, 0, bonus=True)
    return card((35, (graded("Rubric", 35, 28, 0), bonus)), bonus_cap=cap)


def test_maestro_qa_lets_a_bonus_exceed_the_maximum_and_we_stop_at_100() -> None:
    """Theirs is "37/35 (or roughly 105%)". A percentage above 100 breaks every average and limit it goes
    into, so ours stops at 100 and shows what was earned beside it.
    """
    found = scored(maestro(cap=10), 1, 1)
    assert (found.base, found.bonus, found.calculated) == (100, 0, 100)
    assert sum(part.bonus for part in found.sections) == pytest.approx(200 / 35)


def test_maestro_qa_bonus_below_the_maximum_is_the_same_as_theirs() -> None:
    """28 points and the bonus of 2: 30/35, roughly 86 %."""
    assert scored(maestro(cap=10), 2, 1).calculated == pytest.approx(100 * 30 / 35)


def test_a_cap_holds_the_bonus_back() -> None:
    assert scored(maestro(cap=3), 2, 1).calculated == pytest.approx(80 + 3)


# ------------------------------------------------------------------------------------------------- EvaluAgent
# support.evaluagent.com/en/articles/13284840: N/A and auto-fail, both one setting for every scorecard.


def auto_fail(effect: CriticalEffect) -> Form:
    fatal = Question("fatal", "F?", (Option("pass", "Pass", 1), Option("fail", "Fail", 0, "", *CRITICAL)))
    return card((1, (fatal, graded("a", 1, 0.5, 0), graded("b", 1, 0))), critical_effect=effect)


def test_evaluagent_removes_not_applicable_from_the_calculation() -> None:
    """Their "Removed from calculations" is what ours always does: 1.5 of 2 rated items."""
    assert scored(auto_fail(CriticalEffect.NONE), 1, 2, NA).calculated == 75


def test_evaluagent_may_turn_not_applicable_into_a_pass_and_we_never_do() -> None:
    """Their other setting, "Converted to a score of 1", would make it (1 + 0.5 + 1) / 3 = 83 %: what nobody
    could do would count as done well.
    """
    found = scored(auto_fail(CriticalEffect.NONE), 1, 2, NA).calculated
    assert found != pytest.approx(100 * 2.5 / 3)


@pytest.mark.parametrize(
    ("effect", "reported"), [(CriticalEffect.ZERO_SCORE, 0), (CriticalEffect.NONE, 200 / 3)]
)
def test_evaluagent_auto_fail_zeroes_or_shows_the_calculated_result(
    effect: CriticalEffect, reported: float
) -> None:
    """ "Set form result to zero" or "Show calculated result", and "Fail" either way."""
    found = scored(auto_fail(effect), 2, 1, 1)
    assert found.reported == pytest.approx(reported)
    assert (found.calculated, found.verdict) == (pytest.approx(200 / 3), Verdict.CRITICAL_FAIL)


# ---------------------------------------------------------------------------------------------------- Oversai
# docs.oversai.com/article/1049-qa-scorecards-scoring-guide: "(5/10) *100 = 50%", "50% * 40 = 20%".


def oversai() -> Form:
    return card((40, (graded("a", 5, 0), graded("b", 5, 0))), (60, (graded("c", 10, 0),)))


def test_oversai_section_score_times_its_weight() -> None:
    found = scored(oversai(), 1, 2, 1)
    assert (found.sections[0].percent, found.sections[0].contribution) == (50, 20)
    assert found.calculated == 80


def test_oversai_a_goal_is_met_by_reaching_it() -> None:
    """ "If the evaluated person meets or exceeds this goal → they are marked as Passed"."""
    assert scored(replace(oversai(), pass_mark=80), 1, 2, 1).verdict is Verdict.PASS
    assert scored(replace(oversai(), pass_mark=80.01), 1, 2, 1).verdict is Verdict.FAIL


def test_oversai_not_applicable_takes_its_points_off_the_total() -> None:
    """ "removes its points from the total available, adjusting the final score proportionally"."""
    assert scored(oversai(), 2, NA, 1).sections[0].possible == 5


# ------------------------------------------------------------------------------------------------ Call Replay
# docs.call-replay.com, "Calculating scores": importance "Ignored = 0, Low = 0.5, Medium = 1, Important = 2".


def test_call_replay_importance_scales_to_the_achievable_score() -> None:
    questions = [graded(f"q{w}", 10, 5, 0, weight=w) for w in (0.5, 1, 2)]
    text = Question("why", "Why?", (), kind=Kind.TEXT)
    made = card((1, (*questions, text)), renormalise=Renormalise.QUESTION)
    # 0.5 × 1 + 1 × 0.5 + 2 × 0 of 3.5; the words, "importance 0", are out.
    assert scored(made, 1, 2, 3, 1).calculated == pytest.approx(100 * 1 / 3.5)
    # "100% if the first question is answered '10' and the second is answered 'N/A'"
    assert scored(made, 1, NA, NA, 1).calculated == 100


def test_call_replay_counts_unanswered_as_0_and_we_wait_for_the_answer() -> None:
    """ "Unanswered questions have score 0": a slip of the evaluator would cost the agent."""
    made = card((1, (graded("a", 10, 0), graded("b", 10, 0))))
    found = scored(made, 1, 0)
    assert (found.verdict, found.unanswered, found.calculated) == (None, (1,), 100)


# -------------------------------------------------------------------------------------- Cisco / Calabrio QM
# Cisco Quality Management Desktop User Guide, "Key Performance Indicator (KPI) Questions": "results in a zero
# score for the entire evaluation … The scores you assign to all questions and sections are retained".


def test_cisco_kpi_zeroes_the_evaluation_and_retains_the_scores() -> None:
    fatal = Question("kpi", "KPI?", (Option("y", "Yes", 1), Option("n", "No", 0, "", *CRITICAL)))
    made = card((1, (fatal, graded("a", 5, 4, 3, 2, 1, 0))), critical_effect=CriticalEffect.ZERO_SCORE)
    found = scored(made, 2, 1)
    assert (found.reported, found.zeroed) == (0, True)
    assert [line.earned for line in found.sections[0].questions] == [0, 5]
    assert found.calculated == pytest.approx(100 * 5 / 6)
