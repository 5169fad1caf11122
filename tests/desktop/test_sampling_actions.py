"""Plans and draws: repeatable, never the same call twice, replaced in the drawn order, taken back unheard."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db.queries import assignments, observations, people, sampling
from db.queries.rows import remove
from db.records.observations import Drawn
from db.records.people import Role, User
from db.records.sampling import ItemState, Recipe, Rule, SkipReason
from desktop.coaching.drawing import LeftOut
from desktop.features.monitoring import actions as monitoring
from desktop.features.sampling import actions, drafting, reading
from desktop.features.sampling.actions import PlanDraft
from tests.builders import Floor
from tests.desktop.sampling_floor import (
    MONDAY,
    SINCE,
    add_plan,
    agents,
    bring,
    candidates,
    draw,
    drawn,
    hear,
    sampling_floor,
)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = sampling_floor(tmp_path)
    yield made
    made.store.close()


def again(floor: Floor, draw_id: int) -> drafting.Again:
    return drafting.repeat(floor.store, draw_id, floor.user)


def test_a_draw_gives_every_agent_the_quota(floor: Floor) -> None:
    sheet = reading.sheet(floor.store, draw(floor, add_plan(floor)), floor.user)
    assert Counter(one.agent for one in sheet.items) == {
        "Imani Okafor": 4,
        "Tomasz Zieliński": 4,
        "Ana Ruiz": 4,
    }
    assert (sheet.line.draw.population, sheet.line.draw.count, sheet.line.heard) == (60, 12, 0)


def test_a_draw_repeated_is_equal(floor: Floor) -> None:
    found = again(floor, draw(floor, add_plan(floor)))
    assert found.repeat.equal
    assert found.repeat.same_population
    assert (found.then, found.now) == (60, 60)


def test_a_draw_repeated_after_it_was_heard_and_another_was_made_is_equal_still(floor: Floor) -> None:
    plan = add_plan(floor)
    first = draw(floor, plan)
    hear(floor, drawn(floor, first)[0])
    second = draw(floor, add_plan(floor, "Two more", quota=2), "another")
    assert again(floor, first).repeat.equal
    assert again(floor, second).repeat.equal
    assert again(floor, second).repeat.same_population


def test_a_draw_repeated_after_calls_came_in_says_so(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    bring(floor, floor.agent, 3, at=MONDAY + timedelta(hours=12))
    found = again(floor, made)
    assert not found.repeat.same_population
    assert (found.then, found.now) == (60, 63)


def test_a_change_of_the_plan_does_not_change_what_was_drawn_by_it(floor: Floor) -> None:
    plan = add_plan(floor)
    made = draw(floor, plan)
    actions.change_plan(floor.store, plan, PlanDraft("Nine", Recipe(quota=9, spread=())), floor.user)
    assert again(floor, made).repeat.equal


def test_no_call_is_ever_drawn_twice_or_after_it_was_heard(floor: Floor) -> None:
    hear(floor, 1)
    first = draw(floor, add_plan(floor, quota=9))
    second = draw(floor, add_plan(floor, "More", quota=20))
    taken = drawn(floor, first) + drawn(floor, second)
    assert len(set(taken)) == len(taken) == 59
    assert 1 not in taken


def test_the_same_cycle_drawn_again_takes_only_what_the_quota_leaves(floor: Floor) -> None:
    plan = add_plan(floor, quota=4)
    draw(floor, plan)
    shown = drafting.preview(floor.store, plan, SINCE, "b", floor.user)
    assert shown.chosen == ()
    with pytest.raises(actions.NothingDrawn):
        actions.draw(floor.store, shown, floor.user)
    actions.change_plan(floor.store, plan, PlanDraft("Six", Recipe(quota=6)), floor.user)
    second = draw(floor, plan, "b")
    assert len(drawn(floor, second)) == 6
    assert again(floor, second).repeat.equal


def test_a_quota_that_cannot_be_met_says_why(floor: Floor) -> None:
    heard = next(one for one in candidates(floor) if one.agent_id == floor.agent and one.length_s == 65.0)
    hear(floor, heard.id)
    plan = add_plan(floor, quota=20, least_s=62.0)
    shown = drafting.preview(floor.store, plan, SINCE, "a", floor.user)
    found = {one.agent_id: one for one in shown.short}[floor.agent]
    assert (found.wanted, found.drawn) == (20, 17)
    assert found.left_out == {LeftOut.HEARD: 1, LeftOut.TOO_SHORT: 2}


def test_what_was_previewed_is_what_is_drawn_or_nothing_is(floor: Floor) -> None:
    shown = drafting.preview(floor.store, add_plan(floor), SINCE, "a", floor.user)
    hear(floor, shown.chosen[0].contact.id)
    with pytest.raises(actions.CallsChanged):
        actions.draw(floor.store, shown, floor.user)
    assert reading.draws(floor.store, None, floor.user) == ()


def test_a_skipped_call_is_replaced_by_the_next_in_the_drawn_order(floor: Floor) -> None:
    plan = add_plan(floor, quota=4)
    five = drafting.preview(floor.store, add_plan(floor, "Five", quota=5), SINCE, "7f3a91c2", floor.user)
    made = draw(floor, plan)
    gone = reading.sheet(floor.store, made, floor.user).items[0]
    fifth = {one.contact.id for one in five.chosen if one.contact.agent_id == gone.item.agent_id}
    skipped = actions.skip(floor.store, gone.item.id, SkipReason.NO_RECORDING, floor.user)
    with floor.store.reading() as db:
        instead = sampling.item(db, skipped.instead or 0)
        assert sampling.item(db, gone.item.id).state is ItemState.SKIPPED
    assert {instead.contact_id} == fifth - set(drawn(floor, made)[:1]) - {
        one for one in drawn(floor, made) if one != instead.contact_id
    }
    assert (instead.replaces_id, instead.user_id) == (gone.item.id, gone.item.user_id)
    assert again(floor, made).repeat.equal


def test_a_skipping_is_undone_with_what_stood_in(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    before = reading.sheet(floor.store, made, floor.user).items
    actions.skip(floor.store, before[0].item.id, SkipReason.WRONG_AGENT, floor.user)
    actions.unskip(floor.store, before[0].item.id, floor.user)
    assert reading.sheet(floor.store, made, floor.user).items == before


def test_a_call_without_another_to_stand_in_is_only_skipped(floor: Floor) -> None:
    made = draw(floor, add_plan(floor, quota=20))
    first = reading.sheet(floor.store, made, floor.user).items[0]
    assert actions.skip(floor.store, first.item.id, SkipReason.NOT_AUDIBLE, floor.user).instead is None


def test_a_draw_is_taken_back_and_put_back_whole(floor: Floor) -> None:
    plan = add_plan(floor)
    made = draw(floor, plan)
    item = reading.sheet(floor.store, made, floor.user).items[0].item.id
    actions.skip(floor.store, item, SkipReason.NO_RECORDING, floor.user)
    actions.unskip(floor.store, item, floor.user)
    before = reading.sheet(floor.store, made, floor.user)
    gone = actions.take_back(floor.store, made, floor.user)
    assert reading.draws(floor.store, plan, floor.user) == ()
    assert reading.queue(floor.store, floor.store.now(), floor.user).items == ()
    actions.put_back(floor.store, gone, floor.user)
    assert reading.sheet(floor.store, made, floor.user) == before


def test_calls_of_a_draw_taken_back_may_be_drawn_again(floor: Floor) -> None:
    plan = add_plan(floor)
    first = draw(floor, plan)
    calls = drawn(floor, first)
    actions.take_back(floor.store, first, floor.user)
    assert drawn(floor, draw(floor, plan)) == calls


def test_a_draw_of_which_a_call_was_heard_is_not_taken_back(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    monitoring.begin(floor.store, drawn(floor, made)[3], floor.user)
    with pytest.raises(actions.HeardAlready):
        actions.take_back(floor.store, made, floor.user)


def test_how_a_call_came_to_be_heard_is_kept_with_the_observation(floor: Floor) -> None:
    random = draw(floor, add_plan(floor))
    targeted = draw(floor, add_plan(floor, "Long", kind=Drawn.TARGETED, rule=Rule.LONGEST, quota=1))
    taken = {*drawn(floor, random), *drawn(floor, targeted)}
    free = next(id for id in range(1, 61) if id not in taken)
    for contact, how in (
        (drawn(floor, random)[0], Drawn.RANDOM),
        (drawn(floor, targeted)[0], Drawn.TARGETED),
        (free, Drawn.CHOSEN),
    ):
        id = monitoring.begin(floor.store, contact, floor.user)
        with floor.store.reading() as db:
            assert observations.observation(db, id).drawn is how


def test_the_queue_goes_from_call_to_call_until_all_are_heard(floor: Floor) -> None:
    made = draw(floor, add_plan(floor, quota=1))
    queue = reading.queue(floor.store, floor.store.now(), floor.user)
    assert (queue.heard, len(queue.items)) == (0, 3)
    for number, contact in enumerate(drawn(floor, made), 1):
        assert queue.next is not None
        assert queue.next.item.contact_id == contact
        hear(floor, contact)
        queue = reading.queue(floor.store, floor.store.now(), floor.user)
        assert queue.heard == (number if number < 3 else 0)
    assert queue.items == ()


def test_a_call_whose_import_was_taken_back_is_no_longer_next(floor: Floor) -> None:
    made = draw(floor, add_plan(floor, quota=1))
    with floor.store.writing("contact") as db:
        remove(db, "contact", drawn(floor, made)[0])
    queue = reading.queue(floor.store, floor.store.now(), floor.user)
    assert queue.items[0].gone
    assert queue.next == queue.items[1]


def another(floor: Floor, agent: int | None = None) -> User:
    """A coach of one agent, or of the whole team."""
    floor.store.act_as(None)
    with floor.store.writing("user", "assignment") as db:
        made = people.user(db, people.add_user(db, f"Coach {agent}", Role.COACH))
        given = {"team_id": floor.team} if agent is None else {"agent_id": agent}
        assignments.assign(db, made.id, **given)
    floor.store.act_as(floor.user)
    return made


def test_calls_are_shared_out_among_the_evaluators_of_the_plan(floor: Floor) -> None:
    whole, single = another(floor), another(floor, floor.agent)
    draft = PlanDraft("Shared", Recipe(), (floor.user.id, whole.id, single.id))
    made = draw(floor, actions.add_plan(floor.store, draft, floor.user))
    items = reading.sheet(floor.store, made, floor.user).items
    load = Counter(one.evaluator for one in items)
    assert max(load.values()) - min(load.values()) <= 1
    assert {one.agent for one in items if one.item.user_id == single.id} == {"Imani Okafor"}


def test_a_call_given_to_somebody_who_is_away_is_taken_over_and_given_back(floor: Floor) -> None:
    away = another(floor)
    draft = PlanDraft("Theirs", Recipe(quota=1), (away.id,))
    made = draw(floor, actions.add_plan(floor.store, draft, floor.user))
    item = reading.sheet(floor.store, made, floor.user).items[0].item
    assert reading.queue(floor.store, floor.store.now(), floor.user).items == ()
    assert actions.take_over(floor.store, item.id, floor.user) == away.id
    (mine,) = reading.queue(floor.store, floor.store.now(), floor.user).items
    assert mine.item.id == item.id
    actions.give_back(floor.store, item.id, away.id, floor.user)
    assert reading.queue(floor.store, floor.store.now(), floor.user).items == ()


def test_who_sees_one_agent_sees_their_calls_alone_and_how_many_others_there_are(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    coach = another(floor, floor.agent)
    floor.store.act_as(coach)
    sheet = reading.sheet(floor.store, made, coach)
    assert {one.agent for one in sheet.items} == {"Imani Okafor"}
    assert sheet.missing.out_of_reach == 8
    assert not drafting.repeat(floor.store, made, coach).repeat.only_then


def test_an_agent_at_the_desk_is_not_told_which_calls_will_be_heard(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    floor.store.act_as(floor.user, floor.agent)
    with floor.store.reading() as db:
        assert sampling.items(db, made) == ()


def test_a_plan_needs_a_name(floor: Floor) -> None:
    with pytest.raises(actions.Nameless):
        actions.add_plan(floor.store, PlanDraft("  ", Recipe()), floor.user)


def test_a_removed_plan_leaves_its_draws_and_comes_back(floor: Floor) -> None:
    plan = add_plan(floor)
    draw(floor, plan)
    actions.remove_plan(floor.store, plan, floor.user)
    assert reading.plans(floor.store, floor.user) == ()
    assert [one.plan for one in reading.draws(floor.store, None, floor.user)] == ["Four a week"]
    actions.bring_back_plan(floor.store, plan, floor.user)
    (line,) = reading.plans(floor.store, floor.user)
    assert (line.plan.name, line.heard, line.drawn) == ("Four a week", 0, 12)


def test_a_recipe_is_kept_to_the_letter(floor: Floor) -> None:
    recipe = Recipe(
        kind=Drawn.TARGETED,
        rule=Rule.LOW_RATING,
        quota=7,
        team_id=floor.team,
        topics=("4242 4242 4242 4242", "Zażółć"),
        least_s=30.5,
        after_first_week=False,
        spread=(),
    )
    plan = actions.add_plan(floor.store, PlanDraft("All", recipe, (floor.user.id,)), floor.user)
    with floor.store.reading() as db:
        found = sampling.plan(db, plan)
    assert found.recipe == replace(recipe, topics=("•••• •••• •••• 4242", "Zażółć"))
    assert found.evaluators == (floor.user.id,)


def test_what_the_floor_has_to_plan_with(floor: Floor) -> None:
    found = reading.floor(floor.store, SINCE + timedelta(days=9), floor.user)
    assert (found.handled, found.agents, found.share, found.spread, found.scored) == (60, 3, 0.75, 0.15, 0)
    assert found.topics == ("Billing", "Fault", "Moving house")
    assert [one.name for one in found.evaluators] == ["Ruth Castellane"]
    assert found.evaluators[0].agents == set(agents(floor))
