"""Every test runs without a screen, in a home of its own, and fails on any warning or stray log line."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

# Before Qt, matplotlib or the store are imported by a test module.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "0")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

import pytest
from hypothesis import settings

from db.keys.derivation import Cost
from db.store import Store
from tests.builders import Floor, copy_floor, new_floor
from tests.db.stores import FORM

# No deadline: two cores shared with other work would make it a test of the machine.
# No example database: a checkout may be read-only, and CI starts from nothing anyway.
settings.register_profile("deskside", deadline=None, database=None, max_examples=60, print_blob=True)
settings.register_profile("thorough", parent=settings.get_profile("deskside"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deskside"))

FOLDERS = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
}


def pytest_configure(config: pytest.Config) -> None:
    """Keep matplotlib's font cache between tests: making it anew takes seconds."""
    if getattr(config, "cache", None) is not None:
        os.environ.setdefault("MPLCONFIGDIR", str(config.cache.mkdir("matplotlib")))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; no test sees or touches the person's own files."""
    folder = tmp_path_factory.mktemp("home")
    for name, inside in FOLDERS.items():
        monkeypatch.setenv(name, str(folder / inside))
    return folder


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying a passphrase costs a third of a second by intent; in tests it costs nothing."""
    monkeypatch.setattr("db.keys.derivation.COST", Cost(passes=1, memory=8, lanes=1))


class Listener(logging.Handler):
    """Collects what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning, unless it is marked `expects_logs` and looks at them itself."""
    listener = Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if listener.heard and request.node.get_closest_marker("expects_logs") is None:
        pytest.fail("logged without being expected:\n" + "\n".join(listener.heard), pytrace=False)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A small floor of one's own, open."""
    floor = new_floor(tmp_path)
    yield floor
    floor.store.close()


@pytest.fixture
def encrypted_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Floor]:
    """The same, encrypted; its passphrase is in `tests.db.stores`."""
    monkeypatch.setenv(FORM, "encrypted")
    floor = new_floor(tmp_path)
    yield floor
    floor.store.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo floor as it is on one fixed day; closed. Tests work on copies."""
    from desktop.features.signin.demo.floor import build_demo

    path = tmp_path_factory.mktemp("demo") / "demo.deskside"
    for _ in build_demo(path, date(2026, 3, 20)):
        pass
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demo floor of 20 March 2026, open."""
    store = Store.open(copy_floor(demo_file, tmp_path / "demo.deskside"))
    yield store
    store.close()
