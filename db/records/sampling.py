"""Which calls are heard: plans, the draws made by them, and the calls drawn."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from db.records.contacts import Channel
from db.records.observations import Drawn


class Cycle(StrEnum):
    """After how long a quota begins anew; four weeks are counted from the first Monday of 2024."""

    WEEK = "week"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"


class Spread(StrEnum):
    """What a random draw is spread over."""

    DAY = "day"
    TOPIC = "topic"
    HOUR = "hour"


class Rule(StrEnum):
    """What a targeted draw looks for."""

    LONGEST = "longest"
    REPEAT = "repeat"
    LOW_RATING = "low_rating"
    UNRESOLVED = "unresolved"


class SkipReason(StrEnum):
    NO_RECORDING = "no_recording"
    WRONG_AGENT = "wrong_agent"
    NOT_AUDIBLE = "not_audible"


class ItemState(StrEnum):
    OPEN = "open"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides, with a seed and a span of days, which calls are drawn.

    `quota` calls are drawn per agent and cycle. Of a targeted draw `rule` says what is looked for, and
    nothing is spread. Blank `channels` and `topics` take all; `least_s` is the shortest call in seconds, 0
    for any.
    """

    kind: Drawn = Drawn.RANDOM
    rule: Rule | None = None
    quota: int = 4
    cycle: Cycle = Cycle.WEEK
    team_id: int | None = None
    channels: tuple[Channel, ...] = ()
    topics: tuple[str, ...] = ()
    least_s: float = 0.0
    after_first_week: bool = True
    spread: tuple[Spread, ...] = (Spread.DAY, Spread.TOPIC, Spread.HOUR)


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """`evaluators` are the users (ids) among whom the calls are shared out; nobody named: who draws."""

    id: int
    uid: bytes
    name: str
    recipe: Recipe
    evaluators: tuple[int, ...]
    user_id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw; `recipe` is the plan's of that moment. Days from `since` to `until`, both among them.

    `population` contacts could be drawn; `population_hash` is the SHA-256 of what they were. `count` were
    drawn at first, whatever became of them.
    """

    id: int
    uid: bytes
    plan_id: int
    recipe: Recipe
    seed: str
    since: date
    until: date
    population: int
    population_hash: bytes
    count: int
    user_id: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DrawItem:
    """A call that was drawn for a user to hear. `replaces_id` is the skipped one that it stands in for."""

    id: int
    uid: bytes
    draw_id: int
    contact_id: int
    agent_id: int
    user_id: int
    position: int
    state: ItemState
    reason: SkipReason | None
    replaces_id: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact as a draw looks at it. `started_at` is the site's wall clock, `length_s` None if unknown.

    `heard` and `drawn` were so before the draw. `repeat`: its reference came up in the week before.
    """

    id: int
    uid: bytes
    agent_id: int
    started_at: datetime
    channel: Channel
    topic: str
    answered: bool | None
    resolved: bool | None
    rating: float | None
    length_s: float | None
    hired_on: date | None
    left_on: date | None
    heard: bool
    drawn: bool
    repeat: bool


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A user who hears calls, with the agents (ids) they reach."""

    user_id: int
    name: str
    agents: frozenset[int]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A call of a draw as a list shows it; `heard` once an evaluation of it is finished, `begun` before.

    `gone`: its contact was removed since, by taking back the import that brought it.
    """

    item: DrawItem
    kind: Drawn
    drawn_at: datetime
    agent: str
    evaluator: str
    reference: str
    started_at: datetime
    topic: str
    length_s: float | None
    heard: bool
    begun: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """What a user is to hear, of draws that are not done; `next` is the first that nobody has heard."""

    items: tuple[QueueItem, ...]

    @property
    def heard(self) -> int:
        return sum(one.heard for one in self.items)

    @property
    def next(self) -> QueueItem | None:
        return next((one for one in self.items if not one.heard and not one.gone), None)

    @property
    def left(self) -> int:
        return sum(not one.heard and not one.gone for one in self.items)
