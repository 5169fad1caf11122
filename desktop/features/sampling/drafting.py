"""What a draw would be before it is one, and a draw made again: read from the store, nothing written."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.connection import Database
from db.queries import people, sampling
from db.queries.sampling import Span
from db.records.people import User
from db.records.sampling import Candidate, Cycle, Draw, Recipe, Rule, SamplingPlan
from db.store import Store
from desktop.coaching import drawing
from desktop.coaching.drawing import Short

CYCLES_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """A call that is drawn and who (user id) hears it."""

    contact: Candidate
    user_id: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A draw as it would be. `names` are those of agents, `users` of who hears, both by id.

    `already`: calls drawn for the same cycle before, by agent. `population` is all there was to draw from.
    """

    plan: SamplingPlan
    since: date
    until: date
    seed: str
    population: tuple[Candidate, ...]
    population_hash: bytes
    chosen: tuple[Chosen, ...]
    short: tuple[Short, ...]
    already: Mapping[int, int]
    names: Mapping[int, str]
    users: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Again:
    """A draw made again: what is the same, and how many contacts there were to draw from, then and now."""

    draw: Draw
    repeat: drawing.Repeat
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class Share:
    """One agent, day, hour or topic: how many calls were drawn of it, and how many there were."""

    key: object
    drawn: int
    there: int


def new_seed() -> str:
    """Eight hexadecimal digits nobody can guess; people may type their own."""
    return secrets.token_hex(4)


def cycles(cycle: Cycle, newest: date, today: date) -> tuple[tuple[date, date], ...]:
    """Cycles to draw from, the newest with contacts first; the one that is best drawn now is `best`."""
    found = [drawing.span_of(cycle, min(newest, today))]
    while len(found) < CYCLES_OFFERED:
        found.append(drawing.span_of(cycle, found[-1][0] - timedelta(days=1)))
    return tuple(found)


def best(offered: Iterable[tuple[date, date]], today: date) -> tuple[date, date]:
    """The newest cycle that is over, so that every call of it can be drawn; else the newest."""
    spans = list(offered)
    if spans[0][1] >= today and len(spans) > 1:
        return spans[1]
    return spans[0]


def preview(store: Store, plan_id: int, since: date, seed: str, by: User) -> Preview:
    """What this seed draws of the cycle that begins on `since`."""
    with store.reading() as db:
        return draft(db, sampling.plan(db, plan_id), since, seed, by)


def draft(db: Database, plan: SamplingPlan, since: date, seed: str, by: User) -> Preview:
    recipe = plan.recipe
    until = drawing.span_of(recipe.cycle, since)[1]
    sifted = drawing.sift(_candidates(db, recipe, since, until), recipe)
    already = sampling.drawn_before(db, plan.id, since)
    drawn = drawing.draw(sifted.population, recipe, seed, already)
    able = {one.user_id: one for one in sampling.evaluators(db)}
    named = [able[id] for id in plan.evaluators if id in able]
    hears = drawing.share_out(drawn, named, by.id)
    here = {one.id: one for one in people.agents(db)}
    agents = [one.id for one in here.values() if _works(one.team_id, one.left_on, recipe, since)]
    return Preview(
        plan=plan,
        since=since,
        until=until,
        seed=seed,
        population=sifted.population,
        population_hash=drawing.population_hash(sifted.population),
        chosen=tuple(Chosen(one, user) for one, user in zip(drawn, hears, strict=True)),
        short=drawing.shortages(agents, drawn, sifted, recipe.quota, already),
        already=already,
        names={id: one.name for id, one in here.items()},
        users={one.user_id: one.name for one in able.values()} | {by.id: by.name},
    )


def _works(team_id: int, left_on: date | None, recipe: Recipe, since: date) -> bool:
    return recipe.team_id in (None, team_id) and (left_on is None or left_on > since)


def _candidates(
    db: Database, recipe: Recipe, since: date, until: date, of: Draw | None = None
) -> tuple[Candidate, ...]:
    span = Span(since, until, recipe.team_id, repeats=recipe.rule is Rule.REPEAT)
    if of is not None:
        span = replace(span, at=of.made_at, draw_id=of.id)
    return sampling.candidates(db, span, drawing.REPEAT_DAYS)


def repeat(store: Store, draw_id: int, by: User) -> Again:
    """Draw again with what was kept: seed, filters, days, and the calls there were at that moment."""
    with store.reading() as db:
        made = sampling.draw(db, draw_id)
        population = population_of(db, made)
        already = sampling.drawn_before(db, made.plan_id, made.since, made)
        now = drawing.draw(population, made.recipe, made.seed, already)
        first = [one.contact_id for one in sampling.items(db, draw_id) if one.replaces_id is None]
        then = _uids(db, first)
    same = drawing.population_hash(population) == made.population_hash
    found = drawing.compare(then, (one.uid for one in now), same)
    return Again(made, found, made.population, len(population))


def population_of(db: Database, made: Draw) -> tuple[Candidate, ...]:
    """What a draw had to draw from, as far as it is still there and within reach."""
    found = _candidates(db, made.recipe, made.since, made.until, made)
    return drawing.sift(found, made.recipe).population


def _uids(db: Database, ids: Iterable[int]) -> list[bytes]:
    return [bytes(row["uid"]) for id in ids for row in db.query("SELECT uid FROM contact WHERE id = ?", [id])]


def shares(
    chosen: Iterable[Candidate], population: Iterable[Candidate], by: Callable[[Candidate], object]
) -> tuple[Share, ...]:
    """Drawn beside what there was, for each agent, day, hour or topic that there was."""
    there, drawn = drawing.tally(population, by), drawing.tally(chosen, by)
    return tuple(Share(key, drawn[key], there[key]) for key in there)
