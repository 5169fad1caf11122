"""Deskside tests itself after installing: every page, a chart and a PDF in a temporary store."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_urlsafe

from PySide6.QtCore import QCoreApplication, QEvent

from desktop.app import make_app, make_qt
from desktop.navigation import PLACES
from desktop.shell.context import App
from desktop.shell.desk import Desk
from desktop.shell.jobs import InlineJobs
from desktop.shell.places import Place
from desktop.shell.screen import do_without_screen
from desktop.shell.window import MainWindow

Check = tuple[str, Callable[[], None]]


def run_self_test() -> int:
    """Run every check and name what failed on stderr; returns 0, or 1 if anything did."""
    do_without_screen()
    qt = make_qt()
    qt.setQuitOnLastWindowClosed(False)
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="deskside-self-test-") as folder:
        app, desk = _open(Path(folder))
        try:
            for name, check in _checks(app, desk.window, Path(folder)):
                _run(name, check, failed)
        finally:
            desk.window.close()
            desk.shut()
    print("deskside: all is well" if not failed else f"deskside: {len(failed)} of the checks failed")
    return 1 if failed else 0


def _run(name: str, check: Callable[[], None], failed: list[str]) -> None:
    try:
        check()
    except Exception as error:
        failed.append(name)
        print(f"deskside: {name}: {type(error).__name__}: {error}", file=sys.stderr)


def _open(folder: Path) -> tuple[App, Desk]:
    """Build the app on a new protected floor in the folder; its settings stay there too."""
    from db.keys import new_code
    from desktop.features.signin import actions

    app = make_app(InlineJobs(), queued=False, settings=folder / "settings.json")
    app.theme.apply(make_qt())
    window = MainWindow(app, PLACES)
    desk = Desk(app, window)
    window.show()
    path = folder / "floor.deskside"
    new = actions.NewFloor("Self-test", "First team", "Sam Field")
    desk.come_in(actions.create_floor(path, new, token_urlsafe(), new_code()))
    return app, desk


def _checks(app: App, window: MainWindow, folder: Path) -> Iterator[Check]:
    for place in PLACES:
        yield f"page {place.key}", partial(visit, window, place)
    yield "chart", partial(draw_chart, app)
    yield "PDF", partial(write_pdf, folder)
    yield "sound", hear_sound


def visit(window: MainWindow, place: Place) -> None:
    """Open a page and let it load and paint."""
    window.go(place.key)
    QCoreApplication.sendPostedEvents()
    if window.grab().isNull():
        raise RuntimeError("the page could not be painted")


def draw_chart(app: App) -> None:
    """Draw a chart on screen's terms and see that it has its points."""
    from desktop.widgets.charts import Chart
    from desktop.widgets.pictures import ChartPoint, TrendPicture

    days = [date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)]
    points = tuple(ChartPoint(day, 70.0 + at, 65.0, 80.0, 5) for at, day in enumerate(days))
    chart = Chart(app, "Self-test")
    chart.resize(480, 320)
    chart.show()
    chart.show_series(TrendPicture("Self-test", "Three weeks.", points))
    drawn = len(chart.drawing.spots)
    chart.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if drawn != len(points):
        raise RuntimeError(f"{drawn} of {len(points)} points were drawn")


def write_pdf(folder: Path) -> None:
    """Write a short plan and see that a PDF came out, with the fonts it needs."""
    from desktop.documents.plan import PlanDocument, render

    made = render(PlanDocument("Łukasz Żółć 李小龍 محمد", date(2026, 1, 5), "5 Jan 2026", site="Self-test"))
    file = folder / "plan.pdf"
    file.write_bytes(made.pdf)
    if not file.read_bytes().startswith(b"%PDF-"):
        raise RuntimeError("what was written is no PDF")


def hear_sound() -> None:
    """Decode a second of sound by Qt Multimedia: its libraries and plug-ins are easily left out."""
    import io
    import wave

    from desktop.widgets.player.decoding import Source, decode

    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000))
    steps = decode(Source(data=made.getvalue()))
    try:
        while True:
            next(steps)
    except StopIteration as end:
        if round(end.value.heard.duration_s) != 1:
            raise RuntimeError("a second of sound was not heard as one") from None
