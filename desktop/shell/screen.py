"""Whether this machine can show a window. Qt, asked on a machine that can't, ends the whole process."""

import os
import sys

PLATFORM = "QT_QPA_PLATFORM"
SCREENS = (PLATFORM, "DISPLAY", "WAYLAND_DISPLAY")


def has_screen() -> bool:
    """Windows and macOS always have one; elsewhere the environment names it, or the platform Qt shall use."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in SCREENS)


def do_without_screen() -> None:
    """Let Qt draw into memory where there is no screen. Call it before the first widget."""
    if not has_screen():
        os.environ[PLATFORM] = "offscreen"
        # That platform warns of every window that it can't be told a size; nobody can act on it.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
