"""What was blanked in a purge's name is held to what the purge says, and what is left of it to the record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import Connection
from db.queries import erasure, log, people, retention
from db.records.log import Fault
from db.store import Store
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.db.held_floor import fill
from tests.db.recorded import by_hand, verify, verify_at
from tests.db.stores import open_store

BLANK = """UPDATE change SET old = NULL, new = NULL, salt = NULL, purge_id = 1 WHERE "row" = ?"""


@pytest.fixture
def purged(tmp_path: Path) -> tuple[Path, bytes]:
    """A closed store with a purge that ran once, and the uid of an evaluation that it did not touch."""
    floor = new_floor(tmp_path)
    fill(floor)
    with floor.store.writing("event", "purge") as db:
        db.execute("INSERT INTO purge (uid, kind, made_at) VALUES (new_uid(), 'retention', now())")
        log.end_purge(db, 1)
    with floor.store.reading() as db:
        (uid,) = db.execute("SELECT subject_uid FROM final").fetchone()
    floor.store.close()
    assert verify_at(floor.store.path).broken == ()
    return floor.store.path, uid


def faults(path: Path) -> set[tuple[Fault, str]]:
    return {(one.fault, one.table) for one in verify_at(path).broken}


def rewrite(conn: Connection, uid: bytes) -> None:
    conn.execute("UPDATE writer SET batch = 1")
    conn.execute("UPDATE evaluation SET reported = 0.11, verdict = 'fail' WHERE uid = ?", (uid,))


def test_a_row_rewritten_after_its_record_was_blanked_is_found(purged: tuple[Path, bytes]) -> None:
    path, uid = purged
    with by_hand(path) as conn:
        conn.execute(BLANK, (uid,))
        rewrite(conn, uid)
        conn.execute("UPDATE final SET purge_id = 1, content = '', reason = '' WHERE subject_uid = ?", (uid,))
    assert {(Fault.PURGE, "purge"), (Fault.BLANKED, "evaluation")} <= faults(path)


def test_a_final_emptied_in_the_name_of_a_purge_is_found(purged: tuple[Path, bytes]) -> None:
    path, uid = purged
    with by_hand(path) as conn:
        conn.execute("UPDATE writer SET batch = 1")
        conn.execute("UPDATE final SET purge_id = 1, content = '', reason = ''")
    assert (Fault.PURGE, "purge") in faults(path)


def test_a_purge_that_says_afterwards_that_it_blanked_more_is_found(purged: tuple[Path, bytes]) -> None:
    path, uid = purged
    with by_hand(path) as conn:
        conn.execute(BLANK, (uid,))
        conn.execute("UPDATE purge SET blanked = (SELECT count(*) FROM change WHERE purge_id = 1)")
    assert (Fault.LIVE, "purge") in faults(path)


def test_the_words_of_an_erased_person_put_back_are_found(floor: Floor) -> None:
    agent = fill(floor)
    with floor.store.writing(*_tables(floor), whole=True) as db:
        erasure.erase(db, agent, None, "asked for")
    assert verify(floor.store).broken == ()
    floor.store.close()
    with by_hand(floor.store.path) as conn:
        conn.execute("UPDATE agent SET name = 'Somebody' WHERE id = ?", (agent,))
        conn.execute("UPDATE final SET content = '{}'")
    assert {(Fault.LIVE, "agent"), (Fault.FINAL, "final")} <= faults(floor.store.path)


def test_rows_are_held_to_the_record_after_its_old_words_went(floor: Floor) -> None:
    evaluation = evaluate(floor, take_call(floor))
    with floor.store.writing("agent") as db:
        people.change_agent(db, replace(people.agent(db, floor.agent), name="Imani Okafor-Reed"))
    path = _forget(floor.store, 1)
    assert verify_at(path).broken == ()
    with by_hand(path) as conn:
        conn.execute("UPDATE team SET name = 'Altered'")
        conn.execute("UPDATE evaluation SET comment = 'Altered' WHERE id = ?", (evaluation.id,))
        conn.execute("UPDATE agent SET name = 'Altered'")
    assert {(Fault.LIVE, name) for name in ("team", "evaluation", "agent")} <= faults(path)


def test_the_term_of_the_record_blanks_nothing_twice(floor: Floor) -> None:
    with floor.store.writing("team") as db:
        people.rename_team(db, floor.team, "Harbour")
    path = _forget(floor.store, 1)
    with by_hand(path) as conn:
        (first,) = conn.execute("SELECT count(*) FROM change WHERE purge_id IS NOT NULL").fetchone()
    _forget(Store.open(path), 3)
    with by_hand(path) as conn:
        assert conn.execute("SELECT blanked FROM purge ORDER BY id").fetchall() == [(first,), (0,)]
    assert verify_at(path).broken == ()


def test_a_purge_is_ended_once(floor: Floor) -> None:
    with floor.store.writing("purge", "event") as db:
        purge = erasure.begin_purge(db, "retention", "", None)
        log.end_purge(db, purge)
    with pytest.raises(Exception, match="a purge never changes"), floor.store.writing("purge") as db:
        log.end_purge(db, purge)


def _tables(floor: Floor) -> tuple[str, ...]:
    with floor.store.reading() as db:
        return erasure.tables(db)


def _forget(store: Store, years: int) -> Path:
    """Run the term of the record years from now, and close the store."""
    store.close()
    later = datetime.now(UTC) + timedelta(days=366 * years)
    store = open_store(store.path, clock=lambda: later)
    with store.reading() as db:
        tables = erasure.tables(db)
    with store.writing(*tables, whole=True) as db:
        retention.run(db, "change", later.date() - timedelta(days=60), None)
    store.close()
    return store.path
