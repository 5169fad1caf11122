"""A coach's passphrase at the command line: it reaches no further than in the window.

Importing alone, and verifying and restoring by who may, stand in tests/desktop/test_signin_by_script.py.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.queries import assignments, people, plans
from db.records.people import Role
from desktop.__main__ import main
from tests.pages.door import (
    PASSPHRASE,
    SECOND_NAME,
    SECOND_PASSPHRASE,
    invite,
    open_protected,
    protected_floor,
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A floor with a plan of Imani's, and Bo, a coach to whom nobody is assigned."""
    place = protected_floor(tmp_path / "floor")
    bo = invite(place)
    floor = open_protected(place)
    with floor.store.writing("user", "assignment", "plan", "condition") as db:
        people.change_user(db, replace(people.user(db, bo), role=Role.COACH))
        for one in assignments.assignments(db, bo):
            assignments.withdraw(db, one.id)
        plans.begin(db, floor.agent, floor.user.id, date(2026, 3, 2), "A vision")
    floor.store.close()
    return place


def ask(place: Path, name: str, passphrase: str, *words: object) -> int:
    file = place.with_name("passphrase")
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{passphrase}\n")
    return main(["--store", str(place), "--user", name, "--passphrase-file", str(file), *map(str, words)])


def test_a_coach_prints_no_plan_of_somebody_elses_agent(place: Path, tmp_path: Path, capsys) -> None:
    pdf = tmp_path / "plan.pdf"
    assert ask(place, SECOND_NAME, SECOND_PASSPHRASE, "plan", "Imani Okafor", "--pdf", pdf) == 1
    said = capsys.readouterr()
    assert "There is no agent “Imani Okafor”" in said.err and "H1" not in said.err
    assert not pdf.exists()
    assert ask(place, "Ruth Castellane", PASSPHRASE, "plan", "Imani Okafor", "--pdf", pdf) == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_coach_neither_restores_nor_verifies(place: Path, tmp_path: Path, capsys) -> None:
    assert ask(place, SECOND_NAME, SECOND_PASSPHRASE, "backup", tmp_path / "away") == 0
    backup = next((tmp_path / "away").glob("*.deskside"))
    before = place.read_bytes()
    for words in (("restore", backup), ("verify",)):
        assert ask(place, SECOND_NAME, SECOND_PASSPHRASE, *words) == 1
        assert "Bo Lind's role doesn't cover this" in capsys.readouterr().err
    assert [one.name for one in place.parent.glob("*.deskside*") if "before" in one.name] == []
    assert len(place.read_bytes()) >= len(before)


def test_a_backup_a_coach_took_away_opens_by_their_passphrase_and_shows_their_people_alone(
    place: Path, tmp_path: Path, capsys
) -> None:
    assert ask(place, SECOND_NAME, SECOND_PASSPHRASE, "backup", tmp_path / "away") == 0
    backup = next((tmp_path / "away").glob("*.deskside"))
    pdf = tmp_path / "plan.pdf"
    assert ask(backup, SECOND_NAME, SECOND_PASSPHRASE, "plan", "Imani Okafor", "--pdf", pdf) == 1
    assert "There is no agent" in capsys.readouterr().err and not pdf.exists()
