"""What surrounds an encrypted floor: rights, other processes, disks, clocks, people taken away meanwhile.

Most of it is promised of plain stores elsewhere; here it holds with keys, and each refusal has its sentence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import backup, connection, keys
from db.errors import DiskFull, Locked, StoreError
from db.queries import people
from db.records.people import Role
from db.restoring import restore
from db.store import Store
from desktop.features.users import actions as users
from tests.builders import Floor, evaluate, new_floor, take_call
from tests.db.apart import NOW
from tests.db.faulty import IS_LONG, check_sentence
from tests.db.protected import OMAR, enter, held, new_protected, opened
from tests.db.recorded import changes, verify
from tests.db.stores import FORM, ROOT, files_in, open_store, put, rows, rows_at, run_apart, unlock

posix = pytest.mark.skipif(os.name != "posix", reason="rights and children of POSIX")


@pytest.fixture(autouse=True)
def encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORM, "encrypted")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home" / "floor.deskside"
    new_protected(path, kept="yes")
    return path


# Killed


@posix
@pytest.mark.parametrize("form", ["plain", "encrypted"])
def test_a_person_killed_away_at_any_moment_is_whole_or_gone(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORM, form)
    step = 1 if IS_LONG else 6
    moments = int(run_apart("kill_erasing", tmp_path, step, module="tests.db.floor_apart"))
    print(f"erasing, {form}: {moments // step} kills")
    assert moments > 20


# Rights


@posix
@pytest.mark.parametrize("what", ["file", "folder", "keys"])
def test_what_may_not_be_written_or_read_is_said_and_nothing_changes(path: Path, what: str) -> None:
    place = {"file": path, "folder": path.parent, "keys": keys.key_path(path)}[what]
    mode = place.stat().st_mode
    place.chmod({"file": 0o444, "folder": 0o555, "keys": 0o000}[what])
    before = files_in(path.parent)
    try:
        assert run_apart("open_without_rights", path) == "read_only"
    finally:
        place.chmod(mode)
    assert files_in(path.parent) == before
    assert held(path) == {"kept": "yes"}


@posix
def test_a_backup_folder_without_rights_is_said_and_the_floor_goes_on(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    assert run_apart("back_up_without_rights", path, folder) == "read_only"
    assert rows_at(path) == {"kept": "yes", "after": "works"}


# Two processes


@contextmanager
def another(scenario: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process, from when it says that it is there until its input ends."""
    command = [sys.executable, "-m", "tests.db.apart", scenario, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline().strip() in ("held", "begun")
        yield process
        process.communicate(timeout=60)


@posix
def test_a_second_deskside_is_refused_and_the_first_loses_nothing(path: Path) -> None:
    with another("write_on", path) as first:
        with pytest.raises(Locked) as refused:
            Store.open(path, unlocked=enter(path))
        assert check_sentence(refused.value) == "locked" and refused.value.facts["by"] == "deskside"
        assert first.stdin is not None and first.stdout is not None
        first.stdin.close()
        wrote = int(first.stdout.readline().split()[1])
        first.stdin = None
    assert wrote and len(held(path)) == wrote + 1


@posix
def test_another_program_with_the_key_that_holds_the_file_is_waited_for_and_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 10)
    with another("hold", path, "other"), pytest.raises(Locked) as refused:
        Store.open(path, unlocked=enter(path))
    assert check_sentence(refused.value) == "locked" and refused.value.facts["by"] == "other"
    assert held(path) == {"kept": "yes"}


# Disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 32 MB. Only root can make one, so this is of the long run."""
    if not IS_LONG or shutil.which("mount") is None:
        pytest.skip("with DESKSIDE_FAULTS set, as root")
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "somebody else's").open("ab", buffering=0) as other:
        while True:
            other.write(bytes(1 << 12))


def test_a_disk_that_is_full_costs_nothing_that_was_acknowledged(small_disk: Path) -> None:
    path = small_disk / "floor.deskside"
    store = open_store(path)
    fill(small_disk)
    os.truncate(small_disk / "somebody else's", (small_disk / "somebody else's").stat().st_size - 3_000_000)
    acknowledged: dict[str, str] = {}
    with pytest.raises(DiskFull) as refused:
        for n in range(100_000):
            put(store, str(n), "x" * 3000)
            acknowledged[str(n)] = "x" * 3000
    assert check_sentence(refused.value) == "disk_full" and rows(store) == acknowledged and acknowledged
    for deed in (store.back_up, store.rekey):
        fill(small_disk)  # what was kept back for saving is free by now
        with pytest.raises(DiskFull) as refused:
            deed()
        check_sentence(refused.value)
    store.close()
    print(f"{len(acknowledged)} acknowledged on the full disk, 0 lost")
    (small_disk / "somebody else's").unlink()
    store = open_store(path)
    assert rows(store) == acknowledged
    store.back_up()
    store.rekey()
    assert rows(store) == acknowledged
    store.close()


def test_keys_on_a_full_disk_stay_as_they_were(small_disk: Path) -> None:
    path = small_disk / "floor.deskside"
    ruth = new_protected(path, kept="yes")
    fill(small_disk)
    whole = keys.key_path(path).read_bytes()
    with pytest.raises(StoreError) as refused:
        keys.add_user(path, ruth, OMAR, "Omar", "his" * 10)
    assert check_sentence(refused.value) == "disk_full"
    assert keys.key_path(path).read_bytes() == whole and enter(path).store_key == ruth.store_key


# Clocks


class Hands:
    """A clock that is put wherever a test wants it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(milliseconds=7)
        return self.time

    def jump(self, years: int) -> None:
        self.time += timedelta(days=365 * years)


def test_a_clock_that_jumps_by_years_upsets_neither_order_nor_record_nor_backups(path: Path) -> None:
    clock, made, put_in = Hands(), [], {"kept": "yes"}
    for turn, years in enumerate((0, -6, 11, -9, 1)):
        clock.jump(years)
        with opened(path, enter(path), clock=clock) as store:
            for n in range(5):
                put(store, f"{turn} {n}")
                put_in[f"{turn} {n}"] = ""
            made.append(store.back_up_if_due())
            ticks = [change.tick for change in changes(store)]
            assert ticks == sorted(ticks) and len(set(ticks)) == len(ticks)
            assert verify(store).broken == ()
    newest = [one for one in made if one is not None]
    assert len(newest) == 5, "every day on which it was opened has its backup"
    assert held(path) == put_in
    assert len(backup.list_backups(path.parent / "backups")) >= 2


def test_a_clock_set_back_does_not_shorten_or_lengthen_a_wait_for_ever(path: Path) -> None:
    clock = Hands()
    for _ in range(12):
        with pytest.raises(StoreError):
            keys.unlock(path, "Ruth Castellane", "wrong", clock=clock)
    clock.jump(-5)
    with pytest.raises(StoreError) as refused:
        keys.unlock(path, "Ruth Castellane", "wrong", clock=clock)
    assert check_sentence(refused.value) == "too_soon"
    clock.time += timedelta(hours=2)
    assert keys.unlock(path, "Ruth Castellane", "the harbour at six", clock=clock).user


# Old backups


def test_a_user_suspended_or_removed_since_a_backup_gets_in_by_nothing_it_brings(tmp_path: Path) -> None:
    floor: Floor = new_floor(tmp_path / "floor")
    evaluate(floor, take_call(floor))
    path, ruth = floor.store.path, floor.store.unlocked
    assert ruth is not None
    keys.add_user(path, ruth, OMAR, "Omar", "his")
    old = floor.store.back_up().path
    keys.suspend_user(path, ruth, OMAR)
    floor.store.close()
    restore(path, old, NOW, unlocked=unlock(path))
    with pytest.raises(StoreError) as refused:
        keys.unlock(path, "Omar", "his")
    assert check_sentence(refused.value) == "suspended"
    store = open_store(path)
    with store.reading() as db:
        assert len(people.agents(db)) == 1
    store.rekey(without=OMAR)
    store.close()
    restore(path, old, NOW, unlocked=unlock(path))
    with pytest.raises(StoreError) as refused:
        keys.unlock(path, "Omar", "his")
    assert check_sentence(refused.value) == "wrong_key"


def test_who_was_invited_after_a_backup_keeps_no_way_in_that_nobody_sees(tmp_path: Path) -> None:
    floor: Floor = new_floor(tmp_path / "floor")
    path, ruth = floor.store.path, floor.store.unlocked
    assert ruth is not None
    old = floor.store.back_up().path
    pia = users.invite(floor.store, users.Invitation("Pia", Role.COACH), floor.user)
    floor.store.close()
    restore(path, old, NOW, unlocked=unlock(path))
    store = open_store(path)
    again = users.invite(store, users.Invitation("Pia", Role.COACH), floor.user)
    store.close()
    assert keys.unlock(path, "Pia", again.passphrase).user == again.user.uid != pia.user.uid
    with pytest.raises(StoreError) as refused:
        keys.unlock(path, "Pia", pia.passphrase)
    assert check_sentence(refused.value) == "wrong_key"
