"""Sampling in the store: found by index, kept in the record, gone with whoever is erased, and said so."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.queries import erasure, figures, retention, sampling, sampling_queue
from db.queries.sampling import Span
from db.queries.verifying import verify
from db.records.figures import SITE
from db.records.observations import Drawn
from db.records.sampling import Rule, SkipReason
from desktop.features.monitoring import queueing
from desktop.features.sampling import actions, drafting, reading
from desktop.features.today import actions as today
from tests.builders import Floor
from tests.db.test_query_plans import LARGE, plans
from tests.desktop.sampling_floor import SINCE, add_plan, draw, drawn, hear, sampling_floor

UNTIL = SINCE + timedelta(days=6)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = sampling_floor(tmp_path)
    yield made
    made.store.close()


def test_nothing_asked_of_sampling_reads_a_large_table_from_end_to_end(floor: Floor) -> None:
    plan = add_plan(floor, kind=Drawn.TARGETED, rule=Rule.REPEAT)
    made = draw(floor, add_plan(floor))
    store, by = floor.store, floor.user
    work = {
        "floor": lambda: reading.floor(store, UNTIL, by),
        "plans": lambda: reading.plans(store, by),
        "draws": lambda: reading.draws(store, None, by),
        "sheet": lambda: reading.sheet(store, made, by),
        "queue": lambda: reading.queue(store, store.now(), by),
        "next": lambda: queueing.calls_to_hear(store, by),
        "preview": lambda: drafting.preview(store, plan, SINCE, "a", by),
        "repeat": lambda: drafting.repeat(store, made, by),
        "today": lambda: today.glance(store, UNTIL, by),
    }
    for name, ask in work.items():
        for plan_ in plans(store, ask):
            large = [
                line for line in plan_ if LARGE.match(line) and "USING INDEX contact_started" not in line
            ]
            assert large == [], (name, plan_)


def test_targeted_scores_are_found_by_their_own_index(floor: Floor) -> None:
    with floor.store.reading() as db:
        (found,) = plans(floor.store, lambda: figures.apart(db, SITE))
    assert any("observation_targeted" in line for line in found), found


def test_draws_stand_in_the_record_which_verifies(floor: Floor) -> None:
    plan = add_plan(floor)
    made = draw(floor, plan)
    first = reading.sheet(floor.store, made, floor.user).items[0]
    actions.skip(floor.store, first.item.id, SkipReason.NO_RECORDING, floor.user)
    actions.take_back(floor.store, draw(floor, add_plan(floor, "Two", quota=2)), floor.user)
    hear(floor, drawn(floor, made)[-1])
    floor.store.act_as(None)
    work = verify(floor.store)
    while True:
        try:
            next(work)
        except StopIteration as end:
            assert end.value.broken == ()
            break
    with floor.store.reading() as db:
        told = {row["table"] for row in db.query('SELECT DISTINCT "table" FROM change')}
    assert {"sampling_plan", "draw", "draw_item"} <= told


def test_who_is_erased_takes_their_drawn_calls_along_and_the_draw_says_so(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    floor.store.act_as(None)
    with floor.store.reading() as db:
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        told = erasure.erase(db, floor.agent, None, "asked for")
    assert told.gone["draw_item"] == 4
    with floor.store.reading() as db:
        missing = sampling_queue.missing(db, made, sampling.draw(db, made).count)
        left = sampling_queue.of_draw(db, made)
    assert (missing.erased, missing.out_of_reach, len(left)) == (4, 0, 8)


def test_a_contact_past_its_term_takes_the_drawn_call_along(floor: Floor) -> None:
    made = draw(floor, add_plan(floor))
    floor.store.act_as(None)
    with floor.store.reading() as db:
        tables = erasure.tables(db)
    with floor.store.writing(*tables, whole=True) as db:
        retention.run(db, "contact", date(2026, 3, 4), None)
    with floor.store.reading() as db:
        sheet = sampling_queue.of_draw(db, made)
    assert all(one.started_at.date() >= date(2026, 3, 4) for one in sheet)
    assert len(sheet) < 12


def test_a_repeat_contact_is_one_whose_reference_came_up_in_the_week_before(floor: Floor) -> None:
    with floor.store.writing("contact") as db:
        rows = list(db.query("SELECT id, started_at FROM contact ORDER BY started_at"))
        first, later = rows[0]["id"], rows[-1]["id"]
        db.execute("UPDATE main.contact SET reference = 'CASE-7' WHERE id IN (?, ?)", [first, later])
        found = sampling.candidates(db, Span(SINCE, UNTIL, repeats=True))
        assert {one.id for one in found if one.repeat} == {later}
        assert not any(one.repeat for one in sampling.candidates(db, Span(SINCE, UNTIL)))
        soon = sampling.candidates(db, Span(SINCE, UNTIL, repeats=True), repeat_days=2)
        assert not any(one.repeat for one in soon)


def test_a_seed_and_its_filters_are_kept_to_the_letter(floor: Floor) -> None:
    plan = add_plan(floor, topics=("Billing", "Zażółć; jaźń"), least_s=61.5)
    made = draw(floor, plan, "0000000000")
    with floor.store.reading() as db:
        kept = sampling.draw(db, made)
        assert (kept.seed, kept.recipe) == ("0000000000", sampling.plan(db, plan).recipe)
