"""The files that ship with Deskside (pictures, themes, templates, starter content), found by name.

Every reader asks here, so that a checkout, an installed copy and a frozen build all work alike.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str = "") -> Path:
    """Return where the shipped file or folder is, e.g. `path("icons/today.svg")`; it may not exist."""
    return _HERE / name
