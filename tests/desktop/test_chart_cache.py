"""Where the chart library keeps its font cache: with us, and nowhere aloud."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.shell import paths
from desktop.widgets import canvas
from tests.house.sources import ROOT


def test_the_chart_library_keeps_its_cache_among_ours() -> None:
    assert canvas.find_cache() == str(paths.cache_dir() / "matplotlib")
    assert Path(canvas.find_cache()).is_dir()


def test_without_a_writable_home_charts_are_loaded_in_silence_and_leave_nothing(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.write_text("no folder", "utf-8")
    temporary.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "MPLCONFIGDIR"}
    places = {name: str(home) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA")}
    ran = subprocess.run(
        [sys.executable, "-c", "from desktop.widgets.canvas import load_charts; load_charts()"],
        cwd=ROOT,
        env={**kept, **places, "TMPDIR": str(temporary), "TEMP": str(temporary)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ran.stdout, ran.stderr) == ("", "")
    assert list(temporary.iterdir()) == []


def test_a_cache_that_may_not_be_written_is_replaced_by_one_for_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    assert Path(canvas.find_cache()).parent == tmp_path
