"""Every page, in every look and size: it fits, every control has a name, Tab reaches it, none leaks."""

import gc
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from db.queries import people
from db.store import Store
from desktop.navigation import PLACES
from desktop.shell.context import App
from desktop.shell.window import MainWindow
from tests.pages.finding import settle
from tests.pages.opening import open_app, open_window

WIDTH, HEIGHT = 1024, 640
Screen = tuple[str, object]
SCREENS = [
    *(pytest.param((place.key, None), id=place.key) for place in PLACES),
    pytest.param(("monitoring", ("evaluation", 1)), id="monitoring-evaluation"),
    pytest.param(("monitoring", ("agent", 1)), id="monitoring-agent"),
    pytest.param(("monitoring", ("contact", 3)), id="monitoring-listening"),
    pytest.param(("library", ("scorecard", 1)), id="library-scorecard"),
    pytest.param(("sampling", "plans"), id="sampling-plans"),
    pytest.param(("sampling", ("draw", 1)), id="sampling-draw"),
    pytest.param(("sampling", "queue"), id="sampling-queue"),
    pytest.param(("settings", "backups"), id="settings-backups"),
    pytest.param(("people", 1), id="people-agent"),
    pytest.param(("skills", ("agent", 1)), id="skills-agent"),
    pytest.param(("plans", 1), id="plans-plan"),
    pytest.param(("trends", ("team", 1)), id="trends-team"),
]


@pytest.fixture
def app(demo: Store) -> Iterator[App]:
    with demo.reading() as db:
        user = people.users(db)[0]
    with open_app(demo, user) as app:
        yield app
        app.theme.choose("light")
        app.theme.set_scale(1)


@pytest.fixture
def window(app: App) -> Iterator[MainWindow]:
    with open_window(app) as window:
        window.resize(WIDTH, HEIGHT)
        yield window


def show(window: MainWindow, screen: Screen) -> QWidget:
    window.go(*screen)
    settle()
    return window.pages[screen[0]]


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def controls(page: QWidget) -> list[QWidget]:
    """What Tab should reach: shown, enabled, taking focus by Tab, and no inner part of another control."""
    found = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page.window())
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]
    return [widget for widget in found if not is_inner(widget)]


def is_inner(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    viewport = isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()
    return viewport or widget.objectName().startswith("qt_")


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_fits_and_names_its_controls(
    app: App, window: MainWindow, screen: Screen, theme: str, scale: float
) -> None:
    app.theme.choose(theme)
    app.theme.set_scale(scale)
    page = show(window, screen)
    assert (window.width(), window.height()) == (WIDTH, HEIGHT), "the page does not let the window be small"
    assert controls(page) != []
    nameless = [type(widget).__name__ for widget in controls(page) if not spoken_name(widget)]
    assert nameless == []
    assert not window.grab().isNull()


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_reaches_every_control(window: MainWindow, screen: Screen) -> None:
    page = show(window, screen)
    window.activateWindow()
    wanted = set(controls(page))
    reached: set[QWidget] = set()
    for _ in range(3 * len(wanted) + 60):
        focused = QApplication.focusWidget()
        reached.add(focused)
        QTest.keyClick(focused or window, Qt.Key.Key_Tab)
    missed = {spoken_name(widget) for widget in wanted - reached if shiboken6.isValid(widget)}
    assert missed - grouped(wanted, reached) == set()


def grouped(wanted: set[QWidget], reached: set[QWidget]) -> set[str]:
    """Names of those that arrows reach: exclusive buttons beside one that Tab reached."""
    parents = {widget.parentWidget() for widget in reached if is_exclusive(widget)}
    return {
        spoken_name(widget) for widget in wanted if is_exclusive(widget) and widget.parentWidget() in parents
    }


def is_exclusive(widget: QWidget | None) -> bool:
    group = getattr(widget, "group", None)
    held = group() if callable(group) else None
    auto = getattr(widget, "autoExclusive", None)
    return bool((held is not None and held.exclusive()) or (callable(auto) and auto()))


@pytest.mark.parametrize("place", PLACES, ids=[place.key for place in PLACES])
def test_no_page_leaks(app: App, place: object) -> None:
    with open_window(app) as window:
        page = show(window, (place.key, None))
        window.forget_pages()
        window.stack.setCurrentIndex(-1)
        settle()
        gc.collect()
        settle()
        assert not shiboken6.isValid(page)
