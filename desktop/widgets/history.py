"""The history of a record beside its detail: a calm panel that any page can open and put away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from db.records.history import Page as Lines
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import tr
from desktop.widgets.history_list import Entry, HistoryList
from desktop.widgets.history_reading import Subject, read_history
from desktop.widgets.page import Page

KEY = "Ctrl+H"
PANEL_EMS = 26
BESIDE_EMS = 62


class WholeText(QWidget):
    """Under a list of lines: all that the chosen one says, to be read and copied."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The whole change"))
        self.away = button(tr("Put away"), self.put_away, tr("Put the whole change away"), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.text)
        column.addWidget(self.away, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_entry(self, entry: Entry) -> None:
        """Show a change and its whole text; one that its sentence says whole puts this away."""
        if not entry.told.detail:
            self.put_away()
            return
        self.text.setPlainText(f"{entry.title()}\n\n{entry.told.detail}")
        self.show()
        self.text.setFocus()

    def put_away(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()


class HistoryPanel(QWidget):
    """Head, list and the whole of the chosen line; `closed` when it was put away."""

    closed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._subject: Subject | None = None
        self._next: object = None
        self.heading = label(tr("History"), "heading")
        self.title = label("", "muted", wrap=True)
        self.close_button = button(tr("Close"), self.put_away, tr("Close the history"), "quiet")
        self.list = HistoryList(app.theme, tr("Changes, newest first"))
        self.nothing = label(tr("Nothing was changed since Deskside began to keep a record."), "muted", True)
        self.nothing.hide()
        self.whole = WholeText()
        self._lay_out()
        self.list.opened.connect(self.whole.show_entry)
        self.list.more_wanted.connect(self._read_on)
        self.whole.closed.connect(self.list.setFocus)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._step_back)

    def show_subject(self, subject: Subject) -> None:
        """Read and show the history of something."""
        self._subject = subject
        self.title.setText(subject.title)
        self.whole.hide()
        self._read(None, partial(self._show, subject))

    def put_away(self) -> None:
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.title)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 2)
        column.addWidget(self.whole, 1)

    def _read(self, at: object, done: Callable[[Lines], None]) -> None:
        if self._app.store is not None and self._subject is not None:
            self._app.jobs.run(
                read_history, self._app.store, self._subject, at, done=done, failed=self._miss, owner=self
            )

    def _show(self, subject: Subject, page: Lines) -> None:
        if subject != self._subject:
            return
        self._next = page.next
        self.list.show_lines(page.lines, page.next is not None)
        self.nothing.setVisible(not page.lines)
        if self.isVisible():
            (self.list if page.lines else self.close_button).setFocus()

    def _read_on(self) -> None:
        self._read(self._next, partial(self._add, self._subject))

    def _add(self, subject: Subject | None, page: Lines) -> None:
        if subject == self._subject:
            self._next = page.next
            self.list.add_lines(page.lines, page.next is not None)

    def _miss(self, error: Exception) -> None:
        """What was removed, or is out of reach, has no history to show here."""
        if not isinstance(error, LookupError):
            self._app.sorry(error)
        elif self._subject is not None:
            self._show(self._subject, Lines((), None, 0))

    def _step_back(self) -> None:
        if self.whole.isVisible():
            self.whole.put_away()
        else:
            self.put_away()


class HistoryDrawer(QWidget):
    """Gives a page a "History" button and Ctrl+H; where both don't fit, the panel takes the page's place.

    `subject` answers what is on the page, None where nothing is open; `tables` are those whose commits make
    an open panel read anew.
    """

    def __init__(self, page: Page, subject: Callable[[], Subject | None], tables: tuple[str, ...]) -> None:
        super().__init__()
        self._page, self._subject = page, subject
        self.panel = HistoryPanel(page.app)
        self.panel.hide()
        self.panel.closed.connect(self._closed)
        self.button = button(tr("History"), self.toggle, tr("History of what is open"), "quiet")
        page.header.add_widget(self.button)
        page.add_key(KEY, tr("History: who changed what, and when"), self.toggle)
        self._area = page.findChild(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
        frame = page.layout()
        assert self._area is not None and isinstance(frame, QVBoxLayout)
        frame.removeWidget(self._area)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._area, 1)
        row.addWidget(self.panel)
        frame.addWidget(self, 1)
        page.app.changes.watch(tables, self.refresh, self)

    def toggle(self) -> None:
        """Open the history of what is on the page, or put it away."""
        if self.panel.isVisible():
            self.panel.put_away()
            return
        subject = self._subject()
        if subject is None:
            self._page.app.notices.say(tr("Open something first, then its history."))
            return
        self.panel.show()
        self._arrange()
        self.panel.show_subject(subject)

    def refresh(self) -> None:
        """After a commit: an open panel follows what is on the page now."""
        subject = self._subject() if self.panel.isVisible() else None
        if subject is not None and not self.panel.whole.isVisible():
            self.panel.show_subject(subject)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        em = self.fontMetrics().averageCharWidth() * 1.75
        beside = self.width() >= em * BESIDE_EMS
        assert self._area is not None
        self._area.setVisible(beside or not self.panel.isVisibleTo(self))
        self.panel.setMinimumWidth(round(em * PANEL_EMS) if beside else 0)
        self.panel.setMaximumWidth(round(em * PANEL_EMS) if beside else 16_777_215)

    def _closed(self) -> None:
        self._arrange()
        self.button.setFocus()
