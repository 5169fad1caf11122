"""A plan's figures: rates as rates, days as days, and what one side may not see yet stays out of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.queries import people, scorecards
from db.records.scorecards import Question
from db.records.skills import AssessmentKind
from desktop.coaching.statistics import Difference, Estimate, Interval
from desktop.coaching.sticking import Movement, Outcome
from desktop.features.plans import wording
from desktop.features.plans.actions import Pick
from desktop.features.plans.evidence import Subject, of_team, weeks_before
from desktop.features.plans.sticking import Stuck
from tests.builders import Floor, evaluate, take_call
from tests.desktop.plan_floor import TODAY, assess, begin, sheet, skill_id


def test_an_own_view_is_no_part_of_a_plan_until_the_coachs_is_finished(floor: Floor) -> None:
    assess(floor, {"listening": 5}, kind=AssessmentKind.SELF)
    plan_id = begin(floor)
    assert {one.self_level for one in sheet(floor, plan_id).picture} == {None}
    assess(floor, {"listening": 2})
    assert 5 in {one.self_level for one in sheet(floor, plan_id).picture}


def answer(floor: Floor, day: date, option: int) -> None:
    evaluate(floor, take_call(floor, day, f"{floor.agent}-{day}"), option)


def asked(floor: Floor) -> Question:
    """The first question of the card that `answer` fills; its first answer earns all points."""
    with floor.store.reading() as db:
        return next(
            row.form for row in scorecards.published(db) if row.form.name == "Ten questions"
        ).questions[0]


def test_five_times_yes_is_a_rate_and_not_certain(floor: Floor) -> None:
    for n in range(5):
        answer(floor, TODAY - timedelta(days=2 + n), 0)
        answer(floor, TODAY + timedelta(days=2 + n), 0)
    plan_id = begin(floor, Pick(question=asked(floor).key))
    goal = sheet(floor, plan_id).whole.goals[0]
    assert (goal.baseline, goal.baseline_high) == (100, 100)
    assert goal.baseline_low == pytest.approx(56.55, abs=0.01)  # Wilson for 5 of 5
    (stuck,) = sheet(floor, plan_id, TODAY + timedelta(days=20)).stuck.values()
    assert stuck.before == stuck.after
    assert stuck.after.low == pytest.approx(56.55, abs=0.01)


def test_the_teams_figure_before_a_plan_ends_the_day_before_it(floor: Floor) -> None:
    begun = date(2026, 3, 18)  # a Wednesday
    with floor.store.writing("agent") as db:
        other = replace(floor, agent=people.add_agent(db, "Nils Ek", floor.team, "H2"))
    for on in (date(2026, 3, 16), date(2026, 3, 17), begun, date(2026, 3, 19)):
        answer(floor, on, 0)
        answer(other, on, 0 if on < begun else 1)
    with floor.store.reading() as db:
        agent, question = people.agent(db, floor.agent), asked(floor)
        for of in (
            Subject(floor.agent, question=question.key),
            Subject(floor.agent, skill_id(floor, question.skill)),
        ):
            found = of_team(db, agent, of, weeks_before(begun))
            assert {one.key: (one.n, one.total) for one in found} == {
                str(floor.agent): (2, 200),
                str(other.agent): (2, 200),
            }


def outcome(**known: object) -> Outcome:
    whole = {
        "movement": Movement.NOT_YET,
        "difference": Difference(-0.5, 9, 9, Interval(-2.5, 0.5)),
        "claimed": 10.0,
        "fell": False,
        "calls_needed": 0,
        "regression_warning": False,
        "expected_regression": None,
    }
    return Outcome(**{**whole, **known})  # type: ignore[arg-type]


def test_a_difference_of_half_a_point_keeps_its_sign() -> None:
    assert wording.difference(outcome()) == "A difference of −1 points (−3 to +1)."


@pytest.mark.parametrize(
    ("expected", "end"),
    [(0.5, ": about 1 point."), (2.5, ": about 3 points."), (0.4, " by chance."), (-3.0, " by chance.")],
)
def test_what_chance_brings_is_rounded_like_every_number(expected: float, end: str) -> None:
    found = outcome(regression_warning=True, expected_regression=expected)
    nobody = Estimate(None, 0, None)
    assert wording.reminders(Stuck(1, nobody, nobody, found, TODAY)).endswith(end)


def test_at_the_ceiling_no_more_calls_are_asked_for(floor: Floor) -> None:
    for n in range(6):
        answer(floor, TODAY - timedelta(days=2 + n), 0)
    answer(floor, TODAY + timedelta(days=2), 0)
    plan_id = begin(floor, Pick(question=asked(floor).key))
    (stuck,) = sheet(floor, plan_id, TODAY + timedelta(days=20)).stuck.values()
    assert wording.verdict(stuck.outcome) == "No room left to rise on these calls"
    assert wording.verdict_mark(stuck.outcome) == "info"
    said = wording.reminders(stuck).replace("\xa0", " ")
    assert said.startswith("It stood at 100 % before the plan, so a rise of 10 points")
    assert "would settle it" not in said
