"""The record of changes: everything, newest first, narrowed by who, whom, what and day; and its check."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter

from db.records.history import Page as Lines
from db.records.log import Verdict
from desktop.coaching.access import Deed, may
from desktop.features.record import actions, wording
from desktop.features.record.actions import Filter
from desktop.features.record.filters import Filters
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.spoken import announce
from desktop.shell.text import tr
from desktop.shell.theme import set_role
from desktop.widgets.history import WholeText
from desktop.widgets.history_list import HistoryList
from desktop.widgets.page import Page

CHECK_KEY = "Ctrl+Shift+K"


class RecordPage(Page):
    """`show_target` takes ("agent", id) or ("user", id): the record of that one."""

    watches = ("event", "user", "agent")

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.header.set_title(tr("Record"))
        self.header.set_state(tr("Who changed what, and when. It is only ever added to."))
        self.filters = Filters()
        self.filters.changed.connect(self._read)
        self.list = HistoryList(app.theme, tr("The record, newest first"), shows_whom=True)
        self.nothing = label(tr("Nothing of this kind was recorded."), "muted", wrap=True)
        self.whole = WholeText()
        self.progress = ProgressStrip(app.jobs)
        self.verdict = VerdictLine()
        self._next: object = None
        self._asked = 0
        self._lay_out()
        self.list.more_wanted.connect(self._read_on)
        self.list.opened.connect(self.whole.show_entry)
        self.whole.closed.connect(self.list.setFocus)
        self.tell_key("Enter", tr("Show the whole of a change"))
        self.add_key("F5", tr("Read the newest lines"), self._read)
        if may(app.user, Deed.VERIFY):
            self.header.set_primary(tr("Check the record"), self.check, CHECK_KEY)

    def load(self) -> None:
        if self.app.store is None or not may(self.app.user, Deed.SEE_RECORD):
            self._lock()
            return
        self.app.jobs.run(
            actions.read_choices, self.app.store, self.app.user, done=self.filters.show_choices, owner=self
        )
        self._read()

    def show_target(self, target: object) -> None:
        match target:
            case ("agent", int(id)):
                self.filters.ask(Filter(agent_id=id))
            case ("user", int(id)):
                self.filters.ask(Filter(user_id=id))

    def check(self) -> None:
        """Hold the whole record to its seals; what is found stands above the list."""
        if self.app.store is None:
            return
        self.verdict.hide()
        self.header.primary.setEnabled(False)
        job = self.app.jobs.run(
            actions.check,
            self.app.store,
            self.app.user,
            done=self._show_verdict,
            failed=self._not_checked,
            label=tr("Checking the record"),
            owner=self,
        )
        self.progress.watch(job)

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(self.whole)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        for part in (self.filters, self.progress, self.verdict, self.nothing):
            self.body.addWidget(part)
        self.body.addWidget(parts, 1)
        self.nothing.hide()

    def _lock(self) -> None:
        self.filters.hide()
        self.list.hide()
        self.nothing.setText(tr("Only those who look after this floor read the record."))
        self.nothing.show()

    def _read(self) -> None:
        self._asked += 1
        self._run(None, partial(self._show, self._asked))

    def _read_on(self) -> None:
        self._run(self._next, partial(self._add, self._asked))

    def _run(self, at: object, done: partial[None]) -> None:
        if self.app.store is not None:
            wanted = self.filters.wanted()
            self.app.jobs.run(
                actions.read_page, self.app.store, wanted, at, self.app.user, done=done, owner=self
            )

    def _show(self, asked: int, page: Lines) -> None:
        if asked != self._asked:
            return
        self.whole.hide()
        self._next = page.next
        self.list.show_lines(page.lines, page.next is not None)
        self._after(page)

    def _add(self, asked: int, page: Lines) -> None:
        if asked == self._asked:
            self._next = page.next
            self.list.add_lines(page.lines, page.next is not None)
            self._after(page)

    def _after(self, page: Lines) -> None:
        """A stretch of the record in which nothing fitted is passed over; the next one is asked for."""
        empty = not self.list.entries()
        if empty and page.next is not None:
            self._read_on()
            return
        self.nothing.setVisible(empty)

    def _show_verdict(self, verdict: Verdict) -> None:
        self.header.primary.setEnabled(True)
        self.verdict.show_verdict(verdict)
        announce(self, self.verdict.words.text())

    def _not_checked(self, error: Exception) -> None:
        self.header.primary.setEnabled(True)
        self.app.sorry(error)


class VerdictLine(QFrame):
    """What the last check found; hidden until there was one."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", wrap=True)
        self.away = button(tr("Put away"), self.hide, tr("Put the finding away"), "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        set_role(self, "notice", tone="critical" if verdict.first_broken else "good")
        self.words.setText(wording.verdict_words(verdict))
        self.show()
