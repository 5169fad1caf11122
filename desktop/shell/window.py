"""The one window: rail, pages, notices and status line, and the keys that work everywhere."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

import shiboken6
from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.shell.banner import DemoBanner
from desktop.shell.context import App
from desktop.shell.crash import keep_report, report_of
from desktop.shell.keys import Host, WindowKeys
from desktop.shell.notice_bar import NoticeBar
from desktop.shell.paths import log_dir
from desktop.shell.places import Place
from desktop.shell.rail import Rail
from desktop.shell.shut_in import ShutIn
from desktop.shell.status_line import StatusLine
from desktop.shell.text import tr

COLLAPSE_PX = 1100
SMALLEST = QSize(640, 480)
USUAL = QSize(1280, 800)
# The title bar and borders that the system puts around the window.
FRAME = QSize(16, 48)


class MainWindow(Host):
    """`painted` comes once, when the user sees the window; `store_asked`, `arrived`, `lock_asked` and
    `restore_asked` are for whoever opens stores, `box_asked` (True to find) for whoever has the box.

    `sealed_away` tells that typed text waits, sealed, for its writer to sign in again.
    """

    painted = Signal()
    store_asked = Signal(Path, object)
    arrived = Signal(object)
    lock_asked = Signal()
    restore_asked = Signal(Path)
    reported = Signal(str)
    box_asked = Signal(bool)

    def __init__(self, app: App, places: Sequence[Place]) -> None:
        super().__init__()
        self.app = app
        self.places = {place.key: place for place in places}
        self.pages: dict[str, QWidget] = {}
        self.current_key = ""
        self.sealed_away = False
        self._seen = False
        self._warned = False
        self.rail = Rail(app.theme)
        self.stack = QStackedWidget()
        self.banner = DemoBanner(app)
        self.shut_in = ShutIn()
        self.notice_bar = NoticeBar(app.notices, app.theme)
        self.status = StatusLine(app)
        self._lay_out()
        self.keys = WindowKeys(app, self)
        self.rail.chosen.connect(self.go)
        self.rail.lock_asked.connect(self.lock_asked)
        self.reported.connect(self.keys.show_report)
        self._restore_geometry()
        self.show_alone(True)
        cast(QApplication, QApplication.instance()).focusChanged.connect(
            partial(keep_focus, self.rail, self.stack)
        )

    def go(self, key: str, target: object = None) -> None:
        """Show a page and its target; the page that is open may have reasons to stay."""
        if not self.shut_in.allows(key):
            return
        page = self.stack.currentWidget()
        if key != self.current_key and page is not None and not getattr(page, "may_leave", _yes)():
            self.rail.mark(self.current_key)
            return
        self.open_page(key)
        if target is not None:
            self.pages[key].here = target  # type: ignore[attr-defined]  # every page has it
            self.pages[key].show_target(target)  # type: ignore[attr-defined]

    def where(self) -> tuple[str, object]:
        """Return what `go` takes to come back to where the user is; not to what was handed over."""
        if self.shut_in.keys:
            return "today", None
        page = self.pages.get(self.current_key)
        return self.current_key, getattr(page, "here", None)

    def open_page(self, key: str) -> QWidget:
        """Bring a page to the front, made on its first visit."""
        place = self.places[key]
        if key not in self.pages:
            page: QWidget = place.load()(self.app)
            page.setProperty("role", "page")
            page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.pages[key] = page
            self.stack.addWidget(page)
        self.current_key = key
        self.show_alone(place.alone)
        self.rail.mark(key)
        self.setWindowTitle(f"{tr(place.title)} \N{EN DASH} Deskside")
        # The stack puts the keyboard on the first control it finds, a button of the header.
        before = self.pages[key].focusWidget()
        self.stack.setCurrentWidget(self.pages[key])
        _focus_inside(self.pages[key], before)
        return self.pages[key]

    def show_widget(self, page: QWidget) -> None:
        """Show something that is no page, alone: the greeting while a store opens, or why it can't be."""
        self.current_key = ""
        self.show_alone(True)
        self.setWindowTitle("Deskside")
        page.setProperty("role", "page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack.addWidget(page)
        before = page.focusWidget()
        self.stack.setCurrentWidget(page)
        _focus_inside(page, before)

    def forget_pages(self) -> None:
        """Let every page go, as when another store is opened."""
        self.current_key = ""
        self.shut_in.end()
        self.pages.clear()
        while (page := self.stack.widget(0)) is not None:
            self.stack.removeWidget(page)
            page.deleteLater()

    def show_store(self) -> None:
        """Take up the store and user that `app` has now: rail, banner, status line."""
        seen = [one for one in self.places.values() if not one.alone and one.seen_by(self.app.user)]
        self.rail.show_places(seen, lockable=self.app.unlocked is not None)
        self.rail.collapse(self.width() < COLLAPSE_PX)
        self.status.show_app()
        self.show_alone(False)

    def show_alone(self, alone: bool) -> None:
        """Show or hide everything around the page."""
        self.rail.setVisible(not alone)
        self.status.setVisible(not alone)
        self.banner.setVisible(not alone and self.app.is_demo)

    def go_or_do(self) -> None:
        self.box_asked.emit(False)

    def find_words(self) -> None:
        self.box_asked.emit(True)

    def use_store(self, path: Path, user_id: int | None = None) -> None:
        self.store_asked.emit(path, user_id)

    def restore(self, backup: Path) -> None:
        self.restore_asked.emit(backup)

    def show_facts(self) -> None:
        self.status.show_app()

    def crashed(self, error: BaseException) -> None:
        """Show the report of a bug; the window goes on."""
        report = report_of(error)
        keep_report(report, log_dir())
        self.reported.emit(report)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.collapse(self.width() < COLLAPSE_PX)

    def keep_geometry(self) -> None:
        """Have the next window stand where this one does."""
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.app.settings.set("window", place)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.stack.currentWidget()
        if page is not None and not getattr(page, "may_leave", _yes)():
            event.ignore()
            return
        kept = self.app.jobs.all_kept() and not self.sealed_away
        if not kept and not self._warned:
            self._warned = True
            self.app.notices.say(
                tr("What you typed last is not kept yet. Close again to leave without it."), kind="error"
            )
            event.ignore()
            return
        self.keep_geometry()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)

    def _lay_out(self) -> None:
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.banner)
        content.addWidget(self.shut_in)
        content.addWidget(self.stack, 1)
        content.addWidget(self.notice_bar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(content, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.setMinimumSize(SMALLEST)

    def _restore_geometry(self) -> None:
        kept = self.app.settings.get("window")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii"))))):
            self.resize(USUAL.boundedTo(self.screen().availableSize() - FRAME))


def keep_focus(rail: QWidget, stack: QStackedWidget, before: QWidget | None, now: QWidget | None) -> None:
    """What is put away hands the keyboard to whatever comes next, and on a page's end that is the lock."""
    if not shiboken6.isValid(stack):
        return
    page = stack.currentWidget()
    if now is None or page is None or not rail.isAncestorOf(now):
        return
    # From nowhere: what had the keyboard went while another window, such as a dialog, was in front.
    if before is None or (page.isAncestorOf(before) and not (before.isVisible() and before.isEnabled())):
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        page.focusNextChild()


def _yes() -> bool:
    return True


def _focus_inside(page: QWidget, before: QWidget | None) -> None:
    """Put the keyboard where it was on the page, or on the first control under its header."""
    if before is not None and page.isAncestorOf(before):
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return
    body = getattr(page, "body", None)
    inside = page if body is None else body.parentWidget()
    inside.setFocus(Qt.FocusReason.OtherFocusReason)
    page.focusNextChild()
    now = QApplication.focusWidget()
    if now is not None and not page.isAncestorOf(now):  # nothing of it is there yet: not on to the rail
        inside.setFocus(Qt.FocusReason.OtherFocusReason)
