"""What was open before the window was locked is found nowhere: not in memory, and on disk only sealed."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from desktop.features.signin import actions
from tests.journeys.locking_apart import PASSPHRASE, PLANTED, USER

ROOT = Path(__file__).parents[2]
BECOME_REAPER = 36  # PR_SET_CHILD_SUBREAPER: the new window's process becomes ours, so that we may read it


def forms(words: str) -> Iterator[bytes]:
    """As Python and files keep text, and as Qt does."""
    for text in (words, words.casefold()):
        yield text.encode()
        yield text.encode("utf-16-le")


def found_in(data: bytes) -> set[str]:
    return {words for words in PLANTED if any(form in data for form in forms(words))}


def read_memory(process: int) -> Iterator[bytes]:
    """All that the process may read or write itself."""
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            start, end, rights, name = re.match(r"(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)", line).groups()  # type: ignore[union-attr]
            if "r" not in rights or name.startswith("[v"):
                continue
            memory.seek(int(start, 16))
            try:
                yield memory.read(int(end, 16) - int(start, 16))
            except OSError:  # a region that ended meanwhile, or a device
                continue


def find_waiting(path: Path) -> int:
    """The process that waits, locked, in the place of the one that was left."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"--locked" in words and str(path).encode() in words:
            return int(folder.name)
    raise LookupError("nobody waits")


def wait_until_it_stands(process: int) -> None:
    """Until the page of the new window is there: the process has grown large and grows no more."""
    held, before = 0, -1
    for _ in range(200):
        if before == held > 20_000:  # pages of 4 KiB
            return
        time.sleep(0.3)
        before, held = held, int(Path(f"/proc/{process}/statm").read_text().split()[1])


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[int]:
    """A process that locked itself after somebody had worked in it; the one before has ended."""
    if sys.platform != "linux":
        pytest.skip("reads /proc")
    ctypes.CDLL(None).prctl(BECOME_REAPER, 1, 0, 0, 0)
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp"), "PYTHONDONTWRITEBYTECODE": "1"}
    (tmp_path / "temp").mkdir()
    command = [sys.executable, "-m", "tests.journeys.locking_apart", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, timeout=120, check=False)
    assert done.returncode == 0
    process = find_waiting(tmp_path / "floor.deskside")
    yield process
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_a_locked_window_keeps_nothing_of_what_was_open(waiting: int, tmp_path: Path, home: Path) -> None:
    wait_until_it_stands(waiting)
    read, found = 0, set()
    for region in read_memory(waiting):
        read += len(region)
        found |= found_in(region)
    assert read > 50_000_000, "the process was not read"
    assert found == set()
    files = [path for folder in (tmp_path, home) for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"floor.deskside", "floor.deskside.keys"}
    assert {path.name: found_in(path.read_bytes()) for path in files} == {path.name: set() for path in files}


def test_half_a_note_is_there_after_the_lock(waiting: int, tmp_path: Path) -> None:
    path = tmp_path / "floor.deskside"
    store = Store.open(path, unlocked=actions.sign_in(path, USER, PASSPHRASE))
    with store.reading() as db:
        pending = [row["pending"] for row in db.query("SELECT pending FROM observation")]
    store.close()
    assert pending == ["half a quagmire"]
