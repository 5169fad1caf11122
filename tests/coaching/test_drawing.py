"""Draws: repeatable anywhere, without a call twice, as even as the calls allow, and honest where short."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.contacts import Channel
from db.records.observations import Drawn
from db.records.sampling import Candidate, Cycle, Evaluator, Recipe, Rule, Spread
from desktop.coaching import drawing
from desktop.coaching.drawing import LeftOut

MONDAY = datetime(2026, 3, 2)


def call(number: int = 1, agent: int = 1, at: datetime = MONDAY, **more: object) -> Candidate:
    usual: dict[str, object] = {
        "channel": Channel.CALL,
        "topic": "Billing",
        "answered": True,
        "resolved": True,
        "rating": 4.0,
        "length_s": 200.0,
        "hired_on": date(2025, 1, 6),
        "left_on": None,
        "heard": False,
        "drawn": False,
        "repeat": False,
    }
    return Candidate(number, number.to_bytes(16, "big"), agent, at, **{**usual, **more})  # type: ignore[arg-type]


@st.composite
def weeks(draw: st.DrawFn) -> list[Candidate]:
    """A week's contacts of up to three agents, on a few days, hours and topics."""
    spots = st.tuples(
        st.integers(1, 3), st.integers(0, 6), st.integers(8, 11), st.sampled_from(["Billing", "Fault", ""])
    )
    return [
        call(number + 1, agent, MONDAY + timedelta(days=day, hours=hour), topic=topic)
        for number, (agent, day, hour, topic) in enumerate(draw(st.lists(spots, max_size=60)))
    ]


recipes = st.builds(
    Recipe,
    quota=st.integers(1, 9),
    spread=st.permutations(list(Spread)).flatmap(
        lambda kinds: st.integers(0, 3).map(lambda n: tuple(kinds[:n]))
    ),
)
seeds = st.text(min_size=1, max_size=12)


@given(weeks(), recipes, seeds, st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_calls_in_whatever_order_they_come(
    week: list[Candidate], recipe: Recipe, seed: str, dice: Random
) -> None:
    shuffled = dice.sample(week, len(week))
    assert drawing.draw(shuffled, recipe, seed) == drawing.draw(week, recipe, seed)
    assert drawing.population_hash(shuffled) == drawing.population_hash(week)


@given(weeks(), recipes, seeds)
def test_no_call_is_drawn_twice_and_no_quota_passed(week: list[Candidate], recipe: Recipe, seed: str) -> None:
    found = drawing.draw(week, recipe, seed)
    assert len({one.uid for one in found}) == len(found)
    assert all(n <= recipe.quota for n in Counter(one.agent_id for one in found).values())


@given(weeks(), recipes, seeds, st.integers(0, 4))
def test_a_quota_is_met_or_said_why_not(
    week: list[Candidate], recipe: Recipe, seed: str, already: int
) -> None:
    before = {1: already}
    found = drawing.draw(week, recipe, seed, before)
    counted = Counter(one.agent_id for one in found)
    short = {
        one.agent_id: one
        for one in drawing.shortages([1, 2, 3], found, drawing.sift(week, recipe), recipe.quota, before)
    }
    for agent in (1, 2, 3):
        wanted = max(0, recipe.quota - before.get(agent, 0))
        there = sum(one.agent_id == agent for one in week)
        assert counted[agent] == min(wanted, there)
        assert (agent in short) is (there < wanted)


@given(weeks(), recipes, seeds)
def test_a_draw_is_within_one_of_even_where_the_calls_allow(
    week: list[Candidate], recipe: Recipe, seed: str
) -> None:
    """Of whatever is spread first: a day that has two fewer than another has no call left."""
    found = drawing.draw(week, recipe, seed)
    for kind in recipe.spread[:1]:
        for agent in {one.agent_id for one in found}:
            own = [one for one in week if one.agent_id == agent]
            there = Counter(drawing.key_of(one, kind) for one in own)
            drawn = Counter(drawing.key_of(one, kind) for one in found if one.agent_id == agent)
            most = max(drawn.values())
            assert all(drawn[key] >= most - 1 or drawn[key] == there[key] for key in there)


@given(weeks(), recipes, seeds)
def test_a_larger_quota_goes_on_where_the_smaller_ended(
    week: list[Candidate], recipe: Recipe, seed: str
) -> None:
    """So a call that can't be heard is replaced by the one that would have come next anyway."""
    fewer = drawing.draw(week, recipe, seed)
    more = drawing.draw(week, replace(recipe, quota=recipe.quota + 1), seed)
    assert set(fewer) <= set(more)
    taken = frozenset(one.uid for one in fewer)
    for agent in {one.agent_id for one in week}:
        (own,) = [[one for one in more if one.agent_id == agent and one.uid not in taken]]
        if own:
            assert drawing.replacement(week, recipe, seed, agent, taken) == own[0]


def test_nothing_is_left_to_replace_a_call_where_all_are_drawn() -> None:
    one = call()
    assert drawing.replacement([one], Recipe(), "a", 1, frozenset({one.uid})) is None


def test_the_order_of_a_seed_is_the_same_on_every_machine_for_ever() -> None:
    """SHA-256 of seed, zero byte, uid: worked out by hand with another tool, once."""
    assert drawing.place("7f3a91c2", bytes(15) + b"\x01").hex() == (
        "897a8ba9db8ca3c47d20ed93db2409a71792c1679f90ca01109a93bab4738cf6"
    )


def test_without_a_spread_every_call_is_as_likely_as_another() -> None:
    """A quiet day's one call among forty of a busy day, over a thousand seeds: drawn about 4 times in 41."""
    week = [call(n, at=MONDAY + timedelta(minutes=n)) for n in range(1, 41)] + [
        call(41, at=MONDAY + timedelta(days=1))
    ]
    quiet = week[-1]
    plain = sum(quiet in drawing.draw(week, Recipe(spread=()), str(n)) for n in range(1000))
    assert 65 <= plain <= 130  # 98 expected, ± 3.5 standard deviations
    assert all(quiet in drawing.draw(week, Recipe(), str(n)) for n in range(50))


def test_a_draw_goes_round_by_round_so_that_half_of_it_has_heard_everybody() -> None:
    week = [call(10 * agent + n, agent) for agent in (1, 2, 3) for n in range(5)]
    found = drawing.draw(week, Recipe(quota=2), "a")
    assert [sorted(one.agent_id for one in found[:3]), len(found)] == [[1, 2, 3], 6]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (call(drawn=True, heard=True), LeftOut.DRAWN),
        (call(heard=True), LeftOut.HEARD),
        (call(answered=False), LeftOut.UNANSWERED),
        (call(hired_on=date(2026, 2, 24)), LeftOut.FIRST_WEEK),
        (call(left_on=date(2026, 3, 2)), LeftOut.LEFT),
        (call(channel=Channel.CHAT), LeftOut.CHANNEL),
        (call(topic="Fault"), LeftOut.TOPIC),
        (call(length_s=29.0), LeftOut.TOO_SHORT),
        (call(length_s=None), LeftOut.TOO_SHORT),
    ],
)
def test_a_call_that_cannot_be_drawn_is_said_why(one: Candidate, reason: LeftOut) -> None:
    recipe = Recipe(channels=(Channel.CALL,), topics=("billing",), least_s=30)
    found = drawing.sift([one, call(2)], recipe)
    assert found.population == (call(2),)
    assert found.left_out == {1: Counter({reason: 1})}


def test_the_first_week_ends_after_seven_days_and_may_be_asked_for() -> None:
    late, early = call(1, hired_on=date(2026, 2, 23)), call(2, hired_on=date(2026, 2, 24))
    assert drawing.sift([late, early], Recipe()).population == (late,)
    assert drawing.sift([late, early], Recipe(after_first_week=False)).population == (late, early)
    assert drawing.sift([call(hired_on=None, answered=None)], Recipe()).population != ()


LONG, LOW, AGAIN, OPEN = (
    call(1, length_s=900.0),
    call(2, rating=1.0),
    call(3, repeat=True),
    call(4, resolved=False),
)


@pytest.mark.parametrize(
    ("rule", "drawn"),
    [
        (Rule.LONGEST, LONG),
        (Rule.LOW_RATING, LOW),
        (Rule.REPEAT, AGAIN),
        (Rule.UNRESOLVED, OPEN),
    ],
)
def test_a_targeted_draw_takes_what_its_rule_looks_for(rule: Rule, drawn: Candidate) -> None:
    recipe = Recipe(kind=Drawn.TARGETED, rule=rule, quota=1)
    week = drawing.sift([LONG, LOW, AGAIN, OPEN, call(5)], recipe).population
    assert drawing.draw(week, recipe, "a") == (drawn,)


def test_of_low_ratings_the_lowest_comes_first() -> None:
    recipe = Recipe(kind=Drawn.TARGETED, rule=Rule.LOW_RATING, quota=2)
    week = [call(1, rating=2.0), call(2, rating=1.0), call(3, rating=None)]
    found = drawing.draw(drawing.sift(week, recipe).population, recipe, "a")
    assert [one.rating for one in drawing.in_order(found, recipe, "a")] == [1.0, 2.0]


@given(weeks(), recipes, seeds, st.integers(1, 4))
def test_evaluators_hear_within_one_of_the_same(
    week: list[Candidate], recipe: Recipe, seed: str, many: int
) -> None:
    found = drawing.draw(week, recipe, seed)
    able = [Evaluator(user, f"User {user}", frozenset({1, 2, 3})) for user in range(many)]
    shared = Counter(drawing.share_out(found, able, 99))
    assert sum(shared.values()) == len(found)
    assert max(shared.values(), default=0) - min(shared[one.user_id] for one in able) <= 1
    assert 99 not in shared


@given(weeks(), seeds, st.lists(st.sets(st.integers(1, 3)), min_size=1, max_size=4))
def test_where_reach_differs_no_two_who_could_help_each_other_are_two_apart(
    week: list[Candidate], seed: str, reach: list[set[int]]
) -> None:
    found = drawing.draw(week, Recipe(quota=6), seed)
    able = [Evaluator(user, f"User {user}", frozenset(own)) for user, own in enumerate(reach)]
    shared = drawing.share_out(found, able, 99)
    load = Counter(shared)
    for one, user in zip(found, shared, strict=True):
        others = [each.user_id for each in able if one.agent_id in each.agents]
        assert user in others or (user == 99 and not others)
        assert all(load[user] - load[other] <= 1 for other in others)


def test_calls_are_passed_on_until_it_is_even() -> None:
    """C reaches agent 2 alone: the others give up calls of that agent, however the calls came to them."""
    found = [
        *(call(n, 1) for n in range(1, 5)),
        *(call(n, 2) for n in range(5, 9)),
        *(call(n, 3) for n in range(9, 13)),
    ]
    able = [
        Evaluator(1, "A", frozenset({1, 2, 3})),
        Evaluator(2, "B", frozenset({1, 2, 3})),
        Evaluator(3, "C", frozenset({2})),
    ]
    for order in (able, able[::-1], [able[1], able[2], able[0]]):
        assert sorted(Counter(drawing.share_out(found, order, 9)).values()) == [4, 4, 4]


def test_nobody_is_given_calls_of_agents_they_do_not_reach() -> None:
    found = [call(1, 1), call(2, 2), call(3, 3)]
    able = [Evaluator(7, "Ruth", frozenset({1})), Evaluator(8, "Ana", frozenset({1, 2}))]
    assert drawing.share_out(found, able, 9) == (7, 8, 9)


@pytest.mark.parametrize(
    ("cycle", "day", "span"),
    [
        (Cycle.WEEK, date(2026, 3, 8), (date(2026, 3, 2), date(2026, 3, 8))),
        (Cycle.MONTH, date(2026, 2, 14), (date(2026, 2, 1), date(2026, 2, 28))),
        (Cycle.MONTH, date(2025, 12, 31), (date(2025, 12, 1), date(2025, 12, 31))),
        (Cycle.FOUR_WEEKS, date(2024, 1, 28), (date(2024, 1, 1), date(2024, 1, 28))),
        (Cycle.FOUR_WEEKS, date(2023, 12, 31), (date(2023, 12, 4), date(2023, 12, 31))),
    ],
)
def test_a_cycle_has_its_first_and_last_day(cycle: Cycle, day: date, span: tuple[date, date]) -> None:
    assert drawing.span_of(cycle, day) == span


@given(st.sampled_from(list(Cycle)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_cycles_follow_each_other_without_a_gap(cycle: Cycle, day: date) -> None:
    first, last = drawing.span_of(cycle, day)
    assert first <= day <= last
    assert drawing.span_of(cycle, last + timedelta(days=1))[0] == last + timedelta(days=1)


def test_a_repeat_says_what_is_the_same_and_what_is_not() -> None:
    one, two, three = (bytes([n]) for n in (1, 2, 3))
    assert drawing.compare([one, two], [two, one], True).equal
    found = drawing.compare([one, two], [two, three], False)
    assert (found.same, found.only_then, found.only_now) == ({two}, {one}, {three})
    assert not found.equal


def test_the_population_is_another_where_a_call_changed() -> None:
    assert drawing.population_hash([call()]) != drawing.population_hash([call(topic="Fault")])
    assert drawing.population_hash([call()]) != drawing.population_hash([call(), call(2)])
