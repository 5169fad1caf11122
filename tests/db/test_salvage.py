"""What a damaged file still gives: nothing whole is lost, nothing is invented, and page numbers are told."""

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from db.connection import Source, connect
from db.restoring import restore
from db.salvage.adding import NOT_ADDED, Result, add_findings, is_newer
from db.salvage.reading import Findings, read_damaged
from db.store import Store
from tests.db.salvaging import KEY, count_pages, encrypt, flip_bytes, spoil_pages, whole_rows, worked_floor
from tests.db.stores import run_apart
from tests.db.test_backup_restore import NOW


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return worked_floor(tmp_path_factory.mktemp("floor"))


@pytest.fixture(scope="module")
def sealed(plain: tuple[Path, Path]) -> tuple[Path, Path]:
    """The same two, encrypted."""
    store, backup = plain
    made = [encrypt(path, path.with_suffix(".sealed")).path for path in (store, backup)]
    return made[0], made[1]


def copy(path: Path, folder: Path, name: str = "floor.deskside") -> Path:
    return Path(shutil.copy(path, folder / name))


def contents(source: Source) -> dict[str, set[tuple[object, ...]]]:
    """Every row that has a uid, with what it refers to by uid."""
    with closing(connect(source, "read")) as conn:
        tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _rows(conn, name) for name in tables if name not in NOT_ADDED and _has_uid(conn, name)}


def _has_uid(conn, table: str) -> bool:
    return any(row[1] == "uid" for row in conn.execute(f'PRAGMA table_info("{table}")'))


def _rows(conn, table: str) -> set[tuple[object, ...]]:
    links = {row[3]: row[2] for row in conn.execute(f'PRAGMA foreign_key_list("{table}")')}
    columns = [row[1] for row in conn.execute(f'PRAGMA table_info("{table}")') if row[1] != "id"]
    asked = [
        f'(SELECT hex(uid) FROM "{links[name]}" AS p WHERE p.id = t."{name}")'
        if name in links
        else f't."{name}"'
        for name in columns
    ]
    return set(conn.execute(f'SELECT {", ".join(asked)} FROM "{table}" AS t').fetchall())


def bring_back(path: Path, backup: Path, damaged: Path) -> tuple[Findings, Result]:
    """Restore the backup, and add what the damaged file gives."""
    found = read_damaged(Source(damaged), Source(backup))
    restore(path, backup, NOW)
    store = Store.open(path)
    try:
        with store.writing() as db:
            result = add_findings(db, found, is_newer(db, found))
    finally:
        store.close()
    return found, result


def test_a_sound_file_gives_every_row_as_sqlite_reads_it(plain, sealed):
    for source in (Source(plain[0]), Source(sealed[0], KEY)):
        found = read_damaged(source)
        assert found.bad == ()
        with closing(connect(source, "read")) as conn:
            for name, table in found.tables.items():
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                rows = conn.execute(f'SELECT {columns} FROM "{name}"').fetchall()
                assert sorted(map(repr, rows)) == sorted(
                    repr(tuple(row.values())) for row in table.rows.values()
                )
                assert table.lost() == set() and not table.doubtful


def test_unreadable_pages_of_an_encrypted_file_are_named(sealed, tmp_path):
    damaged = copy(sealed[0], tmp_path)
    flip_bytes(damaged, [5, 17, 30], random.Random(1))
    assert read_damaged(Source(damaged, KEY), Source(sealed[1], KEY)).bad == (5, 17, 30)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("form", ["plain", "sealed"])
def test_no_row_that_is_whole_is_left_behind(form, seed, plain, sealed, tmp_path):
    """Rows on sound pages are found, also where the pages that lead to them are gone."""
    store, backup = plain if form == "plain" else sealed
    key, chance = (None if form == "plain" else KEY), random.Random(seed)
    damaged = copy(store, tmp_path)
    (spoil_pages if form == "plain" else flip_bytes)(
        damaged, chance.sample(range(2, count_pages(store) + 1), 6), chance
    )
    found = read_damaged(Source(damaged, key), Source(backup, key))
    before = read_damaged(Source(store, key))
    with closing(connect(Source(store, key), "read")) as conn:
        made = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0"))
    for name, table in before.tables.items():
        if "WITHOUT ROWID" in made[name]:
            continue
        for rowid in whole_rows(Source(store, key), Source(damaged, key), made[name]):
            assert found.tables[name].rows.get(rowid) == table.rows[rowid], (name, rowid)
        for rowid, row in found.tables[name].rows.items():
            assert row == table.rows.get(rowid), ("invented", name, rowid)


def test_all_work_since_the_backup_comes_back_from_a_file_that_is_sound(plain, tmp_path):
    path, backup = copy(plain[0], tmp_path), copy(plain[1], tmp_path, "old.deskside")
    truth = contents(Source(path))
    shutil.copy(path, tmp_path / "damaged")
    bring_back(path, backup, tmp_path / "damaged")
    assert contents(Source(path)) == truth


@pytest.mark.parametrize("seed", range(8))
def test_what_is_brought_back_is_what_there_was(seed, plain, tmp_path):
    """Each row is as it was when the file broke, or as the backup has it; no row of the backup is gone."""
    path, backup = copy(plain[0], tmp_path), copy(plain[1], tmp_path, "old.deskside")
    damaged, chance = copy(path, tmp_path, "damaged"), random.Random(seed)
    spoil_pages(damaged, chance.sample(range(1, count_pages(path) + 1), 8), chance)
    truth, before = contents(Source(path)), contents(Source(backup))
    bring_back(path, backup, damaged)
    now = contents(Source(path))
    for name, rows in now.items():
        assert rows <= truth[name] | before[name], name
        uid = [row[1] for row in connect(Source(path), "read").execute(f'PRAGMA table_info("{name}")')].index(
            "uid"
        ) - 1
        assert {row[uid] for row in before[name]} <= {row[uid] for row in rows}, name
    with closing(connect(Source(path), "read")) as conn:
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_is_lost_is_counted(plain, tmp_path):
    """The leaves of evaluations made since go bad: their indexes tell how many are lost."""
    path, backup = copy(plain[0], tmp_path), copy(plain[1], tmp_path, "old.deskside")
    damaged = copy(path, tmp_path, "damaged")
    with closing(connect(Source(path), "read")) as conn:
        ((root,),) = conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'evaluation'").fetchall()
    from db.salvage.pages import Pages
    from db.salvage.trees import is_leaf, walk

    with Pages(Source(path)) as pages:
        leaves = sorted(n for n in walk(pages, root, is_index=False).seen if is_leaf(pages, n))
    spoil_pages(damaged, leaves[-1:], random.Random(0))
    _, result = bring_back(path, backup, damaged)
    added = result.tables["evaluation"]
    assert added.lost > 0 and added.new + added.lost == 20 and not added.doubtful


def leave_wal(folder: Path) -> tuple[Path, Source]:
    """A store whose last thirty commits stand only in its WAL, as a killed program leaves it."""
    run_apart("leave_commits_in_wal", folder / "floor.deskside", 30)
    return folder / "floor.deskside-wal", Source(folder / "floor.deskside")


def settings(source: Source) -> set[object]:
    return {row["key"] for row in read_damaged(source).tables["setting"].rows.values()}


def test_commits_that_stand_only_in_the_wal_are_found(tmp_path):
    _, source = leave_wal(tmp_path)
    assert settings(source) == {f"key {n}" for n in range(30)}


def test_a_flipped_byte_in_the_wal_does_not_hide_the_commits_behind_it(tmp_path):
    """SQLite itself ends at the first frame that is not whole."""
    wal, source = leave_wal(tmp_path)
    with wal.open("r+b") as file:
        file.seek(32 + 10 * (24 + 4096) + 2000)
        file.write(b"\xff\xfe")
    found = settings(source)
    assert {f"key {n}" for n in range(10, 30)} <= found
