"""How many calls are enough: published tables, the way back, and what few calls leave open."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coaching import sampling, statistics
from desktop.coaching.sampling import Limit, Wish

# Krejcie & Morgan 1970, Educational and Psychological Measurement 30:607–610, table 1 (± 5 %, share 0.5).
# They round to the nearest with χ² 3.841; rounded up, a size is theirs or one more. Their last rows show 384
# where their own formula gives 382.6 and 383.95.
KREJCIE_MORGAN = [
    *((10, 10), (20, 19), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (2000, 322)),
    *((5000, 357), (10_000, 370), (20_000, 377), (50_000, 381), (75_000, 382), (1_000_000, 384)),
]


@pytest.mark.parametrize(("population", "printed"), KREJCIE_MORGAN)
def test_a_sample_size_is_that_of_the_published_table(population: int, printed: int) -> None:
    assert statistics.sample_size(0.05, population) in (printed, printed + 1)


def test_the_correction_is_cochrans() -> None:
    """Cochran 1977, section 4.4: blood groups on an island of 3,200, n₀ 400, which makes 356."""
    assert statistics.finite(400, 3200) == pytest.approx(355.65, abs=0.01)
    assert math.ceil(statistics.finite(400, 3200)) == 356


@pytest.mark.parametrize(("margin", "n"), [(0.05, 385), (0.10, 97), (0.03, 1068), (0.01, 9604)])
def test_without_an_end_to_the_calls_it_is_the_size_in_every_textbook(margin: float, n: int) -> None:
    assert statistics.sample_size(margin) == n


def test_a_size_is_corrected_before_it_is_rounded_up() -> None:
    """n₀ is 384.1459: were it rounded first, of 217 calls 140 would be heard."""
    assert statistics.sample_size(0.05, 217) == 139
    assert math.ceil(statistics.finite(385, 217)) == 140


@pytest.mark.parametrize(("margin", "share", "population"), [(0, 0.5, 1), (0.05, 0, 1), (0.05, 0.5, -1)])
def test_a_sample_size_needs_a_margin(margin: float, share: float, population: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        statistics.sample_size(margin, population, share)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_calls_never_need_fewer_heard(one: int, two: int) -> None:
    small, large = sorted((one, two))
    assert statistics.sample_size(0.05, small) <= statistics.sample_size(0.05, large) <= 385
    assert statistics.sample_size(0.05, small) <= small


@given(st.integers(1, 500), st.floats(0.05, 0.95))
def test_more_calls_know_a_rate_better(n: int, share: float) -> None:
    assert sampling.off_by(n + 1, share) < sampling.off_by(n, share)


@given(st.floats(0.02, 0.3), st.integers(50, 20_000))
def test_the_size_asked_for_keeps_the_precision_wanted(margin: float, population: int) -> None:
    """There and back: Cochran's normal interval is a little wider than Wilson's, so the promise is kept."""
    n = statistics.sample_size(margin, population)
    assert sampling.off_by(n, 0.5, population) <= margin + 1e-9


def test_all_calls_heard_leave_nothing_open_of_these_calls() -> None:
    assert sampling.off_by(120, 0.5, 120) == 0


def test_what_was_never_seen_may_still_be_there() -> None:
    """Hanley & Lippman-Hand 1983, JAMA 249:1743–1745: none of 14 leaves up to 19.3 %, none of 30 9.5 %."""
    assert sampling.unseen(14) == pytest.approx(0.193, abs=5e-4)
    assert sampling.unseen(30) == pytest.approx(0.095, abs=5e-4)


def test_four_calls_carry_no_ranking_no_decision_and_no_change() -> None:
    found = {one.limit: one.share for one in sampling.cautions(4, 0.75)}
    assert list(found) == list(Limit)
    assert found[Limit.RATE] == pytest.approx(0.327, abs=5e-4)  # Wilson: 30.1 to 95.4 %
    assert found[Limit.RANKING] == found[Limit.CHANGE] > 0.6
    assert found[Limit.RARE] == pytest.approx(0.527, abs=5e-4)


def test_a_mean_of_few_scores_is_known_by_students_interval() -> None:
    """Student: t with 3 degrees of freedom is 3.182 at 95 % (any table): 3.182 × 0.15 / √4."""
    found = {one.limit: one.share for one in sampling.cautions(4, 0.75, spread=0.15)}
    assert found[Limit.MEAN] == pytest.approx(3.182 * 0.15 / 2, abs=1e-4)
    assert Limit.MEAN not in {one.limit for one in sampling.cautions(1)}


def test_many_calls_can_carry_a_decision_and_still_show_no_small_change() -> None:
    found = {one.limit: one.share for one in sampling.cautions(385)}
    assert Limit.DECISION not in found
    assert 0.05 < found[Limit.CHANGE] < 0.08


@pytest.mark.parametrize(("n", "share"), [(4, 0.75), (8, 0.9), (20, 0.5), (100, 0.8)])
def test_the_least_difference_is_where_newcombes_interval_leaves_0_out(n: int, share: float) -> None:
    """With whole calls: a little less than that never shows, about that does."""
    least = sampling.least_difference(n, share)
    low, high = share - least / 2, share + least / 2
    if high > 1:
        low, high = 1 - least, 1.0
    before, after = math.ceil(low * n), math.floor(high * n)
    narrower = statistics.proportion_difference((before, n), (after, n))
    assert after <= before or after / n - before / n < least or narrower.clear
    wider = statistics.proportion_difference((max(0, math.floor(low * n) - 1), n), (math.ceil(high * n), n))
    assert wider.clear


def test_a_plan_says_the_size_the_hours_and_what_each_agent_gets() -> None:
    found = sampling.plan(Wish(handled=5000, margin=0.05, minutes=12, agents=8))
    assert (found.programme, found.each, found.alone, found.cycles) == (357, 45, 385, 9)
    assert found.hours == pytest.approx(357 * 12 / 60)


@pytest.mark.parametrize(("handled", "agents"), [(0, 8), (5000, 0)])
def test_a_plan_without_calls_or_agents_says_nothing_of_an_agent(handled: int, agents: int) -> None:
    found = sampling.plan(Wish(handled, 0.05, 12, agents))
    assert (found.each, found.cycles, found.cautions) == (None, None, ())


def test_the_picture_ends_where_the_calls_do() -> None:
    assert sampling.curve(60)[-1] == (60, 0)
    assert len(sampling.curve()) == sampling.CURVE_TO
