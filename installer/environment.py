"""Makes the project's own Python environment from the locked, hashed dependencies, once, and finds it again.

A stamp written last says what the environment was made from: with the same lock files, Python and place it
is used as it is; without a stamp (an interrupted set-up) it is made anew. Exit codes: 2 Python or its venv
module, 3 system libraries, 4 no network, 5 disk full, 6 anything else that went wrong in the set-up.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pip_run
import system_libraries
from telling import Stop, say

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ROOT / "installer" / "requirements.lock",
    "development": ROOT / "installer" / "development.lock",
}
NEEDED_BYTES = 2_500_000_000
STAMP = "deskside-stamp.json"
TRY_QT = "from PySide6 import QtMultimedia, QtWidgets; QtWidgets.QApplication([])"


@dataclass(frozen=True, slots=True)
class Environment:
    """The project's own environment, ready to run."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.programs / ("python.exe" if os.name == "nt" else "python")

    @property
    def stamp(self) -> Path:
        return self.folder / STAMP


def prepare(kind: str, with_window: bool = False) -> Environment:
    """The environment for `run` or `development`, made or brought up to date if need be; raises Stop."""
    missing = supply_libraries(with_window)
    environment = choose_environment(kind)
    if not is_current(environment, kind):
        with alone(environment):
            if not is_current(environment, kind):  # another set-up may just have finished it
                make(environment, kind)
    if missing and not qt_works(environment, "offscreen"):
        raise Stop(3, f"Qt needs system libraries that are missing. Install them with:\n  {missing}")
    return environment


def supply_libraries(with_window: bool) -> str:
    """Install missing system libraries if we may; the command that is left to an administrator otherwise."""
    packages = system_libraries.find_missing_packages(with_window)
    if packages and system_libraries.can_install():
        say(f"Installing {len(packages)} system libraries that Qt needs …")
        if system_libraries.install_packages(packages):
            packages = system_libraries.find_missing_packages(with_window)
    if not packages:
        return ""
    command = system_libraries.name_command(packages)
    if system_libraries.name_venv_package() in packages:
        raise Stop(2, f"This Python can't make environments yet. Install what it lacks with:\n  {command}")
    say(f"Some system libraries are missing. To install them:\n  {command}")
    return command


def choose_environment(kind: str) -> Environment:
    """`.venv` in the checkout; where that can't be written, a folder among the user's own data."""
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    places = [Environment(ROOT / ".venv"), Environment(find_data_folder() / f"environment-{mark}")]
    ready = [place for place in places if is_current(place, kind)]
    writable = [place for place in places if can_write(place.folder)]
    if not ready + writable:
        raise Stop(6, f"Neither {places[0].folder} nor {places[1].folder} can be written.")
    return (ready + writable)[0]


def find_data_folder() -> Path:
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "deskside"


def can_write(folder: Path) -> bool:
    """Whether the folder, or the nearest one above it that exists, may be written."""
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    return os.access(standing, os.W_OK)


def describe(environment: Environment, kind: str) -> dict[str, str]:
    """What an environment of that kind is made from; development has all that running needs."""
    kinds = ("run",) if kind == "run" else ("run", "development")
    project = (ROOT / "pyproject.toml").read_bytes()
    hashes = {name: hashlib.sha256(LOCKS[name].read_bytes() + project).hexdigest() for name in kinds}
    return {"place": str(environment.folder), "project": str(ROOT), "python": sys.version} | hashes


def read_stamp(environment: Environment) -> dict[str, str]:
    with suppress(OSError, ValueError):
        return dict(json.loads(environment.stamp.read_text("utf-8")))
    return {}


def is_current(environment: Environment, kind: str) -> bool:
    stamp = read_stamp(environment)
    wanted = describe(environment, kind)
    return environment.python.exists() and all(stamp.get(name) == value for name, value in wanted.items())


@contextmanager
def alone(environment: Environment) -> Iterator[None]:
    """Hold the set-up to one process; a second waits, and a killed one holds nobody up."""
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(f"{Path.home()} {environment.folder}".encode()).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"deskside-set-up-{mark}"
    file = lock(path)
    try:
        yield
    finally:
        if file is not None:
            # Still locked: whoever waits for this file finds it gone and makes another.
            path.unlink(missing_ok=True)
            os.close(file)


def lock(path: Path) -> int | None:
    """Hold the lock file at `path`, made if need be; answers its handle, or None on Windows (no lock)."""
    try:
        import fcntl
    except ImportError:
        return None
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        # The one before may have removed it while this one waited.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file), path.stat()):
                return file
        os.close(file)


def make(environment: Environment, kind: str) -> None:
    """Install what the lock file names and the project itself; the stamp comes last."""
    stamp = read_stamp(environment)
    environment.stamp.unlink(missing_ok=True)
    check_room(environment.folder.parent)
    wanted = describe(environment, kind)
    if not all(stamp.get(name) == wanted[name] for name in ("place", "project", "python")):
        create(environment)
    pip_run.install_locked(environment.python, LOCKS[kind])
    pip_run.install_project(environment.python, ROOT)
    unfinished = environment.stamp.with_suffix(".new")
    unfinished.write_text(json.dumps(wanted, indent=1), "utf-8")
    os.replace(unfinished, environment.stamp)
    say("The environment is ready.")


def check_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise Stop(5, f"{folder} has {free / 1e9:.1f} GB free; the set-up needs {NEEDED_BYTES / 1e9:.1f} GB.")


def create(environment: Environment) -> None:
    say(f"Making Deskside's own Python environment in {environment.folder} …")
    command = [sys.executable, "-m", "venv", "--clear", str(environment.folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines()[-1:]
        raise Stop(2, f"Python could not make an environment: {' '.join(reason)}")


def qt_works(environment: Environment, platform: str = "") -> bool:
    """Whether Qt can open an application there, by default on the platform it would choose itself."""
    setting = os.environ | ({"QT_QPA_PLATFORM": platform} if platform else {})
    command = [str(environment.python), "-c", TRY_QT]
    return subprocess.run(command, env=setting, capture_output=True, check=False).returncode == 0
