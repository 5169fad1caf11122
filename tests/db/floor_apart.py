"""A floor with people on it, killed at every moment of taking somebody away; run like `tests.db.apart`."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import Database
from db.log import triggers
from db.queries import erasure, observations, people
from db.restoring import restore
from db.store import Store
from tests.builders import new_floor
from tests.db.apart import NOW, Fate, crash_at_every_moment, make_passphrases_cheap
from tests.db.held_floor import NAME, PLANTED, fill
from tests.db.recorded import live, replay, verify
from tests.db.stores import open_store, unlock

STEPS = 20_000
"""Opcodes of SQLite between two moments."""


@contextmanager
def fated(fate: Fate) -> Iterator[None]:
    """Every so many opcodes of every connection are a moment too."""
    connect = Store._connect

    def connect_fated(store: Store) -> Database:
        database = connect(store)
        database.conn.set_progress_handler(lambda: fate.pass_by() or 0, STEPS)
        return database

    Store._connect = connect_fated  # type: ignore[method-assign]
    try:
        yield
    finally:
        Store._connect = connect  # type: ignore[method-assign]


def make_floor(home: Path) -> tuple[Path, Path]:
    """A closed floor with somebody of whom there is everything, and its backup."""
    floor = new_floor(home / "floor")
    fill(floor)
    made = floor.store.back_up().path
    floor.store.close()
    return floor.store.path, made


def keep(home: Path) -> None:
    shutil.copytree(home / "floor", home / "keep")


def put_back(home: Path) -> None:
    shutil.rmtree(home / "floor")
    shutil.copytree(home / "keep", home / "floor")


def erase_first(path: Path) -> None:
    store = open_store(path)
    with store.reading() as db:
        agent, tables = people.agents(db)[0].id, erasure.tables(db)
    with store.writing(*tables, whole=True) as db:
        erasure.erase(db, agent, None, "asked for")
    store.sweep()
    store.close()


def check_replay(db: Database) -> None:
    """What the record alone says is what is there, but for rows whose values a purge took from it."""
    sql = 'SELECT DISTINCT "table", "row" FROM main.change WHERE purge_id IS NOT NULL'
    blanked = {tuple(row) for row in db.execute(sql).fetchall()}
    columns = {one.table: {column.name for column in one.columns} for one in triggers.read_logged(db.conn)}
    said, found = (
        {
            row: {name: value for name, value in cells.items() if name in columns[row[0]]}
            for row, cells in of(db).items()
            if row not in blanked
        }
        for of in (replay, live)
    )
    differ = [row for row in said.keys() | found.keys() if said.get(row) != found.get(row)]
    assert differ == [], [(row, said.get(row), found.get(row)) for row in differ]


def is_there(path: Path) -> bool:
    """All of the person, or nothing: anything between fails."""
    store = open_store(path)
    with store.reading() as db:
        names = [agent.name for agent in people.agents(db)]
        notes = len(observations.find_notes(db, "plantednote"))
        counts = [
            db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("note", "plan", "evaluation")
        ]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        check_replay(db)
    assert verify(store).broken == ()
    store.close()
    assert (names, notes > 0, all(counts)) in (([NAME], True, True), ([], False, False)), (names, counts)
    return bool(names)


def kill_erasing(folder: str, step: str) -> None:
    """A person killed away at any moment is whole or gone, and the record holds."""
    home = Path(folder)
    path, _ = make_floor(home)
    keep(home)
    seen: set[bool] = set()

    def act(fate: Fate) -> None:
        with fated(fate):
            erase_first(path)

    def check() -> None:
        seen.add(is_there(path))
        put_back(home)

    print(crash_at_every_moment(act, check, step=int(step)))
    assert seen == {False, True}


def kill_erasing_again(folder: str, step: str = "3") -> None:
    """A restored store killed at any moment of its first opening is rid of who was erased at the next."""
    home = Path(folder)
    path, made = make_floor(home)
    erase_first(path)
    restore(path, made, NOW, unlocked=unlock(path))
    shutil.rmtree(path.parent / "backups")
    keep(home)

    def act(fate: Fate) -> None:
        with fated(fate):
            open_store(path).close()

    def check() -> None:
        assert not is_there(path)
        if unlock(path) is None:
            content = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())
            assert [word for word in PLANTED if word.encode() in content] == []
        put_back(home)

    print(crash_at_every_moment(act, check, step=int(step)))


if __name__ == "__main__":
    make_passphrases_cheap()
    assert os.environ.get("PYTHONDONTWRITEBYTECODE")
    globals()[sys.argv[1]](*sys.argv[2:])
