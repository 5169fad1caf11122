"""Finds the system libraries Qt needs on Debian and Ubuntu, and installs or names those that are missing.

Qt's wheels bring Qt itself, but not what a desktop's own system already has: a bare server or container
lacks them, and Qt then fails with a message that names neither the library nor the package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Library file → Debian package. QtMultimedia's import fails without the last two.
FOR_ANY_PLATFORM = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
}
FOR_A_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def find_missing_packages(with_window: bool) -> list[str]:
    """The Debian packages whose libraries this machine lacks; none where that can't be told."""
    listed = list_libraries() if is_debian() else None
    if listed is None:
        return []
    needed = FOR_ANY_PLATFORM | (FOR_A_WINDOW if with_window else {})
    missing = [package for library, package in needed.items() if library not in listed]
    return missing + ([] if has_ensurepip() else [name_venv_package()])


def is_debian() -> bool:
    return sys.platform == "linux" and shutil.which("apt-get") is not None


def list_libraries() -> set[str] | None:
    """The libraries the loader knows; ldconfig is often not on an ordinary user's path."""
    command = next((path for path in ("/sbin/ldconfig", "/usr/sbin/ldconfig") if Path(path).exists()), None)
    if command is None:
        return None
    printed = subprocess.run([command, "-p"], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in printed.splitlines() if "=>" in line}


def has_ensurepip() -> bool:
    """Whether this Python can make environments; Debian packs that part separately."""
    checked = subprocess.run(
        [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
    )
    return checked.returncode == 0


def name_venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def use_names_of_here(packages: Iterable[str]) -> list[str]:
    """The names this release uses: since 2024 some end in t64 (64-bit time on 32-bit machines)."""
    return [name + "t64" if is_packaged(name + "t64") else name for name in packages]


def is_packaged(name: str) -> bool:
    shown = subprocess.run(["apt-cache", "show", "--quiet", name], capture_output=True, check=False)
    return shown.returncode == 0 and bool(shown.stdout.strip())


def can_install() -> bool:
    return os.geteuid() == 0


def install_packages(packages: list[str]) -> bool:
    """Install them by apt-get, quietly; False if that failed."""
    run_apt("update", "-qq")
    return run_apt("install", "-y", "-qq", "--no-install-recommends", *use_names_of_here(packages))


def run_apt(*arguments: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *arguments]
    finished = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return finished.returncode == 0


def name_command(packages: list[str]) -> str:
    """The one command that an administrator has to run."""
    return "sudo apt-get install --no-install-recommends " + " ".join(use_names_of_here(packages))
