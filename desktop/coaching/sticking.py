"""Did it stick: a goal's question or skill before and after, judged by its interval and not by its hopes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.coaching.statistics import Z95, Difference, Sample, Sums, percent_difference, plus_four, pool

MINIMUM_CALLS = 5
"""Fewer values than this on a side say nothing, however alike they are."""

CEILING = 100.0

WORTHWHILE = 10.0
"""The rise (percentage points) looked for where a goal names no target."""


class Movement(StrEnum):
    MOVED = "moved"
    NOT_YET = "not_yet"
    TOO_FEW_CALLS = "too_few_calls"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict with what it rests on.

    `claimed` is the rise looked for. `fell`: the interval lies wholly below 0. `calls_needed` says how many
    more values after would settle it (0 when settled, None when even endless ones would not, as too few lie
    before or there is no room to rise). `expected_regression` is the rise to be expected from chance alone
    where the goal was chosen because the score was low (None where it can't be told); `regression_warning`
    says that the reminder must stand.
    """

    movement: Movement
    difference: Difference
    claimed: float
    fell: bool
    calls_needed: int | None
    regression_warning: bool
    expected_regression: float | None


def verdict(
    before: Sums,
    after: Sums,
    chosen_because_low: bool,
    claimed: float = WORTHWHILE,
    peers: Sequence[Sums] = (),
) -> Outcome:
    """Judge a goal on independent percentages before and after, by Welch's interval or Newcombe's for rates.

    `claimed` (> 0) is the rise that was aimed at: target minus baseline. `peers` are the sums of the same
    question or skill of each agent, from which the regression to the mean is worked out.

    No room: the claimed rise would pass 100 %, so that no number of calls can show it. What moved or fell all
    the same is called that.
    """
    difference = percent_difference(before, after)
    movement = judge(difference, claimed)
    fell = difference.interval is not None and difference.interval.high < 0
    if movement is not Movement.MOVED and not fell and is_at_ceiling(before, claimed):
        movement = Movement.NO_ROOM
    needed: int | None = 0
    if movement is Movement.NO_ROOM:
        needed = None
    elif movement is Movement.TOO_FEW_CALLS:
        needed = _calls_needed(before, after, claimed, difference.value)
    return Outcome(
        movement=movement,
        difference=difference,
        claimed=claimed,
        fell=fell,
        calls_needed=needed,
        regression_warning=chosen_because_low,
        expected_regression=expected_regression(before, peers) if chosen_because_low else None,
    )


def is_at_ceiling(before: Sums, claimed: float) -> bool:
    """Whether percentages stood so high before (five or more) that the claimed rise would pass 100."""
    return before.n >= MINIMUM_CALLS and before.total / before.n + claimed > CEILING + 1e-9


def judge(difference: Difference, claimed: float = WORTHWHILE) -> Movement:
    """Say what a difference amounts to, given the rise looked for (> 0, in its unit).

    Moved: the interval lies above 0. Not yet: it leaves the claimed rise out, or lies below 0. Too few calls:
    it holds both nothing and all that was claimed, so it is wider than the difference claimed; also fewer
    than five values on a side. ValueError for a claim that is no rise.
    """
    if not claimed > 0:
        raise ValueError("the rise looked for is above 0")
    thin = min(difference.n_before, difference.n_after) < MINIMUM_CALLS
    if thin or difference.interval is None:
        return Movement.TOO_FEW_CALLS
    if difference.interval.low > 0:
        return Movement.MOVED
    return Movement.TOO_FEW_CALLS if difference.interval.high >= claimed else Movement.NOT_YET


def expected_regression(before: Sums, peers: Sequence[Sums]) -> float | None:
    """Return the rise (may be negative) that chance alone would bring on measuring again.

    (1 − reliability) × (mean of all − mean before), where reliability is between-agent variance over itself
    plus within-agent variance / n, from a one-way analysis of variance of the peers (Kelley 1947; Barnett,
    van der Pols & Dobson 2005, Int J Epidemiol 34:215). None where there are fewer than two peers with values
    or no scatter within them can be told.
    """
    known = [pool([one]) for one in peers if one.n]
    whole, mine = pool(known), pool([before])
    if len(known) < 2 or whole.n <= len(known) or mine.mean is None or whole.mean is None:
        return None
    within = sum((one.variance or 0.0) * (one.n - 1) for one in known) / (whole.n - len(known))
    between = _between(known, whole, within)
    noise = within / mine.n
    reliability = between / (between + noise) if between + noise else 1.0
    return (1 - reliability) * (whole.mean - mine.mean)


def _between(peers: Sequence[Sample], whole: Sample, within: float) -> float:
    """Variance of the agents' true means, by the method of moments for unequal n; never negative."""
    middle = whole.mean or 0.0
    among = sum(one.n * ((one.mean or 0.0) - middle) ** 2 for one in peers) / (len(peers) - 1)
    size = (whole.n - sum(one.n**2 for one in peers) / whole.n) / (len(peers) - 1)
    return max(0.0, (among - within) / size)


def _calls_needed(before: Sums, after: Sums, claimed: float, found: float | None) -> int | None:
    """About how many more values settle it, if they scatter as so far.

    So many as make the interval no wider than the claim, for they settle it whatever the rise. Where the
    values before scatter too much for that, as many as do if the rise stays as found.
    """
    if before.n < MINIMUM_CALLS:
        return None
    one, two = plus_four(before, after)
    reaches = (claimed / 2, claimed / 2 if found is None else max(found, claimed - found))
    needed = (_values_needed(one, two, half) for half in reaches)
    least = max(1, MINIMUM_CALLS - after.n)
    return next((max(least, n) for n in needed if n is not None), None)


def _values_needed(before: Sample, after: Sample, half: float) -> int | None:
    """How many more after make the interval reach `half` to each side; None where even endless ones don't."""
    if before.variance is None:
        return None
    scatter = after.variance if after.variance is not None else before.variance
    room = (half / Z95) ** 2 - before.variance / before.n
    return math.ceil(scatter / room) - after.n if room > 0 else None
