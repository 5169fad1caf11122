"""How long the first window takes to be seen, beside a bare Qt window in the same run."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

from tests.house.sources import ROOT

BARE = """
from time import perf_counter
begun = perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
qt = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, tell)
def tell():
    print((perf_counter() - begun) * 1000)
    qt.quit()
window = Window()
window.resize(1280, 800)
window.show()
qt.exec()
"""

OURS = """
from time import perf_counter
begun = perf_counter()
from desktop import app
from desktop.shell.jobs import Jobs
qt = app.make_qt()
made = app.make_app(Jobs())
made.theme.apply(qt)
window = app.MainWindow(made, app.PLACES)
desk = app.Desk(made, window)
desk.greet()
def tell():
    print((perf_counter() - begun) * 1000)
    qt.quit()
window.painted.connect(tell)
window.show()
qt.exec()
desk.shut()
"""


def milliseconds(code: str, home: Path) -> float:
    environment = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return float(run.stdout)


@pytest.mark.benchmark
def test_time_to_the_first_window(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    bare, ours = (median(milliseconds(code, home) for _ in range(5)) for code in (BARE, OURS))
    with capsys.disabled():
        print(f"\nfirst window seen: {ours:.0f} ms, a bare Qt window {bare:.0f} ms: × {ours / bare:.1f}")
    assert ours < bare * 5
