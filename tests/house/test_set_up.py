"""The set-up commands: what they install is pinned, and what goes wrong is said in a sentence."""

import ast
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import environment as set_up
import pip_run
import system_libraries
from telling import Stop, run_main
from tests.house.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PIN = re.compile(r"^([\w.-]+)==(\S+)((?:.*\\\n\s+--hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)


def read_pins(kind: str) -> dict[str, str]:
    return {name: version for name, version, _ in PIN.findall(set_up.LOCKS[kind].read_text("utf-8"))}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A small checkout to set up; what is asked of venv and pip is only noted, in this list."""
    asked: list[str] = []
    (tmp_path / "pyproject.toml").touch()
    for name in set_up.LOCKS:
        (tmp_path / name).write_text("a==1\n", "utf-8")
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "LOCKS", {name: tmp_path / name for name in set_up.LOCKS})
    monkeypatch.setattr(set_up, "supply_libraries", lambda with_window: "")

    def create(made: set_up.Environment) -> None:
        asked.append("create")
        made.programs.mkdir(parents=True, exist_ok=True)
        made.python.touch()

    monkeypatch.setattr(set_up, "create", create)
    monkeypatch.setattr(set_up, "check_room", lambda folder: None)
    monkeypatch.setattr(pip_run, "install_locked", lambda python, lock: asked.append(lock.name))
    monkeypatch.setattr(pip_run, "install_project", lambda python, project: asked.append("project"))
    return asked


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("run", [*PROJECT["dependencies"], *EXTRAS["setup"]]),
        ("development", [*PROJECT["dependencies"], *EXTRAS["setup"], *EXTRAS["dev"]]),
    ],
)
def test_every_dependency_is_locked_within_its_bounds(kind, wanted) -> None:
    pins = read_pins(kind)
    requirements = [Requirement(line) for line in wanted]
    loose = [r.name for r in requirements if pins.get(canonicalize_name(r.name), "") not in r.specifier]
    assert loose == [], "write the lock files anew"


def test_every_locked_package_has_hashes_and_one_version() -> None:
    for lock in set_up.LOCKS.values():
        found = PIN.findall(lock.read_text("utf-8"))
        assert [name for name, _, hashes in found if not hashes] == []
        assert len({name for name, _, _ in found}) == len(found)


def test_development_runs_on_the_locked_dependencies() -> None:
    assert read_pins("run").items() <= read_pins("development").items()


@pytest.mark.parametrize("name", ["start.py", "check.py", "oldest_python.py"])
def test_an_old_python_can_read_far_enough_to_say_so(name) -> None:
    ast.parse((ROOT / "installer" / name).read_text("utf-8"), feature_version=(3, 7))


def test_a_second_set_up_does_nothing(house) -> None:
    set_up.prepare("run")
    set_up.prepare("run")
    assert house == ["create", "run", "project"]


@pytest.mark.skipif(sys.platform == "win32", reason="no lock file is made there")
def test_the_lock_is_held_during_a_set_up_and_gone_afterwards(house, tmp_path, monkeypatch) -> None:
    import fcntl

    held: list[bool] = []

    def look(python: Path, lock: Path) -> None:
        with open(next(tmp_path.glob("deskside-set-up-*"))) as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held.append(True)

    monkeypatch.setattr(set_up.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(pip_run, "install_locked", look)
    set_up.prepare("run")
    assert held == [True]
    assert list(tmp_path.glob("deskside-set-up-*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no lock file is made there")
def test_who_waited_for_a_lock_that_was_removed_takes_a_new_one(tmp_path, monkeypatch) -> None:
    import fcntl

    path, rounds = tmp_path / "lock", []

    def remove_first(_file: object, _how: int) -> None:
        rounds.append(path.exists())
        if len(rounds) == 1:
            path.unlink()

    monkeypatch.setattr(fcntl, "flock", remove_first)
    file = set_up.lock(path)
    assert rounds == [True, True]
    assert path.exists()
    os.close(file)


def test_development_serves_running_too(house) -> None:
    set_up.prepare("development")
    set_up.prepare("run")
    assert house == ["create", "development", "project"]


def test_a_changed_lock_is_installed_over(house) -> None:
    set_up.prepare("run")
    set_up.LOCKS["run"].write_text("a==2\n", "utf-8")
    set_up.prepare("run")
    assert house == ["create", "run", "project", "run", "project"]


def test_an_interrupted_set_up_is_made_anew(house, monkeypatch) -> None:
    def fail(python: Path, project: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(pip_run, "install_project", fail)
        set_up.prepare("run")
    set_up.prepare("run")
    assert house == ["create", "run", "create", "run", "project"]


def test_a_checkout_that_cannot_be_written_is_set_up_among_the_users_data(house, monkeypatch) -> None:
    monkeypatch.setattr(set_up, "can_write", lambda folder: folder.name != ".venv")
    assert set_up.prepare("run").folder.is_relative_to(set_up.find_data_folder())


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("ERROR: [Errno 28] No space left on device", 5, "disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", 4, "network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", 4, "not installed"),
        ("ERROR: No matching distribution found for x", 4, "Python"),
        ("ERROR: something nobody foresaw", 6, "could not be installed"),
    ],
)
def test_a_failed_installation_is_explained(line, code, word) -> None:
    stop = pip_run.explain(["Collecting x", line])
    assert stop.code == code
    assert word in str(stop)
    assert line in str(stop)


def test_a_stop_becomes_its_sentence_and_its_exit_code(capsys) -> None:
    def stop() -> int:
        raise Stop(5, "The disk is full.")

    assert run_main(stop) == 5
    assert capsys.readouterr().err.strip() == "The disk is full."


@pytest.fixture
def bare_debian(monkeypatch) -> None:
    """Debian with all that an offscreen start needs but one, and without what a window needs."""
    has = set(system_libraries.FOR_ANY_PLATFORM) - {"libpulse.so.0"}
    monkeypatch.setattr(system_libraries, "is_debian", lambda: True)
    monkeypatch.setattr(system_libraries, "list_libraries", lambda: has)
    monkeypatch.setattr(system_libraries, "has_ensurepip", lambda: True)


@pytest.mark.usefixtures("bare_debian")
def test_only_what_is_missing_is_named() -> None:
    assert system_libraries.find_missing_packages(with_window=False) == ["libpulse0"]
    assert "libxcb-cursor0" in system_libraries.find_missing_packages(with_window=True)


@pytest.mark.usefixtures("bare_debian")
def test_newer_releases_names_are_used(monkeypatch) -> None:
    monkeypatch.setattr(system_libraries, "is_packaged", lambda name: name == "libglib2.0-0t64")
    command = system_libraries.name_command(["libglib2.0-0", "libgl1"])
    assert command.endswith(" libglib2.0-0t64 libgl1")


@pytest.mark.usefixtures("bare_debian")
def test_without_rights_the_command_is_named_and_the_set_up_goes_on(monkeypatch, capsys) -> None:
    monkeypatch.setattr(system_libraries, "can_install", lambda: False)
    monkeypatch.setattr(system_libraries, "is_packaged", lambda name: False)
    assert set_up.supply_libraries(with_window=False).endswith("libpulse0")
    assert "sudo apt-get install" in capsys.readouterr().out


@pytest.mark.usefixtures("bare_debian")
def test_an_administrator_gets_them_installed(monkeypatch) -> None:
    installed: list[str] = []
    monkeypatch.setattr(system_libraries, "can_install", lambda: True)
    monkeypatch.setattr(system_libraries, "install_packages", installed.extend)
    monkeypatch.setattr(system_libraries, "is_packaged", lambda name: False)
    set_up.supply_libraries(with_window=False)
    assert installed == ["libpulse0"]
