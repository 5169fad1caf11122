"""Draws calls: by a seed that repeats them, spread over days, topics and hours, shared out among evaluators.

The order of a draw is that of SHA-256 over seed and contact, not of any language's dice, so it is the same on
every machine and for ever. A spread draw takes, agent by agent, the next call of the day drawn least so far,
on it of the topic and then the hour drawn least. A call of a quiet day is therefore likelier to be drawn than
one of a busy day; without a spread every call is equally likely.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from db.records.observations import Drawn
from db.records.sampling import Candidate, Cycle, Evaluator, Recipe, Rule, Spread

FIRST_DAYS = 7
LOW_RATING = 2
REPEAT_DAYS = 7
"""A contact is a repeat where its reference came up at most this many days before."""

FOUR_WEEKS_FROM = date(2024, 1, 1)
"""The Monday that four-week cycles are counted from."""


class LeftOut(StrEnum):
    """Why a contact could not be drawn; the first that holds."""

    DRAWN = "drawn"
    HEARD = "heard"
    UNANSWERED = "unanswered"
    FIRST_WEEK = "first_week"
    LEFT = "left"
    CHANNEL = "channel"
    TOPIC = "topic"
    TOO_SHORT = "too_short"
    NOT_SOUGHT = "not_sought"


@dataclass(frozen=True, slots=True)
class Sifted:
    """What could be drawn, and by agent how many contacts could not, and why."""

    population: tuple[Candidate, ...]
    left_out: Mapping[int, Counter[LeftOut]]


@dataclass(frozen=True, slots=True)
class Short:
    """An agent of whom fewer calls were drawn than wanted; `left_out` says what their other contacts are."""

    agent_id: int
    wanted: int
    drawn: int
    left_out: Mapping[LeftOut, int]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A draw made again: contacts drawn both times, only then, only now; whether it had the same choice."""

    same: frozenset[bytes]
    only_then: frozenset[bytes]
    only_now: frozenset[bytes]
    same_population: bool

    @property
    def equal(self) -> bool:
        return not self.only_then and not self.only_now


def span_of(cycle: Cycle, day: date) -> tuple[date, date]:
    """The first and last day of the cycle that a day is in."""
    if cycle is Cycle.MONTH:
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    monday = day - timedelta(days=day.weekday())
    if cycle is Cycle.WEEK:
        return monday, monday + timedelta(days=6)
    first = monday - timedelta(weeks=((monday - FOUR_WEEKS_FROM).days // 7) % 4)
    return first, first + timedelta(days=27)


def sift(candidates: Iterable[Candidate], recipe: Recipe) -> Sifted:
    """Part what may be drawn from what may not."""
    population: list[Candidate] = []
    left_out: defaultdict[int, Counter[LeftOut]] = defaultdict(Counter)
    for one in candidates:
        reason = next((reason for reason, holds in _REASONS.items() if holds(one, recipe)), None)
        if reason is None:
            population.append(one)
        else:
            left_out[one.agent_id][reason] += 1
    return Sifted(tuple(population), left_out)


def _in_first_week(one: Candidate, recipe: Recipe) -> bool:
    if not recipe.after_first_week or one.hired_on is None:
        return False
    return one.started_at.date() < one.hired_on + timedelta(days=FIRST_DAYS)


def _has_left(one: Candidate, recipe: Recipe) -> bool:
    return one.left_on is not None and one.left_on <= one.started_at.date()


def _is_short(one: Candidate, recipe: Recipe) -> bool:
    return recipe.least_s > 0 and (one.length_s is None or one.length_s < recipe.least_s)


def _is_other_topic(one: Candidate, recipe: Recipe) -> bool:
    return bool(recipe.topics) and one.topic.casefold() not in {topic.casefold() for topic in recipe.topics}


def _is_not_sought(one: Candidate, recipe: Recipe) -> bool:
    if recipe.kind is not Drawn.TARGETED:
        return False
    return {
        Rule.LONGEST: one.length_s is None,
        Rule.REPEAT: not one.repeat,
        Rule.LOW_RATING: one.rating is None or one.rating > LOW_RATING,
        Rule.UNRESOLVED: one.resolved is not False,
        None: True,
    }[recipe.rule]


_REASONS: Mapping[LeftOut, Callable[[Candidate, Recipe], bool]] = {
    LeftOut.DRAWN: lambda one, recipe: one.drawn,
    LeftOut.HEARD: lambda one, recipe: one.heard,
    LeftOut.UNANSWERED: lambda one, recipe: one.answered is False,
    LeftOut.FIRST_WEEK: _in_first_week,
    LeftOut.LEFT: _has_left,
    LeftOut.CHANNEL: lambda one, recipe: bool(recipe.channels) and one.channel not in recipe.channels,
    LeftOut.TOPIC: _is_other_topic,
    LeftOut.TOO_SHORT: _is_short,
    LeftOut.NOT_SOUGHT: _is_not_sought,
}


def population_hash(population: Iterable[Candidate]) -> bytes:
    """SHA-256 of all that a draw looks at, in no order of theirs."""
    lines = sorted(
        f"{one.uid.hex()} {one.started_at:%Y-%m-%dT%H:%M:%S} {one.channel} {one.length_s} {one.rating} "
        f"{one.topic}"
        for one in population
    )
    return hashlib.sha256("\n".join(lines).encode()).digest()


def place(seed: str, uid: bytes) -> bytes:
    """Where a contact stands in the order of a seed: SHA-256 of the seed, a zero byte and the uid."""
    return hashlib.sha256(seed.encode() + b"\0" + uid).digest()


def in_order(population: Iterable[Candidate], recipe: Recipe, seed: str) -> Iterator[Candidate]:
    """One agent's contacts in the order they are drawn; lazily, for most are never asked for."""
    waiting = sorted(population, key=lambda one: place(seed, one.uid))
    if recipe.kind is Drawn.TARGETED:
        yield from sorted(waiting, key=lambda one: _most_sought(one, recipe))
        return
    drawn: dict[Spread, Counter[object]] = {spread: Counter() for spread in recipe.spread}
    while waiting:
        # min() takes the first of equals, and they stand in the order of the seed.
        found = min(waiting, key=lambda one: [drawn[kind][key_of(one, kind)] for kind in recipe.spread])
        waiting.remove(found)
        for kind in recipe.spread:
            drawn[kind][key_of(found, kind)] += 1
        yield found


def key_of(one: Candidate, spread: Spread) -> object:
    """What a contact counts as: its day, its topic, or its hour (0–23)."""
    if spread is Spread.DAY:
        return one.started_at.date()
    return one.topic.casefold() if spread is Spread.TOPIC else one.started_at.hour


def _most_sought(one: Candidate, recipe: Recipe) -> float:
    if recipe.rule is Rule.LONGEST:
        return -(one.length_s or 0.0)
    return (one.rating or 0.0) if recipe.rule is Rule.LOW_RATING else 0.0


def draw(
    population: Iterable[Candidate], recipe: Recipe, seed: str, already: Mapping[int, int] | None = None
) -> tuple[Candidate, ...]:
    """As many of each agent as the quota leaves after those `already` drawn in the cycle (by agent).

    They come round by round, one of each agent, so that whoever stops halfway has heard everybody.
    """
    of_agent: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in population:
        of_agent[one.agent_id].append(one)
    rounds: defaultdict[int, list[Candidate]] = defaultdict(list)
    for agent, own in of_agent.items():
        wanted = recipe.quota - (already or {}).get(agent, 0)
        for number, one in zip(range(max(0, wanted)), in_order(own, recipe, seed), strict=False):
            rounds[number].append(one)
    return tuple(
        one for number in sorted(rounds) for one in sorted(rounds[number], key=lambda c: place(seed, c.uid))
    )


def shortages(
    agents: Iterable[int],
    drawn: Iterable[Candidate],
    sifted: Sifted,
    quota: int,
    already: Mapping[int, int] | None = None,
) -> tuple[Short, ...]:
    """The agents whose quota is not met, in the order given."""
    found = Counter(one.agent_id for one in drawn)
    rows = ((agent, quota - (already or {}).get(agent, 0)) for agent in agents)
    return tuple(
        Short(agent, wanted, found[agent], dict(sifted.left_out.get(agent, {})))
        for agent, wanted in rows
        if found[agent] < wanted
    )


def share_out(drawn: Iterable[Candidate], evaluators: Sequence[Evaluator], otherwise: int) -> tuple[int, ...]:
    """Who (user id) hears each call: whoever has the fewest so far of those who reach the agent.

    Of equals, who has fewer of this agent, then who is named first. Where nobody named reaches an agent it
    is `otherwise`: who draws. In the end it is as even as their reach allows.
    """
    load: Counter[int] = Counter()
    of_agent: Counter[tuple[int, int]] = Counter()
    found: list[int] = []
    able: list[list[int]] = []
    for one in drawn:
        agent = one.agent_id
        able.append([each.user_id for each in evaluators if agent in each.agents] or [otherwise])
        found.append(min(able[-1], key=lambda user: (load[user], of_agent[user, agent])))
        load[found[-1]] += 1
        of_agent[found[-1], agent] += 1
    _even_out(found, able, load)
    return tuple(found)


def _even_out(found: list[int], able: list[list[int]], load: Counter[int]) -> None:
    """Pass calls on from who has many to who has at least two fewer: not everybody may reach all agents."""
    while True:
        passed = next((way for user, _ in load.most_common() if (way := _way(user, found, able, load))), None)
        if passed is None:
            return
        for spot, user in passed:
            load[found[spot]] -= 1
            load[user] += 1
            found[spot] = user


def _way(
    heavy: int, found: Sequence[int], able: Sequence[Sequence[int]], load: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Which call (its place) goes to whom, so that in the end somebody with two fewer has one more.

    The shortest such way; blank where there is none.
    """
    ways: dict[int, list[tuple[int, int]]] = {heavy: []}
    waiting = [heavy]
    for giver in waiting:
        for spot, holder in enumerate(found):
            for user in able[spot] if holder == giver else ():
                if user in ways:
                    continue
                ways[user] = [*ways[giver], (spot, user)]
                if load[user] <= load[heavy] - 2:
                    return ways[user]
                waiting.append(user)
    return []


def replacement(
    population: Iterable[Candidate], recipe: Recipe, seed: str, agent_id: int, taken: frozenset[bytes]
) -> Candidate | None:
    """The next contact of the agent in the drawn order that is not `taken` (uids); None where none is left.

    `population` is what could be drawn then, of all or of this agent.
    """
    own = (one for one in population if one.agent_id == agent_id)
    return next((one for one in in_order(own, recipe, seed) if one.uid not in taken), None)


def compare(then: Iterable[bytes], now: Iterable[bytes], same_population: bool) -> Repeat:
    """Two draws by the uids of their contacts."""
    before, after = frozenset(then), frozenset(now)
    return Repeat(before & after, before - after, after - before, same_population)


def tally(contacts: Iterable[Candidate], by: Callable[[Candidate], object]) -> Counter[object]:
    """How many contacts there are of each kind."""
    return Counter(by(one) for one in contacts)
