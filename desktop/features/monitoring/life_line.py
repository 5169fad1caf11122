"""What may follow a finished evaluation: a slip put right, voiding, the agent's own view, files, disputes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.observations import EvaluationState
from desktop.coaching.access import Deed, Forbidden, may
from desktop.coaching.disputes import Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import disputing, slips, voiding
from desktop.features.monitoring.dispute_panel import DisputePanel
from desktop.features.monitoring.hand_out_line import HandOutLine
from desktop.features.monitoring.own_view_line import UNSHARED, OwnViewLine
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.slip_asked import SlipAsked
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import refusal_words
from desktop.shell.text import moment, tr
from desktop.widgets.more_menu import MoreMenu
from desktop.widgets.reason import ReasonAsked


class LifeLine(QWidget):
    """`changed` asks to read the evaluation anew, `views_wanted` to see both views side by side. What
    is `offered` stands where its owner puts it, beside what is done with every evaluation.
    """

    changed = Signal()
    views_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.sitting: Sitting | None = None
        self.void_says = label("", "warn", wrap=True)
        self.own = OwnViewLine(app)
        self.more = MoreMenu(tr("More for this evaluation"))
        self.slip, self.dispute, self.void = QAction(self), QAction(self), QAction(self)
        self.decide = button(tr("Decide the dispute"), self._go_decide)
        self.count = button(tr("Let it count again"), self._count)
        self.slip_asked = SlipAsked()
        self.reason = ReasonAsked(
            tr("It leaves every figure and stays to be read. You can let it count again."),
            tr("Why it is void"),
            tr("Make it void"),
        )
        self.offered = (self.own.views, self.count, self.more)
        self.disputes = DisputePanel(app, at_desk=False)
        self.hand_out = HandOutLine(app)
        self._lay_out()
        self._connect()

    def show_sitting(self, sitting: Sitting) -> None:
        """Show what may follow; nothing for notes without a scorecard."""
        self.sitting = sitting
        self._put_away()
        evaluation = sitting.evaluation
        self.setVisible(evaluation is not None)
        if evaluation is None:
            return
        void, state = sitting.voided is not None, evaluation.state
        waits, user = state is EvaluationState.DISPUTED, self.app.user
        shared = state not in UNSHARED
        still = not void and sitting.change is None
        self.void_says.setVisible(void)
        if sitting.voided is not None:
            self.void_says.setText(_void_words(sitting))
        self.slip.setVisible(still and not waits and may(user, Deed.REVISE))
        self.dispute.setVisible(not void and shared and may(user, Deed.DISPUTE))
        self.decide.setVisible(not void and waits and may(user, Deed.DECIDE_DISPUTE))
        self.void.setVisible(still and may(user, Deed.VOID))
        mine = sitting.voided is not None and user is not None and sitting.voided.by_id == user.id
        self.count.setVisible(mine)
        self.hand_out.show_evaluation(evaluation, sitting.agent.name, may_hand_out=still and not waits)
        self.own.show_sitting(sitting)

    def _ask_slip(self) -> None:
        sitting = self.sitting
        if sitting is not None and sitting.version is not None and sitting.evaluation is not None:
            self._put_away()
            self.slip_asked.ask(sitting.version.form, sitting.evaluation.answers)

    def _put_right(self, question: str, answer: str) -> None:
        self._run(slips.correct_slip, self._id(), question, answer, done=self._was_put_right)

    def _was_put_right(self, _id: object) -> None:
        self.app.undo.seal(tr("The slip is put right; what lies before it stays as it is."))
        self.app.notices.say(tr("Put right, and noted as a plain slip. What it was stays readable."))
        self.changed.emit()

    def _put_away(self) -> None:
        """One thing at a time: what was begun and not done goes."""
        for part in (self.slip_asked, self.disputes, self.hand_out.taking):
            part.hide()
        self.reason.put_away()

    def _ask_void(self) -> None:
        self._put_away()
        self.reason.ask()

    def _make_void(self, reason: str) -> None:
        self._run(voiding.make_void, self._id(), reason, done=self._is_void)

    def _is_void(self, _nothing: object) -> None:
        self.app.undo.offer(tr("Made the evaluation void."), self._count)
        self.changed.emit()

    def _count(self) -> None:
        self._run(voiding.make_count, self._id(), done=self._counts)

    def _counts(self, _nothing: object) -> None:
        self.app.notices.say(tr("It counts again."))
        self.changed.emit()

    def _type_dispute(self) -> None:
        self._run(disputing.read, self._id(), done=self._show_dispute)

    def _show_dispute(self, of: disputing.Disputing) -> None:
        self._put_away()
        self.disputes.show_disputing(of)
        self.disputes.show()
        self.disputes.which.setFocus()

    def _go_decide(self) -> None:
        self.app.go("disputes", self._id())

    def _id(self) -> int:
        assert self.sitting is not None and self.sitting.evaluation is not None
        return self.sitting.evaluation.id

    def _run(self, work: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self.app.jobs.run(
            work, self.app.store, *args, self.app.user, done=done, failed=self._refuse, owner=self
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.app.notices.say(refusal_words(error), kind="warn")
        elif isinstance(error, Incomplete):
            words = tr("That answer opens another question. Use “Change this evaluation…” and answer both.")
            self.app.notices.say(words, kind="warn")
        elif isinstance(error, Forbidden):
            self.app.notices.say(tr("Whoever made it void lets it count again."), kind="warn")
        elif isinstance(error, LookupError):
            self.changed.emit()
        else:
            self.app.sorry(error)

    def _connect(self) -> None:
        self.slip_asked.given.connect(self._put_right)
        self.reason.given.connect(self._make_void)
        self.disputes.changed.connect(self.changed)
        self.own.views_wanted.connect(self.views_wanted)
        self.hand_out.changed.connect(self.changed)

    def _lay_out(self) -> None:
        self._fill_more()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.void_says, self.own, self.slip_asked, self.reason, self.hand_out):
            column.addWidget(part)
        column.addWidget(self.disputes)

    def _fill_more(self) -> None:
        """What is rarely done; the most final of it last."""
        add, own, hand_out = self.more.add, self.own, self.hand_out
        add(own.ask, "", own.ask_for_view)
        add(own.no_longer, tr("Ask no longer for their own view"), own.take_back_asking)
        add(self.slip, tr("Put a slip right…"), self._ask_slip)
        add(self.dispute, tr("Type in a dispute…"), self._type_dispute)
        add(hand_out.page, tr("Hand out a page to fill in…"), hand_out.ask_page)
        add(hand_out.paper, tr("Hand out a PDF to sign…"), hand_out.ask_paper)
        add(hand_out.back, tr("Take back what was handed out…"), hand_out.offer_back)
        add(self.void, tr("Make it void…"), self._ask_void)


def _void_words(sitting: Sitting) -> str:
    assert sitting.voided is not None
    when, by = moment(sitting.voided.at), sitting.voided.by
    words = tr("⊘ Void: it counts in nothing any more. {name}, {when}:", name=by, when=when)
    return f"{words} “{sitting.voided.reason}”"
