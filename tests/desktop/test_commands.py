"""The command line for scripts: what it does to a store, what it says, and in which cases it says no."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from db.queries import contacts, people, plans
from db.store import Store
from desktop.__main__ import main
from desktop.shell import paths, screen
from tests.builders import new_floor

CALLS = """Call ID,Agent,Date,Time,Topic
A-1,Imani Okafor,2026-03-02,09:30,Billing
A-2,Imani Okafor,2026-03-03,10:00,Billing
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A small floor, closed."""
    floor = new_floor(tmp_path)
    floor.store.close()
    return floor.store.path


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    return write(tmp_path / "calls.csv", CALLS)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def ask(place: Path, *words: object) -> int:
    return main(["--store", str(place), *map(str, words)])


def count_calls(place: Path) -> int:
    store = Store.open(place)
    try:
        with store.reading() as db:
            return contacts.count(db)
    finally:
        store.close()


def begin_plan(place: Path) -> None:
    store = Store.open(place)
    try:
        with store.writing("plan", "condition") as db:
            plans.begin(db, 1, 1, date(2026, 3, 9), "Heard the first time.")
    finally:
        store.close()


def test_calls_are_brought_in_and_counted(place, calls, capsys):
    assert ask(place, "import", calls, "--as", "calls") == 0
    assert capsys.readouterr().out == "Brought in 2 of 2 calls from calls.csv.\n"
    assert count_calls(place) == 2


def test_rows_left_out_are_counted_and_written_where_asked(place, tmp_path, capsys):
    file = write(tmp_path / "calls.csv", CALLS + "A-3,Imani Okafor,some day,10:00,Billing\n")
    rejected = tmp_path / "rejected.csv"
    assert ask(place, "import", file, "--as", "calls", "--rejected", rejected) == 0
    told = capsys.readouterr().out
    assert "2 of 3" in told
    assert "Left out: 1 values that can’t be read." in told
    assert str(rejected) in told
    assert "some day" in rejected.read_text("utf-8")


def test_dates_that_can_be_read_two_ways_are_refused_until_the_order_is_named(place, tmp_path, capsys):
    file = write(
        tmp_path / "calls.csv", CALLS.replace("2026-03-02", "02/03/2026").replace("2026-03-03", "03/03/2026")
    )
    assert ask(place, "import", file, "--as", "calls") == 1
    assert "--dates dmy" in capsys.readouterr().err
    assert count_calls(place) == 0
    assert ask(place, "import", file, "--as", "calls", "--dates", "dmy") == 0
    store = Store.open(place)
    with store.reading() as db:
        days = [one.started_at.date() for one in contacts.of_agent(db, 1)]
    store.close()
    assert days == [date(2026, 3, 3), date(2026, 3, 2)]


def test_a_column_can_be_named(place, tmp_path, capsys):
    file = write(tmp_path / "calls.csv", CALLS.replace("Agent", "Zz"))
    assert ask(place, "import", file, "--as", "calls", "--map", "Zz=agent") == 0
    assert count_calls(place) == 2
    assert ask(place, "import", file, "--as", "calls", "--map", "Yy=agent") == 1
    assert "Yy" in capsys.readouterr().err


def test_new_agents_need_a_team_only_where_there_are_several(place, tmp_path, capsys):
    file = write(tmp_path / "calls.csv", CALLS.replace("Imani Okafor", "李小龍"))
    assert ask(place, "import", file, "--as", "calls") == 0
    assert "1 agent was added" in capsys.readouterr().out


def test_a_file_brought_in_twice_is_refused_with_the_reason(place, calls, capsys):
    ask(place, "import", calls, "--as", "calls")
    assert ask(place, "import", calls, "--as", "calls") == 1
    assert "2 here already" in capsys.readouterr().err
    assert count_calls(place) == 2


def test_an_error_is_one_line_on_stderr_and_nothing_on_stdout(place, tmp_path, capsys):
    for words in (
        ("import", tmp_path / "none.csv", "--as", "calls"),
        ("plan", "Nobody", "--pdf", tmp_path / "x.pdf"),
        ("restore", tmp_path / "none.deskside"),
    ):
        assert ask(place, *words) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("deskside: ")
        assert told.err.count("\n") == 1


def test_a_mistyped_store_is_not_made(tmp_path, calls, capsys):
    place = tmp_path / "flor.deskside"
    assert ask(place, "import", calls, "--as", "calls") == 1
    assert "Start my own floor" in capsys.readouterr().err
    assert not place.exists()


def test_a_store_open_elsewhere_says_so(place, calls, capsys):
    store = Store.open(place)
    try:
        assert ask(place, "import", calls, "--as", "calls") == 1
    finally:
        store.close()
    assert "already open in another Deskside" in capsys.readouterr().err


def test_a_store_without_users_is_not_written(tmp_path, calls, capsys):
    place = tmp_path / "empty.deskside"
    Store.open(place).close()
    assert ask(place, "import", calls, "--as", "calls") == 1
    assert "Nobody in this store" in capsys.readouterr().err


def test_an_agents_newest_plan_is_printed(place, tmp_path, capsys):
    begin_plan(place)
    file = tmp_path / "plan.pdf"
    assert ask(place, "plan", "imani okafor", "--pdf", file) == 0
    assert capsys.readouterr().out == f"Wrote {file}.\n"
    assert file.read_bytes().startswith(b"%PDF-")


def test_an_agent_without_a_plan_is_told_where_to_begin_one(place, tmp_path, capsys):
    assert ask(place, "plan", "Imani", "--pdf", tmp_path / "plan.pdf") == 1
    assert "no growth plan yet" in capsys.readouterr().err
    assert not (tmp_path / "plan.pdf").exists()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("", "is a folder. Name the file to write, such as"),
        ("no/plan.pdf", "There is no folder"),
        ("n" * 300 + ".pdf", "could not be read or written"),
    ],
)
def test_where_a_plan_cant_be_written_the_users_own_path_is_named(place, tmp_path, capsys, target, said):
    begin_plan(place)
    assert ask(place, "plan", "Imani Okafor", "--pdf", tmp_path / target) == 1
    told = capsys.readouterr().err
    assert said in told
    assert ".part" not in told
    assert str((tmp_path / target).parent if target.startswith("no") else tmp_path / target) in told


def test_agents_of_one_name_are_told_apart_by_their_staff_numbers(place, tmp_path, capsys):
    begin_plan(place)
    store = Store.open(place)
    with store.writing("agent") as db:
        people.add_agent(db, "Imani Okafor", 1, reference="B-77")
        own = people.agents(db)[0].reference
    store.close()
    file = tmp_path / "plan.pdf"
    assert ask(place, "plan", "imani okafor", "--pdf", file) == 1
    told = capsys.readouterr().err
    assert "2 agents are called “imani okafor”. Write a staff number instead of the name:" in told
    assert "B-77" in told
    assert own in told
    assert ask(place, "plan", own, "--pdf", file) == 0


@pytest.mark.usefixtures("home")
def test_a_script_too_misses_the_store_used_last(tmp_path, capsys):
    gone = tmp_path / "drive" / "gone.deskside"
    kept = paths.machine_settings()
    kept.parent.mkdir(parents=True)
    kept.write_text(json.dumps({"store": str(gone)}), "utf-8")
    assert main(["backup", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "“gone.deskside” is not there" in told
    assert str(gone.parent) in told


def test_a_backup_can_be_gone_back_to(place, calls, tmp_path, capsys):
    assert ask(place, "backup", tmp_path / "safe") == 0
    backup = next((tmp_path / "safe").glob("*.deskside"))
    assert str(backup) in capsys.readouterr().out
    ask(place, "import", calls, "--as", "calls")
    capsys.readouterr()
    assert ask(place, "restore", backup) == 0
    assert count_calls(place) == 0
    aside = next(place.parent.glob("floor-set-aside-*.deskside"))
    assert str(aside) in capsys.readouterr().out
    assert count_calls(aside) == 2


def test_restoring_is_refused_while_the_store_is_open(place, tmp_path, capsys):
    ask(place, "backup", tmp_path / "safe")
    store = Store.open(place)
    try:
        assert ask(place, "restore", next((tmp_path / "safe").glob("*.deskside"))) == 1
    finally:
        store.close()
    assert "already open" in capsys.readouterr().err


def test_no_command_loads_the_window(place, tmp_path):
    asked = ["--store", str(place), "backup", str(tmp_path / "safe")]
    code = (
        "import sys; from desktop.__main__ import main;"
        f"code = main({asked!r}); print(code, [name for name in sys.modules if name.startswith('PySide6')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "0 []"


def test_without_a_screen_the_window_is_refused_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in screen.SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert capsys.readouterr().err.startswith("deskside: There is no screen")


def test_a_platform_that_is_named_is_kept(monkeypatch):
    monkeypatch.setenv(screen.PLATFORM, "xcb")
    screen.do_without_screen()
    assert os.environ[screen.PLATFORM] == "xcb"


def test_where_there_is_no_screen_qt_draws_into_memory(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv(screen.PLATFORM, "")
    for name in screen.SCREENS[1:]:
        monkeypatch.delenv(name, raising=False)
    screen.do_without_screen()
    assert os.environ[screen.PLATFORM] == "offscreen"
