"""From a fresh checkout to Deskside on its demo floor, with one command.

With a screen it opens the window; without one it walks the main job (import, monitor, assess, plan, PDF,
trend) and says where the PDF and the pictures lie. Exit codes above 1 are those of environment.py.
"""

import sys

from oldest_python import require_python

require_python()

import argparse
import os
import subprocess
from pathlib import Path

from environment import ROOT, Environment, prepare, qt_works
from telling import run_main, say


def main() -> int:
    wishes = read_wishes()
    has_screen = wishes.walk is None and find_screen()
    environment = prepare("run", with_window=has_screen)
    if wishes.only_set_up:
        say(f"To start Deskside: {environment.programs / 'deskside'}")
        return 0
    if has_screen and qt_works(environment):
        return open_window(environment)
    return walk(environment, wishes.walk or choose_folder())


def read_wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Set up Deskside and open it on its demo floor.")
    parser.add_argument("--walk", metavar="FOLDER", type=Path, help="walk the main job without a window")
    parser.add_argument("--only-set-up", action="store_true", help="set up and stop")
    return parser.parse_args()


def find_screen() -> bool:
    """Whether a window can be shown; Windows and macOS always have a screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def choose_folder() -> Path:
    """Where a person would look for what the walk leaves behind."""
    documents = Path.home() / "Documents"
    return (documents if documents.is_dir() else Path.home()) / "deskside-walk"


def open_window(environment: Environment) -> int:
    say("Opening Deskside, on its demo floor if you have none of your own yet …")
    return subprocess.run([environment.programs / "deskside", "--or-demo"], check=False).returncode


def walk(environment: Environment, folder: Path) -> int:
    """Walk the main job on Qt's offscreen platform; the exit code is the walk's own."""
    folder = folder.expanduser().resolve()
    say(f"No window can be opened here: walking the main job instead. Its files go to {folder}")
    command = [str(environment.python), "-m", "desktop", "--walk", str(folder)]
    setting = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    code = subprocess.run(command, cwd=ROOT, env=setting, check=False).returncode
    if code == 0:
        say(f"Done. The plan's PDF and the pictures of the window lie in {folder}")
    return code


if __name__ == "__main__":
    sys.exit(run_main(main))
