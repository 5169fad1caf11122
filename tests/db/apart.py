"""What has to happen in another process: being killed, losing rights, hitting limits, holding locks.

Run as `python -m tests.db.apart SCENARIO ARGUMENT…`; exit code 0 means that what was promised held. The
process is single-threaded, so that it can fork: each child is killed with SIGKILL at a moment of its own.
"""

import ctypes
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from db import migrations, restoring
from db.connection import Source, connect
from db.errors import StoreError
from db.keys import derivation, key_path
from tests.db.stores import later_steps, open_store, put, rows, rows_at, schema_of, unlock

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENTS = {"open", "os.rename", "os.remove", "os.mkdir"}


def make_passphrases_cheap() -> None:
    """For processes that no fixture reaches."""
    derivation.COST = derivation.Cost(passes=1, memory=8, lanes=1)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fate:
    """Kills the process at the `last`-th moment it is told of."""

    def __init__(self, last: int) -> None:
        self.last, self.seen = last, 0

    def pass_by(self, *_: object) -> None:
        self.seen += 1
        if self.seen == self.last:
            die()

    def hear(self, event: str, _: tuple[object, ...]) -> None:
        if event in MOMENTS:
            self.pass_by()

    def tell_time(self) -> datetime:
        self.pass_by()
        return NOW


def survives(child: Callable[[], None]) -> bool:
    """Run it in a fork; False if it was killed on the way."""
    pid = os.fork()
    if pid == 0:
        try:
            child()
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return not os.WIFSIGNALED(status)


def crash_at_every_moment(act: Callable[[Fate], None], check: Callable[[], None], step: int = 1) -> int:
    """Kill `act` at its first moment, its second … until it comes through; `check` after each.

    With a `step` only every so many moments, unless the thorough profile is asked for.
    """
    step = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else step
    moment = 1 - step
    while True:
        moment += step
        fate = Fate(moment)

        def child(fate: Fate = fate) -> None:
            sys.addaudithook(fate.hear)
            act(fate)

        through = survives(child)
        check()
        if through:
            return moment


def kill_writers(folder: str, kills: str) -> None:
    """Acknowledged transactions are there after each kill, and none is there in part."""
    path, chance = Path(folder) / "floor.deskside", random.Random(3)
    open_store(path).close()
    acknowledged: set[int] = set()
    for start in range(0, int(kills) * 1000, 1000):
        acknowledged |= kill_one_writer(path, start, chance.randint(1, 25))
        found = {int(key) // 3 for key in rows_at(path)}
        assert acknowledged <= found, "an acknowledged commit is lost"
        assert len(rows_at(path)) == 3 * len(found), "a transaction is there in part"
    print(len(acknowledged))


def kill_one_writer(path: Path, start: int, after: int) -> set[int]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        write_for_ever(path, start, writer)
    os.close(writer)
    with os.fdopen(reader, "r") as lines:
        heard = {int(lines.readline()) for _ in range(after)}
        os.kill(pid, signal.SIGKILL)
        heard |= {int(line) for line in lines if line.endswith("\n")}
    os.waitpid(pid, 0)
    return heard


def write_for_ever(path: Path, start: int, acknowledge: int) -> None:
    store = open_store(path)
    while True:
        with store.writing("setting") as db:
            keys = [(str(start * 3 + n), "x" * 500) for n in range(3)]
            db.conn.executemany("INSERT INTO setting VALUES (?, ?)", keys)
        os.write(acknowledge, b"%d\n" % start)
        start += 1


def kill_creation(folder: str) -> None:
    """A store killed while it is made is finished at the next opening."""
    path, whole = Path(folder) / "new" / "floor.deskside", Path(folder) / "whole.deskside"
    expected = open_for_schema(whole)

    def make(fate: Fate) -> None:
        open_store(path, clock=fate.tell_time).close()

    def check() -> None:
        assert open_for_schema(path) == expected
        shutil.rmtree(path.parent)

    print(crash_at_every_moment(make, check))


def kill_migration(folder: str) -> None:
    """A store killed at any moment of being brought up to date still holds all, and is then brought up."""
    path, before = Path(folder) / "floor.deskside", Path(folder) / "before"
    store = open_store(path)
    put(store, "kept", "yes")
    store.close()
    path.rename(before)
    if (old_keys := key_path(path)).exists():
        old_keys.rename(key_path(before))
    steps = later_steps(
        "CREATE TABLE further (a TEXT); INSERT INTO further VALUES (now()), (now());",
        "INSERT INTO further SELECT now() FROM further; DELETE FROM setting WHERE key = 'none';",
    )
    migrations.read_steps = lambda: steps  # type: ignore[assignment]
    new = open_for_schema(Path(folder) / "new.deskside")

    def migrate(fate: Fate) -> None:
        if key_path(before).exists():
            shutil.copy(key_path(before), key_path(path))
        shutil.copy(before, path)
        open_store(path, clock=fate.tell_time, progress=fate.pass_by).close()

    def check() -> None:
        if not path.exists():  # killed before it was in its place
            return
        assert open_for_schema(path) == new
        assert rows_at(path) == {"kept": "yes"}
        assert count_further(path) == 4, "a step was applied twice or in part"
        shutil.rmtree(path.parent / "backups", ignore_errors=True)
        key_path(path).unlink(missing_ok=True)
        path.unlink()

    print(crash_at_every_moment(migrate, check))


def count_further(path: Path) -> int:
    store = open_store(path)
    with store.reading() as db:
        count = int(db.execute("SELECT count(*) FROM further").fetchone()[0])
    store.close()
    return count


def open_for_schema(path: Path) -> list[tuple[str, str]]:
    store = open_store(path)
    try:
        return schema_of(store)
    finally:
        store.close()


def kill_restore(folder: str, leave_wal: str) -> None:
    """A restore killed at any moment leaves the old store or the new one whole; the old is never lost."""
    path = Path(folder) / "floor.deskside"
    old, new = {"when": "today"}, {"when": "yesterday"}
    backup = make_old_and_new(path, leave_wal == "wal")
    seen: set[str] = set()

    def check() -> None:
        found = rows_at(path)
        assert found in (old, new), found
        seen.add(found["when"])
        asides = list(path.parent.glob("floor-set-aside-*Z.deskside"))
        assert [rows_at(aside) for aside in asides] == ([old] if found == new else [])
        for file in path.parent.glob("floor*"):
            file.unlink()
        for file in (Path(folder) / "keep").iterdir():
            shutil.copy(file, path.parent)

    print(crash_at_every_moment(lambda fate: restore(path, backup, fate), check))
    assert seen == {"today", "yesterday"}


def restore(path: Path, backup: Path, fate: Fate) -> None:
    restoring.restore(path, backup, NOW, fate.pass_by, unlock(path))


def make_old_and_new(path: Path, leave_wal: bool) -> Path:
    """A store of today, a backup of yesterday, and in `keep` the store's files as they are."""
    store = open_store(path)
    put(store, "when", "yesterday")
    backup = store.back_up().path
    store.close()

    def write_today() -> None:
        store = open_store(path)
        put(store, "when", "today")
        if leave_wal:
            die()
        store.close()

    survives(write_today)
    keep = path.parent / "keep"
    keep.mkdir()
    for file in path.parent.glob("floor*"):
        shutil.copy(file, keep)
    assert (keep / "floor.deskside-wal").exists() == leave_wal
    return backup


def kill_backup(folder: str) -> None:
    """A backup killed at any moment harms nothing, and only whole ones are listed."""
    from db.backup import list_backups

    path = Path(folder) / "floor.deskside"
    store = open_store(path)
    put(store, "kept", "yes")
    store.close()

    def act(fate: Fate) -> None:
        store = open_store(path, clock=lambda: NOW)
        store.back_up(progress=fate.pass_by)
        store.close()

    def check() -> None:
        assert rows_at(path) == {"kept": "yes"}
        for backup in list_backups(path.parent / "backups"):
            assert backup.counts["setting"] == 1
        shutil.rmtree(path.parent / "backups", ignore_errors=True)

    print(crash_at_every_moment(act, check))


def give_up_root() -> None:
    """Without its capabilities (capset(2)) root is bound by the mode of files like everybody else."""
    if os.getuid() == 0:
        header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None, use_errno=True).capset(header, nothing) == 0


def open_without_rights(path: str) -> None:
    """Prints the name of the refusal."""
    give_up_root()
    try:
        open_store(Path(path)).close()
    except StoreError as error:
        print(error.name)


def back_up_without_rights(path: str, folder: str) -> None:
    """Prints the name of the refusal; the store goes on working."""
    give_up_root()
    store = open_store(Path(path))
    try:
        store.back_up(Path(folder))
    except StoreError as error:
        print(error.name)
    put(store, "after", "works")
    assert rows(store)["after"] == "works"
    store.close()


@contextmanager
def limited_files(size: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def write_beyond_limit(path: str) -> None:
    """A file-size limit rolls back what did not fit, keeps what was acknowledged, and later writes work."""
    store = open_store(Path(path))
    acknowledged = {}
    refused = ""
    with limited_files(600_000):
        while not refused and len(acknowledged) < 2000:
            key = str(len(acknowledged))
            try:
                put(store, key, "x" * 3000)
                acknowledged[key] = "x" * 3000
            except StoreError as error:
                refused = error.name
    assert rows(store) == acknowledged
    put(store, "after", "works")
    store.close()
    assert rows_at(Path(path)) == {**acknowledged, "after": "works"}
    print(refused)


def leave_commits_in_wal(path: str, count: str) -> None:
    """Commit, and be killed before the store is closed."""

    def child() -> None:
        store = open_store(Path(path))
        for n in range(int(count)):
            put(store, f"key {n}", "x" * 300)
        die()

    open_store(Path(path)).close()
    assert not survives(child)


def die_migrated(path: str) -> None:
    """Leave a later program's step in the WAL alone."""

    def child() -> None:
        steps = later_steps("CREATE TABLE further (a)")
        migrations.read_steps = lambda: steps  # type: ignore[assignment]
        store = open_store(Path(path))
        die()
        store.close()

    assert not survives(child)


def write_on(path: str) -> None:
    """Commit on and on until standard input ends; prints how often."""
    import threading

    store, ended, count = open_store(Path(path)), threading.Event(), 0
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    print("begun", flush=True)
    while not ended.is_set():
        put(store, f"written {count}", "y" * 500)
        count += 1
    store.close()
    print("wrote", count, flush=True)


def hold(path: str, how: str) -> None:
    """Hold the store as a running instance or as another program does, until standard input ends."""
    if how == "deskside":
        held = open_store(Path(path))
    else:
        unlocked = unlock(Path(path))
        held = connect(Source(Path(path), unlocked and unlocked.store_key))  # type: ignore[assignment]
        held.execute("BEGIN EXCLUSIVE")  # type: ignore[attr-defined]
    print("held", flush=True)
    sys.stdin.read()
    held.close()


if __name__ == "__main__":
    make_passphrases_cheap()
    globals()[sys.argv[1]](*sys.argv[2:])
