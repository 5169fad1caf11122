"""What two people do to a growth plan: write, promise, answer; signing lies beside. None knows Qt.

A plan is written in while it is a draft that nobody has signed. From the first signature on, only what
happens afterwards is written: how actions go, and check-ins.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.connection import Database
from db.queries import plans, practice
from db.queries.plans import Part
from db.records.figures import Behind
from db.records.people import User
from db.records.plans import (
    Action,
    ActionKind,
    Area,
    CheckIn,
    Condition,
    Goal,
    Plan,
    Side,
)
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.features.plans.evidence import Subject, lines
from desktop.features.plans.export import Exported as Exported
from desktop.features.plans.export import export_pdf as export_pdf
from desktop.features.plans.reading import Namesakes as Namesakes
from desktop.features.plans.reading import Unclear as Unclear
from desktop.features.plans.reading import find as find
from desktop.features.plans.reading import list_plans as list_plans
from desktop.features.plans.reading import newest_plan as newest_plan
from desktop.features.plans.reading import plan_for_agent as plan_for_agent
from desktop.features.plans.reading import read_sheet as read_sheet
from desktop.features.plans.signing import AlreadyChanged as AlreadyChanged
from desktop.features.plans.signing import Before as Before
from desktop.features.plans.signing import NoReason as NoReason
from desktop.features.plans.signing import NotReady as NotReady
from desktop.features.plans.signing import OtherName as OtherName
from desktop.features.plans.signing import Settled as Settled
from desktop.features.plans.signing import change_again as change_again
from desktop.features.plans.signing import close as close
from desktop.features.plans.signing import put_back as put_back
from desktop.features.plans.signing import sign as sign
from desktop.features.plans.signing import sign_on_behalf as sign_on_behalf
from desktop.features.plans.starting import Pick as Pick
from desktop.features.plans.starting import TooManyAreas as TooManyAreas
from desktop.features.plans.starting import begin as begin
from desktop.features.plans.starting import is_open, measured_goal
from desktop.features.plans.starting import suggest as suggest

Kind = type[Plan | Part]
ALWAYS_OPEN = {
    (Action, "status"),
    (Action, "evidence"),
    (CheckIn, "due_on"),
    (CheckIn, "held_on"),
    (CheckIn, "progress"),
}
"""What is written after signing."""

OWN_WORDS = {(Goal, "own_words"), (Goal, "why"), (Goal, "how_known")}
"""What the agent's side fills, also in the hand-over view."""

WRITTEN = {
    *ALWAYS_OPEN,
    *OWN_WORDS,
    *((Plan, name) for name in ("strengths", "together", "review_on")),
    (Area, "title"),
    *((Goal, name) for name in ("target", "due_on")),
    *((Action, name) for name in ("title", "kind", "owner", "due_on", "written_by")),
    *((Condition, name) for name in ("reply", "comment")),
}
"""What is written field by field; everything else is an action of its own."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One field of a plan or of one of its parts."""

    kind: Kind
    id: int
    field: str

    @property
    def slot(self) -> str:
        """Names the field among the writes of typed text."""
        return f"plan {self.kind.__name__.lower()} {self.id} {self.field}"


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out together, to be brought back together."""

    plan_id: int
    parts: tuple[Plan | Part, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A new action. Without a goal it answers a condition of the whole plan."""

    title: str
    goal_id: int | None = None
    owner: Side = Side.AGENT
    kind: ActionKind = ActionKind.PRACTICE
    due_on: date | None = None
    written_by: Side = Side.SUPERVISOR


@contextmanager
def _writing(store: Store, plan_id: int, by: User, *tables: str) -> Iterator[Database]:
    """Write into a plan that nobody has signed; raises Settled otherwise."""
    demand(by, Deed.WRITE_PLAN)
    with store.writing(*tables) as db:
        if not is_open(plans.whole(db, plan_id)):
            raise Settled(plan_id)
        yield db


def keep(store: Store, spot: Spot, value: Any, by: User) -> None:
    """Store one field as it was typed or chosen. Raises Settled for what signatures hold fast."""
    what = (spot.kind, spot.field)
    demand(by, Deed.WRITE_OWN_WORDS if what in OWN_WORDS else Deed.WRITE_PLAN)
    if what not in WRITTEN:
        raise ValueError(spot.slot)
    with store.writing(plans.TABLES[spot.kind]) as db:
        if what not in ALWAYS_OPEN:
            whole = plans.whole(db, plans.plan_id_of(db, spot.kind, spot.id))
            if not is_open(whole):
                raise Settled(whole.plan.id)
        plans.set_values(db, spot.kind, spot.id, **{spot.field: value})


def calls(store: Store, of: Subject, span: tuple[date, date]) -> tuple[Behind, ...]:
    """The evaluations behind a figure about the subject, of these days."""
    with store.reading() as db:
        return lines(db, of, *span)


def add_goal(store: Store, area_id: int, pick: Pick, by: User) -> int:
    """Another goal in a focus area, with its baseline from the evidence; its id."""
    demand(by, Deed.WRITE_PLAN)
    with store.reading() as db:
        plan_id = plans.plan_id_of(db, Area, area_id)
    with _writing(store, plan_id, by, "goal") as db:
        whole = plans.whole(db, plan_id)
        position = _next([one.position for one in whole.goals if one.area_id == area_id])
        goal = Goal(0, b"", area_id, pick.skill_id, pick.question, position)
        return plans.add(db, measured_goal(db, whole.plan, goal))


def measure_again(store: Store, goal_id: int, by: User) -> None:
    """Take the goal's baseline from the evidence as it is now; target and date stay."""
    demand(by, Deed.WRITE_PLAN)
    with store.reading() as db:
        plan_id = plans.plan_id_of(db, Goal, goal_id)
    with _writing(store, plan_id, by, "goal") as db:
        whole = plans.whole(db, plan_id)
        goal = next(one for one in whole.goals if one.id == goal_id)
        found = measured_goal(db, whole.plan, goal)
        plans.change(db, replace(found, target=goal.target, due_on=goal.due_on))


def add_step(store: Store, plan_id: int, step: Step, by: User) -> int:
    """A new action at the end; its id."""
    with _writing(store, plan_id, by, "action") as db:
        position = _next([one.position for one in plans.whole(db, plan_id).actions])
        action = Action(0, b"", plan_id, step.goal_id, step.kind, step.owner, step.title.strip(), position)
        return plans.add(db, replace(action, due_on=step.due_on, written_by=step.written_by))


def add_check_in(store: Store, plan_id: int, on: date, by: User) -> int:
    demand(by, Deed.WRITE_PLAN)
    with store.writing("check_in") as db:
        return plans.add(db, CheckIn(0, b"", plan_id, on))


def _next(positions: list[int]) -> int:
    return max(positions, default=0) + 1


def remove(store: Store, plan_id: int, spot: tuple[Kind, int], by: User) -> Removed:
    """Take out a part with what hangs on it (an area's goals, a goal's actions), or the whole draft."""
    with _writing(store, plan_id, by, "plan", "area", "goal", "action", "check_in") as db:
        parts = tuple(_with_all(plans.whole(db, plan_id), *spot))
        for part in parts:
            plans.drop(db, part)
        return Removed(plan_id, parts)


def remove_check_in(store: Store, plan_id: int, id: int, by: User) -> Removed:
    """Check-ins may be moved and taken out after signing too."""
    demand(by, Deed.WRITE_PLAN)
    with store.writing("check_in") as db:
        part = next(one for one in plans.whole(db, plan_id).check_ins if one.id == id)
        plans.drop(db, part)
        return Removed(plan_id, (part,))


def bring_back(store: Store, removed: Removed, by: User) -> None:
    """Undo of a removal. Raises Settled where it would change what was agreed meanwhile."""
    demand(by, Deed.WRITE_PLAN)
    living = all(isinstance(part, CheckIn | Plan) for part in removed.parts)
    with store.writing("plan", "area", "goal", "action", "check_in") as db:
        if not living and not is_open(plans.whole(db, removed.plan_id)):
            raise Settled(removed.plan_id)
        for part in removed.parts:
            plans.undrop(db, part)


def _with_all(whole: Any, kind: Kind, id: int) -> Iterator[Plan | Part]:
    if kind is Plan:
        yield whole.plan
        return
    groups = {Area: whole.areas, Goal: whole.goals, Action: whole.actions, CheckIn: whole.check_ins}
    yield from (one for one in groups[kind] if one.id == id)
    below = [one for one in whole.goals if kind is Area and one.area_id == id]
    yield from below
    goals = {one.id for one in below} | ({id} if kind is Goal else set())
    yield from (one for one in whole.actions if one.goal_id in goals)


def raise_improvement(store: Store, condition: Condition, title: str, by: User) -> int:
    """Put what stands in the way on the supervisors' list; it answers a 'no' of this plan."""
    with _writing(store, condition.plan_id, by, "improvement") as db:
        agent_id = plans.plan(db, condition.plan_id).agent_id
        return practice.raise_improvement(db, title.strip(), store.now().date(), agent_id, condition.plan_id)


def withdraw_improvement(store: Store, id: int, by: User) -> None:
    demand(by, Deed.WRITE_PLAN)
    with store.writing("improvement") as db:
        practice.drop_improvement(db, id)


def raise_again(store: Store, id: int, by: User) -> None:
    """Undo of a withdrawal."""
    demand(by, Deed.WRITE_PLAN)
    with store.writing("improvement") as db:
        practice.undrop_improvement(db, id)
