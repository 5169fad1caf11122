"""Sampling plans kept, draws made and taken back, calls skipped: each one transaction."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import Database
from db.queries import sampling, sampling_queue
from db.records.people import User
from db.records.sampling import Draw, ItemState, Recipe, SkipReason
from db.store import Store
from desktop.coaching import drawing
from desktop.coaching.access import Deed, demand
from desktop.features.sampling import drafting
from desktop.features.sampling.drafting import Preview

UNMADE = datetime(1, 1, 1, tzinfo=UTC)


class Nameless(ValueError):
    """A plan has a name."""


class NothingDrawn(ValueError):
    """There is no call that could be drawn."""


class CallsChanged(ValueError):
    """Since the preview, calls came in or were heard: what was shown is not what would be drawn."""


class HeardAlready(ValueError):
    """A draw of which a call was heard stays; so does a call that was heard."""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a person says of a plan; `evaluators` are users (ids), nobody named meaning whoever draws."""

    name: str
    recipe: Recipe
    evaluators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What `put_back` brings back."""

    draw_id: int
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """`instead` is the item (id) of the call that stands in; None where the agent has none left."""

    item_id: int
    instead: int | None


def _writing(store: Store, by: User, *tables: str) -> AbstractContextManager[Database]:
    demand(by, Deed.SAMPLE)
    return store.writing(*tables)


def add_plan(store: Store, draft: PlanDraft, by: User) -> int:
    """Its id. Raises Nameless for a blank name."""
    with _writing(store, by, "sampling_plan", "sampling_evaluator") as db:
        plan_id = sampling.add_plan(db, _name(draft), draft.recipe, by.id)
        sampling.choose_evaluators(db, plan_id, draft.evaluators)
        return plan_id


def change_plan(store: Store, plan_id: int, draft: PlanDraft, by: User) -> None:
    """Called as it is typed; what was drawn before stays as it was. Raises Nameless for a blank name."""
    with _writing(store, by, "sampling_plan", "sampling_evaluator") as db:
        sampling.plan(db, plan_id)
        sampling.change_plan(db, plan_id, _name(draft), draft.recipe)
        sampling.choose_evaluators(db, plan_id, draft.evaluators)


def _name(draft: PlanDraft) -> str:
    if not draft.name.strip():
        raise Nameless
    return draft.name.strip()


def remove_plan(store: Store, plan_id: int, by: User) -> None:
    """Its draws stay, and so do the calls that were drawn to be heard."""
    with _writing(store, by, "sampling_plan") as db:
        sampling.remove_plan(db, plan_id)


def bring_back_plan(store: Store, plan_id: int, by: User) -> None:
    with _writing(store, by, "sampling_plan") as db:
        sampling.bring_back_plan(db, plan_id)


def draw(store: Store, shown: Preview, by: User) -> int:
    """Make the draw that a preview showed; its id. Raises CallsChanged or NothingDrawn, and keeps nothing."""
    with _writing(store, by, "draw", "draw_item") as db:
        plan = sampling.plan(db, shown.plan.id)
        now = drafting.draft(db, plan, shown.since, shown.seed, by)
        if (now.population_hash, now.chosen) != (shown.population_hash, shown.chosen):
            raise CallsChanged
        if not now.chosen:
            raise NothingDrawn
        made = Draw(
            id=0,
            uid=b"",
            plan_id=plan.id,
            recipe=plan.recipe,
            seed=now.seed,
            since=now.since,
            until=now.until,
            population=len(now.population),
            population_hash=now.population_hash,
            count=len(now.chosen),
            user_id=by.id,
            made_at=UNMADE,
        )
        draw_id = sampling.add_draw(db, made)
        sampling.add_items(db, draw_id, [(one.contact, one.user_id) for one in now.chosen])
        return draw_id


def take_back(store: Store, draw_id: int, by: User) -> TakenBack:
    """Take a draw away with its calls; `put_back` undoes it. Raises HeardAlready once one was heard."""
    with _writing(store, by, "draw", "draw_item") as db:
        sampling.draw(db, draw_id)
        if sampling_queue.is_heard(db, draw_id):
            raise HeardAlready
        return TakenBack(draw_id, sampling.take_back(db, draw_id))


def put_back(store: Store, gone: TakenBack, by: User) -> None:
    with _writing(store, by, "draw", "draw_item") as db:
        sampling.put_back(db, gone.draw_id, gone.items)


def take_over(store: Store, item_id: int, by: User) -> int:
    """Hear a call that was given to somebody else; who had it (id), for `give_back`."""
    with _writing(store, by, "draw_item") as db:
        had = sampling.item(db, item_id).user_id
        sampling.give(db, item_id, by.id)
        return had


def give_back(store: Store, item_id: int, user_id: int, by: User) -> None:
    """Undo `take_over`."""
    with _writing(store, by, "draw_item") as db:
        sampling.give(db, sampling.item(db, item_id).id, user_id)


def skip(store: Store, item_id: int, reason: SkipReason, by: User) -> Skipped:
    """Say why a call can't be heard; the next of the agent in the drawn order stands in for it.

    Raises HeardAlready once it is heard.
    """
    with _writing(store, by, "draw_item") as db:
        item = sampling.item(db, item_id)
        if item.state is ItemState.SKIPPED:
            return Skipped(item_id, None)
        made = sampling.draw(db, item.draw_id)
        here = {one.item.id: one for one in sampling_queue.of_draw(db, made.id)}
        if item_id in here and here[item_id].heard:
            raise HeardAlready
        population = drafting.population_of(db, made)
        free = sampling.untouched(db, [one.id for one in population])
        taken = frozenset(one.uid for one in population if one.id not in free)
        instead = drawing.replacement(population, made.recipe, made.seed, item.agent_id, taken)
        return Skipped(item_id, sampling.skip(db, item, reason.value, instead))


def unskip(store: Store, item_id: int, by: User) -> None:
    """Undo a skipping. Raises HeardAlready once the call that stood in was heard."""
    with _writing(store, by, "draw_item") as db:
        item = sampling.item(db, item_id)
        for one in sampling_queue.of_draw(db, item.draw_id):
            if one.item.replaces_id == item_id and one.begun:
                raise HeardAlready
        sampling.unskip(db, item_id)
