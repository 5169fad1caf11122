"""The growth plan: areas, goals in the agent's words, actions of both sides, check-ins, signatures."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PlanState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose it is to write, do or sign."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"


class ActionKind(StrEnum):
    PRACTICE = "practice"
    LEARN = "learn"
    COURSE = "course"


class ActionStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ConditionKind(StrEnum):
    """The four conditions without which change does not last."""

    WILLING = "willing"
    SUPPORTED = "supported"
    PROCESS = "process"
    FOCUS = "focus"


class Reply(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Plan:
    """`strengths` and `together` are free text; `vision` is the service vision as it stood.

    `reason` says why what was agreed is being changed, or was last.
    """

    id: int
    uid: bytes
    agent_id: int
    user_id: int
    state: PlanState
    begun_on: date
    review_on: date | None = None
    vision: str = ""
    strengths: str = ""
    together: str = ""
    agreed_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A focus area; at most two live at a time."""

    id: int
    uid: bytes
    plan_id: int
    title: str
    position: int


@dataclass(frozen=True, slots=True)
class Goal:
    """Names the skill or the question it moves (one of them, the other None/blank).

    `own_words`, `why` and `how_known` are the agent's to fill. For a skill, `baseline` and `target` are
    levels 1–5; for a question they are percentages 0–100. `baseline_n` is the number of calls or
    assessments behind the baseline, `baseline_low`/`high` its 95 % interval where there is one.
    """

    id: int
    uid: bytes
    area_id: int
    skill_id: int | None
    question: str
    position: int
    own_words: str = ""
    why: str = ""
    how_known: str = ""
    baseline: float | None = None
    baseline_n: int = 0
    baseline_low: float | None = None
    baseline_high: float | None = None
    target: float | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A promise of one side. `goal_id` is None for one that answers a condition of the whole plan."""

    id: int
    uid: bytes
    plan_id: int
    goal_id: int | None
    kind: ActionKind
    owner: Side
    title: str
    position: int
    due_on: date | None = None
    status: ActionStatus = ActionStatus.OPEN
    evidence: str = ""
    written_by: Side = Side.SUPERVISOR


@dataclass(frozen=True, slots=True)
class Condition:
    id: int
    uid: bytes
    plan_id: int
    kind: ConditionKind
    reply: Reply | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CheckIn:
    id: int
    uid: bytes
    plan_id: int
    due_on: date
    held_on: date | None = None
    progress: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    id: int
    uid: bytes
    plan_id: int
    side: Side
    name: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan with everything that hangs on it, in order of position or date."""

    plan: Plan
    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    actions: tuple[Action, ...]
    conditions: tuple[Condition, ...]
    check_ins: tuple[CheckIn, ...]
    signatures: tuple[Signature, ...]
