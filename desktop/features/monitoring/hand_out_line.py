"""Handing an evaluation out as a file and taking it back: where it went, what came, and what is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from db.records.observations import Evaluation, EvaluationState
from desktop.coaching.access import Deed, may
from desktop.coaching.disputes import Refused
from desktop.features.monitoring import handing_back, handing_out
from desktop.features.monitoring.handing_back import HandedBack, NotTaken, OnPaper, Strange
from desktop.features.monitoring.handing_out import GivenOut, file_name
from desktop.features.monitoring.paper_form import PaperForm
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import refusal_words
from desktop.shell.paths import documents
from desktop.shell.spoken import announce
from desktop.shell.text import ntr, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import LineField


class HandOutLine(QWidget):
    """What begins it stands where its owner puts it; what that leads to stands here. `changed` says that the
    evaluation stands otherwise now.
    """

    changed = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.evaluation: Evaluation | None = None
        self.given: Path | None = None
        self.came: HandedBack | None = None
        self.agent = ""
        self.page, self.paper, self.back = QAction(self), QAction(self), QAction(self)
        self.says = label("", wrap=True)
        self.open_folder = button(tr("Open folder"), self._open_folder, tr("Open the file's folder"), "quiet")
        self.read = button(tr("Read the page that came back…"), self._ask_back)
        self.signed = PaperForm()
        self.signed.given.connect(self._record_paper)
        self.told = label("", wrap=True)
        self.late = LineField(tr("Why it comes late"), placeholder=tr("Why it comes after its days"))
        self.record = button(tr("Record it as the agent's word"), self._record, role="primary")
        self.problem = label("", "error", wrap=True)
        self._lay_out()

    def show_evaluation(self, evaluation: Evaluation, agent: str, *, may_hand_out: bool) -> None:
        """Offer what can be done with this evaluation."""
        self.evaluation, self.agent, self.came = evaluation, agent, None
        user = self.app.user
        out = may_hand_out and may(user, Deed.EXPORT)
        shared = evaluation.state not in (EvaluationState.DRAFT, EvaluationState.FINAL)
        self.page.setVisible(out)
        self.paper.setVisible(out)
        self.back.setVisible(may_hand_out and shared and may(user, Deed.TAKE_BACK))
        for part in (self.says, self.open_folder, self.taking, self.confirming, self.problem):
            part.hide()

    def ask_page(self) -> None:
        """Ask where the page to fill in goes."""
        self._ask_file(".html", tr("Page to fill in (*.html)"), self.write_page)

    def ask_paper(self) -> None:
        """Ask where the PDF to sign goes."""
        self._ask_file(".pdf", tr("PDF (*.pdf)"), self.write_paper)

    def _ask_file(self, suffix: str, kinds: str, then: Callable[[Path], None]) -> None:
        place = str((self.given.parent if self.given else documents()) / file_name(self.agent, suffix))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Hand out the evaluation"), place, kinds)
        if chosen:
            path = Path(chosen)
            then(path if path.suffix else path.with_suffix(suffix))

    def write_page(self, path: Path) -> None:
        """Hand out the page to fill in."""
        self._run(handing_out.hand_out_page, self._id(), path, done=self._given)

    def write_paper(self, path: Path) -> None:
        """Hand out the PDF to sign."""
        self._run(handing_out.hand_out_paper, self._id(), path, done=self._given)

    def _given(self, given: GivenOut) -> None:
        self.given = given.path
        words = tr("The evaluation of {name} is in {path}. It is shared.", name=self.agent, path=given.path)
        self.app.notices.say(words)
        announce(self, words)
        self.changed.emit()
        self.says.setText(words)
        for part in (self.says, self.open_folder):
            part.show()

    def _open_folder(self) -> None:
        if self.given is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.given.parent)))

    def offer_back(self) -> None:
        """Offer to read the page that came back, or to record the signed paper."""
        self.taking.show()
        self.signed.signed_on.show_value(self.app.clock().date())
        self.read.setFocus()

    def _ask_back(self) -> None:
        place = str(self.given.parent if self.given else documents())
        chosen, _ = QFileDialog.getOpenFileName(self, tr("What came back"), place, tr("Page (*.html *.htm)"))
        if chosen:
            self.read_back(Path(chosen))

    def read_back(self, path: Path) -> None:
        """Read a page that came back and show what it says, to be confirmed."""
        self._run(handing_back.read_back, self._id(), path, done=self._show_back)

    def _show_back(self, came: HandedBack) -> None:
        self.came = came
        self.problem.hide()
        self.told.setText(_told(came))
        self.late.clear()
        self.confirming.show()
        self.record.setFocus()

    def _record(self) -> None:
        if self.came is not None:
            self._run(handing_back.record_back, self.came, self.late.text(), done=self._recorded)

    def _record_paper(self, paper: OnPaper) -> None:
        self._run(handing_back.record_paper, self._id(), paper, done=self._recorded)

    def _recorded(self, _nothing: object) -> None:
        words = tr("Recorded as the word of {name}.", name=self.agent)
        self.app.notices.say(words)
        announce(self, words)
        self.signed.words.show_text("")
        self.changed.emit()

    def _id(self) -> int:
        assert self.evaluation is not None
        return self.evaluation.id

    def _run(self, work: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self.app.jobs.run(
            work, self.app.store, *args, self.app.user, done=done, failed=self._refuse, owner=self
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, NotTaken):
            words = _strange_words(error.why)
        elif isinstance(error, Refused):
            words = refusal_words(error)
        else:
            self.app.sorry(error)
            return
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words, urgent=True)

    def _lay_out(self) -> None:
        self.taking, self.confirming = QWidget(), QWidget()
        taking = QVBoxLayout(self.taking)
        taking.addWidget(_row(self.read))
        taking.addWidget(self.signed)
        confirming = QVBoxLayout(self.confirming)
        for part in (self.told, self.late, _row(self.record)):
            confirming.addWidget(part)
        column = QVBoxLayout(self)
        for layout in (column, taking, confirming):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
        for part in (self.says, _row(self.open_folder), self.taking, self.confirming, self.problem):
            column.addWidget(part)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row)
    for part in parts:
        flow.addWidget(part)
    return row


def _told(came: HandedBack) -> str:
    """What the page says, before it is recorded as somebody's word."""
    said = came.returned
    lines = [tr("{file} is the page that was handed out, unchanged.", file=came.file_name)]
    if said.name:
        lines.append(tr("Name written: {name}", name=said.name))
    lines.append(tr("They have read it.") if said.read else tr("They do not say that they have read it."))
    if said.words:
        lines.append(tr("“{words}”", words=said.words))
    n = len(said.disputed)
    if n:
        lines.append(ntr("They dispute {n} question:", "They dispute {n} questions:", n))
        lines += [f"· {one.reason or tr('no reason written')}" for one in said.disputed]
    return "\n".join(lines)


def _strange_words(why: Strange) -> str:
    return {
        Strange.NO_PAGE: tr("This is not a page that was handed out. Look for the file the agent saved."),
        Strange.UNKNOWN: tr("This page was not handed out by this floor, so nothing of it was recorded."),
        Strange.ANOTHER: tr("This page is of another evaluation. Open that one and take it back there."),
        Strange.CHANGED: tr(
            "What the page says of the evaluation was changed after it was handed out, so nothing of it was "
            "recorded. Hand it out again, or let the agent write at the desk."
        ),
        Strange.EARLIER: tr("The evaluation was changed since. Please hand out the page as it is now."),
        Strange.NOTHING_SAID: tr("Nothing is ticked on this page: neither that it was read nor a dispute."),
        Strange.SAID_ALREADY: tr("That it was read stands here already, in the agent's own words."),
        Strange.VOID: tr("This evaluation is void and asks for nothing any more."),
    }[why]
