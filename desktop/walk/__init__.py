"""The main job done once in the real window, as a user would do it: for machines without a screen, and as a
test that the parts fit. Nothing of the person's own settings or stores is touched.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.files import remove_database
from db.keys import key_path
from desktop.app import make_app, make_qt
from desktop.navigation import PLACES
from desktop.shell.context import App
from desktop.shell.desk import Desk
from desktop.shell.jobs import InlineJobs
from desktop.shell.screen import do_without_screen
from desktop.shell.text import tr
from desktop.shell.window import MainWindow
from desktop.walk.calls import CALLS
from desktop.walk.hand import Hand, Lost
from desktop.walk.steps import BEGINNING, GROWTH, Walk

WIDTH, HEIGHT = 1366, 768
STORE = "walk.deskside"
STEPS = (*BEGINNING, *CALLS, *GROWTH)


def run_walk(folder: Path) -> int:
    """Walk the main job on a new store in `folder` and leave pictures and the plan's PDF there.

    Says each step on stdout; returns 0, or 1 with the reason on stderr. What an earlier walk left in the
    folder is written anew.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    with tempfile.TemporaryDirectory(prefix="deskside-walk-") as aside, _opened(folder, Path(aside)) as app:
        walk = Walk(app, Hand(app), folder)
        try:
            for number, step in enumerate(STEPS, 1):
                _tell(f"{number:2}. {step(walk)}")
        except Lost as lost:
            print(f"deskside: {lost}", file=sys.stderr)
            return 1
    _tell(tr("The plan is in {path}", path=walk.pdf))
    _tell(tr("The pictures of the window are in {folder}", folder=folder))
    return 0


@contextmanager
def _opened(folder: Path, aside: Path) -> Iterator[App]:
    """The app and its window on the welcome page; the store will be in the folder, settings lie aside."""
    do_without_screen()
    qt = make_qt()
    stays = qt.quitOnLastWindowClosed()
    qt.setQuitOnLastWindowClosed(False)
    app = make_app(InlineJobs(), queued=False, settings=aside / "settings.json")
    app.theme.choose("light")
    app.theme.apply(qt)
    window = MainWindow(app, PLACES)
    desk = Desk(app, window)
    window.resize(WIDTH, HEIGHT)
    window.show()
    desk.open_first(folder / "store" / STORE)
    try:
        yield app
    finally:
        window.close()
        desk.shut()
        window.deleteLater()
        qt.setQuitOnLastWindowClosed(stays)


def _clear(folder: Path) -> None:
    """Remove the store that an earlier walk made here, and its backups."""
    store = folder / "store" / STORE
    remove_database(store)
    for left in (key_path(store), *(store.parent / "backups").glob("walk-*")):
        left.unlink(missing_ok=True)


def _tell(words: str) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    print(words, flush=True)
