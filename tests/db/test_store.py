"""The promises of an open store: whole transactions, one picture while reading, and word of every commit."""

import os
import random
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from db import instance
from db.clock import stamp
from db.connection import Source, connect, driver
from db.errors import Locked, Missing
from db.store import Store
from db.uids import uid_source
from db.witness import UndeclaredWrite
from tests.db.stores import put, rows, rows_at

DatabaseError = driver.DatabaseError
MONDAY = datetime(2026, 3, 2, 9, 30, 15, 123_999, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def store(path: Path):
    store = Store.open(path, strict_tables=True, clock=lambda: MONDAY)
    yield store
    store.close()


def test_what_was_written_is_there_after_reopening(store, path):
    put(store, "a", "1")
    store.close()
    assert rows_at(path) == {"a": "1"}


def test_an_exception_keeps_nothing_of_the_block(store):
    with pytest.raises(ZeroDivisionError), store.writing("setting") as db:
        db.execute("INSERT INTO setting VALUES ('a', '1')")
        raise ZeroDivisionError
    assert rows(store) == {}


def test_closing_a_generator_in_the_middle_rolls_back(store):
    def work():
        with store.writing("setting") as db:
            db.execute("INSERT INTO setting VALUES ('a', '1')")
            yield
            yield

    job = work()
    next(job)
    job.close()
    assert rows(store) == {}
    put(store, "b")
    assert set(rows(store)) == {"b"}


def test_a_rejected_row_is_the_programs_own_error(store):
    with pytest.raises(Exception, match="CHECK constraint failed"), store.writing("site") as db:
        db.execute("INSERT INTO site (id, uid, name, made_at) VALUES (2, new_uid(), 'a', now())")


def test_returning_queries_leave_no_transaction_behind(store, path):
    with store.writing("setting") as db:
        found = list(db.query("INSERT INTO setting VALUES ('a', '1') RETURNING key"))
    assert found == [{"key": "a"}]
    with store.reading() as db:
        db.query("SELECT * FROM setting")
    assert not db.conn.in_transaction
    store.close()
    assert rows_at(path) == {"a": "1"}


def test_writing_does_not_nest(store):
    with store.writing("setting"), pytest.raises(RuntimeError), store.writing("setting"):
        pass
    with store.reading(), pytest.raises(RuntimeError), store.writing("setting"):
        pass
    put(store, "a")


def test_reading_nests_and_sees_what_its_writing_wrote(store):
    with store.writing("setting") as db:
        db.execute("INSERT INTO setting VALUES ('a', '1')")
        with store.reading() as inner, store.reading() as innermost:
            assert inner is innermost is db
            assert rows(store) == {"a": "1"}
        db.execute("INSERT INTO setting VALUES ('b', '2')")
    assert rows(store) == {"a": "1", "b": "2"}


def test_a_write_while_reading_is_refused_and_harmless(store):
    with pytest.raises(RuntimeError, match="inside reading"), store.reading() as db:
        db.execute("INSERT INTO setting VALUES ('a', '1')")
    assert rows(store) == {}
    put(store, "b")
    assert set(rows(store)) == {"b"}


def test_reading_is_one_picture_while_another_thread_writes(store):
    put(store, "before")
    with store.reading():
        assert set(rows(store)) == {"before"}
        writer = threading.Thread(target=put, args=(store, "during"))
        writer.start()
        writer.join()
        assert set(rows(store)) == {"before"}
    assert set(rows(store)) == {"before", "during"}


def test_a_commit_is_announced_with_its_tables_after_it_happened(store):
    heard = []
    store.on_commit(lambda tables: heard.append((tables, rows(store))))
    put(store, "a", "1")
    assert heard == [(frozenset({"setting"}), {"a": "1"})]


def test_a_roll_back_is_not_announced(store):
    heard = []
    store.on_commit(heard.append)
    with pytest.raises(ZeroDivisionError), store.writing("setting"):
        raise ZeroDivisionError
    assert heard == []


def test_a_removed_listener_hears_nothing_and_may_be_removed_twice(store):
    heard = []
    remove = store.on_commit(heard.append)
    remove()
    remove()
    put(store, "a")
    assert heard == []


@pytest.mark.expects_logs
def test_a_failing_listener_neither_undoes_the_commit_nor_silences_the_others(store, caplog):
    heard = []
    store.on_commit(lambda tables: 1 / 0)
    store.on_commit(heard.append)
    put(store, "a", "1")
    assert rows(store) == {"a": "1"}
    assert heard == [frozenset({"setting"})]
    assert "a listener failed after a commit to setting" in caplog.text


def test_writing_a_table_that_was_not_named_is_caught_and_rolled_back(store):
    with pytest.raises(UndeclaredWrite, match="setting"), store.writing("team") as db:
        db.execute("INSERT INTO setting VALUES ('a', '1')")
    assert rows(store) == {}


def test_a_swallowed_refusal_of_an_unnamed_table_is_still_caught(store):
    with (
        pytest.raises(UndeclaredWrite, match="setting"),
        store.writing("team") as db,
        suppress(DatabaseError),
    ):
        db.execute("INSERT INTO setting VALUES ('a', '1')")


def test_a_statement_prepared_earlier_is_witnessed_too(store):
    put(store, "a")
    sql = "INSERT OR REPLACE INTO setting VALUES (?, ?)"
    with pytest.raises(UndeclaredWrite), store.writing("team") as db:
        db.execute(sql, ("b", ""))


def test_sql_knows_the_stores_clock_and_uids(store):
    with store.reading() as db:
        text, uid, other = db.execute("SELECT now(), new_uid(), new_uid()").fetchone()
    assert text == "2026-03-02T09:30:15.123Z" == stamp(store.now())
    assert len(uid) == 16 and uid < other
    assert int.from_bytes(uid[:6], "big") == int(MONDAY.timestamp() * 1000)


def test_connections_are_set_as_measured(store):
    with store.reading() as db:
        found = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "cache_size", "trusted_schema")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "cache_size": -65536,
        "trusted_schema": 0,
    }


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.reading():
        pass


def test_closing_inside_a_block_is_refused(store):
    with store.reading(), pytest.raises(RuntimeError):
        store.close()
    put(store, "a")


def test_closing_leaves_one_file_and_lets_the_next_in(store, path):
    put(store, "a")
    other = threading.Thread(target=rows, args=(store,))
    other.start()
    other.join()
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["floor.deskside"]
    Store.open(path).close()


def test_a_store_opens_once(store, path):
    with pytest.raises(Locked) as refusal:
        Store.open(path)
    assert refusal.value.facts == {"by": "deskside"}
    put(store, "a")


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_store_opens_once_by_whatever_name(store, path, tmp_path):
    link = tmp_path / "link.deskside"
    link.symlink_to(path)
    with pytest.raises(Locked):
        Store.open(link)
    store.close()
    assert rows_at(link) == {}


def test_a_lock_file_that_its_last_holder_just_removed_is_not_taken_for_one(tmp_path, monkeypatch):
    path, lock_now = tmp_path / "floor.deskside", instance._try_lock
    removals = iter([True])

    def lock_late(handle: int) -> None:
        if next(removals, False):
            (tmp_path / "floor.deskside.lock").unlink()
        lock_now(handle)

    monkeypatch.setattr(instance, "_try_lock", lock_late)
    held = instance.InstanceLock(path)
    with pytest.raises(Locked):
        instance.InstanceLock(path)
    held.release()


def test_another_program_holding_the_file_is_locked_and_later_writes_work(store, path, monkeypatch):
    monkeypatch.setattr("db.connection.BUSY_MILLISECONDS", 1)
    intruder = connect(Source(path))
    intruder.execute("BEGIN IMMEDIATE")
    threads_own: list[BaseException] = []

    def write() -> None:
        try:
            put(store, "a")
        except Locked as error:
            threads_own.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    intruder.close()
    assert [error.facts for error in threads_own] == [{"by": "other"}]
    put(store, "b")
    assert set(rows(store)) == {"b"}


def test_a_file_taken_away_while_open_is_missing_not_silently_replaced(store, path):
    put(store, "a")
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(Missing):
        put(store, "b")


def test_uids_ascend_while_the_clock_stands_still_or_goes_back():
    moments = iter([MONDAY, MONDAY, MONDAY - timedelta(days=400), MONDAY, MONDAY + timedelta(seconds=1)])
    make_uid = uid_source(lambda: next(moments))
    made = [make_uid() for _ in range(5)]
    assert made == sorted(set(made))
    assert {uid[6] >> 4 for uid in made} == {7} and {uid[8] >> 6 for uid in made} == {0b10}


def test_uids_carry_into_the_next_millisecond_when_the_counter_is_full():
    make_uid = uid_source(lambda: MONDAY, lambda bits: (1 << bits) - 1)
    made = [make_uid() for _ in range(3)]
    assert made == sorted(set(made))
    many = uid_source(lambda: MONDAY, lambda bits: (1 << 73) + (1 << 72))
    overflown = [many() for _ in range(4)]
    assert overflown == sorted(set(overflown))


def test_the_same_seed_makes_the_same_uids():
    makers = [uid_source(lambda: MONDAY, random.Random(7).getrandbits) for _ in range(2)]
    assert [makers[0]() for _ in range(5)] == [makers[1]() for _ in range(5)]


def test_a_moment_is_kept_in_utc_and_needs_a_zone():
    assert stamp(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2)))) == "2025-12-31T22:00:00.000Z"
    with pytest.raises(ValueError, match="time zone"):
        stamp(datetime(2026, 1, 1))


@pytest.mark.skipif(os.name == "nt", reason="rights are the user folder's on Windows")
def test_nobody_else_on_the_machine_may_read_store_or_backups(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "data" / "floor.deskside")
    backup = store.back_up()
    made = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert {path.name for path in made} >= {"floor.deskside", "floor.deskside-wal", backup.path.name}
    store.close()
    rights = {path.name: path.stat().st_mode & 0o077 for path in [*made, tmp_path / "data"] if path.exists()}
    assert set(rights.values()) == {0}
