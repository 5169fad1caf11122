"""Where Deskside keeps things on this machine."""

import itertools
import json
from pathlib import Path

import platformdirs

NAME = "deskside"


def data_dir() -> Path:
    """The folder of the stores and their backups."""
    return platformdirs.user_data_path(NAME, appauthor=False)


def config_dir() -> Path:
    return platformdirs.user_config_path(NAME, appauthor=False)


def log_dir() -> Path:
    return platformdirs.user_log_path(NAME, appauthor=False)


def cache_dir() -> Path:
    return platformdirs.user_cache_path(NAME, appauthor=False)


def documents() -> Path:
    """Where people look for what they have saved; their home where there is no such folder."""
    found = platformdirs.user_documents_path()
    return found if found.is_dir() else Path.home()


def default_store() -> Path:
    return data_dir() / "floor.deskside"


def demo_store() -> Path:
    return data_dir() / "demo.deskside"


def is_demo_place(path: Path) -> bool:
    """Whether a demo floor may open here without a passphrase: elsewhere anybody may have laid one down."""
    return path.resolve() == demo_store().resolve()


def last_store() -> Path:
    """The store opened last on this machine, there or not, else the usual one; for scripts too.

    A drive that is unplugged must not put another floor in its place unsaid. The demo can be made anew.
    """
    try:
        last = json.loads(machine_settings().read_text(encoding="utf-8")).get("store")
    except (OSError, ValueError, AttributeError):
        last = None
    if not isinstance(last, str) or not last:
        return default_store()
    path = Path(last)
    return default_store() if path == demo_store() and not may_be_there(path) else path


def place_beside(refused: Path) -> Path:
    """Where a new floor may go while the store `refused` can't be opened: the usual place, else beside it."""
    usual = default_store()
    if usual != refused or not may_be_there(usual):
        return usual
    names = (usual.with_stem(f"{usual.stem}-{count}") for count in itertools.count(2))
    return next(path for path in names if not may_be_there(path))


def may_be_there(path: Path) -> bool:
    """Whether there is a file, or a folder that we may not look into."""
    try:
        return path.exists()
    except OSError:
        return True


def known_floors() -> Path:
    """The protected floors that were opened here; see `desktop.shell.known_floors`."""
    return config_dir() / "floors.json"


def machine_settings() -> Path:
    return config_dir() / "settings.json"
