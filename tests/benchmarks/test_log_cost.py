"""What the record of changes costs: per saved change, per import, in bytes, and to verify.

100,000 calls are imported unless the environment says otherwise: DESKSIDE_CALLS=1000000.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import thread_time

import pytest

from db.connection import Source, connect
from db.queries import imports, plans
from db.records.contacts import ImportKind, NewContact
from db.records.plans import Plan
from db.store import Store
from tests.builders import Floor, new_floor
from tests.db.recorded import Clock, verify

SAVES = 2000
CALLS = int(os.environ.get("DESKSIDE_CALLS", "100000"))


@contextmanager
def prepared(folder: Path, *, logged: bool) -> Iterator[tuple[Floor, Clock]]:
    """A floor with a plan; without the record its triggers are dropped."""
    folder.mkdir()
    floor = new_floor(folder)
    with floor.store.writing("plan", "condition") as db:
        plans.begin(db, floor.agent, floor.user.id, date(2026, 3, 2), "Heard the first time.")
    floor.store.close()
    if not logged:
        with closing(connect(Source(floor.store.path))) as conn:
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE name LIKE 'log\\_%\\_\\_%' ESCAPE '\\'"
            ):
                conn.execute(f'DROP TRIGGER "{name}"')
    clock = Clock()
    store = Store.open(floor.store.path, clock=clock)
    yield Floor(store, floor.user, floor.team, floor.agent), clock
    store.close()


def time_saves(floor: Floor, clock: Clock, seconds: float) -> float:
    """Microseconds of work for one update with its commit, waiting for the disk left out.

    `seconds` pass between two. The median, because other programs disturb a few.
    """
    times = []
    for number in range(SAVES):
        clock.go(seconds)
        begun = thread_time()
        with floor.store.writing("plan") as db:
            plans.set_values(db, Plan, 1, vision=f"Heard the first time, {number}.")
        times.append(thread_time() - begun)
    return 1e6 * median(times)


def time_import(floor: Floor) -> float:
    """Seconds of work."""
    start = datetime(2026, 1, 5, 8)
    calls = [
        NewContact(floor.agent, start + timedelta(seconds=n), f"C-{n}", talk_s=n % 600) for n in range(CALLS)
    ]
    begun = thread_time()
    with floor.store.writing(*imports.TABLES) as db:
        id = imports.add(db, ImportKind.CALLS, ("log.csv", "abc"), CALLS, floor.user.id)
        imports.add_contacts(db, id, calls)
        imports.set_kept(db, id, CALLS)
    return thread_time() - begun


@pytest.mark.benchmark
def test_what_the_record_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for logged in (False, True):
        with prepared(tmp_path / str(logged), logged=logged) as (floor, clock):
            typed = time_saves(floor, clock, 0.001)
            single = time_saves(floor, clock, 25)
            told.append((logged, typed, single, time_import(floor)))
            if logged:
                begun = thread_time()
                verdict = verify(floor.store)
                spent = thread_time() - begun
    with capsys.disabled():
        print(f"\n{'':16}{'typing on, us':>16}{'new change, us':>16}{f'{CALLS:,} calls, s':>20}")
        for logged, typed, single, brought in told:
            print(
                f"{'with the record' if logged else 'without':16}{typed:16.0f}{single:16.0f}{brought:20.2f}"
            )
        print(f"verifying {verdict.changes:,} changes and {verdict.rows:,} rows: {spent:.2f} s")
    assert verdict.broken == ()


@pytest.mark.benchmark
def test_what_a_change_weighs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with prepared(tmp_path / "floor", logged=True) as (floor, clock):
        before = floor.store.path.stat().st_size
        time_saves(floor, clock, 25)
        path = floor.store.path
    grown = path.stat().st_size - before
    with capsys.disabled():
        print(f"\na change of 30 signs with its heads and indexes: {grown / SAVES:.0f} bytes")
    assert grown < 1000 * SAVES
