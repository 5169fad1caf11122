"""The window that waits, locked, is a new process: told what it needs, and taking code from nowhere else."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.shell.renewal import Legacy, Renewal, from_bytes, own_program, say_seen, to_bytes

USER = bytes(range(16))


def test_places_survive_the_way_into_the_new_process() -> None:
    told = Legacy("Ruth Castellane", {USER: ("people", 7), bytes(16): ("plans", ("agent", 3))})
    assert from_bytes(to_bytes(told)) == told


def test_a_target_that_is_no_number_or_word_stays_behind() -> None:
    assert from_bytes(to_bytes(Legacy("Ruth", {USER: ("trends", object())}))).places == {
        USER: ("trends", None)
    }


@pytest.mark.parametrize(
    "told", [b"", b"{", b"[]", b'{"name": 1}', b'{"name": "", "places": {"zz": []}}', b"\xff"]
)
def test_what_cannot_be_read_is_nobodys(told: bytes) -> None:
    assert from_bytes(told) == Legacy("", {})


def test_code_beside_the_user_is_not_run(tmp_path: Path) -> None:
    tmp_path.joinpath("argparse.py").write_text("raise SystemExit('foreign code runs')")
    tmp_path.joinpath("desktop").mkdir()
    tmp_path.joinpath("desktop", "__init__.py").write_text("raise SystemExit('foreign code runs')")
    done = subprocess.run(
        [*own_program(), "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "deskside", "")


def answering(words: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stdin.read(); print({words!r})"]


def test_the_old_window_may_go_once_the_new_one_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    out = io.BytesIO()
    say_seen(out)
    renewal = Renewal()
    with qtbot.waitSignal(renewal.seen):
        renewal.begin(tmp_path / "floor", Legacy("", {}), answering(out.getvalue().decode().strip()))


@pytest.mark.parametrize("program", [answering("no"), ["no such program"]])
def test_where_no_new_window_comes_the_old_one_stays(
    qtbot: QtBot, tmp_path: Path, program: list[str]
) -> None:
    renewal = Renewal()
    with qtbot.waitSignal(renewal.failed):
        renewal.begin(tmp_path / "floor", Legacy("", {}), program)


def test_the_process_that_was_locked_ends_whatever_it_waits_for() -> None:
    waits = (
        "import threading; from desktop.shell import renewal; renewal.end_soon(0.1); threading.Event().wait()"
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", waits], cwd=root, timeout=60, check=False)
    assert ended.returncode == 0
