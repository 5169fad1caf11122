"""The schema as reviewers read it, and every released store there has been, kept true.

When a version is released:
`python -c "from tests.db.test_schema import keep_release; keep_release('0.1.0')"`.
"""

import os
import shutil
from pathlib import Path

import pytest

from db.restoring import restore
from db.store import Store
from tests.db.stores import ROOT, schema_of

SCHEMA = ROOT / "db" / "schema.sql"
OLD_FOLDER = ROOT / "tests" / "db" / "old"
OLD = sorted(OLD_FOLDER.glob("*.deskside"))
HEAD = (
    "-- How the database looks after all migrations. Written by tests/db/test_schema.py, never executed.\n"
    "-- After a change: UPDATE_SCHEMA=1 python -m pytest tests/db/test_schema.py\n"
    "-- Not here: the triggers log_..., which db/log/triggers.py makes from all this.\n"
)


def keep_release(version: str) -> None:
    """Keep today's store for ever, with a row that refers to another: once, when a version is released."""
    path = OLD_FOLDER / f"{version}.deskside"
    OLD_FOLDER.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    store = Store.open(path)
    with store.writing("site", "team", "agent") as db:
        db.execute("INSERT INTO site (id, uid, name, made_at) VALUES (1, new_uid(), 'Harbour Street', now())")
        db.execute("INSERT INTO team (id, uid, name) VALUES (1, new_uid(), 'Blue')")
        db.execute("INSERT INTO agent (uid, name, team_id) VALUES (new_uid(), 'Łukasz Żółć', 1)")
    store.close()


def print_schema(path: Path) -> str:
    """What the migrations make, without SQLite's and sqlite-utils' own tables."""
    store = Store.open(path)
    with store.reading() as db:
        found = db.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT LIKE '\\_%' ESCAPE '\\'"
            " AND NOT (type = 'trigger' AND name LIKE 'log\\_%' ESCAPE '\\')"
            " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
            " ORDER BY tbl_name, rowid"
        ).fetchall()
    store.close()
    return HEAD + "".join(f"\n{sql};\n" for (sql,) in found)


def test_schema_sql_is_what_the_migrations_make(tmp_path: Path):
    made = print_schema(tmp_path / "floor.deskside")
    if os.environ.get("UPDATE_SCHEMA"):
        SCHEMA.write_text(made, "utf-8")
    assert SCHEMA.read_text("utf-8") == made


def test_every_table_is_strict(tmp_path: Path):
    store = Store.open(tmp_path / "floor.deskside")
    with store.reading() as db:
        loose = db.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\'"
        ).fetchall()
    store.close()
    assert loose == []


@pytest.mark.parametrize("old", OLD, ids=[path.stem for path in OLD])
def test_a_store_of_every_release_opens_and_becomes_todays(old: Path, tmp_path: Path):
    path = tmp_path / "floor.deskside"
    shutil.copy(old, path)
    migrated, new = Store.open(path), Store.open(tmp_path / "new.deskside")
    assert schema_of(migrated) == schema_of(new)
    with migrated.reading() as db:
        assert db.execute("SELECT name FROM site").fetchone() == ("Harbour Street",)
        assert db.execute("SELECT name FROM agent").fetchone() == ("Łukasz Żółć",)
        assert db.execute("PRAGMA foreign_key_check").fetchone() is None
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    migrated.close()
    new.close()


@pytest.mark.parametrize("old", OLD, ids=[path.stem for path in OLD])
def test_a_store_of_every_release_can_be_restored(old: Path, tmp_path: Path):
    path = tmp_path / "floor.deskside"
    store = Store.open(path)
    now = store.now()
    store.close()
    restore(path, old, now)
    store = Store.open(path)
    with store.reading() as db:
        assert db.execute("SELECT name FROM site").fetchone() == ("Harbour Street",)
    store.close()
