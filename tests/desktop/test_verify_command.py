"""`deskside verify`: a line a device, and in one sentence where the record first does not hold."""

from pathlib import Path

import pytest

from desktop.__main__ import main
from tests.builders import evaluate, new_floor, take_call
from tests.db.recorded import by_hand


@pytest.fixture
def place(tmp_path: Path) -> Path:
    floor = new_floor(tmp_path)
    evaluate(floor, take_call(floor))
    floor.store.close()
    return floor.store.path


def ask(place: Path) -> int:
    return main(["--store", str(place), "verify"])


def test_a_whole_record_is_said_to_be_whole_with_a_line_for_each_device(place, capsys) -> None:
    assert ask(place) == 0
    device, verdict = capsys.readouterr().out.splitlines()
    assert device.startswith("Device …") and "(this one), since " in device and device.endswith("whole.")
    assert verdict.startswith("The record is whole: ")


def test_after_a_restore_two_devices_are_named(place, capsys) -> None:
    assert main(["--store", str(place), "backup"]) == 0
    (made,) = (place.parent / "backups").glob("*.deskside")
    assert main(["--store", str(place), "restore", str(made)]) == 0
    capsys.readouterr()
    assert ask(place) == 0
    first, second, _ = capsys.readouterr().out.splitlines()
    assert ("(this one)" in first, "(this one)" in second) == (False, True)


ALTERED = (
    "UPDATE week_sum SET n = n + 50, total = total + 50",
    "UPDATE week_sum SET passed = passed + 1 WHERE kind = 'score'",
    "UPDATE week_sum SET total = total - 1 WHERE kind = 'skill'",
    "DELETE FROM week_sum WHERE kind = 'question'",
    "UPDATE version_question SET skill_id = (SELECT min(id) FROM skill) WHERE skill_id > 1",
    "DELETE FROM version_question WHERE position = 1",
)


@pytest.mark.parametrize("sql", ALTERED)
def test_sums_and_what_they_count_by_are_held_to_evaluations_and_forms(place, capsys, sql) -> None:
    with by_hand(place) as conn:
        assert conn.execute(sql).rowcount > 0
    assert ask(place) == 1
    assert "is not what the evaluations and forms come to" in capsys.readouterr().err


def test_an_altered_change_ends_in_one_with_its_number_its_row_and_its_device(place, capsys) -> None:
    with by_hand(place) as conn:
        conn.execute("UPDATE change SET new = 'x' WHERE sequence = 20")
        device, row = conn.execute('SELECT device, "row" FROM change WHERE sequence = 20').fetchone()
    assert ask(place) == 1
    told = capsys.readouterr()
    assert "broken at change 20." in told.out
    assert "First: line 20 about a row" in told.err
    assert row.hex() in told.err and device.hex()[-8:] in told.err


def test_a_row_altered_past_the_record_ends_in_one_and_is_named(place, capsys) -> None:
    with by_hand(place) as conn:
        conn.execute("UPDATE evaluation SET reported = 100 - reported")
        (row,) = conn.execute("SELECT uid FROM evaluation").fetchone()
    assert ask(place) == 1
    told = capsys.readouterr().err
    assert "says something else than its newest line" in told and row.hex() in told


def test_a_check_is_itself_recorded(place) -> None:
    assert ask(place) == 0
    with by_hand(place) as conn:
        assert conn.execute("SELECT kind, detail FROM event").fetchall() == [("verify", "")]


def test_a_store_that_is_not_there_is_said_to_be_missing_and_not_made(tmp_path, capsys) -> None:
    assert ask(tmp_path / "none.deskside") == 1
    assert "There is no store at" in capsys.readouterr().err
    assert not (tmp_path / "none.deskside").exists()
