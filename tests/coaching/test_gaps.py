"""Gaps, strengths and perception against small floors worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.figures import KeyedSum
from db.records.people import Stage
from db.records.skills import Assessment, AssessmentKind, AssessmentState, Evidence, Rating, Skill, Standard
from desktop.coaching import gaps, statistics
from desktop.coaching.gaps import Assessed, Gap, Place

TODAY = date(2026, 11, 22)
LEVELS = ("one", "two", "three", "four", "five")
UID = bytes(16)


def skill(number: int) -> Skill:
    return Skill(number, UID, f"skill-{number}", f"Skill {number}", "", "", LEVELS)


def standard(number: int, level: int, importance: int = 3, role: str = "agent") -> Standard:
    return Standard(number, role, Stage.NEW, level, importance)


def assessed(
    kind: AssessmentKind, on: date, levels: dict[int, int | None], number: int = 1, evidence: int = 0
) -> Assessed:
    assessment = Assessment(number, UID, 1, kind, 1, AssessmentState.FINAL, on)
    ratings = tuple(Rating(100 * number + key, UID, number, key, level) for key, level in levels.items())
    notes = tuple(Evidence(each, UID, ratings[0].id, each, None, "") for each in range(evidence))
    return Assessed(assessment, ratings, notes)


COACH, SELF, SHOWN = AssessmentKind.COACH, AssessmentKind.SELF, AssessmentKind.DEMONSTRATION


def picture(*given_: Assessed, standards: list[Standard] | None = None, skills: int = 4) -> tuple[Gap, ...]:
    wanted = standards or [standard(1, 3, 5), standard(2, 4, 2), standard(3, 2, 4)]
    return gaps.picture([skill(number) for number in range(1, skills + 1)], wanted, given_, Stage.NEW)


@pytest.mark.parametrize(
    ("hired", "expected"),
    [
        (date(2026, 11, 22), Stage.NEW),
        (date(2026, 5, 23), Stage.NEW),
        (date(2026, 5, 22), Stage.DEVELOPING),
        (date(2024, 11, 23), Stage.DEVELOPING),
        (date(2024, 11, 22), Stage.VETERAN),
        (date(2027, 1, 1), Stage.NEW),
        (None, Stage.DEVELOPING),
    ],
)
def test_the_stage_follows_from_the_hire_date(hired: date | None, expected: Stage) -> None:
    assert gaps.stage(hired, TODAY) is expected


def test_thresholds_of_the_stages_can_be_moved() -> None:
    assert gaps.stage(date(2026, 5, 22), TODAY, new_months=12) is Stage.NEW
    assert gaps.stage(date(2026, 5, 22), TODAY, 1, 6) is Stage.VETERAN


def test_a_gap_is_required_minus_shown_and_ranked_by_gap_times_importance() -> None:
    found = gaps.gaps(picture(assessed(COACH, TODAY, {1: 2, 2: 1, 3: 1})))

    # 1: (3 − 2) · 5 = 5; 2: (4 − 1) · 2 = 6; 3: (2 − 1) · 4 = 4.
    assert [(one.skill.id, one.gap, one.weighted) for one in found] == [(2, 3, 6), (1, 1, 5), (3, 1, 4)]


def test_equal_weights_put_the_wider_gap_first_and_keep_the_order_after_that() -> None:
    wanted = [standard(1, 3, 4), standard(2, 4, 2), standard(3, 3, 4)]
    found = gaps.gaps(picture(assessed(COACH, TODAY, {1: 2, 2: 2, 3: 2}), standards=wanted))

    assert [one.skill.id for one in found] == [2, 1, 3]


def test_strengths_are_at_or_above_the_standard_highest_first() -> None:
    found = gaps.strengths(picture(assessed(COACH, TODAY, {1: 3, 2: 4, 3: 3, 4: 5})))

    assert [(one.skill.id, one.shown) for one in found] == [(2, 4), (3, 3), (1, 3)]


def test_the_newest_of_coach_and_demonstration_counts_as_shown() -> None:
    early, late = date(2026, 3, 1), date(2026, 6, 1)
    (one, *_) = picture(assessed(SHOWN, late, {1: 3}, 2), assessed(COACH, early, {1: 1}, 1))
    (other, *_) = picture(assessed(SHOWN, early, {1: 3}, 1), assessed(COACH, late, {1: 1}, 2))

    assert (one.shown, one.shown_by, one.shown_on, one.coach_level) == (3, SHOWN, late, 1)
    assert (other.shown, other.shown_by, other.shown_on) == (1, COACH, late)


def test_what_agents_think_of_themselves_is_not_shown() -> None:
    (one, *_) = picture(assessed(SELF, TODAY, {1: 5}))

    assert (one.shown, one.gap, one.self_level, one.perception) == (None, None, 5, None)


def test_not_seen_yet_is_neither_a_gap_nor_a_strength() -> None:
    found = picture(assessed(COACH, TODAY, {1: None, 2: 4}))

    assert (found[0].shown, found[0].gap, found[0].unseen) == (None, None, True)
    assert [one.skill.id for one in gaps.unseen(found)] == [1, 3]
    assert [one.skill.id for one in gaps.strengths(found)] == [2]
    assert gaps.gaps(found) == ()


def test_not_seen_this_time_does_not_take_away_what_was_shown_before() -> None:
    (one, *_) = picture(assessed(COACH, date(2026, 1, 1), {1: 3}, 1), assessed(COACH, TODAY, {1: None}, 2))

    assert (one.shown, one.shown_on, one.unseen) == (3, date(2026, 1, 1), False)


def test_the_evidence_is_that_of_the_rating_shown() -> None:
    old = assessed(COACH, date(2026, 1, 1), {1: 2}, 1, evidence=2)
    (one, *_) = picture(old, assessed(COACH, TODAY, {1: 3}, 2, evidence=3))

    assert len(one.evidence) == 3
    assert {each.rating_id for each in one.evidence} == {201}


def test_a_standard_of_another_role_or_stage_is_none() -> None:
    wanted = [standard(1, 3, role="senior"), Standard(2, "agent", Stage.VETERAN, 5, 5)]
    found = picture(assessed(COACH, TODAY, {1: 1, 2: 1}), standards=wanted)

    assert [(one.required, one.gap) for one in found[:2]] == [(None, None), (None, None)]


def test_a_skill_without_standard_is_in_the_picture_but_in_no_ranking() -> None:
    found = picture(assessed(COACH, TODAY, {4: 5}))

    assert found[3].shown == 5
    assert found[3] not in (*gaps.gaps(found), *gaps.strengths(found), *gaps.unseen(found))


levels = st.dictionaries(st.integers(1, 4), st.none() | st.integers(1, 5))


@given(st.lists(st.tuples(st.sampled_from(AssessmentKind), st.dates(), levels), max_size=5))
def test_every_skill_with_a_standard_is_gap_or_strength_or_unseen(
    made: list[tuple[AssessmentKind, date, dict[int, int | None]]],
) -> None:
    rows = [assessed(kind, on, each, number) for number, (kind, on, each) in enumerate(made) if each]
    found = picture(*rows)
    parts = [gaps.gaps(found), gaps.strengths(found), gaps.unseen(found)]

    assert sorted(one.skill.id for part in parts for one in part) == [1, 2, 3]
    assert picture(*reversed(rows)) == found


# --- questions ---------------------------------------------------------------------------------------


def sums(key: str, *values: float) -> KeyedSum:
    return KeyedSum(key, len(values), sum(values), sum(value * value for value in values))


STEADY = (79, 80, 81, 80, 80, 80)


def test_weakest_questions_come_first_with_their_estimate() -> None:
    low = (19, 20, 21, 20, 20, 20)
    found = gaps.standings([sums("good", *STEADY), sums("weak", *low), sums("none")])

    assert [(one.key, one.place) for one in found] == [("weak", Place.LOW), ("good", Place.HIGH)]
    assert found[0].estimate == statistics.mean(low)


def test_fewer_than_five_calls_are_too_few_however_low() -> None:
    found = gaps.standings(
        [sums("rare", 0, 0, 0, 0), sums("good", *STEADY), sums("weak", *(each / 2 for each in STEADY))]
    )

    assert [(one.key, one.place) for one in found] == [
        ("weak", Place.LOW),
        ("good", Place.HIGH),
        ("rare", Place.TOO_FEW_CALLS),
    ]


def test_an_interval_wider_than_the_spread_of_all_ranks_nothing() -> None:
    found = gaps.standings([sums("wild", 0, 100, 0, 100, 100), sums("steady", *STEADY)])

    assert [(one.key, one.place) for one in found][-1] == ("wild", Place.TOO_FEW_CALLS)


def test_one_question_alone_is_neither_low_nor_high() -> None:
    (only,) = gaps.standings([sums("only", *STEADY)])

    assert only.place is Place.TOO_FEW_CALLS
