"""Who may import whom; the contracts themselves stand in pyproject.toml."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.sources import ROOT

CHECK = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

# One file a contract, each breaking it.
BROKEN_HOUSE = {
    "desktop/shell/jobs.py": "import PySide6, sqlcipher3, desktop.app",
    "desktop/app.py": "",
    "desktop/coaching/scoring.py": "import sqlite3, db.store",
    "desktop/documents/plan.py": "import PySide6",
    "desktop/features/plans/actions.py": "from desktop.features.people import actions",
    "desktop/features/people/actions.py": "",
    "desktop/lost_and_found.py": "",
    "db/store.py": "import desktop.app, db.queries.calls",
    "db/queries/calls.py": "import db.store",
    "db/records/calls.py": "",
    "db/cards/numbers.py": "",
    "db/migrations/m0001_start.py": "import db.records.calls",
    "db/migrations/m0002_more.py": "import db.migrations.m0001_start",
    "resources/starter.py": "",
}


def check_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "110"}
    command = [sys.executable, "-c", CHECK]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def build_house(folder: Path, files: dict[str, str]) -> None:
    """A house of those files with this project's contracts."""
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", "utf-8")
        for package in list(path.relative_to(folder).parents)[:-1]:
            (folder / package / "__init__.py").touch()


def test_imports_keep_their_direction() -> None:
    checked = check_imports(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_contract_notices_when_it_is_broken(tmp_path: Path) -> None:
    build_house(tmp_path, BROKEN_HOUSE)
    output = check_imports(tmp_path).stdout
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    names = [contract["name"] for contract in contracts]
    assert [name for name in names if f"{name} BROKEN" not in output] == [], output
    assert "desktop.lost_and_found" in output, "a module on no floor must be noticed"
