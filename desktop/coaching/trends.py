"""Whether a series of scores or rates has really changed, and whether a goal has moved.

XmR charts have limits of 2.66 × the mean moving range, unscreened, from 12 points; p-charts have limits from
each point's own n; there is one named set of run rules. Only a signal may be spoken of as a change.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import mean as exact_mean

from db.records.figures import WeekSum
from desktop.coaching.statistics import Estimate, mean_percent, pool, proportion
from desktop.coaching.sticking import Movement as Movement
from desktop.coaching.sticking import Outcome as Outcome
from desktop.coaching.sticking import expected_regression as expected_regression
from desktop.coaching.sticking import judge as judge
from desktop.coaching.sticking import verdict as verdict

MINIMUM_POINTS = 12
XMR_FACTOR = 2.66  # 3 / 1.128, as printed in every table
MOVING_RANGE_TO_SIGMA = 1.128
RUN_LENGTH = 8
TAIL = 0.00135  # what lies beyond 3 σ on one side


@dataclass(frozen=True, slots=True)
class Period:
    """One week or month: mean score (percent), shares passed and with a critical answer (0–1), with n.

    `start` is the Monday or the first of the month. `sums` were added up for it, so that the rows behind the
    figure can be opened. Sums of questions and skills count neither passes nor criticals: use `score` only.
    """

    start: date
    score: Estimate
    passed: Estimate
    critical: Estimate
    sums: tuple[WeekSum, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre and natural limits of an XmR chart in the values' unit; not clipped, `n` points of baseline."""

    mean: float
    lower: float
    upper: float
    moving_range: float
    n: int

    @property
    def sigma(self) -> float:
        return self.moving_range / MOVING_RANGE_TO_SIGMA


class Rule(StrEnum):
    """The one set of run rules; a point on the centre line is skipped in a run."""

    BEYOND_LIMIT = "beyond_limit"  # strictly beyond
    RUN_OF_EIGHT = "run_of_eight"  # in a row on one side
    TWO_OF_THREE = "two_of_three"  # beyond 2 σ on the same side


@dataclass(frozen=True, slots=True)
class Signal:
    """The point (from 0, excluded ones counted) that completes a rule's pattern, and the side it is on."""

    index: int
    rule: Rule
    high: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One point of a p-chart: `successes` of `n` with its own limits (0–1), None where n is 0.

    `exact`: the limits are binomial quantiles, because a normal approximation would not hold.
    """

    successes: int
    n: int
    value: float | None
    lower: float | None
    upper: float | None
    exact: bool
    signal: bool


@dataclass(frozen=True, slots=True)
class ShareChart:
    """A p-chart: the pooled share (0–1) as centre, and every point with its limits."""

    centre: float
    points: tuple[Share, ...]


def weekly(sums: Iterable[WeekSum]) -> tuple[Period, ...]:
    """Sum up by week, oldest first; weeks without calls are left out. Agents' sums are pooled by call."""
    return _periods((one.week, one) for one in sums)


def monthly(sums: Iterable[WeekSum]) -> tuple[Period, ...]:
    """Sum up by month, oldest first; a week belongs to the month of its Thursday, which holds most of it."""
    return _periods(((one.week + timedelta(days=3)).replace(day=1), one) for one in sums)


def critical_share(sums: Iterable[WeekSum]) -> Estimate:
    """Share (0–1) of the scored evaluations with a critical fail, with its Wilson interval."""
    known = tuple(sums)
    return proportion(sum(one.critical for one in known), sum(one.n for one in known))


def xmr(values: Sequence[float | None], baseline: range | None = None) -> Limits | None:
    """Limits of individual values: mean ± 2.66 × mean moving range; None for fewer than 12 points.

    `baseline` are the indices the user froze the limits on, all where it is None. None in `values` is an
    excluded point: the moving range is not joined across it. Source: Wheeler & Chambers, Understanding
    Statistical Process Control (1992).
    """
    chosen = [values[index] for index in _indices(values, baseline) if 0 <= index < len(values)]
    known = [value for value in chosen if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(chosen) if a is not None and b is not None]
    if len(known) < MINIMUM_POINTS or not ranges:
        return None
    middle, moving = float(exact_mean(known)), float(exact_mean(ranges))
    half = XMR_FACTOR * moving
    return Limits(middle, middle - half, middle + half, moving, len(known))


def signals(values: Sequence[float | None], limits: Limits | None) -> tuple[Signal, ...]:
    """Return the points that complete a rule, by index and rule; none without limits."""
    if limits is None:
        return ()
    points = [(index, value) for index, value in enumerate(values) if value is not None]
    found = (*_beyond(points, limits), *_runs(points, limits), *_two_of_three(points, limits))
    order = list(Rule)
    return tuple(sorted(found, key=lambda signal: (signal.index, order.index(signal.rule))))


def p_chart(counts: Sequence[tuple[int, int]], baseline: range | None = None) -> ShareChart | None:
    """Limits for (successes, n) of each period; None for fewer than 12 periods with calls.

    Three σ from the pooled share by each point's own n; binomial quantiles at 0.135 % and 99.865 % where
    n·p or n·(1 − p) is below 5. A point strictly beyond its limits is a signal.
    """
    chosen = [counts[index] for index in _indices(counts, baseline) if 0 <= index < len(counts)]
    n = sum(size for _, size in chosen)
    if sum(1 for _, size in chosen if size) < MINIMUM_POINTS:
        return None
    centre = sum(successes for successes, _ in chosen) / n
    return ShareChart(centre, tuple(_share(successes, size, centre) for successes, size in counts))


def _indices(points: Sequence[object], baseline: range | None) -> range:
    # An empty baseline is one without points, not none at all.
    return range(len(points)) if baseline is None else baseline


def _periods(keyed: Iterable[tuple[date, WeekSum]]) -> tuple[Period, ...]:
    found: dict[date, list[WeekSum]] = {}
    for start, one in keyed:
        found.setdefault(start, []).append(one)
    return tuple(_period(start, found[start]) for start in sorted(found))


def _period(start: date, sums: list[WeekSum]) -> Period:
    n = sum(one.n for one in sums)
    passed, critical = sum(one.passed for one in sums), sum(one.critical for one in sums)
    score = mean_percent(pool(sums))
    return Period(start, score, proportion(passed, n), proportion(critical, n), tuple(sums))


def _beyond(points: list[tuple[int, float]], limits: Limits) -> Iterator[Signal]:
    for index, value in points:
        if value < limits.lower or value > limits.upper:
            yield Signal(index, Rule.BEYOND_LIMIT, value > limits.upper)


def _runs(points: list[tuple[int, float]], limits: Limits) -> Iterator[Signal]:
    """The eighth point of a run is flagged, and every further one, as it too ends eight in a row."""
    length, high = 0, False
    for index, value in points:
        if value == limits.mean:
            continue
        length = length + 1 if length and high == (value > limits.mean) else 1
        high = value > limits.mean
        if length >= RUN_LENGTH:
            yield Signal(index, Rule.RUN_OF_EIGHT, high)


def _two_of_three(points: list[tuple[int, float]], limits: Limits) -> Iterator[Signal]:
    """The completing point is itself beyond 2 σ, with one of the two before it on the same side."""
    sides = [_side(value, limits) for _, value in points]
    for place, (index, _) in enumerate(points):
        if sides[place] and sides[place] in sides[max(0, place - 2) : place]:
            yield Signal(index, Rule.TWO_OF_THREE, sides[place] > 0)


def _side(value: float, limits: Limits) -> int:
    """1 or −1 beyond 2 σ, else 0."""
    far = 2 * limits.sigma
    return int(value > limits.mean + far) - int(value < limits.mean - far)


def _share(successes: int, n: int, centre: float) -> Share:
    if n == 0:
        return Share(successes, n, None, None, None, exact=False, signal=False)
    exact = n * min(centre, 1 - centre) < 5
    lower, upper = _binomial_limits(n, centre) if exact else _normal_limits(n, centre)
    value = successes / n
    return Share(successes, n, value, lower, upper, exact, not lower <= value <= upper)


def _normal_limits(n: int, centre: float) -> tuple[float, float]:
    half = 3 * math.sqrt(centre * (1 - centre) / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def _binomial_limits(n: int, centre: float) -> tuple[float, float]:
    """The least and greatest share that is not further out than 3 σ is under a normal curve."""
    return _binomial_quantile(n, centre, TAIL) / n, _binomial_quantile(n, centre, 1 - TAIL) / n


def _binomial_quantile(n: int, centre: float, probability: float) -> int:
    """The least k with P(X ≤ k) ≥ `probability`."""
    from scipy.special import bdtr

    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if float(bdtr(middle, n, centre)) >= probability:
            high = middle
        else:
            low = middle + 1
    return low
