"""What `Store.open` makes, mends, brings up to date, and refuses without touching a byte."""

import os
import sqlite3  # as another program has it
import subprocess
import sys
from pathlib import Path

import pytest

from db import migrations
from db.backup import list_backups
from db.connection import Source, connect
from db.errors import Damaged, DiskFull, Locked, MigrationFailed, Missing, NotOurs, StoreError, TooNew
from db.migrations import Step, find_unknown
from db.store import Store
from tests.db.stores import ROOT, files_in, later_steps, put, put_many, rows, rows_at, run_apart, schema_of

on_posix = pytest.mark.skipif(os.name != "posix", reason="modes and capabilities of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "floor.deskside"


@pytest.fixture
def filled(path: Path) -> Path:
    store = Store.open(path)
    put_many(store, 300, 500)
    store.close()
    return path


def refuse(path: Path) -> StoreError:
    """The refusal, having looked that not a byte changed and no file came or went."""
    before = files_in(path.parent)
    with pytest.raises(StoreError) as refusal:
        Store.open(path)
    assert files_in(path.parent) == before
    return refusal.value


def use_steps(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> None:
    monkeypatch.setattr(migrations, "read_steps", lambda: steps)


def test_a_store_is_made_where_there_is_none_and_its_folder_too(tmp_path: Path):
    path = tmp_path / "a" / "b" / "floor.deskside"
    store = Store.open(path)
    put(store, "a", "1")
    store.close()
    assert list(files_in(path.parent)) == ["floor.deskside"]
    assert path.read_bytes()[68:72] == b"Desk"


def test_an_empty_file_is_an_unfinished_store(path: Path):
    path.touch()
    assert rows_at(path) == {}


def test_an_empty_file_beside_backups_has_lost_its_contents(filled: Path):
    store = Store.open(filled)
    store.back_up()
    store.close()
    filled.write_bytes(b"")
    assert isinstance(refuse(filled), Damaged)


@pytest.mark.parametrize("garbage", [b"x", b"Dear diary, " * 1000, b"SQLite format 2\0" * 500])
def test_a_file_of_another_kind_is_not_ours(path: Path, garbage: bytes):
    path.write_bytes(garbage)
    assert type(refuse(path)) is NotOurs


def test_a_file_where_the_folder_should_be_is_said(path: Path):
    path.write_text("a file")
    for inside in (path / "floor.deskside", path / "further" / "floor.deskside"):
        with pytest.raises(Missing):
            Store.open(inside)


def test_a_folder_is_not_ours(path: Path):
    path.mkdir()
    assert type(refuse(path)) is NotOurs


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("application_id", [0, 77])
def test_another_programs_database_is_not_ours(path: Path, mode: str, application_id: int):
    theirs = sqlite3.connect(path, isolation_level=None)
    theirs.execute(f"PRAGMA application_id = {application_id}")
    theirs.execute(f"PRAGMA journal_mode = {mode}")
    theirs.execute("CREATE TABLE t (a)")
    theirs.close()
    assert type(refuse(path)) is NotOurs


def test_another_programs_database_with_a_wal_is_left_with_it(path: Path):
    make = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = WAL'); c.execute('CREATE TABLE t (a)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", make, str(path)], check=True)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    assert type(refuse(path)) is NotOurs


@pytest.mark.parametrize("left", [0.0001, 0.01, 0.3, 0.5, 0.9, 0.99, 0.9999])
def test_a_truncated_store_is_damaged(filled: Path, left: float):
    os.truncate(filled, int(filled.stat().st_size * left))
    assert type(refuse(filled)) is Damaged


def test_a_store_short_of_whole_pages_is_damaged(filled: Path):
    os.truncate(filled, filled.stat().st_size - 4096)
    assert type(refuse(filled)) is Damaged


def test_a_store_whose_schema_is_overwritten_is_damaged(filled: Path):
    with filled.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * 3000)
    assert type(refuse(filled)) is Damaged


def test_a_store_of_zeros_is_damaged(filled: Path):
    filled.write_bytes(bytes(filled.stat().st_size))
    assert type(refuse(filled)) is Damaged


def test_a_page_damaged_further_in_is_named_when_it_is_met(filled: Path):
    size = filled.stat().st_size
    with filled.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * (size // 2))
    with pytest.raises(Damaged):
        rows_at(filled)


def test_a_store_of_a_later_program_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as later:
        use_steps(later, *later_steps("CREATE TABLE further (a)", "CREATE TABLE further_still (a)"))
        Store.open(path).close()
    refusal = refuse(path)
    assert type(refusal) is TooNew
    assert refusal.facts == {"steps": "m9000_later, m9001_later"}


def test_a_later_programs_store_is_refused_even_while_the_news_is_only_in_the_wal(path: Path):
    Store.open(path).close()
    run_apart("die_migrated", path)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    before = data_in(path.parent)
    with pytest.raises(TooNew):
        Store.open(path)
    assert data_in(path.parent) == before


def data_in(folder: Path) -> dict[str, bytes]:
    """The files that hold something: not SQLite's index of the WAL, nor the killed process's lock."""
    return {name: data for name, data in files_in(folder).items() if not name.endswith(("-shm", ".lock"))}


def test_other_names_than_ours_are_newer_whatever_their_order():
    steps = tuple(Step(name, "") for name in ("a", "b", "c"))
    assert (
        find_unknown((), steps) == find_unknown(("a",), steps) == find_unknown(("a", "b", "c"), steps) == ()
    )
    assert find_unknown(("a", "b", "c", "d"), steps) == ("d",)
    assert find_unknown(("a", "c"), steps) == ("c",)
    assert find_unknown(("x", "a"), steps) == ("x", "a")


def test_a_later_program_backs_up_and_then_brings_the_store_up_to_date(
    filled: Path, monkeypatch: pytest.MonkeyPatch
):
    use_steps(monkeypatch, *later_steps("ALTER TABLE team ADD COLUMN motto TEXT; CREATE TABLE further (a)"))
    heard = []
    store = Store.open(filled, progress=heard.append)
    assert len(rows(store)) == 300
    backups = list_backups(filled.parent / "backups", filled)
    assert [backup.counts["setting"] for backup in backups] == [300]
    assert "further" not in backups[0].counts
    assert [progress.what for progress in heard][-1] == "migrate"
    new = Store.open(filled.with_name("new.deskside"))
    assert schema_of(store) == schema_of(new)
    store.close()
    new.close()


def test_a_store_up_to_date_is_opened_without_a_backup(filled: Path):
    Store.open(filled).close()
    assert not (filled.parent / "backups").exists()


def test_no_migration_without_its_backup(filled: Path, monkeypatch: pytest.MonkeyPatch):
    use_steps(monkeypatch, *later_steps("CREATE TABLE further (a)"))
    (filled.parent / "backups").write_text("a file stands where the folder should be")
    before = files_in(filled.parent)
    with pytest.raises(StoreError):
        Store.open(filled)
    assert files_in(filled.parent) == before


@pytest.mark.parametrize(
    "fault",
    [
        "CREATE TABLE team (a)",
        "INSERT INTO agent (uid, name, team_id) VALUES (zeroblob(16), 'a', 99)",
        "NONSENSE",
    ],
)
def test_a_step_that_fails_leaves_the_store_as_it_was(
    filled: Path, monkeypatch: pytest.MonkeyPatch, fault: str
):
    with monkeypatch.context() as later:
        use_steps(later, *later_steps(f"CREATE TABLE further (a); DELETE FROM setting; {fault};"))
        with pytest.raises(MigrationFailed) as refusal:
            Store.open(filled)
        assert refusal.value.facts["step"] == "m9000_later"
        later.undo()
    store = Store.open(filled)
    assert len(rows(store)) == 300
    with store.reading() as db:
        assert "further" not in db.table_names()
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    store.close()


def test_steps_may_rebuild_a_table_that_others_refer_to(path: Path, monkeypatch: pytest.MonkeyPatch):
    rebuild = """
        CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) ON DELETE CASCADE);
        CREATE TABLE a (id INTEGER PRIMARY KEY);
        INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1);
    """
    more = "CREATE TABLE a_ (id INTEGER PRIMARY KEY, more TEXT); INSERT INTO a_ SELECT id, '' FROM a;"
    use_steps(monkeypatch, *later_steps(rebuild, more + "DROP TABLE a; ALTER TABLE a_ RENAME TO a;"))
    store = Store.open(path)
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM b").fetchone() == (1,)
    store.close()


def test_a_disk_that_fills_up_during_a_step_is_said_to_be_full(filled: Path, monkeypatch: pytest.MonkeyPatch):
    grow = "CREATE TABLE further (a BLOB); INSERT INTO further VALUES (zeroblob(100000));"
    with monkeypatch.context() as later:
        use_steps(later, *later_steps(grow))
        pages = filled.stat().st_size // 4096 + 5
        monkeypatch.setattr(
            "db.connection._PRAGMAS_WRITING", ("journal_mode = WAL", f"max_page_count = {pages}")
        )
        with pytest.raises(DiskFull):
            Store.open(filled)
        later.undo()
    assert len(rows_at(filled)) == 300


@on_posix
@pytest.mark.parametrize("what", ["folder", "file"])
def test_a_store_that_may_not_be_written_is_read_only(filled: Path, what: str):
    guarded = filled.parent if what == "folder" else filled
    before = files_in(filled.parent)
    mode = guarded.stat().st_mode
    guarded.chmod(0o555 if what == "folder" else 0o444)
    try:
        assert run_apart("open_without_rights", filled) == "read_only"
    finally:
        guarded.chmod(mode)
    assert files_in(filled.parent) == before


@on_posix
def test_a_store_that_may_not_be_read_is_refused(filled: Path):
    filled.chmod(0)
    try:
        assert run_apart("open_without_rights", filled) == "read_only"
    finally:
        filled.chmod(0o600)


@pytest.mark.parametrize("how", ["deskside", "other"])
def test_a_store_held_by_another_process_is_locked(filled: Path, how: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("db.connection.BUSY_MILLISECONDS", 1)
    command = [sys.executable, "-m", "tests.db.apart", "hold", str(filled), how]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(Locked) as refusal:
            Store.open(filled)
        assert refusal.value.facts["by"] == how
        holder.kill()
    assert len(rows_at(filled)) == 300


def test_a_key_makes_the_file_unreadable_without_it(path: Path):
    """The one place where keys come in; nothing above uses it yet."""
    key = bytes(range(32))
    conn = connect(Source(path, key), "create")
    conn.execute("CREATE TABLE t (a)")
    conn.execute("INSERT INTO t VALUES ('Grace')")
    conn.close()
    assert b"Grace" not in path.read_bytes() and not path.read_bytes().startswith(b"SQLite")
    for wrong in (None, bytes(32)):
        with pytest.raises(Exception, match="not a database|malformed"):
            connect(Source(path, wrong), "write")
    conn = connect(Source(path, key), "write")
    assert conn.execute("SELECT a FROM t").fetchall() == [("Grace",)]
    conn.close()


@pytest.mark.parametrize("module", ["db.connection", "db.store", "db.migrations"])
def test_sqlite_utils_takes_our_driver(module: str):
    code = (
        f"import {module}, db.connection, sqlite_utils.db, sqlcipher3.dbapi2 as driver;"
        "assert sqlite_utils.db.sqlite3 is driver, 'another driver'"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_sqlite_utils_with_another_driver_is_refused():
    code = "import sqlite_utils, db.connection"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "took another driver" in done.stderr


def test_the_driver_has_the_wal_reset_fault_mended():
    from db.connection import driver

    assert driver.sqlite_version_info >= (3, 51, 3)
