"""Whoever alters the record, or a row past it, is found, and the first altered row is named."""

import shutil
from pathlib import Path

import pytest

from db.connection import Connection
from db.log import sealing
from db.queries import log, people, plans
from db.records.log import Broken, Fault
from db.records.plans import Plan
from db.restoring import restore
from db.store import Store
from tests.builders import evaluate, new_floor, take_call
from tests.db.recorded import Clock, by_hand, changes, verify, verify_at
from tests.db.test_log import begin_plan, say_vision

# Every column of the record, and a value that was never in it.
ALTERED: dict[str, str] = {
    "id": "id + 1000",
    "device": "randomblob(16)",
    "sequence": "sequence + 1000",
    "tick": "tick + 1",
    "user": "randomblob(16)",
    "agent": "randomblob(16)",
    '"table"': "'team '",
    '"row"': "randomblob(16)",
    '"column"': "'nothing'",
    "old": "'0'",
    "new": "'0'",
    "parents": "'[\"\"]'",
    "salt": "randomblob(16)",
    "digest": "randomblob(32)",
    "hash": "randomblob(32)",
    "purge_id": "1",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store whose record has rows, cells, an event and a purge; its backups stand beside it."""
    floor = new_floor(tmp_path_factory.mktemp("whole"))
    evaluate(floor, take_call(floor))
    plan = begin_plan(floor)
    say_vision(floor, plan, "Ours.")
    with floor.store.writing("event", "purge") as db:
        log.say(db, "export", "a plan")
        db.execute("INSERT INTO purge (uid, kind, made_at) VALUES (new_uid(), 'retention', now())")
    say_vision(floor, plan, "Heard at once.")
    floor.store.close()
    return floor.store.path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / whole.name))


def first(path: Path) -> Broken:
    found = verify_at(path).first_broken
    assert found is not None
    return found


def count(conn: Connection) -> int:
    return int(conn.execute("SELECT max(id) FROM change").fetchone()[0])


def place(conn: Connection, where: str) -> int:
    """A change near the beginning, in the middle, or the last one; ids are sequences in this store."""
    return {"early": 2, "middle": count(conn) // 2, "last": count(conn)}[where]


def test_an_untouched_record_is_whole(path: Path) -> None:
    verdict = verify_at(path)
    assert (verdict.broken, verdict.open) == ((), 0)
    assert verdict.changes == verdict.devices[0].changes > 100


def test_taking_the_triggers_off_and_putting_them_back_alters_nothing(path: Path) -> None:
    with by_hand(path):
        pass
    assert verify_at(path).broken == ()


@pytest.mark.parametrize("where", ["early", "middle", "last"])
@pytest.mark.parametrize("column", ALTERED)
def test_an_altered_column_is_found_and_its_row_is_named(path: Path, column: str, where: str) -> None:
    with by_hand(path) as conn:
        id = place(conn, where)
        found = conn.execute(f"UPDATE change SET {column} = {ALTERED[column]} WHERE id = ?", [id])
        assert found.rowcount == 1
        # Headings follow, so that nothing but the chain gives it away.
        if column == "id":
            conn.execute("UPDATE head SET change_id = change_id + 1000 WHERE change_id = ?", [id])
    named = first(path)
    assert named.sequence == id
    assert named.fault in (Fault.NUMBER, Fault.VALUES, Fault.FACTS, Fault.DEVICE, Fault.OPEN)
    assert named.table and named.at is not None or named.detail == "end"


@pytest.mark.parametrize("where", ["early", "middle", "last"])
def test_a_removed_change_is_missed_by_its_number(path: Path, where: str) -> None:
    with by_hand(path) as conn:
        id = place(conn, where)
        conn.execute("DELETE FROM change WHERE id = ?", [id])
    named = first(path)
    assert (named.fault, named.sequence) == (Fault.NUMBER, id)


def test_a_tail_cut_off_with_the_writers_count_is_missed_by_the_rows(path: Path) -> None:
    with by_hand(path) as conn:
        last = count(conn)
        conn.execute("DELETE FROM change WHERE id > ?", [last - 3])
        conn.execute("DELETE FROM head WHERE change_id > ?", [last - 3])
        conn.execute("UPDATE writer SET sequence = sequence - 3, sealed = ?", [last - 3])
    assert {one.fault for one in verify_at(path).broken} & {Fault.LIVE, Fault.UNLOGGED}


@pytest.mark.parametrize("apart", [1, 7])
def test_two_swapped_changes_are_found(path: Path, apart: int) -> None:
    names = ", ".join(["sequence", *(name for name in ALTERED if name not in ("id", "sequence"))])
    with by_hand(path) as conn:
        one, other = 40, 40 + apart
        rows = {
            id: conn.execute(f"SELECT {names} FROM change WHERE id = {id}").fetchone() for id in (one, other)
        }
        marks = ", ".join("?" for _ in rows[one])
        for id, values in ((one, rows[other]), (other, rows[one])):
            conn.execute(f"UPDATE change SET ({names}) = ({marks}) WHERE id = {id}", values)
    named = first(path)
    assert (named.fault, named.sequence) == (Fault.NUMBER, one)


def test_an_added_change_is_found(path: Path) -> None:
    with by_hand(path) as conn:
        names = ", ".join(name for name in ALTERED if name != "id")
        conn.execute(f"INSERT INTO change ({names}) SELECT {names} FROM change WHERE id = 9")
    assert first(path).fault is Fault.NUMBER


def test_values_blanked_without_a_purge_are_found(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("UPDATE change SET old = NULL, new = NULL, salt = NULL WHERE id = 30")
    named = first(path)
    assert (named.fault, named.sequence) == (Fault.VALUES, 30)


def test_values_blanked_under_a_purge_that_never_was_are_found(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("UPDATE change SET old = NULL, new = NULL, salt = NULL, purge_id = 99 WHERE id = 30")
    assert first(path).sequence == 30


EDITS: dict[str, tuple[str, str, str]] = {
    "a score": ("UPDATE evaluation SET reported = 12.5", "evaluation", "reported"),
    "an answer": ("UPDATE evaluation SET answers = x'02'", "evaluation", "answers"),
    "a state": ("UPDATE evaluation SET state = 'draft'", "evaluation", "state"),
    "a whole number for a real one": (
        "UPDATE evaluation SET reported = reported - 1",
        "evaluation",
        "reported",
    ),
    "a name": ("UPDATE agent SET name = 'Eve'", "agent", "name"),
    "a reference": ("UPDATE plan SET user_id = NULL", "plan", "user_id"),
    "words": ("UPDATE plan SET vision = 'Theirs.'", "plan", "vision"),
    "a removal": ("UPDATE plan SET deleted_at = '2026-01-01'", "plan", "deleted_at"),
    "a right": ("UPDATE user SET role = 'admin'", "user", "role"),
    "an event": ("UPDATE event SET detail = 'nothing'", "event", "detail"),
    "a purge": ("UPDATE purge SET reason = 'none'", "purge", "reason"),
    "a device": ("UPDATE device SET begun_at = 'never'", "device", "begun_at"),
    "a level's words": ("UPDATE skill SET levels = '[]' WHERE id = 3", "skill", "levels"),
    "a form": ("UPDATE scorecard_version SET form = '{}' WHERE id = 1", "scorecard_version", "form"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_edited_past_the_record_is_named_with_its_column(path: Path, edit: str) -> None:
    sql, table, column = EDITS[edit]
    with by_hand(path) as conn:
        sql = sql.replace("user_id = NULL", "user_id = 999")
        uid = conn.execute(
            f'SELECT hex(uid) FROM "{table}" {sql.partition("WHERE")[1]} {sql.partition("WHERE")[2]}'
        )
        row = uid.fetchone()[0].lower()
        conn.execute(sql)
    found = [one for one in verify_at(path).broken if one.table == table]
    assert [(one.fault, one.row, one.column) for one in found] == [(Fault.LIVE, row, column)]
    assert found[0].sequence > 0


def test_a_row_added_past_the_record_is_named(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("INSERT INTO team (id, uid, name) VALUES (9, zeroblob(16), 'Ghosts')")
    found = first(path)
    assert (found.fault, found.table, found.row) == (Fault.UNLOGGED, "team", "00" * 16)


def test_a_row_added_twice_under_one_identity_is_named(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute(
            "INSERT INTO team (uid, name, import_id, deleted_at) SELECT uid, name, NULL, NULL FROM team"
        )
    found = first(path)
    assert (found.fault, found.table) == (Fault.UNLOGGED, "team")


def test_a_row_deleted_past_the_record_is_named(path: Path) -> None:
    with by_hand(path) as conn:
        uid = conn.execute("SELECT hex(uid) FROM condition WHERE id = 2").fetchone()[0]
        conn.execute("DELETE FROM condition WHERE id = 2")
    found = first(path)
    assert (found.fault, found.table, found.row) == (Fault.GONE, "condition", uid.lower())


def test_a_value_put_back_to_an_older_one_is_found_although_the_heads_were_put_back_too(path: Path) -> None:
    with by_hand(path) as conn:
        (newest,) = conn.execute("SELECT max(id) FROM change WHERE \"column\" = 'vision'").fetchone()
        (older,) = conn.execute(
            "SELECT max(id) FROM change WHERE \"column\" = 'vision' AND id < ?", [newest]
        ).fetchone()
        conn.execute("UPDATE plan SET vision = 'Ours.'")
        conn.execute("UPDATE head SET change_id = ? WHERE change_id = ?", [older, newest])
    assert (first(path).fault, first(path).column) == (Fault.LIVE, "vision")


def test_tampered_heads_are_found(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("DELETE FROM head WHERE \"table\" = 'plan' AND \"column\" = 'vision'")
    assert (first(path).fault, first(path).table) == (Fault.HEAD, "plan")


@pytest.mark.parametrize(
    "name", ["log_plan__vision", "log_one", "change_locked", "change_kept", "evaluation_locked", "event_kept"]
)
def test_a_dropped_trigger_is_named(path: Path, name: str) -> None:
    store = Store.open(path)
    with store.writing() as db:
        db.execute(f'DROP TRIGGER "{name}"')
    found = verify(store).first_broken
    store.close()
    assert found is not None and (found.fault, found.detail) == (Fault.SCHEMA, f"trigger {name}")
    assert first(path).detail == f"trigger {name}", "opening again does not hide it"


def test_a_trigger_that_was_added_or_weakened_is_named(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("CREATE TRIGGER quiet AFTER INSERT ON note BEGIN DELETE FROM head; END")
    assert first(path).detail == "trigger quiet"


def rewrite(conn: Connection, id: int, new: str) -> None:
    """What somebody does who knows how the chain is made: alter one value, and seal everything anew."""
    conn.execute("UPDATE change SET new = ? WHERE id = ?", [new, id])
    conn.execute("UPDATE change SET salt = NULL, digest = NULL, hash = NULL WHERE id >= ?", [id])
    conn.execute("UPDATE writer SET sealed = ?", [id - 1])
    sealing.seal(conn)


def test_a_record_sealed_anew_as_a_whole_is_found_beside_a_backup(path: Path) -> None:
    store = Store.open(path)
    made = store.back_up()
    store.close()
    with by_hand(path) as conn:
        (id,) = conn.execute("SELECT max(id) FROM change WHERE \"column\" = 'vision'").fetchone()
        conn.execute("UPDATE plan SET vision = 'Forged.'")
        rewrite(conn, id, "Forged.")
    found = first(path)
    assert (found.fault, found.detail) == (Fault.BACKUP, made.path.name)
    shutil.rmtree(made.path.parent)
    assert verify_at(path).broken == (), "without a backup nobody could tell"


def test_a_store_put_back_by_copying_is_found_beside_a_newer_backup(path: Path, tmp_path: Path) -> None:
    older = Path(shutil.copy(path, tmp_path / "older.copy"))
    store = Store.open(path)
    with store.writing("team") as db:
        people.rename_team(db, 1, "Quay")
    made = store.back_up()
    store.close()
    shutil.copy(older, path)
    assert (first(path).fault, first(path).detail) == (Fault.BACKUP, made.path.name)


def test_going_back_with_a_clock_that_was_put_back_is_no_finding(path: Path) -> None:
    clock, made = Clock(), []
    store = Store.open(path, clock=clock)
    for name in ("Quay", "Mill"):
        with store.writing("team") as db:
            people.rename_team(db, 1, name)
        clock.go(60)
        made.append(store.back_up().path)
    store.close()
    clock.go(-86_400)
    restore(path, made[0], clock())
    store = Store.open(path, clock=clock)
    assert verify(store).broken == ()
    store.close()


def test_a_backup_of_a_way_that_was_left_by_restoring_is_no_finding(path: Path) -> None:
    clock = Clock()

    def go_on(name: str, back_to: Path | None) -> Path:
        if back_to is not None:
            restore(path, back_to, clock())
        store = Store.open(path, clock=clock)
        with store.writing("team") as db:
            people.rename_team(db, 1, name)
        clock.go(60)
        made = store.back_up().path
        clock.go(60)
        assert verify(store).broken == ()
        store.close()
        return made

    first_way = go_on("Quay", None)
    newer = go_on("Pier", None)
    go_on("Dock", first_way)
    go_on("Lock", newer)


def test_a_change_that_is_still_open_is_no_finding(path: Path) -> None:
    store = Store.open(path)
    with store.writing("plan") as db:
        plans.set_values(db, Plan, 1, vision="Open")
    assert not all(change.hash for change in changes(store))
    assert verify(store).broken == ()
    store.close()


def test_a_change_that_was_opened_again_is_found(path: Path) -> None:
    with by_hand(path) as conn:
        conn.execute("UPDATE change SET salt = NULL, digest = NULL, hash = NULL WHERE id = 50")
    named = first(path)
    assert (named.fault, named.sequence) == (Fault.OPEN, 50)


def test_verifying_can_be_left_halfway_and_others_go_on_writing(path: Path) -> None:
    store = Store.open(path)
    work = log.verify(store)
    next(work)
    work.close()
    with store.writing("team") as db:
        people.rename_team(db, 1, "Quay")
    assert verify(store).broken == ()
    store.close()
