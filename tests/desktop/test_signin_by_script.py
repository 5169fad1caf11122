"""Scripts on a protected floor: who signs in, where the passphrase comes from, each refusal in one line."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import keys
from db.instance import InstanceLock
from db.keys import tries
from db.queries import contacts, people
from db.records.people import Role
from desktop.__main__ import main
from desktop.coaching.access import Forbidden
from desktop.features.signin import by_script
from desktop.shell import recovering
from desktop.shell.arrivals import NotLetIn
from desktop.shell.opening import restore_store
from tests.pages.door import (
    NAME,
    PASSPHRASE,
    SECOND_NAME,
    SECOND_PASSPHRASE,
    invite,
    open_protected,
    protected_floor,
    suspend,
)

CALLS = "Call ID,Agent,Date,Time,Topic\nA-1,Imani Okafor,2026-03-03,09:30,Billing\n"


@pytest.fixture
def place(tmp_path) -> Path:
    return protected_floor(tmp_path)


@pytest.fixture
def calls(tmp_path) -> Path:
    file = tmp_path / "calls.csv"
    file.write_text(CALLS, encoding="utf-8")
    return file


def secret(folder: Path, text: str = PASSPHRASE) -> Path:
    file = folder / "passphrase"
    file.touch(mode=0o600)
    file.write_text(f"{text}\n", encoding="utf-8")
    return file


def ask(place: Path, *words: object, name: str = NAME, file: object = "") -> int:
    how = ["--user", name] if name else []
    how += ["--passphrase-file", str(file)] if file else []
    return main(["--store", str(place), *how, *map(str, words)])


def test_a_script_brings_in_calls_as_its_user_and_the_record_says_who(place, calls, tmp_path, capsys) -> None:
    assert ask(place, "import", calls, "--as", "calls", file=secret(tmp_path)) == 0
    assert "Brought in 1 of 1" in capsys.readouterr().out
    floor = open_protected(place)
    with floor.store.reading() as db:
        told = next(iter(db.query("SELECT detail, user FROM event WHERE kind = 'sign_in'")))
        assert contacts.count(db) == 2
    floor.store.close()
    assert (told["detail"], told["user"]) == ("by a script", floor.user.uid)


def test_the_passphrase_may_come_by_standard_input(place, tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\nmore\n"))
    assert ask(place, "backup", tmp_path / "away", file="-") == 0
    assert list((tmp_path / "away").glob("*.keys"))


def test_at_a_terminal_it_is_asked_for_unseen(place, tmp_path, monkeypatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(by_script, "getpass", lambda _asked: PASSPHRASE)
    assert ask(place, "backup", tmp_path / "away") == 0


REFUSALS = (
    ("", PASSPHRASE, "--user NAME"),
    (NAME, None, "--passphrase-file FILE"),
    (NAME, "no such words here", "Check name and passphrase"),
    ("Nobody", PASSPHRASE, "Check name and passphrase"),
    (NAME, "", "no passphrase on the first line"),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal[2])
def test_each_refusal_is_one_line_and_touches_nothing(place, tmp_path, capsys, monkeypatch, refusal) -> None:
    name, passphrase, said = refusal
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    file = "" if passphrase is None else secret(tmp_path, passphrase)
    assert ask(place, "backup", tmp_path / "away", name=name, file=file) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert said in told.err
    assert not (tmp_path / "away").exists()


def test_a_passphrase_that_others_may_read_is_not_taken(place, tmp_path, capsys) -> None:
    file = secret(tmp_path)
    file.chmod(0o644)
    assert ask(place, "backup", file=file) == 1
    assert "chmod 600" in capsys.readouterr().err


def test_a_script_waits_after_wrong_tries_as_the_window_does(place, tmp_path, capsys) -> None:
    tries.write(place, tries.Tries(6, datetime.now(UTC)))
    assert ask(place, "backup", file=secret(tmp_path)) == 1
    assert "Too soon" in capsys.readouterr().err


def test_temporary_passphrases_and_suspended_users_do_not_get_in(place, tmp_path, capsys) -> None:
    id = invite(place, temporary=True)
    assert ask(place, "backup", name=SECOND_NAME, file=secret(tmp_path, "harp gravel 7 candle")) == 1
    assert "temporary" in capsys.readouterr().err
    suspend(place, id, datetime(2026, 3, 1, tzinfo=UTC))
    assert ask(place, "backup", name=SECOND_NAME, file=secret(tmp_path, "harp gravel 7 candle")) == 1
    assert "suspended" in capsys.readouterr().err


def test_the_users_role_decides_what_a_script_may(place, calls, tmp_path, capsys) -> None:
    id = invite(place)
    floor = open_protected(place)
    with floor.store.writing("user") as db:
        people.change_user(db, replace(people.user(db, id), role=Role.COACH))
    floor.store.close()
    file = secret(tmp_path, SECOND_PASSPHRASE)
    assert ask(place, "import", calls, "--as", "calls", name=SECOND_NAME, file=file) == 1
    assert "Bo Lind's role doesn't cover this" in capsys.readouterr().err


def test_restoring_takes_somebody_who_may(place, tmp_path, capsys) -> None:
    file = secret(tmp_path)
    assert ask(place, "backup", tmp_path / "away", file=file) == 0
    backup = next((tmp_path / "away").glob("*.deskside"))
    assert ask(place, "restore", backup, name="") == 1
    assert "--user NAME" in capsys.readouterr().err
    assert ask(place, "restore", backup, file=file) == 0
    assert "Restored" in capsys.readouterr().out
    open_protected(place).store.close()


def coached(place: Path) -> tuple[Path, Path]:
    """A second user who is a coach, and a backup from when they were there."""
    id = invite(place)
    store = open_protected(place).store
    with store.writing("user") as db:
        people.change_user(db, replace(people.user(db, id), role=Role.COACH, keeps=False))
    backup = store.back_up().path
    store.close()
    return place, backup


def test_nobody_gets_past_the_question_by_holding_the_store(place, tmp_path) -> None:
    place, backup = coached(place)
    file = secret(tmp_path, SECOND_PASSPHRASE)
    lock = InstanceLock(place)
    try:
        with pytest.raises(Forbidden):
            by_script.restore_for(place, backup, SECOND_NAME, file)
    finally:
        lock.release()


def test_the_window_and_the_way_back_ask_too(place) -> None:
    place, backup = coached(place)
    unlocked = keys.unlock(place, SECOND_NAME, SECOND_PASSPHRASE)
    before = place.read_bytes()
    with pytest.raises(Forbidden):
        restore_store(None, place, backup, unlocked)
    with pytest.raises(Forbidden):
        next(recovering.go_back(place, recovering.look_at_file(backup, unlocked), unlocked, salvage=False))
    with pytest.raises(NotLetIn):
        restore_store(None, place, backup, replace(unlocked, temporary=True))
    assert place.read_bytes() == before


def test_a_restore_by_a_script_is_in_the_record_with_who_asked_for_it(place, tmp_path) -> None:
    place, backup = coached(place)
    by_script.restore_for(place, backup, NAME, secret(tmp_path))
    floor = open_protected(place)
    with floor.store.reading(whole=True) as db:
        sql = "SELECT user.name, detail FROM event JOIN user ON user.uid = event.user WHERE kind = 'restore'"
        told = db.execute(sql).fetchall()
    floor.store.close()
    assert told == [(NAME, backup.name)]


def test_the_record_is_verified_by_who_may(place, tmp_path, capsys) -> None:
    assert ask(place, "verify", file=secret(tmp_path)) == 0
