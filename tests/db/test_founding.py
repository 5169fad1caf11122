"""A new floor is there whole or not at all, whatever moment the computer goes out."""

import os
from pathlib import Path

import pytest

from db import founding, keys
from db.errors import Locked, Swapped
from db.instance import InstanceLock
from db.store import Store

USER = b"u" * 16


def begin(path: Path) -> keys.Unlocked:
    return keys.create(path, USER, "Ruth", "otter violin gravel noon")


class PowerCut(BaseException):
    """The computer goes out."""


def found(path: Path) -> keys.Unlocked:
    with founding.founding(path, begin) as (_store, unlocked):
        return unlocked


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if not file.name.endswith((".ballast", "-tally"))}


def test_it_stands_in_its_place_encrypted_and_leaves_nothing_else(tmp_path) -> None:
    path = tmp_path / "floor.deskside"
    unlocked = found(path)
    assert not [name for name in names(tmp_path) if "setting-up" in name]
    assert {"floor.deskside", "floor.deskside.keys"} <= names(tmp_path)
    Store.open(path, unlocked=unlocked).close()


def test_a_block_that_fails_leaves_nothing(tmp_path) -> None:
    path = tmp_path / "floor.deskside"
    with pytest.raises(ValueError, match="blank"), founding.founding(path, begin):
        raise ValueError("blank")
    assert not [name for name in names(tmp_path) if name.endswith((".deskside", ".keys"))]


@pytest.mark.parametrize("renamed", [0, 1])
def test_a_crash_while_it_gets_its_name_is_ended_by_the_next_opening(tmp_path, monkeypatch, renamed) -> None:
    path, done, replace = tmp_path / "floor.deskside", [], os.replace

    def cut(source: object, target: object) -> None:
        if Path(str(target)).name in ("floor.deskside.keys", "floor.deskside"):
            if len(done) == renamed:
                raise PowerCut
            done.append(target)
        replace(source, target)

    monkeypatch.setattr(founding.os, "replace", cut)
    with pytest.raises(PowerCut):
        found(path)
    monkeypatch.undo()
    founding.finish(path)
    assert path.exists() is bool(renamed)
    assert keys.key_path(path).exists() is bool(renamed)
    assert not [name for name in names(tmp_path) if "setting-up" in name]
    if renamed:
        unlocked = keys.unlock(path, "Ruth", "otter violin gravel noon")
        Store.open(path, unlocked=unlocked).close()


def test_a_floor_that_is_there_is_never_replaced(tmp_path) -> None:
    path = tmp_path / "floor.deskside"
    found(path)
    before = path.read_bytes()
    with pytest.raises(Swapped):
        found(path)
    assert path.read_bytes() == before


def test_nobody_ends_what_another_deskside_is_setting_up(tmp_path) -> None:
    path = tmp_path / "floor.deskside"
    begin(path.with_name("floor.deskside.setting-up"))
    lock = InstanceLock(path)
    with pytest.raises(Locked):
        founding.finish(path)
    lock.release()
    founding.finish(path)
    assert names(tmp_path) == set()
