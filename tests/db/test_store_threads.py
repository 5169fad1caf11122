"""Threads share a store without losing each other's work."""

import gc
import threading
from pathlib import Path

from db.store import Store
from tests.db.stores import put, rows


def run_all(*works) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_increment_of_two_threads_is_lost(tmp_path: Path):
    store = Store.open(tmp_path / "floor.deskside")
    put(store, "n", "0")

    def count_up() -> None:
        for _ in range(150):
            with store.writing("setting") as db:
                now = int(db.execute("SELECT value FROM setting").fetchone()[0])
                db.execute("UPDATE setting SET value = ?", (str(now + 1),))

    run_all(count_up, count_up)
    assert rows(store) == {"n": "300"}
    store.close()


def test_each_thread_has_a_connection_of_its_own_that_goes_with_it(tmp_path: Path):
    store = Store.open(tmp_path / "floor.deskside")
    seen: list[int] = []

    def look() -> None:
        with store.reading() as db:
            seen.append(id(db))

    run_all(look)
    with store.reading() as db:
        assert id(db) not in seen
    for _ in range(5):
        run_all(look)
    gc.collect()
    assert len(store._sessions._of) == 2, "ended threads keep their connections"
    store.close()


def test_closing_waits_for_another_threads_transaction(tmp_path: Path):
    path = tmp_path / "floor.deskside"
    store = Store.open(path)
    inside, closing = threading.Event(), threading.Event()

    def write() -> None:
        with store.writing("setting") as db:
            inside.set()
            closing.wait()
            db.execute("INSERT INTO setting VALUES ('a', '1')")

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait()
    closer = threading.Thread(target=store.close)
    closer.start()
    closing.set()
    writer.join()
    closer.join()
    reopened = Store.open(path)
    assert rows(reopened) == {"a": "1"}
    reopened.close()
