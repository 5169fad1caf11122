"""Short words for tests of the store itself: rows that are easy to count, files as bytes, other processes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from db import keys, migrations
from db.store import Store

ROOT = Path(__file__).parents[2]
# Set to "encrypted", also for processes of their own, `open_store` makes encrypted stores.
FORM = "DESKSIDE_TEST_STORES"
RUTH = bytes([1] * 16)
NAME, PASSPHRASE = "Ruth Castellane", "the harbour at six"


def unlock(path: Path) -> keys.Unlocked | None:
    """As Ruth does, beginning a key file where new stores shall be encrypted; None for a plain store."""
    if keys.is_protected(path):
        return keys.unlock(path, NAME, PASSPHRASE)
    if os.environ.get(FORM) == "encrypted" and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        return keys.create(path, RUTH, NAME, PASSPHRASE)
    return None


def open_store(path: Path, **options: Any) -> Store:
    """A plain store as it is, an encrypted one by Ruth's passphrase, a new one as `FORM` says."""
    return Store.open(path, unlocked=unlock(path), **options)


def put(store: Store, key: str, value: str = "") -> None:
    """One row, acknowledged when this returns."""
    with store.writing("setting") as db:
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (key, value))


def put_many(store: Store, count: int, size: int) -> None:
    """Rows enough for many pages, in one transaction."""
    with store.writing("setting") as db:
        db.conn.executemany("INSERT INTO setting VALUES (?, ?)", [(str(n), "x" * size) for n in range(count)])


def rows(store: Store) -> dict[str, str]:
    """What `put` put."""
    with store.reading() as db:
        return dict(db.execute("SELECT key, value FROM setting").fetchall())


def rows_at(path: Path) -> dict[str, str]:
    """What a store holds that is closed now."""
    store = open_store(path)
    try:
        return rows(store)
    finally:
        store.close()


def schema_of(store: Store) -> list[tuple[str, str]]:
    """Everything SQLite knows of the schema, in an order that does not depend on how it came about."""
    with store.reading() as db:
        return db.execute("SELECT name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def files_in(folder: Path) -> dict[str, bytes]:
    """Each file of the folder and its bytes. Only while nobody has a store in it open."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def later_steps(*sqls: str) -> tuple[migrations.Step, ...]:
    """Today's steps and further ones, as a later program has them."""
    further = (migrations.Step(f"m9{n:03d}_later", sql) for n, sql in enumerate(sqls))
    return (*migrations.read_steps(), *further)


def run_apart(scenario: str, *arguments: object, module: str = "tests.db.apart") -> str:
    """What a function of the module prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, scenario, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
        timeout=1200 if os.environ.get("DESKSIDE_KILLS") else 120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
