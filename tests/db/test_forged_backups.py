"""Files laid down as backups by somebody who wants a floor of their own making to be taken for ours."""

from contextlib import closing
from pathlib import Path

import pytest

from db import keys, shelf
from db.connection import Source, connect
from db.errors import NotOurs, Swapped
from db.restoring import restore
from db.shelf import Soundness
from tests.db.protected import enter, held, new_plain, new_protected, opened
from tests.db.test_backup_restore import NOW

SPY = "CREATE TRIGGER zz_spy AFTER INSERT ON team BEGIN INSERT INTO setting VALUES ('spied', new.name); END"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "floor" / "floor.deskside"
    new_protected(path, kept="yes")
    return path


@pytest.fixture
def plain(path: Path) -> Path:
    """Made by anybody with the same program, and named like a backup."""
    plain = path.parent / "backups" / "floor-20260319-060000Z.deskside"
    new_plain(plain, kept="no")
    return plain


def spoil(source: Source, sql: str = SPY) -> None:
    with closing(connect(source)) as conn:
        conn.execute(sql)
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_protected_floor_goes_back_to_no_plain_file(path: Path, plain: Path) -> None:
    with pytest.raises(Swapped) as refusal:
        restore(path, plain, NOW, unlocked=enter(path))
    assert refusal.value.facts == {"reason": "never_encrypted"}
    assert held(path) == {"kept": "yes"}


@pytest.mark.parametrize("lost", ["damaged", "gone"])
def test_nor_does_one_whose_key_file_is_lost(path: Path, plain: Path, lost: str) -> None:
    if lost == "damaged":
        keys.key_path(path).write_bytes(b"{}")
    else:
        keys.key_path(path).unlink()
    with pytest.raises(Swapped):
        restore(path, plain, NOW)


def test_a_plain_file_is_listed_as_unsound_and_never_offered(path: Path, plain: Path) -> None:
    with opened(path, enter(path)) as store:
        store.back_up()
    for unlocked in (None, enter(path)):
        kept = shelf.look_over(path, None, unlocked)
        assert {one.path: one.soundness for one in kept}[plain] is Soundness.PLAIN
        first = shelf.newest_sound(kept)
        assert first is not None and first.path != plain
    assert shelf.look_at_file(plain, enter(path)).soundness is Soundness.PLAIN


def test_a_plain_floor_goes_on_going_back_to_plain_backups(tmp_path: Path) -> None:
    path = tmp_path / "floor.deskside"
    new_plain(path, kept="yes")
    with opened(path, None) as store:
        made = store.back_up()
    assert [one.soundness for one in shelf.look_over(path)] == [Soundness.SOUND]
    restore(path, made.path, NOW)
    assert held(path) == {"kept": "yes"}


@pytest.mark.parametrize(
    "sql",
    [
        SPY,
        "DROP TRIGGER change_locked",
        "CREATE VIEW seen AS SELECT name FROM user",
        SPY.replace("zz_spy", "log_team__spy"),
    ],
)
def test_a_backup_with_anything_in_its_schema_that_is_not_ours_is_refused(path: Path, sql: str) -> None:
    with opened(path, enter(path)) as store:
        made = store.back_up()
    spoil(Source(made.path, enter(path).store_key), sql)
    with pytest.raises(NotOurs) as refusal:
        restore(path, made.path, NOW, unlocked=enter(path))
    assert "schema" in refusal.value.facts
    assert held(path) == {"kept": "yes"}
