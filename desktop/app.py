"""Puts the parts together: the window is painted first, then the store opens behind it."""

import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from db.progress import Progress
from desktop.features.recordings.watching import Watching
from desktop.navigation import PLACES
from desktop.shell import paths
from desktop.shell.changes import Changes
from desktop.shell.clipboard import Concealer
from desktop.shell.context import App
from desktop.shell.crash import install_crash_handler
from desktop.shell.desk import Desk
from desktop.shell.icons import draw_app_icon
from desktop.shell.instance import wake_other
from desktop.shell.jobs import Jobs
from desktop.shell.notices import Notices
from desktop.shell.renewal import Renewal, end_soon, from_bytes, say_seen
from desktop.shell.settings import Settings
from desktop.shell.theme import Theme
from desktop.shell.undo import UndoStack
from desktop.shell.window import MainWindow


@dataclass(frozen=True, slots=True)
class Start:
    """How Deskside was asked to start: with a store of the user's choice, or with the demo floor.

    `locked` is how a window that was locked starts the one that waits in its place.
    """

    store: Path | None = None
    demo: bool = False
    locked: bool = False


def run(start: Start) -> int:
    """Show the window and stay until it is closed; returns the exit code."""
    qt = make_qt()
    app = make_app(Jobs())
    path = store_to_open(start)
    if not start.locked and wake_other(path):
        return 0
    app.theme.apply(qt)
    window = MainWindow(app, PLACES)
    desk = Desk(app, window)
    desk.renewal = Renewal(window)
    desk.renewal.seen.connect(end_soon)
    desk.renewal.seen.connect(qt.quit)
    Watching(app, window).start()
    window.box_asked.connect(partial(open_box, app, window))
    restore_hooks = install_crash_handler(window.reported.emit, paths.log_dir())
    window.painted.connect(partial(begin, desk, start, path))
    desk.greet()
    window.show()
    code = qt.exec()
    desk.shut()
    restore_hooks()
    return code


def begin(desk: Desk, start: Start, path: Path) -> None:
    """What waits until the window has been seen: the store, further fonts, the chart library."""
    if start.locked:
        desk.take_over(path, from_bytes(sys.stdin.buffer.read()))
        say_seen(sys.stdout.buffer)
    elif start.demo:
        desk.open_demo(prepare_demo)
    else:
        desk.open_first(path)
    desk.warm = threading.Thread(target=warm_up, name="deskside-warm-up", daemon=True)
    QTimer.singleShot(0, desk.warm.start)


def warm_up() -> None:
    """Import the chart library in a Python thread: a freeze of 20 ms instead of 440 at the first chart."""
    from desktop.widgets.canvas import load_charts

    load_charts()


def prepare_demo(path: Path) -> Iterator[Progress]:
    """Make the demo floor unless it is there; a job."""
    from desktop.features.signin import actions

    yield from actions.prepare_demo(path, date.today())


def open_box(app: App, window: MainWindow, finding: bool) -> None:
    """Open the Ctrl+K box, or the Ctrl+F box."""
    from desktop.widgets.palette import CommandBox

    CommandBox(app, window, finding).open()


def make_qt() -> QApplication:
    """Return the application object, made if there is none."""
    found = QApplication.instance()
    qt = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    qt.setApplicationName("Deskside")
    qt.setDesktopFileName("deskside")
    qt.setWindowIcon(draw_app_icon())
    if qt.findChild(Concealer) is None:
        Concealer(qt)
    # Without this Ctrl+C in the terminal is not heard while Qt waits for events.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return qt


def make_app(jobs: Jobs, queued: bool = True, settings: Path | None = None) -> App:
    """Build the object handed around, with no store yet; `settings` is another file than this machine's."""
    kept = Settings(settings or paths.machine_settings(), jobs)
    notices = Notices()
    theme = Theme(kept.get("theme"), int(kept.get("text_percent")) / 100)
    app = App(
        jobs=jobs,
        changes=Changes(queued),
        settings=kept,
        theme=theme,
        notices=notices,
        undo=UndoStack(notices),
    )
    jobs.on_failure = app.sorry
    return app


def store_to_open(start: Start) -> Path:
    """Return the store asked for, else the one opened last (there or not), else the usual one."""
    if start.demo:
        return paths.demo_store()
    if start.store is not None:
        return start.store.resolve()
    return paths.last_store()
