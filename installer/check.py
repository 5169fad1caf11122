"""Everything that must hold before a change goes in: lint, format, types, import contracts and tests.

All steps are run, whatever the first ones say. Exit code 0 if all passed, 1 if not; those above 1 are of
environment.py.
"""

import sys

from oldest_python import require_python

require_python()

import os
import subprocess
import tempfile
import time
from pathlib import Path

from environment import ROOT, Environment, prepare
from telling import run_main, say

WORKERS = "2"


def main() -> int:
    environment = prepare("development")
    with tempfile.TemporaryDirectory(prefix="deskside-check-") as folder:
        steps = list_steps(environment, Path(folder))
        results = {name: run_step(name, command) for name, command in steps.items()}
    say("\n== summary")
    for name, (code, seconds) in results.items():
        say(f"  {'ok    ' if code == 0 else 'FAILED'}  {name} ({seconds:.0f} s)")
    failed = [name for name, (code, _) in results.items() if code]
    say(f"Not all is well: look at {', '.join(failed)}." if failed else "All is well.")
    return 1 if failed else 0


def list_steps(environment: Environment, scratch: Path) -> dict[str, list[str | Path]]:
    """Each step's command; the caches stay out of a checkout that may be read-only."""
    programs = environment.programs
    return {
        "lint": [programs / "ruff", "check", "--no-cache"],
        "format": [programs / "ruff", "format", "--check", "--no-cache"],
        "types": [programs / "mypy", "--cache-dir", scratch / "mypy"],
        "contracts": [programs / "lint-imports", "--no-cache", "--no-logo"],
        "tests": [
            *(environment.python, "-m", "pytest", "-n", WORKERS, "-m", "not benchmark"),
            *("-o", f"cache_dir={scratch / 'pytest'}"),
        ],
    }


def run_step(name: str, command: list[str | Path]) -> tuple[int, float]:
    """The step's exit code and its seconds; what it prints is shown as it comes."""
    say(f"\n== {name}")
    setting = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    started = time.monotonic()
    finished = subprocess.run(command, cwd=ROOT, env=setting, stdin=subprocess.DEVNULL, check=False)
    return finished.returncode, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(run_main(main))
