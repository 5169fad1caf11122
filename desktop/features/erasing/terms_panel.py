"""How long each kind of record is kept, what is past its term today, and letting it go, never by itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.records.privacy import Ended
from desktop.features.erasing import actions, wording
from desktop.features.erasing.actions import Terms
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.job_strip import ProgressStrip
from desktop.shell.text import ntr, tr
from desktop.widgets.forms import Form, NumberField

MOST_MONTHS = 240


class TermsPanel(QWidget):
    """Months by kind, 0 for ever; under them what would go now."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.form = Form()
        self.fields: dict[str, NumberField] = {}
        self.due = label("", wrap=True)
        self.first = button(tr("Remove these for good…"), self._ask)
        self.sure = Sure(self.run)
        self.progress = ProgressStrip(app.jobs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        words = tr("In months; 0 keeps for ever. Nothing is removed before somebody here lets it.")
        column.addWidget(label(tr("Past its term today"), "heading"))
        column.addWidget(self.due)
        row = QHBoxLayout()
        row.addWidget(self.first)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.sure)
        column.addWidget(self.progress)
        column.addWidget(label(tr("How long each kind is kept"), "heading"))
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(self.form)
        column.addStretch(1)

    def show_terms(self, terms: Terms) -> None:
        for term in terms.terms:
            if term.kind not in self.fields:
                self._add(term.kind)
            if not self.fields[term.kind].hasFocus():
                self.fields[term.kind].show_value(term.months)
        self.due.setText(wording.ended_words(terms.ended) or tr("Nothing is past its term."))
        self.first.setVisible(bool(terms.ended))
        self.sure.hide()

    def run(self) -> None:
        """Take what is past its term for good."""
        if self.app.store is None:
            return
        self.first.setEnabled(False)
        job = self.app.jobs.run(
            actions.run_terms,
            self.app.store,
            self.app.clock().date(),
            self.app.user,
            done=self._done,
            failed=self._failed,
            label=tr("Removing what is past its term"),
            owner=self,
        )
        self.progress.watch(job)

    def _add(self, kind: str) -> None:
        words = wording.term_words(kind)
        field = NumberField(tr("Months for: {kind}", kind=words), 0, 0, MOST_MONTHS, tr("months"))
        field.chosen.connect(partial(self._set, kind))
        self.fields[kind] = field
        self.form.add(words, field)

    def _set(self, kind: str, months: float) -> None:
        if self.app.store is not None:
            self.app.jobs.run(actions.set_term, self.app.store, kind, int(months), self.app.user, owner=self)

    def _ask(self) -> None:
        self.sure.show()
        self.sure.yes.setFocus()

    def _done(self, gone: tuple[Ended, ...]) -> None:
        self.first.setEnabled(True)
        self.sure.hide()
        n = sum(sum(one.gone.values()) for one in gone)
        self.app.notices.say(ntr("Removed {n} record for good.", "Removed {n} records for good.", n))

    def _failed(self, error: Exception) -> None:
        self.first.setEnabled(True)
        self.app.sorry(error)


class Sure(QFrame):
    """The second of two clicks before something goes for ever."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._do = do
        self.yes = button(tr("Remove for good"), self._act, role="danger")
        self.no = button(tr("Keep them"), self.hide, tr("Keep them for now"), "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(label(tr("There is no way back from this."), wrap=True), 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.hide()

    def _act(self) -> None:
        self.hide()
        self._do()
