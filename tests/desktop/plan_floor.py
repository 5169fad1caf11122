"""Growth plans on a small floor: assessed, begun, filled with all that signing asks for, agreed."""

from datetime import date

from db.queries import skills
from db.records.plans import (
    Condition,
    Goal,
    PlanState,
    Reply,
    Side,
)
from db.records.skills import AssessmentKind
from desktop.coaching.access import at_the_desk_of
from desktop.features.plans import actions
from desktop.features.plans.actions import Pick, Spot, Step
from desktop.features.plans.reading import Sheet
from tests.builders import Floor

TODAY = date(2026, 3, 20)


def skill_id(floor: Floor, key: str) -> int:
    with floor.store.reading() as db:
        return next(one.id for one in skills.skills(db) if one.key == key)


def assess(
    floor: Floor,
    levels: dict[str, int],
    on: date = date(2026, 3, 1),
    kind: AssessmentKind = AssessmentKind.COACH,
) -> None:
    with floor.store.writing("assessment", "rating", "evidence") as db:
        id = skills.begin_assessment(db, floor.agent, kind, floor.user.id, on)
        for one in skills.skills(db):
            if one.key in levels:
                skills.rate(db, id, one.id, levels[one.key])
        skills.finish_assessment(db, id, floor.store.now())


def begin(floor: Floor, *picks: Pick) -> int:
    return actions.begin(floor.store, floor.agent, picks, floor.user, TODAY)


def sheet(floor: Floor, plan_id: int, today: date = TODAY) -> Sheet:
    return actions.read_sheet(floor.store, plan_id, today)


def keep(floor: Floor, spot: Spot, value: object) -> None:
    actions.keep(floor.store, spot, value, floor.user)


def fill(floor: Floor) -> int:
    """A plan with all that signing asks for."""
    assess(floor, {"listening": 2})
    plan_id = begin(floor, Pick(skill_id=skill_id(floor, "listening")))
    whole = sheet(floor, plan_id).whole
    goal = whole.goals[0]
    for field in ("own_words", "why", "how_known"):
        keep(floor, Spot(Goal, goal.id, field), f"my {field}")
    actions.add_step(floor.store, plan_id, Step("Count to three", goal.id), floor.user)
    for condition in whole.conditions:
        keep(floor, Spot(Condition, condition.id, "reply"), Reply.YES)
    return plan_id


def agree(floor: Floor) -> int:
    plan_id = fill(floor)
    sign_both(floor, plan_id)
    return plan_id


def sign_both(floor: Floor, plan_id: int) -> None:
    """The agent at their own hand, then the supervisor."""
    sign_as_agent(floor, plan_id)
    actions.sign(floor.store, plan_id, Side.SUPERVISOR, "Ruth Castellane", floor.user)


def sign_as_agent(floor: Floor, plan_id: int, name: str = "Imani Okafor") -> PlanState:
    return actions.sign(floor.store, plan_id, Side.AGENT, name, at_the_desk_of(floor.user))
