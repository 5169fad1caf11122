"""The record of changes, read in pages: newest first, narrowed, few rows read, and in people's names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.clock import stamp
from db.log.sealing import TICK_BITS
from db.queries import histories, log, people, settings
from db.records.history import Cursor, Line, Wanted
from db.records.people import Role
from db.store import Store
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.db.held_floor import fill

MANY = 100_000


def every(store: Store, wanted: Wanted = histories.EVERYTHING, limit: int = 60) -> Iterator[Line]:
    at: Cursor | None = None
    while True:
        with store.reading() as db:
            page = histories.page(db, wanted, at, limit)
        yield from page.lines
        at = page.next
        if at is None:
            return


def test_pages_of_any_size_give_every_line_once_newest_first(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("event") as db:
        log.say(db, "sign_in")
    whole = list(every(floor.store))
    with floor.store.reading() as db:
        marks = ", ".join("?" for _ in histories.UNTOLD)
        sql = f'SELECT count(*) FROM change WHERE "table" NOT IN ({marks})'
        changes = db.execute(sql, histories.UNTOLD).fetchone()[0]
        events = db.execute("SELECT count(*) FROM event").fetchone()[0]
    assert len(whole) == changes + events
    assert [line.at for line in whole] == sorted((line.at for line in whole), reverse=True)
    for limit in (1, 7, 1000):
        assert [(line.id, line.event) for line in every(floor.store, limit=limit)] == [
            (line.id, line.event) for line in whole
        ]


def test_a_person_s_record_holds_their_rows_alone(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("agent") as db:
        other = people.add_agent(db, "Imani Okafor", floor.team)
    evaluate(replace(floor, agent=other), take_call(replace(floor, agent=other), reference="C-9"))
    with floor.store.reading() as db:
        wanted = histories.of_row(db, "agent", other)
    lines = list(every(floor.store, wanted))
    assert {line.about for line in lines} == {"Imani Okafor"}
    assert {"agent", "contact", "observation", "evaluation"} <= {line.table for line in lines}


def test_a_skill_s_record_is_not_that_of_everybody_rated_on_it(floor: Floor) -> None:
    fill(floor)
    with floor.store.reading() as db:
        lines = list(every(floor.store, histories.of_row(db, "skill", 1)))
    assert {line.table for line in lines} == {"skill", "standard"}


def test_one_kind_one_user_and_one_day_can_be_asked_for(floor: Floor) -> None:
    floor.store.act_as(floor.user)
    with floor.store.writing("team") as db:
        people.add_team(db, "Quay")
    user = floor.user.uid
    mine = list(every(floor.store, Wanted(user=user)))
    assert [(line.table, line.user, line.label) for line in mine] == [("team", "Ruth Castellane", "Quay")]
    teams = list(every(floor.store, Wanted(kind="team")))
    assert [line.label for line in teams] == ["Quay", "Harbour"]
    now = floor.store.now()
    assert list(every(floor.store, Wanted(kind="team", since=now + timedelta(hours=1)))) == []
    assert list(every(floor.store, Wanted(kind="team", until=now - timedelta(hours=1)))) == []
    today = Wanted(kind="team", since=now - timedelta(hours=1), until=now + timedelta(hours=1))
    assert len(list(every(floor.store, today))) == 2


def test_events_can_be_asked_for_alone(floor: Floor) -> None:
    with floor.store.writing("event") as db:
        log.say(db, "export", "everything held")
    lines = list(every(floor.store, Wanted(kind="event")))
    assert [(line.event, line.new) for line in lines] == [("export", "everything held")]


def test_the_history_of_what_one_does_not_reach_is_refused(floor: Floor) -> None:
    evaluation = evaluate(floor, take_call(floor))
    with floor.store.writing("user") as db:
        coach = people.user(db, people.add_user(db, "Coen", Role.COACH))
    floor.store.act_as(coach)
    with floor.store.reading() as db, pytest.raises(LookupError):
        histories.of_row(db, "evaluation", evaluation.id)


def test_values_beyond_one_s_reach_are_left_out_of_the_record(floor: Floor) -> None:
    fill(floor)
    with floor.store.writing("user") as db:
        admin = people.user(db, people.add_user(db, "Adil", Role.ADMIN, keeps=True))
    seen = {line.id: line for line in every(floor.store) if line.table == "note"}
    floor.store.act_as(admin)
    notes = [line for line in every(floor.store) if line.table == "note"]
    assert {line.id for line in notes} == seen.keys()
    assert all(line.hidden and line.new is None and line.old is None for line in notes)
    assert any(line.new is not None for line in seen.values())


def test_who_sat_at_the_desk_is_named(floor: Floor) -> None:
    evaluate(floor, take_call(floor))  # an agent at the desk reaches nothing without one
    floor.store.act_as(floor.user, floor.agent)
    with floor.store.writing("setting") as db:
        settings.set_setting(db, "calls_per_month", "9")
    floor.store.act_as(None)
    line = next(every(floor.store, Wanted(kind="setting")))
    assert (line.user, line.at_desk, line.row) == ("Ruth Castellane", "Imani Okafor", "calls_per_month")


@pytest.fixture(scope="module")
def long_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A hundred thousand further lines about one setting, one a minute; read only."""
    floor = new_floor(tmp_path_factory.mktemp("long"))
    begin = datetime(2030, 1, 1, tzinfo=UTC)
    with floor.store.writing("change", "event") as db:
        db.execute(
            "INSERT INTO event (uid, at, kind) VALUES (new_uid(), ?, 'lock')",
            [stamp(begin + timedelta(minutes=MANY // 2, seconds=30))],
        )
        device, last = db.execute("SELECT device, sequence FROM writer").fetchone()
        rows = (
            (device, last + n, int((begin + timedelta(minutes=n)).timestamp() * 1000) << TICK_BITS, str(n))
            for n in range(1, MANY + 1)
        )
        db.conn.executemany(
            """INSERT INTO change (device, sequence, tick, "table", "row", "column", new, parents)
            VALUES (?, ?, ?, 'setting', 'target_percent', 'value', ?, '[]')""",
            rows,
        )
    yield floor.store
    floor.store.close()


def test_a_page_of_a_long_record_reads_few_rows(long_record: Store) -> None:
    with long_record.reading() as db:
        first = histories.page(db)
        assert (len(first.lines), first.read) == (60, 61)
        assert first.next is not None
        second = histories.page(db, at=first.next)
        assert second.read <= 122
        day = datetime(2030, 1, 20, tzinfo=UTC)
        of_day = histories.page(db, Wanted(since=day, until=day + timedelta(days=1)))
        assert (len(of_day.lines), of_day.lines[0].new) == (60, str(20 * 24 * 60 - 1))
        assert of_day.read <= 122
        rare = histories.page(db, Wanted(kind="team"))
        assert rare.read <= 1 and rare.next is not None


def test_an_event_among_many_changes_stands_at_its_time(long_record: Store) -> None:
    day = datetime(2030, 2, 4, tzinfo=UTC)
    wanted = Wanted(since=day, until=day + timedelta(days=1))
    lines = list(every(long_record, wanted))
    place = next(place for place, line in enumerate(lines) if line.event)
    assert (lines[place - 1].new, lines[place + 1].new) == (str(MANY // 2 + 1), str(MANY // 2))


def test_a_rare_kind_is_found_far_back(long_record: Store) -> None:
    assert [line.label for line in every(long_record, Wanted(kind="team"))] == ["Harbour"]
