"""What the record of changes keeps: each change once, by whom, in an order that no clock upsets."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.connection import driver
from db.queries import contacts, evaluations, imports, log, observations, people, plans, settings
from db.records.contacts import ImportKind, NewContact
from db.records.plans import Plan
from db.restoring import restore
from db.store import Store
from tests.builders import Floor, evaluate, new_floor, observe, take_call
from tests.db.recorded import MONDAY, Clock, by_hand, changes, live, replay, verify
from tests.db.stores import put, run_apart
from tests.db.test_imports import bring_in, redo, undo


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(tmp_path: Path, clock: Clock):
    """A store with a team, its clock in the test's hands."""
    store = Store.open(tmp_path / "floor.deskside", clock=clock, strict_tables=True)
    with store.writing("team") as db:
        people.add_team(db, "Harbour")
    yield store
    store.close()


def begin_plan(floor: Floor) -> int:
    with floor.store.writing("plan", "condition") as db:
        return plans.begin(db, floor.agent, floor.user.id, date(2026, 3, 2), "Heard the first time.")


def say_vision(floor: Floor, plan: int, *words: str) -> None:
    for one in words:
        with floor.store.writing("plan") as db:
            plans.set_values(db, Plan, plan, vision=one)


def rename(store: Store, name: str) -> None:
    with store.writing("team") as db:
        people.rename_team(db, 1, name)


def test_a_new_row_is_one_change_that_names_its_references_by_uid(floor: Floor) -> None:
    (change,) = changes(floor.store, "agent")
    with floor.store.reading() as db:
        agent, team = people.agent(db, floor.agent), people.team(db, floor.team)
    assert (change.row, change.column, change.old) == (agent.uid, "", None)
    assert change.values["name"] == "Imani Okafor"
    assert change.values["team_id"] == team.uid.hex().upper()
    assert not {"id", "uid"} & change.values.keys()


def test_each_column_that_changes_is_a_change_and_the_others_are_none(floor: Floor) -> None:
    with floor.store.writing("agent", "team") as db:
        other = people.add_team(db, "Quay")
        agent = people.agent(db, floor.agent)
        people.change_agent(db, type(agent)(agent.id, agent.uid, "Imani O.", other, "Quay", "H1"))
        uids = [team.uid for team in people.teams(db)]
    found = {one.column: (one.old, one.new) for one in changes(floor.store, "agent")[1:]}
    assert found == {
        "name": ("Imani Okafor", "Imani O."),
        "team_id": (uids[0], uids[1]),
        "hired_on": ("2025-01-06", None),
    }


def test_removing_and_bringing_back_are_changes_of_their_own(floor: Floor) -> None:
    plan = begin_plan(floor)
    with floor.store.writing("plan") as db:
        plans.drop(db, plans.plan(db, plan))
        db.execute("UPDATE plan SET deleted_at = NULL WHERE id = ?", [plan])
    told = [one for one in changes(floor.store, "plan") if one.column]
    assert [(one.column, one.old is None, one.new is None) for one in told] == [
        ("deleted_at", True, False),
        ("deleted_at", False, True),
    ]


def test_every_change_says_who_made_it_and_who_sat_at_the_desk(floor: Floor) -> None:
    sql = "SELECT user, agent FROM main.change ORDER BY id DESC LIMIT 1"
    said = []
    for who in ((None,), (floor.user,), (floor.user, floor.agent)):
        floor.store.act_as(None)
        plan = begin_plan(floor)
        floor.store.act_as(*who)
        say_vision(floor, plan, "Ours.")
        with floor.store.reading(whole=True) as db:
            said.append(db.execute(sql).fetchone())
    with floor.store.reading(whole=True) as db:
        agent = people.agent(db, floor.agent)
    assert said == [(None, None), (floor.user.uid, None), (floor.user.uid, agent.uid)]


def test_typing_on_in_a_cell_goes_on_in_one_change(floor: Floor) -> None:
    plan = begin_plan(floor)
    say_vision(floor, plan, "W", "We", "We l", "We listen")
    (change,) = [one for one in changes(floor.store, "plan") if one.column == "vision"]
    assert (change.old, change.new) == ("Heard the first time.", "We listen")


def test_somebody_elses_typing_begins_a_change_of_its_own(floor: Floor) -> None:
    plan = begin_plan(floor)
    say_vision(floor, plan, "W", "We")
    floor.store.act_as(floor.user)
    say_vision(floor, plan, "They")
    told = [(one.old, one.new) for one in changes(floor.store, "plan") if one.column == "vision"]
    assert told == [("Heard the first time.", "We"), ("We", "They")]


def test_typing_after_twenty_seconds_begins_a_new_change(timed: Store, clock: Clock) -> None:
    rename(timed, "Harbour A")
    clock.go(19)
    rename(timed, "Harbour AB")
    clock.go(2)
    rename(timed, "Harbour ABC")
    told = [one for one in changes(timed, "team") if one.column == "name"]
    assert [(one.new, one.hash is not None) for one in told] == [("Harbour AB", True), ("Harbour ABC", False)]


def test_an_event_seals_what_was_typed_before_it(timed: Store) -> None:
    rename(timed, "Quay")
    with timed.writing("event") as db:
        log.say(db, "print", "the team's list")
    rename(timed, "Harbour")
    assert [one.new for one in changes(timed, "team") if one.column == "name"] == ["Quay", "Harbour"]


def test_states_are_logged_one_by_one(floor: Floor) -> None:
    card = evaluate(floor, take_call(floor))
    for state in ("shared", "disputed", "shared"):
        with floor.store.writing("evaluation") as db:
            db.execute("UPDATE main.evaluation SET state = ? WHERE id = ?", [state, card.id])
    told = [one.new for one in changes(floor.store, "evaluation") if one.column == "state"]
    assert told == ["shared", "disputed", "shared"]


def test_an_evaluation_is_logged_as_one_unit_when_it_is_final(floor: Floor) -> None:
    seen = observe(floor, take_call(floor))
    with floor.store.writing("evaluation") as db:
        version = db.execute("SELECT id FROM scorecard_version LIMIT 1").fetchone()[0]
        draft = evaluations.begin(db, seen, version, bytes(5), date(2026, 3, 2))
        evaluations.keep_comment(db, draft, "Calm")
        evaluations.keep_answers(db, draft, bytes(6))
        evaluations.remove_evaluation(db, draft)
    assert changes(floor.store, "evaluation") == []
    card = evaluate(floor, take_call(floor, reference="C-2"))
    (change,) = changes(floor.store, "evaluation")
    assert (change.row, change.column) == (card.uid, "")
    assert change.values["answers"] == card.answers.hex().upper()


def test_a_note_being_typed_is_not_logged_before_it_is_kept(floor: Floor) -> None:
    seen = observe(floor, take_call(floor))
    before = len(changes(floor.store))
    with floor.store.writing("observation") as db:
        observations.keep_pending(db, seen.id, "She ask", 12.0)
    assert len(changes(floor.store)) == before
    with floor.store.writing("note") as db:
        observations.add_note(db, seen, 12.0, "She asked first", None)
    assert [one.values["text"] for one in changes(floor.store, "note")] == ["She asked first"]


def test_an_import_is_one_row_with_the_files_hash_and_so_are_its_undo_and_redo(floor: Floor) -> None:
    before = len(changes(floor.store))
    id = bring_in(floor, ["A", "B"], "Becky", "New team")
    undo(floor, id)
    redo(floor, id)
    told = changes(floor.store)[before:]
    assert {one.table for one in told} == {"import"}
    assert told[0].values["file_hash"] == "abc"
    assert [one.column for one in told] == ["", "kept", "undone_at", "undone_at"]
    assert verify(floor.store).broken == ()


def test_what_is_changed_by_hand_after_an_import_is_logged_again(floor: Floor) -> None:
    id = bring_in(floor, ["A"], "Becky")
    with floor.store.writing("agent") as db:
        becky = next(agent for agent in people.agents(db) if agent.name == "Becky")
        people.remove_agent(db, becky.id)
        people.bring_back_agent(db, becky.id)
    undo(floor, id)
    assert [one.column for one in changes(floor.store, "agent")[1:]] == ["deleted_at", "deleted_at"]
    assert verify(floor.store).broken == ()


def test_settings_are_logged_by_their_key_and_replaced_and_deleted_ones_too(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "floor.deskside")
    with store.writing("setting") as db:
        settings.set_setting(db, "pass_mark", "80")
        settings.set_setting(db, "pass_mark", "85")
        settings.set_setting(db, "pass_mark", "90")
    put(store, "pass_mark", "95")
    with store.writing("setting") as db:
        db.execute("DELETE FROM setting")
    told = [(one.row, one.column, one.old, one.new) for one in changes(store, "setting")]
    assert told == [
        ("pass_mark", "", None, '{"value":"80"}'),
        ("pass_mark", "value", "80", "85"),
        ("pass_mark", "value", "85", "90"),
        ("pass_mark", "", None, None),
        ("pass_mark", "", None, '{"value":"95"}'),
        ("pass_mark", "", None, None),
    ]
    assert verify(store).broken == ()
    store.close()


def test_a_rollback_leaves_no_gap(timed: Store) -> None:
    with pytest.raises(ZeroDivisionError), timed.writing("team") as db:
        people.add_team(db, "Never")
        raise ZeroDivisionError
    rename(timed, "Quay")
    assert [one.sequence for one in changes(timed)] == list(range(1, len(changes(timed)) + 1))
    assert verify(timed).broken == ()


def test_the_order_holds_when_the_clock_is_set_back(timed: Store, clock: Clock) -> None:
    for name in ("Quay", "Pier", "Dock"):
        rename(timed, name)
        clock.go(-86_400)
    told = changes(timed)
    assert [one.tick for one in told] == sorted({one.tick for one in told})
    assert [one.new for one in told if one.column == "name"] == ["Quay", "Pier", "Dock"]
    assert verify(timed).broken == ()


def test_a_change_that_follows_another_names_it_as_its_parent(timed: Store, clock: Clock) -> None:
    rename(timed, "Quay")
    clock.go(30)
    rename(timed, "Pier")
    with timed.reading() as db:
        sql = """SELECT parents, hex(device) FROM change WHERE "table" = 'team' ORDER BY id"""
        parents = [(json.loads(row[0]), row[1]) for row in db.execute(sql).fetchall()]
    device = parents[0][1]
    first = changes(timed, "team")[0].sequence
    assert [one for one, _ in parents] == [[], [f"{device}-{first}"], [f"{device}-{first + 1}"]]


def test_closing_seals_the_record(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    assert not all(one.hash for one in changes(floor.store))
    floor.store.close()
    with by_hand(floor.store.path) as conn:
        assert conn.execute("SELECT count(*) FROM change WHERE hash IS NULL").fetchone() == (0,)


def test_a_full_disk_does_not_keep_a_store_from_closing_and_it_is_sealed_later(tmp_path: Path) -> None:
    floor = new_floor(tmp_path)
    with floor.store.writing("team") as db:
        for number in range(300):
            people.add_team(db, f"Team {number}")
    with floor.store.reading() as db:
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    floor.store.close()
    with by_hand(floor.store.path) as conn:
        assert conn.execute("SELECT count(*) FROM change WHERE hash IS NULL").fetchone()[0] > 300
    store = Store.open(floor.store.path)
    assert all(one.hash for one in changes(store))
    assert verify(store).broken == ()
    store.close()


def test_what_a_crash_left_open_is_sealed_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "floor.deskside"
    run_apart("leave_commits_in_wal", path, 3)
    store = Store.open(path)
    assert len(changes(store, "setting")) == 3
    assert all(one.hash for one in changes(store))
    assert verify(store).broken == ()
    store.close()


def test_a_backup_holds_a_sealed_record(timed: Store) -> None:
    rename(timed, "Quay")
    timed.back_up()
    assert all(one.hash for one in changes(timed))


def test_a_restored_store_is_a_new_device_that_goes_on_from_the_old_one(timed: Store, tmp_path: Path) -> None:
    made = timed.back_up()
    rename(timed, "Quay")
    timed.close()
    restore(timed.path, made.path, MONDAY)
    store = Store.open(timed.path)
    rename(store, "Pier")
    verdict = verify(store)
    old, new = verdict.devices
    assert (old.is_this, new.is_this, old.uid == new.uid) == (False, True, False)
    assert verdict.broken == ()
    with store.reading() as db:
        told = db.execute("SELECT reason, hex(after_device), after_sequence FROM device").fetchall()
    assert told == [("new", "", None), ("restored", old.uid.upper(), old.changes)]
    assert [one.sequence for one in changes(store) if one.table == "team"][-1] == 2
    store.close()


def test_a_store_of_before_the_record_is_taken_into_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "floor.deskside"
    path.write_bytes((Path(__file__).parent / "old" / "0.1.0.deskside").read_bytes())
    store = Store.open(path)
    with store.reading() as db:
        assert replay(db) == live(db)
        assert db.execute("SELECT reason FROM device").fetchall() == [("upgraded",)]
    assert {one.old for one in changes(store, "agent", "team", "site")} == {"there"}
    assert verify(store).broken == ()
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change",
        "UPDATE change SET new = 'x' WHERE hash IS NOT NULL",
        "UPDATE change SET hash = NULL WHERE hash IS NOT NULL",
        "UPDATE change SET user = randomblob(16)",
        "UPDATE change SET old = NULL, new = NULL, salt = NULL, purge_id = 1",
        "UPDATE change SET new = NULL WHERE \"column\" = ''",
        "INSERT OR REPLACE INTO change SELECT * FROM change WHERE id = 3",
        "DELETE FROM event",
        "UPDATE event SET detail = ''",
        "UPDATE event SET user = NULL",
        "DELETE FROM device",
        "UPDATE device SET begun_at = ''",
        "INSERT OR REPLACE INTO device SELECT * FROM device",
    ],
)
def test_the_record_is_only_ever_added_to(floor: Floor, statement: str) -> None:
    with floor.store.writing("event") as db:
        log.say(db, "export", "the plan of Imani Okafor")
    with (
        pytest.raises(driver.IntegrityError, match=r"only ever added to|stays|never changes|FOREIGN KEY"),
        floor.store.writing("event", "device", "change") as db,
    ):
        db.execute(statement)
        db.execute("PRAGMA foreign_key_check")
    assert verify(floor.store).broken == ()


def test_blanked_values_are_gone_and_the_chain_still_holds(floor: Floor) -> None:
    plan = begin_plan(floor)
    say_vision(floor, plan, "Zanzibar")
    with floor.store.writing("plan", "event") as db:
        uid = plans.plan(db, plan).uid
        log.say(db, "print", "Zanzibar", "plan", uid)
        plans.set_values(db, Plan, plan, vision="")
    with floor.store.writing("purge", "event") as db:
        db.execute(
            "INSERT INTO purge (uid, kind, made_at) VALUES (new_uid(), 'person', now())",
        )
        assert log.blank(db, 1, "plan", [uid]) == 5
        log.end_purge(db, 1)
    with floor.store.reading() as db:
        kept = db.execute("SELECT count(*) FROM change WHERE instr(old, 'Zanz') OR instr(new, 'Zanz')")
        assert kept.fetchone() == (0,)
        assert db.execute("SELECT kind, detail FROM event").fetchall() == [("print", "")]
    verdict = verify(floor.store)
    assert (verdict.broken, verdict.devices[0].erased) == ((), 5)


def test_one_change_has_one_tick(floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    told = [one.tick for one in changes(floor.store)]
    assert len(set(told)) == len(told) and told == sorted(told)
    assert all(0 <= (one >> 16) / 1000 - floor.store.now().timestamp() + 60 < 60 for one in told)


def test_a_bulk_import_writes_one_change_and_no_json(floor: Floor) -> None:
    calls = [NewContact(floor.agent, MONDAY.replace(tzinfo=None) + timedelta(minutes=n)) for n in range(500)]
    before = len(changes(floor.store))
    with floor.store.writing(*imports.TABLES) as db:
        id = imports.add(db, ImportKind.CALLS, ("log.csv", "abc"), 500, floor.user.id)
        imports.add_contacts(db, id, calls)
    assert len(changes(floor.store)) == before + 1
    with floor.store.writing("contact") as db:
        contacts.add(db, calls[0])
    assert len(changes(floor.store)) == before + 2
