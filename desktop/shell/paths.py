"""Where Deskside keeps things on this machine."""

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


def machine_settings() -> Path:
    return config_dir() / "settings.json"
