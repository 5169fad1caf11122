"""Means, rates and differences with their 95 % intervals; no figure on people is shown without one.

Conventions are NUMBERS': Wilson for a proportion, Newcombe's hybrid for a difference of two, Student t for a
mean, Welch for a difference of two. Fewer than two values have no interval, and none have no value either.
The answers to a yes/no question are 0 and 100 %, which makes their mean a proportion: `mean_percent` and
`percent_difference` see that, and are used for whatever is in percent.
Percentages go in and come out as 0–100, proportions as 0–1: the unit of the result is that of what goes in.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Protocol

LEVEL = 0.95
Z95 = NormalDist().inv_cdf(0.5 + LEVEL / 2)


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the number of values behind it; `value` is None for n = 0, `interval` for n < 2."""

    value: float | None
    n: int
    interval: Interval | None

    @property
    def low(self) -> float | None:
        return None if self.interval is None else self.interval.low

    @property
    def high(self) -> float | None:
        return None if self.interval is None else self.interval.high


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before; positive is a rise. `value` is None where a side has nothing."""

    value: float | None
    n_before: int
    n_after: int
    interval: Interval | None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out, so that a rise or fall may be spoken of."""
        return self.interval is not None and not self.interval.holds(0)


class Sums(Protocol):
    """Anything that carries the three sums: `WeekSum`, `KeyedSum`, `Sample`."""

    @property
    def n(self) -> int: ...
    @property
    def total(self) -> float: ...
    @property
    def squares(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Sample:
    """`n` values by their `total` and sum of `squares`; mean None for n = 0, variance (n − 1) for n < 2."""

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float | None:
        return self.total / self.n if self.n else None

    @property
    def variance(self) -> float | None:
        if self.n < 2:
            return None
        spread = self.squares - self.total * self.total / self.n
        # What is left of equal values is rounding: it must neither be negative nor look like scatter.
        noise = 8 * self.n * math.ulp(self.squares)
        return max(0.0, spread) / (self.n - 1) if spread > noise else 0.0


def sample(values: Iterable[float]) -> Sample:
    """Sum up single values."""
    known = list(values)
    return Sample(len(known), math.fsum(known), math.fsum(value * value for value in known))


def pool(sums: Iterable[Sums]) -> Sample:
    """Add up sums: each value keeps one vote, whichever week or agent it came from."""
    known = list(sums)
    total, squares = math.fsum(one.total for one in known), math.fsum(one.squares for one in known)
    return Sample(sum(one.n for one in known), total, squares)


def mean(values: Iterable[float]) -> Estimate:
    """Mean with Student's t interval."""
    return mean_of(sample(values))


def mean_of(known: Sums) -> Estimate:
    """Mean with Student's t interval of anything that carries sums; no interval for n < 2."""
    what = Sample(known.n, known.total, known.squares)
    if what.mean is None or what.variance is None:
        return Estimate(what.mean, what.n, None)
    half = t_quantile(what.n - 1) * math.sqrt(what.variance / what.n)
    return Estimate(what.mean, what.n, Interval(what.mean - half, what.mean + half))


def mean_percent(known: Sums) -> Estimate:
    """Mean of percentages (0–100): Wilson's interval where each is 0 or 100, so that it is a rate, else t.

    Alike answers have no scatter, and t would make certainty of five times yes. No interval for n < 2.
    """
    all_points = _times_all_points(known)
    if known.n < 2 or all_points is None:
        return mean_of(known)
    return Estimate(known.total / known.n, known.n, _in_percent(proportion(all_points, known.n).interval))


def percent_difference(before: Sums, after: Sums) -> Difference:
    """Difference of mean percentages (0–100): Newcombe's interval where both are rates, else Welch's."""
    one, two = _times_all_points(before), _times_all_points(after)
    if one is None or two is None or min(before.n, after.n) < 2:
        return mean_difference(before, after)
    value = after.total / after.n - before.total / before.n
    found = proportion_difference((one, before.n), (two, after.n))
    return Difference(value, before.n, after.n, _in_percent(found.interval))


def plus_four(before: Sums, after: Sums) -> tuple[Sample, Sample]:
    """Both as they are, or where both are rates with two of each answer added (Agresti & Coull 1998).

    So alike answers don't pass for certain: a normal interval from the result is near Wilson's.
    """
    rates = None not in (_times_all_points(before), _times_all_points(after))
    added = 2 if rates else 0
    one, two = (
        Sample(known.n + 2 * added, known.total + 100 * added, known.squares + 10_000 * added)
        for known in (before, after)
    )
    return one, two


def proportion(successes: int, n: int) -> Estimate:
    """Share (0–1) with Wilson's interval, no continuity correction (Wilson 1927; Newcombe 1998, method 3)."""
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if n == 0:
        return Estimate(None, 0, None)
    return Estimate(successes / n, n, wilson(successes / n, n))


def wilson(share: float, n: int) -> Interval:
    """Wilson's interval of a share (0–1) among n > 0; for planning, the share need not be one n can give."""
    z2, successes = Z95 * Z95, share * n
    middle = 2 * successes + z2
    spread = Z95 * math.sqrt(z2 + 4 * successes * (1 - share))
    low, high = (middle - spread) / (2 * (n + z2)), (middle + spread) / (2 * (n + z2))
    # At the ends the formula gives exactly 0 or 1, which rounding may miss by a hair.
    return Interval(0.0 if share == 0 else max(0.0, low), 1.0 if share == 1 else min(1.0, high))


def mean_difference(before: Sums, after: Sums) -> Difference:
    """Difference of the means of independent values with Welch's interval (Welch 1947)."""
    one, two = pool([before]), pool([after])
    if one.mean is None or two.mean is None:
        return Difference(None, one.n, two.n, None)
    value = two.mean - one.mean
    if one.variance is None or two.variance is None:
        return Difference(value, one.n, two.n, None)
    first, second = one.variance / one.n, two.variance / two.n
    if first + second == 0:
        return Difference(value, one.n, two.n, Interval(value, value))
    freedom = (first + second) ** 2 / (first**2 / (one.n - 1) + second**2 / (two.n - 1))
    half = t_quantile(freedom) * math.sqrt(first + second)
    return Difference(value, one.n, two.n, Interval(value - half, value + half))


def proportion_difference(before: tuple[int, int], after: tuple[int, int]) -> Difference:
    """Difference of two shares, each (successes, n), with Newcombe's hybrid interval (1998, method 10)."""
    one, two = proportion(*before), proportion(*after)
    if one.value is None or two.value is None or one.interval is None or two.interval is None:
        return Difference(None, one.n, two.n, None)
    value = two.value - one.value
    down = math.hypot(two.value - two.interval.low, one.interval.high - one.value)
    up = math.hypot(two.interval.high - two.value, one.value - one.interval.low)
    return Difference(value, one.n, two.n, Interval(value - down, value + up))


def sample_size(margin: float, population: int | None = None, share: float = 0.5) -> int:
    """How many calls give a share within ± `margin` (0–1) with 95 % confidence (Cochran 1977, 4.4).

    `share` is the one expected, 0.5 the most careful. With `population` (the calls there are) the unrounded
    n₀ is corrected for a finite population; then the result speaks of these calls only. Rounded up.
    ValueError for a margin or share that is none.
    """
    if not 0 < margin < 1 or not 0 < share < 1 or (population is not None and population < 0):
        raise ValueError("margin and share lie between 0 and 1, a population is not negative")
    endless = Z95 * Z95 * share * (1 - share) / (margin * margin)
    if population is None:
        return math.ceil(endless)
    return min(population, math.ceil(finite(endless, population))) if population else 0


def finite(endless: float, population: int) -> float:
    """n₀ corrected for a finite population (Cochran 1977, equation 4.2), not rounded."""
    return endless * population / (population + endless - 1)


@lru_cache(maxsize=1024)
def t_quantile(freedom: float) -> float:
    """The two-sided 95 % point of Student's t with `freedom` (> 0, need not be whole) degrees of freedom."""
    from scipy.special import stdtrit  # scipy.stats would cost a second at first use

    return float(stdtrit(freedom, 0.5 + LEVEL / 2))


def _times_all_points(known: Sums) -> int | None:
    """How many of the percentages are 100, None where some are neither 0 nor 100.

    Σ x (100 − x) is 0 then, and only then, as no x lies outside 0–100. Such sums are whole numbers: exact.
    """
    return round(known.total / 100) if known.squares == 100 * known.total else None


def _in_percent(interval: Interval | None) -> Interval | None:
    return None if interval is None else Interval(100 * interval.low, 100 * interval.high)
