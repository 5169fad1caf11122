"""How many calls are enough, what they show, and what must not be concluded from them.

The size for the programme speaks of this cycle's calls alone and is corrected for their number; what is said
of an agent speaks of how they work, which no cycle holds all of, and is not corrected (NUMBERS.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.coaching.statistics import sample_size, t_quantile, wilson

USUAL_SHARE = 0.75
"""The pass rate that sentences are made with where the floor has none of its own yet."""

USUAL_SPREAD = 0.15
"""The standard deviation of single scores (0–1) where the floor has too few of its own yet."""

ROUGH = 0.10
"""An agent's rate that is known to more than ± this carries no decision about them."""

CURVE_TO = 400


class Limit(StrEnum):
    """What cannot be concluded, in the order it is said."""

    RATE = "rate"
    MEAN = "mean"
    RANKING = "ranking"
    DECISION = "decision"
    CHANGE = "change"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Caution:
    """One of them with its number, a share 0–1.

    RATE: half of Wilson's interval about the expected rate. MEAN: half of Student's interval of the mean
    score, for scores that scatter as expected; not there for a single call. RANKING: two agents closer than
    this can't be told apart. DECISION: as RATE, there only where that is too much to decide on. CHANGE: from
    one cycle to the next, less than this is not seen. RARE: a fault that never showed may be on this share.
    """

    limit: Limit
    share: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What a planner is asked: calls handled in a cycle, precision wanted (± 0–1), minutes for a review.

    `agents` work on the floor; `share` is the pass rate that is expected of them, `spread` the standard
    deviation of their scores (0–1).
    """

    handled: int
    margin: float
    minutes: float
    agents: int
    share: float = USUAL_SHARE
    spread: float = USUAL_SPREAD


@dataclass(frozen=True, slots=True)
class Answer:
    """`programme` calls know the floor's rate to ± the margin, in `hours` of listening a cycle.

    That makes `each` calls for an agent, whose rate they show with `cautions`; to know one agent's as well,
    `alone` calls of theirs are needed, which takes so many `cycles`. `each` and `cycles` are None without
    agents.
    """

    programme: int
    hours: float
    each: int | None
    cautions: tuple[Caution, ...]
    alone: int
    cycles: int | None


def plan(wish: Wish) -> Answer:
    """The programme's size takes the most careful share, 0.5. ValueError for a margin not between 0 and 1."""
    programme = sample_size(wish.margin, wish.handled)
    alone = sample_size(wish.margin)
    each = math.ceil(programme / wish.agents) if wish.agents and programme else None
    return Answer(
        programme=programme,
        hours=programme * wish.minutes / 60,
        each=each,
        cautions=cautions(each, wish.share, wish.spread) if each else (),
        alone=alone,
        cycles=math.ceil(alone / each) if each else None,
    )


def cautions(n: int, share: float = USUAL_SHARE, spread: float = USUAL_SPREAD) -> tuple[Caution, ...]:
    """What n > 0 calls of an agent, whose pass rate is about `share`, leave open; each its own number."""
    off = wilson(share, n).width / 2
    found = [Caution(Limit.RATE, off)]
    if n > 1:
        found.append(Caution(Limit.MEAN, mean_off_by(n, spread)))
    found.append(Caution(Limit.RANKING, least_difference(n, share)))
    if off > ROUGH:
        found.append(Caution(Limit.DECISION, off))
    return (*found, Caution(Limit.CHANGE, least_difference(n, share)), Caution(Limit.RARE, unseen(n)))


def least_difference(n: int, share: float) -> float:
    """The smallest difference between two rates of n calls each that shows: where the interval leaves out 0.

    Two shares that lie evenly about `share`, or end at 0 or 1, are moved apart until Newcombe's interval
    (1998, method 10) does; 1 where not even none against all would.
    """
    apart = 0.0
    while apart < 1:
        apart = round(apart + 0.005, 3)
        low = min(max(0.0, share - apart / 2), 1 - apart)
        if _shows(low, low + apart, n):
            return apart
    return 1.0


def _shows(low: float, high: float, n: int) -> bool:
    one, two = wilson(low, n), wilson(high, n)
    return high - low > math.hypot(high - two.low, one.high - low)


def unseen(n: int) -> float:
    """The largest share of calls (0–1) with a fault that still, once in 20 times, shows on none of n calls.

    Exact, 1 − 0.05^(1/n); about 3 / n (the rule of three, Hanley & Lippman-Hand 1983).
    """
    return 1.0 - math.pow(0.05, 1 / n)


def off_by(n: int, share: float = 0.5, population: int | None = None) -> float:
    """How far (0–1) a rate from n > 0 calls may be off; of `population` calls, should it speak of them only.

    What Cochran's n gives back: half of Wilson's interval; corrected by √((N − n) / (N − 1)) where finite.
    """
    half = wilson(share, n).width / 2
    if population is None or population < 2:
        return half
    return half * math.sqrt(max(0, population - n) / (population - 1))


def mean_off_by(n: int, spread: float) -> float:
    """How far a mean of n > 1 values of the standard deviation `spread` may be off, in its unit (Student)."""
    return t_quantile(n - 1) * spread / math.sqrt(n)


def curve(population: int | None = None, upto: int = CURVE_TO) -> Sequence[tuple[int, float]]:
    """± of a rate against the number of calls, from 1 on: what a picture of the bargain is drawn from."""
    last = min(upto, population) if population else upto
    return tuple((n, off_by(n, 0.5, population)) for n in range(1, last + 1))
