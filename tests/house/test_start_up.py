"""The first window waits for Qt and little else, so nothing heavy may be imported on the way to it."""

import subprocess
import sys

import pytest

from tests.house.sources import ROOT

HEAVY = ("matplotlib", "numpy", "scipy", "typst", "python_calamine", "PySide6.QtMultimedia")


def list_imported(statement: str, names: tuple[str, ...]) -> list[str]:
    """Those of the names that are loaded in a new interpreter after the statement."""
    code = f"import sys; {statement}; print(*[n for n in {names!r} if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_importing_the_application_loads_nothing_heavy() -> None:
    assert list_imported("import desktop.app", HEAVY) == []


def test_sound_is_loaded_when_there_is_some_to_hear() -> None:
    """The evaluation screen opens for chats and live calls too, and where sound libraries are missing."""
    assert list_imported("import desktop.features.monitoring.page", ("PySide6.QtMultimedia",)) == []


def test_reading_the_arguments_needs_no_qt() -> None:
    assert list_imported("import desktop.__main__", ("PySide6", *HEAVY)) == []


@pytest.mark.parametrize("name", ["numpy", "PySide6"])
def test_a_heavy_import_is_noticed(name) -> None:
    assert list_imported(f"import {name}", ("PySide6", *HEAVY)) == [name]
