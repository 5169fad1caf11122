"""Intervals against published figures, and the laws they keep."""

import math
import random
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.figures import KeyedSum
from desktop.coaching import statistics
from desktop.coaching.statistics import Interval, Sample

percents = st.lists(st.floats(0, 100, width=32), min_size=2, max_size=40)

# Newcombe 1998, Statistics in Medicine 17:857–872, table I, method 3 (score without continuity correction).
WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("successes", "n", "low", "high"), WILSON)
def test_a_proportion_has_wilsons_interval(successes: int, n: int, low: float, high: float) -> None:
    found = statistics.proportion(successes, n)

    assert found.value == successes / n
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


# Newcombe 1998, Statistics in Medicine 17:873–890, table II, method 10, rows (a), (c), (g), (h).
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(("after", "before", "low", "high"), NEWCOMBE)
def test_a_difference_of_proportions_has_newcombes_interval(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = statistics.proportion_difference(before, after)

    assert found.value == pytest.approx(after[0] / after[1] - before[0] / before[1])
    assert found.interval is not None
    assert found.interval.low == pytest.approx(low, abs=5e-5)
    assert found.interval.high == pytest.approx(high, abs=1e-4)


def test_a_mean_has_students_interval() -> None:
    # NIST/SEMATECH e-Handbook 1.3.5.2, ZARR13.DAT: N 195, mean 9.261460, s 0.022789 → 9.258242 to 9.264679.
    n, middle, deviation = 195, 9.261460, 0.022789
    squares = deviation**2 * (n - 1) + n * middle**2
    found = statistics.mean_of(Sample(n, n * middle, squares))

    assert found.value == pytest.approx(middle)
    assert (found.low, found.high) == (pytest.approx(9.258242, abs=2e-6), pytest.approx(9.264679, abs=2e-6))


# Student's sleep data (1908), as in R's `t.test(extra ~ group, data = sleep)`.
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_a_difference_of_means_has_welchs_interval() -> None:
    # R prints t = -1.8608, df = 17.776, 95 % interval -3.3654832 to 0.2054832 for first − second.
    found = statistics.mean_difference(statistics.sample(FIRST), statistics.sample(SECOND))

    assert found.value == pytest.approx(1.58)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(-0.2054832), pytest.approx(3.3654832))
    assert not found.clear


def test_fewer_than_two_values_have_no_interval() -> None:
    assert statistics.mean([]) == statistics.Estimate(None, 0, None)
    assert statistics.mean([82.0]) == statistics.Estimate(82.0, 1, None)
    assert statistics.proportion(0, 0) == statistics.Estimate(None, 0, None)
    assert statistics.mean_difference(Sample(0, 0, 0), Sample(3, 3, 3)).value is None
    assert statistics.mean_difference(Sample(1, 1, 1), Sample(3, 3, 3)).interval is None
    assert statistics.proportion_difference((0, 0), (1, 2)).value is None


def test_more_successes_than_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        statistics.proportion(3, 2)


def test_a_teams_mean_gives_each_call_one_vote() -> None:
    busy, calm = KeyedSum("1", 3, 300, 30000), KeyedSum("2", 1, 60, 3600)

    assert statistics.mean_of(statistics.pool([busy, calm])).value == 90.0
    assert statistics.mean_of(statistics.pool([busy, calm])).n == 4


@given(st.floats(0, 100), st.integers(2, 400))
def test_equal_values_have_no_scatter(value: float, n: int) -> None:
    known = statistics.sample([value] * n)

    assert known.variance == pytest.approx(0, abs=1e-12)


@given(percents)
def test_sums_give_the_same_interval_as_the_values(values: list[float]) -> None:
    known = statistics.pool([Sample(1, value, value * value) for value in values])

    assert known.mean == pytest.approx(math.fsum(values) / len(values), abs=1e-9)
    assert known.variance == pytest.approx(variance(values), abs=1e-6)
    assert statistics.mean_of(known).low == pytest.approx(statistics.mean(values).low, abs=1e-5)


@given(percents, st.integers(0, 2**32))
def test_the_order_of_values_changes_nothing(values: list[float], seed: int) -> None:
    other = list(values)
    random.Random(seed).shuffle(other)

    assert statistics.mean(values) == statistics.mean(other)


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_wilson_interval_lies_in_0_to_1_and_holds_the_share(successes: int, more: int) -> None:
    found = statistics.proportion(successes, successes + more)

    assert found.interval is not None and found.value is not None
    assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1


@given(st.integers(0, 50), st.integers(0, 50))
def test_failures_mirror_successes(successes: int, failures: int) -> None:
    n = successes + failures
    one, two = statistics.proportion(successes, n), statistics.proportion(failures, n)
    if one.interval is None or two.interval is None:
        assert n == 0
        return
    assert one.interval.low == pytest.approx(1 - two.interval.high, abs=1e-12)


@given(percents, percents)
def test_swapping_before_and_after_turns_the_difference_round(
    before: list[float], after: list[float]
) -> None:
    first, second = statistics.sample(before), statistics.sample(after)
    there, back = statistics.mean_difference(first, second), statistics.mean_difference(second, first)

    assert there.interval is not None and back.interval is not None
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-9)
    assert Interval(-1, 1).holds(0) and there.n_before == back.n_after
