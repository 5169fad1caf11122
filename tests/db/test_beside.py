"""A backup from the command line while a window has the store open, in another process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from db import beside
from db.backup import list_backups
from db.connection import Source
from db.store import Store
from tests.db.stores import ROOT, put, rows_at

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@contextmanager
def writing_apart(path: Path) -> Iterator[None]:
    """Another process has the store open and writes on and on."""
    command = [sys.executable, "-m", "tests.db.apart", "write_on", str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as writer:
        assert writer.stdin is not None and writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        yield
        writer.stdin.close()
        assert writer.stdout.readline().startswith("wrote ")


def test_a_backup_beside_a_window_that_writes_is_one_moments_picture(tmp_path):
    path = tmp_path / "floor.deskside"
    store = Store.open(path)
    put(store, "before", "x" * 200_000)
    store.close()
    assert not beside.is_open(path)
    with writing_apart(path):
        assert beside.is_open(path)
        made = [beside.back_up(Source(path), NOW, tmp_path / "safe") for _ in range(3)]
    counts = [backup.counts["setting"] for backup in made]
    assert counts == sorted(counts) and counts[0] >= 1
    assert len(list_backups(tmp_path / "safe")) == 3
    copied = rows_at(made[-1].path)
    assert "before" in copied and len(copied) == counts[-1]
    assert set(copied) <= set(rows_at(path)), "and the window lost nothing"
