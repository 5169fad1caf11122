"""A supervisor at work in a process of its own, typing as fast as the store keeps up, until it is killed.

Before each key the process says on its output what has been pressed so far; it runs until the end of its
script. Run as `python -m tests.journeys.monitoring_apart STORE OBSERVATION`.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from db.queries import people
from db.store import Store
from desktop.app import make_app, make_qt
from desktop.shell.jobs import Jobs
from desktop.shell.places import Place
from desktop.shell.window import MainWindow

NOTE = "the caller rang a third time about the same bill"
SCRIPT: tuple[str, ...] = (
    *NOTE,
    "F5",
    *"asked for the postcode twice",
    "Return",
    *"said so before",
    "F10",
    "F2",
    *"1212121",
    *"she said ",
)
KEYS = {"F5": Qt.Key.Key_F5, "F10": Qt.Key.Key_F10, "F2": Qt.Key.Key_F2, "Return": Qt.Key.Key_Return}
PLACE = Place("monitoring", "Monitoring", "monitoring", "desktop.features.monitoring.page:MonitoringPage")


class Typist(QObject):
    """Presses the next key of the script whenever nothing waits to be stored: no person is faster."""

    def __init__(self, window: MainWindow, jobs: Jobs) -> None:
        super().__init__()
        self._window, self._jobs = window, jobs
        self._pressed = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._press)
        self._timer.start(0)

    def _press(self) -> None:
        focus = self._window.focusWidget()
        ready = self._window.pages["monitoring"].editor.desk.sitting is not None
        if not self._jobs.idle() or focus is None or not ready:
            return
        if self._pressed == len(SCRIPT):
            self._timer.stop()
            return
        key = SCRIPT[self._pressed]
        self._pressed += 1
        print(self._pressed, flush=True)
        if key in KEYS:
            QTest.keyClick(focus, KEYS[key])
        else:
            QTest.keyClicks(focus, key)


def work(store: Path, observation: int) -> None:
    """Open the window on the store and type until killed."""
    jobs = Jobs()
    app = make_app(jobs)
    qt = make_qt()
    app.theme.apply(qt)
    app.store = Store.open(store)
    app.changes.listen_to(app.store)
    with app.store.reading() as db:
        app.user = people.users(db)[0]
    window = MainWindow(app, (PLACE,))
    app.window = window
    window.show()
    window.show_store()
    window.activateWindow()
    app.go("monitoring", observation)
    typist = Typist(window, jobs)
    qt.exec()
    del typist


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
