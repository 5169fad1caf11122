"""Control limits, run rules and verdicts against published and hand-worked figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.figures import WeekSum
from desktop.coaching import statistics, trends
from desktop.coaching.statistics import Difference, Interval, Sample
from desktop.coaching.trends import Limits, Movement, Rule, Signal

# Individual values: 20 points that sum to 1000, whose 19 moving ranges sum to 76; done on paper.
SERIES: list[float | None] = [50, 54, 50, 46, 50, 54, 50, 46, 50, 54, 50, 46, 50, 54, 50, 46, 50, 54, 50, 46]
FLAT = Limits(mean=50, lower=20, upper=80, moving_range=11.28, n=20)  # σ is 10


def test_limits_are_the_mean_and_2_66_mean_moving_ranges() -> None:
    found = trends.xmr(SERIES)

    assert found is not None
    assert (found.mean, found.moving_range, found.n) == (50.0, 4.0, 20)
    assert (found.lower, found.upper) == (pytest.approx(39.36), pytest.approx(60.64))
    assert found.sigma == pytest.approx(4 / 1.128)


def test_limits_agree_with_a_published_chart() -> None:
    # NIST/SEMATECH e-Handbook 6.3.2.2, flow rates: mean 50.81, mean moving range 1.8778,
    # limits 55.8041 and 45.8159 with 3 / 1.128. Ten batches, so two more at the mean are taken in here
    # that leave the mean as it is, and the width is compared per unit of moving range.
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    ranges = [abs(b - a) for a, b in zip(flow, flow[1:], strict=False)]
    found = trends.xmr([*flow, 50.81, 50.81])

    assert sum(flow) / 10 == pytest.approx(50.81)
    assert sum(ranges) / 9 == pytest.approx(1.8778, abs=1e-4)
    assert found is not None and found.mean == pytest.approx(50.81)
    assert (found.upper - found.mean) / found.moving_range * 1.8778 == pytest.approx(
        55.8041 - 50.81, abs=2e-3
    )


def test_fewer_than_twelve_points_have_no_limits() -> None:
    assert trends.xmr(SERIES[:11]) is None
    assert trends.xmr(SERIES[:12]) is not None
    assert trends.xmr([*SERIES[:11], None, None]) is None
    assert trends.signals([0.0, 100.0], None) == ()


def test_the_moving_range_is_not_joined_across_an_excluded_point() -> None:
    values: list[float | None] = [10.0] * 6 + [None] + [90.0] * 6
    found = trends.xmr(values)

    assert found is not None
    assert (found.mean, found.moving_range, found.n) == (50.0, 0.0, 12)


def test_a_frozen_baseline_is_not_moved_by_later_points() -> None:
    found = trends.xmr([*SERIES, 100.0, 100.0], baseline=range(20))

    assert found == trends.xmr(SERIES)


def test_a_point_on_the_limit_is_no_signal_and_one_beyond_is() -> None:
    assert trends.signals([80.0, 50.0, 50.0, 20.0], FLAT) == ()
    assert trends.signals([80.1, 50.0, 50.0, 19.9], FLAT) == (
        Signal(0, Rule.BEYOND_LIMIT, True),
        Signal(3, Rule.BEYOND_LIMIT, False),
    )


def test_the_eighth_in_a_row_is_flagged_and_a_point_on_the_line_is_skipped() -> None:
    seven: list[float | None] = [51.0] * 4 + [50.0] + [51.0] * 3

    assert trends.signals(seven, FLAT) == ()
    assert trends.signals([*seven, 51.0], FLAT) == (Signal(8, Rule.RUN_OF_EIGHT, True),)
    assert [one.index for one in trends.signals([*seven, 51.0, 52.0], FLAT)] == [8, 9]


def test_the_other_side_ends_a_run() -> None:
    assert trends.signals([51.0] * 7 + [49.0] + [51.0] * 7, FLAT) == ()


def test_an_excluded_point_neither_counts_nor_breaks() -> None:
    values: list[float | None] = [49.0] * 4 + [None] + [49.0] * 4

    assert trends.signals(values, FLAT) == (Signal(8, Rule.RUN_OF_EIGHT, False),)


@pytest.mark.parametrize(
    ("values", "flagged"),
    [
        ([71.0, 50.0, 71.0], [2]),
        ([71.0, 71.0, 50.0], [1]),
        ([71.0, 50.0, 50.0, 71.0], []),
        ([71.0, 50.0, 29.0], []),
        ([70.0, 70.0, 70.0], []),
        ([29.0, 51.0, 29.0], [2]),
    ],
)
def test_two_of_three_beyond_two_sigma_on_the_same_side(values: list[float], flagged: list[int]) -> None:
    found = trends.signals(values, FLAT)

    assert [one.index for one in found] == flagged
    assert all(one.rule is Rule.TWO_OF_THREE for one in found)


@given(st.lists(st.floats(0, 100, width=16), min_size=12, max_size=40), st.floats(-50, 50, width=16))
def test_moving_every_value_moves_the_limits_and_no_signal(values: list[float], shift: float) -> None:
    # 16-bit floats add exactly in 64 bits, so that "on the line" stays on the line.
    one, two = trends.xmr(values), trends.xmr([value + shift for value in values])

    assert one is not None and two is not None
    assert two.moving_range == pytest.approx(one.moving_range)
    assert two.mean == pytest.approx(one.mean + shift)


@given(st.floats(0, 100), st.integers(12, 40))
def test_equal_values_never_signal(value: float, n: int) -> None:
    assert trends.signals([value] * n, trends.xmr([value] * n)) == ()


# --- p-charts -------------------------------------------------------------------------------------


def test_each_share_has_limits_from_its_own_n() -> None:
    counts = [(16, 20)] * 12 + [(80, 100), (160, 200)]
    found = trends.p_chart(counts)

    assert found is not None and found.centre == 0.8
    last = found.points[-1]
    # 0.8 ± 3 √(0.8 · 0.2 / 200) = 0.8 ± 0.084853; n(1 − p) is 40.
    assert (last.lower, last.upper, last.exact) == (pytest.approx(0.715147), pytest.approx(0.884853), False)
    # n(1 − p) is 4: P(X ≤ 9) = 0.00056, P(X ≤ 10) = 0.0026, so ten of twenty is the least inside.
    assert (found.points[0].lower, found.points[0].upper, found.points[0].exact) == (0.5, 1.0, True)


def test_a_share_strictly_beyond_its_limits_is_a_signal() -> None:
    counts = [(16, 20)] * 12
    found = trends.p_chart([*counts, (10, 20), (9, 20), (0, 0)], baseline=range(12))

    assert found is not None
    assert [one.signal for one in found.points[12:]] == [False, True, False]
    assert found.points[14].value is None


def test_fewer_than_twelve_shares_have_no_limits() -> None:
    assert trends.p_chart([(1, 2)] * 11 + [(0, 0)]) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=12, max_size=20))
def test_share_limits_hold_the_centre_and_stay_in_0_to_1(pairs: list[tuple[int, int]]) -> None:
    found = trends.p_chart([(hits, hits + misses) for hits, misses in pairs])
    if found is None:
        assert sum(1 for hits, misses in pairs if hits + misses) < 12
        return
    for one in found.points:
        if one.lower is not None and one.upper is not None:
            assert 0 <= one.lower <= one.upper <= 1
            assert one.exact or one.lower <= found.centre <= one.upper


# --- periods ---------------------------------------------------------------------------------------


def week(monday: date, *scores: float, passed: int = 0, critical: int = 0) -> WeekSum:
    return WeekSum(monday, len(scores), sum(scores), sum(score * score for score in scores), passed, critical)


JANUARY, FEBRUARY = date(2026, 1, 26), date(2026, 2, 2)


def test_a_week_pools_the_calls_of_all_agents() -> None:
    found = trends.weekly(
        [week(FEBRUARY, 60), week(JANUARY, 80, passed=1), week(FEBRUARY, 90, 90, passed=2, critical=1)]
    )

    assert [one.start for one in found] == [JANUARY, FEBRUARY]
    assert found[1].score == statistics.mean([60, 90, 90])
    assert (found[1].passed, found[1].critical) == (statistics.proportion(2, 3), statistics.proportion(1, 3))
    assert (found[0].score.interval, len(found[1].sums)) == (None, 2)


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    found = trends.monthly([week(JANUARY, 80), week(date(2026, 3, 30), 70), week(date(2026, 4, 6), 60)])

    assert [(one.start, one.score.value) for one in found] == [(date(2026, 1, 1), 80), (date(2026, 4, 1), 65)]


# --- did it stick ------------------------------------------------------------------------------------


def spread(middle: float, n: int, deviation: float) -> Sample:
    return Sample(n, n * middle, deviation**2 * (n - 1) + n * middle**2)


def difference(low: float, high: float, n: int = 20) -> Difference:
    return Difference((low + high) / 2, n, n, Interval(low, high))


@pytest.mark.parametrize(
    ("found", "movement"),
    [
        (difference(1, 30), Movement.MOVED),
        (difference(1, 5), Movement.MOVED),
        (difference(0, 30), Movement.TOO_FEW_CALLS),
        (difference(-5, 10), Movement.TOO_FEW_CALLS),
        (difference(-5, 9.9), Movement.NOT_YET),
        (difference(-20, -5), Movement.NOT_YET),
        (difference(1, 30, n=4), Movement.TOO_FEW_CALLS),
        (Difference(None, 0, 0, None), Movement.TOO_FEW_CALLS),
    ],
)
def test_a_verdict_follows_the_interval(found: Difference, movement: Movement) -> None:
    assert trends.judge(found, claimed=10) is movement


def test_a_claim_is_a_rise() -> None:
    with pytest.raises(ValueError, match="above 0"):
        trends.judge(difference(1, 2), claimed=0)


def test_a_clear_rise_has_moved_and_needs_no_more_calls() -> None:
    found = trends.verdict(spread(50, 20, 10), spread(70, 20, 10), chosen_because_low=False)

    assert (found.movement, found.calls_needed, found.fell) == (Movement.MOVED, 0, False)
    assert not found.regression_warning and found.expected_regression is None


def test_a_clear_fall_is_told_as_such() -> None:
    found = trends.verdict(spread(70, 20, 10), spread(50, 20, 10), chosen_because_low=False)

    assert (found.movement, found.fell) == (Movement.NOT_YET, True)


def test_the_calls_that_would_settle_it_are_worked_out() -> None:
    # Half the claim of 10 must hold 1.96 standard errors: (5/1.96)² = 6.508; before takes 400/100 = 4 of it;
    # 400 / 2.508 = 159.5, so 160 in all and 150 more.
    found = trends.verdict(spread(60, 100, 20), spread(63, 10, 20), chosen_because_low=False)

    assert (found.movement, found.calls_needed) == (Movement.TOO_FEW_CALLS, 150)


def test_that_many_calls_do_settle_it() -> None:
    found = trends.verdict(spread(60, 100, 20), spread(63, 165, 20), chosen_because_low=False)

    assert found.movement is not Movement.TOO_FEW_CALLS


def test_no_number_of_calls_settles_what_had_too_few_before() -> None:
    assert trends.verdict(spread(60, 6, 20), spread(65, 10, 20), False).calls_needed is None
    assert trends.verdict(Sample(0, 0, 0), Sample(0, 0, 0), False).calls_needed is None


def test_one_call_after_asks_for_five_at_least() -> None:
    assert trends.verdict(spread(60, 100, 1), Sample(1, 70, 4900), False).calls_needed == 4


def test_a_goal_chosen_because_low_is_warned_of_with_the_rise_chance_alone_brings() -> None:
    # Three agents with means 40, 60, 80, s 20, ten calls each: within 400, among 4000, between
    # (4000 − 400) / 10 = 360, reliability of ten calls 360 / 400 = 0.9, so a tenth of the way from 40 to 60.
    peers = [spread(40, 10, 20), spread(60, 10, 20), spread(80, 10, 20)]
    found = trends.verdict(peers[0], spread(50, 10, 20), chosen_because_low=True, peers=peers)

    assert found.regression_warning
    assert found.expected_regression == pytest.approx(2.0)


def test_agents_who_do_not_differ_regress_all_the_way() -> None:
    peers = [spread(60, 10, 20), spread(60, 10, 20), spread(60, 10, 20)]

    assert trends.expected_regression(spread(40, 10, 20), peers) == pytest.approx(20.0)


def test_regression_is_not_told_without_peers() -> None:
    found = trends.verdict(spread(40, 10, 20), spread(50, 10, 20), chosen_because_low=True)

    assert found.regression_warning and found.expected_regression is None
    assert trends.expected_regression(spread(40, 10, 20), [Sample(1, 40, 1600), Sample(1, 50, 2500)]) is None


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(2, 30)), min_size=2, max_size=8), st.floats(0, 100))
def test_regression_points_to_the_mean_and_never_past_it(peers: list[tuple[float, int]], low: float) -> None:
    samples = [spread(middle, n, 15) for middle, n in peers]
    pooled = statistics.pool(samples).mean
    found = trends.expected_regression(spread(low, 10, 15), samples)

    assert found is not None and pooled is not None
    assert abs(found) <= abs(pooled - low) + 1e-9
    assert found * (pooled - low) >= -1e-9


def test_an_empty_baseline_has_no_limits() -> None:
    assert trends.xmr(SERIES, baseline=range(0)) is None
    assert trends.p_chart([(5, 10)] * 20, baseline=range(0)) is None
