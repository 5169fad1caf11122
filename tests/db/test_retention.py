"""Terms of keeping: what is past its term goes when somebody lets it, and only that."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.queries import (
    assignments,
    contacts,
    erasure,
    evaluations,
    figures,
    log,
    observations,
    people,
    plans,
    retention,
    settings,
)
from db.records.contacts import NewContact
from db.records.people import Role
from db.records.plans import Plan, PlanState
from db.records.privacy import Ended
from db.store import Store
from tests.builders import Floor, evaluate, take_call
from tests.db.held_floor import fill
from tests.db.stores import open_store

TODAY = date(2026, 9, 15)


def finish(work: Generator[object, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def keep(store: Store, **months: int) -> None:
    with store.writing("setting") as db:
        for kind, n in months.items():
            settings.set_setting(db, retention.term_key(kind), str(n))


def ended(store: Store, on: date = TODAY) -> tuple[Ended, ...]:
    with store.reading() as db:
        return retention.ended(db, on)


def run(store: Store, on: date = TODAY) -> tuple[Ended, ...]:
    gone = []
    for one in ended(store, on):
        with store.reading() as db:
            tables = erasure.tables(db)
        with store.writing(*tables) as db:
            gone.append(retention.run(db, one.kind, one.before, None))
    assert finish(log.verify(store)).broken == ()
    with store.reading() as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    return tuple(gone)


def test_without_a_term_everything_is_kept(floor: Floor) -> None:
    fill(floor)
    assert ended(floor.store, date(2099, 1, 1)) == ()


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [
        (date(2026, 9, 15), 6, date(2026, 3, 15)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
    ],
)
def test_a_term_is_counted_in_calendar_months(on: date, months: int, before: date) -> None:
    assert retention.cutoff(on, months) == before


def test_contacts_somebody_listened_to_stay_with_what_was_heard(floor: Floor) -> None:
    evaluate(floor, take_call(floor, reference="heard"))
    take_call(floor, reference="unheard")
    take_call(floor, date(2026, 9, 1), "fresh")
    keep(floor.store, contact=3)
    assert [(one.kind, one.before, one.gone) for one in run(floor.store)] == [
        ("contact", date(2026, 6, 15), {"contact": 1})
    ]
    with floor.store.reading() as db:
        assert {one.reference for one in contacts.of_agent(db, floor.agent)} == {"heard", "fresh"}


def test_old_evaluations_go_with_their_weeks_and_the_others_sums_still_add_up(floor: Floor) -> None:
    old = evaluate(floor, take_call(floor, date(2026, 3, 2), "old"))
    new = evaluate(floor, take_call(floor, date(2026, 9, 1), "new"))
    keep(floor.store, evaluation=3)
    told = ended(floor.store)
    assert run(floor.store) == told
    assert told[0].gone["evaluation"] == 1 and told[0].gone["observation"] == 1
    with floor.store.reading() as db:
        with pytest.raises(LookupError):
            evaluations.evaluation(db, old.id)
        weeks = figures.weeks(db, figures.Sums.SCORE)
        assert [(week.n, week.total) for week in weeks] == [(1, new.reported)]
    assert ended(floor.store) == ()


def test_the_week_in_which_a_term_ends_is_kept_whole(floor: Floor) -> None:
    evaluate(floor, take_call(floor, date(2026, 6, 15), "monday"))
    keep(floor.store, evaluation=3)
    assert ended(floor.store, date(2026, 9, 17)) == ()
    assert ended(floor.store, date(2026, 9, 22)) != ()


def test_notes_go_with_the_evidence_that_rests_on_them(floor: Floor) -> None:
    fill(floor)
    now = floor.store.now()
    keep(floor.store, note=1)
    later = date(now.year + 1, now.month, 1)
    assert ended(floor.store, later)[0].gone["note"] == 1  # to the other call somebody still listens
    with floor.store.writing("observation") as db:
        for one in observations.unfinished(db, floor.user.id):
            observations.end(db, one.id, now)
    assert [one.gone for one in run(floor.store, later)] == [
        {"note": 2, "evidence": 1, "final": 1, "acknowledgement": 1}
    ]
    with floor.store.reading() as db:
        assert observations.find_notes(db, "plantednote") == ()


def test_a_plan_goes_once_it_is_closed(floor: Floor) -> None:
    fill(floor)
    keep(floor.store, plan=3)
    assert ended(floor.store) == ()
    with floor.store.writing("plan") as db:
        (plan,) = plans.plans(db)
        plans.set_values(db, Plan, plan.id, state=PlanState.CLOSED)
    gone = run(floor.store)
    assert gone[0].gone | {"condition": 4} == gone[0].gone
    with floor.store.reading() as db:
        assert plans.plans(db) == ()
        assert db.execute("SELECT plan_id, agent_id FROM improvement").fetchone() == (None, floor.agent)


def test_assessments_go_with_ratings_and_evidence(floor: Floor) -> None:
    fill(floor)
    keep(floor.store, assessment=3)
    assert [one.gone for one in run(floor.store)] == [{"assessment": 1, "evidence": 1, "rating": 1}]


def test_an_emptied_final_keeps_its_seal(floor: Floor) -> None:
    fill(floor)
    keep(floor.store, evaluation=3)
    told = run(floor.store)
    assert told[0].gone["final"] == 1
    with floor.store.reading() as db:
        assert db.execute("SELECT content, length(sha256) FROM final").fetchone() == ("", 64)


def test_the_words_of_old_changes_and_events_go_and_the_chain_holds(floor: Floor, tmp_path: Path) -> None:
    fill(floor)
    with floor.store.writing("event") as db:
        log.say(db, "print", "plantedprinted")
    keep(floor.store, change=1, event=1)
    with a_year_later(floor) as (store, on):
        told = {one.kind: one.gone[one.kind] for one in run(store, on)}
        assert told["change"] > 10 and told["event"] >= 1
        store.sweep()
    content = (tmp_path / "floor.deskside").read_bytes()
    assert b"plantedprinted" not in content
    assert b"plantedrenamed" not in content  # only the record knew it
    assert b"plantedgoal" in content  # the goal itself is kept


@contextmanager
def a_year_later(floor: Floor) -> Iterator[tuple[Store, date]]:
    """The same store, opened again by a clock that has gone on."""
    later = datetime.now(UTC) + timedelta(days=366)
    path = floor.store.path
    floor.store.close()
    store = open_store(path, clock=lambda: later)
    try:
        yield store, later.date()
    finally:
        store.close()


@pytest.mark.parametrize("kind", ["change", "event"])
def test_what_the_record_says_of_the_last_month_is_not_blanked_by_naming_a_later_day(
    floor: Floor, kind: str
) -> None:
    now = floor.store.now().date()
    with pytest.raises(retention.TooRecent), floor.store.writing("change", "event", "purge") as db:
        retention.run(db, kind, retention.cutoff(now + timedelta(days=70), 1), None)
    with floor.store.writing("change", "event", "purge") as db:
        retention.run(db, kind, retention.cutoff(now, 1), None)


def test_no_term_hides_who_was_given_which_rights_and_what_was_taken_away(floor: Floor) -> None:
    with floor.store.writing("user", "assignment", "event", "team") as db:
        people.rename_team(db, floor.team, "Quay")
        people.change_user(db, replace(floor.user, role=Role.ADMIN))
        people.change_user(db, floor.user)
        (mine,) = assignments.assignments(db, floor.user.id)
        assignments.withdraw(db, mine.id)
        log.say(db, "user_suspended", "a reason", "user", floor.user.uid)
    keep(floor.store, change=1, event=1)
    with a_year_later(floor) as (store, on):
        run(store, on)
        with store.reading() as db:
            roles = db.execute("SELECT old, new FROM change WHERE \"column\" = 'role'").fetchall()
            assert len(roles) == 2 and all(None not in row for row in roles)
            sql = """SELECT count(*) FROM change WHERE purge_id IS NOT NULL
                AND "table" IN ('user', 'assignment', 'setting')"""
            assert db.execute(sql).fetchone() == (0,)
            said = {row["kind"]: row["detail"] for row in db.query("SELECT kind, detail FROM event")}
            assert said["user_suspended"] == "a reason" and said["retention"].startswith("change, ")


def test_drafts_never_go(floor: Floor) -> None:
    fill(floor)
    keep(floor.store, evaluation=1)
    run(floor.store, date(2036, 1, 1))
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*) FROM evaluation WHERE state = 'draft'").fetchone() == (1,)


def test_new_contacts_of_the_day_are_not_past_any_term(floor: Floor) -> None:
    with floor.store.writing("contact") as db:
        contacts.add(db, NewContact(floor.agent, datetime(2026, 9, 15, 8), "today"))
    keep(floor.store, contact=1)
    assert ended(floor.store) == ()
