"""A plan's figures: rates as rates, days as days, and what one side may not see yet stays out of them."""

from db.records.skills import AssessmentKind
from tests.builders import Floor
from tests.desktop.plan_floor import assess, begin, sheet


def test_an_own_view_is_no_part_of_a_plan_until_the_coachs_is_finished(floor: Floor) -> None:
    assess(floor, {"listening": 5}, kind=AssessmentKind.SELF)
    plan_id = begin(floor)
    assert {one.self_level for one in sheet(floor, plan_id).picture} == {None}
    assess(floor, {"listening": 2})
    assert 5 in {one.self_level for one in sheet(floor, plan_id).picture}
