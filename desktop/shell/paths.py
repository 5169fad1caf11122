"""Where Deskside keeps things on this machine."""

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


def default_store() -> Path:
    return data_dir() / "floor.deskside"


def demo_store() -> Path:
    return data_dir() / "demo.deskside"


def last_store() -> Path:
    """The store opened last on this machine if it is there, else the usual one; for scripts too."""
    try:
        last = json.loads(machine_settings().read_text(encoding="utf-8")).get("store")
    except (OSError, ValueError, AttributeError):
        last = None
    return Path(last) if isinstance(last, str) and last and may_be_there(Path(last)) else default_store()


def may_be_there(path: Path) -> bool:
    """Whether there is a file, or a folder that we may not look into."""
    try:
        return path.exists()
    except OSError:
        return True


def machine_settings() -> Path:
    return config_dir() / "settings.json"
