"""How a finished evaluation stands between the two: which revision, shared or read, and what may follow."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.records.observations import Evaluation, EvaluationState
from desktop.coaching.access import Deed, may
from desktop.features.monitoring import changing
from desktop.features.monitoring.came_back_line import CameBackLine
from desktop.features.monitoring.life_line import LifeLine
from desktop.features.monitoring.sitting import Sitting
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import moment, tr
from desktop.widgets.flow import FlowLayout
from desktop.widgets.page import Page
from desktop.widgets.reason import ReasonAsked


class StandingLine(QWidget):
    """`changed` asks to read the evaluation anew, `change_wanted` to open its draft, `compare_wanted` to see
    what it was before.
    """

    changed = Signal()
    change_wanted = Signal()
    compare_wanted = Signal()
    views_wanted = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.sitting: Sitting | None = None
        self.says = label("", "muted", wrap=True)
        self.earlier = button(tr("See what it was"), self.compare_wanted.emit, role="link")
        self.share = button("", self._share)
        self.hand = button("", self._hand_over)
        self.change = button(tr("Change this evaluation…"), self._ask)
        self.carry_on = button(tr("Carry on with the change"), self.change_wanted.emit)
        self.discard = button(tr("Discard the change"), self._discard, role="quiet")
        self.reason = ReasonAsked(
            tr("What was finished is kept. Until the change is finished, everything counts as before."),
            tr("Why this evaluation changes"),
            tr("Begin the change"),
        )
        self.reason.given.connect(self._begin)
        self.came_back = CameBackLine(app)
        self.life = LifeLine(app)
        self.life.changed.connect(self.changed)
        self.life.views_wanted.connect(self.views_wanted)
        self._lay_out()

    def show_sitting(self, sitting: Sitting) -> None:
        """Say how it stands; nothing is shown for notes without a scorecard."""
        self.sitting = sitting
        evaluation = sitting.evaluation
        self.setVisible(evaluation is not None)
        self.life.show_sitting(sitting)
        self.came_back.show_sitting(sitting)
        if evaluation is None:
            return
        name, changes = sitting.agent.name, sitting.change is not None
        self.says.setText(standing_words(sitting))
        for made, words in (
            (self.share, tr("Share with {name}", name=name)),
            (self.hand, tr("Hand over to {name}", name=name)),
        ):
            made.setText(words)
            made.setAccessibleName(words)
        still = sitting.voided is None and evaluation.state is not EvaluationState.DISPUTED
        revise = may(self.app.user, Deed.REVISE) and still
        void = sitting.voided is not None
        self.share.setVisible(evaluation.state is EvaluationState.FINAL and not void)
        self.hand.setVisible(may(self.app.user, Deed.HAND_OVER) and not void)
        self.change.setVisible(revise and not changes)
        self.carry_on.setVisible(revise and changes)
        self.discard.setVisible(revise and changes)
        revision = sitting.revision
        self.earlier.setVisible(revision is not None and revision.final.revision > 1)
        self.reason.put_away()

    def _ask(self) -> None:
        self.reason.ask()

    def _begin(self, reason: str) -> None:
        self._run(changing.begin_change, reason, done=self._begun)

    def _begun(self, _draft_id: int) -> None:
        self.change_wanted.emit()

    def _share(self) -> None:
        self._run(changing.share, done=self._shared)

    def _shared(self, _nothing: object) -> None:
        assert self.sitting is not None
        self.app.notices.say(tr("{name} can read it now, and is asked to.", name=self.sitting.agent.name))
        self.changed.emit()

    def _hand_over(self) -> None:
        """What is handed over to be read is shared by that."""
        self._run(changing.share, done=self._go_on)

    def _go_on(self, _nothing: object) -> None:
        evaluation = self._evaluation()
        back = ("monitoring", ("evaluation", evaluation.id))
        self.app.go("handover", (evaluation.agent_id, ("own_evaluation", evaluation.id), back))

    def _discard(self) -> None:
        assert self.sitting is not None and self.sitting.change is not None
        draft = self.sitting.change.id
        self._do(changing.discard_change, draft, done=partial(self._discarded, draft))

    def _discarded(self, draft: int, _nothing: object) -> None:
        back = partial(self._do, changing.bring_back_change, draft, done=self._brought_back)
        self.app.undo.offer(tr("Discarded the change of the evaluation."), back)
        self.changed.emit()

    def _brought_back(self, _nothing: object) -> None:
        self.changed.emit()

    def _evaluation(self) -> Evaluation:
        assert self.sitting is not None and self.sitting.evaluation is not None
        return self.sitting.evaluation

    def _run(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self._do(action, self._evaluation().id, *args, done=done)

    def _do(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self.app.jobs.run(action, self.app.store, *args, self.app.user, done=done, owner=self)

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row)
        own = (self.earlier, self.share, self.hand, self.change, self.carry_on, self.discard)
        for widget in (self.life.decide, *own, *self.life.offered):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.says, self.came_back, row, self.reason, self.life):
            column.addWidget(part)


def standing_words(sitting: Sitting) -> str:
    """Which revision it is and why, and whether the agent has read it."""
    evaluation, revision, name = sitting.evaluation, sitting.revision, sitting.agent.name
    parts = []
    if revision is not None and revision.final.revision > 1:
        parts.append(
            tr(
                "Revision {n}, changed by {by} on {when} because: {reason}",
                n=revision.final.revision,
                by=revision.by,
                when=moment(revision.final.made_at),
                reason=revision.final.reason,
            )
        )
    if evaluation is not None:
        parts.append(_read_words(evaluation.state, sitting, name))
    if sitting.change is not None:
        parts.append(tr("A change is being written because: {reason}", reason=sitting.change.reason))
    return "\n".join(part for part in parts if part)


def _read_words(state: EvaluationState, sitting: Sitting, name: str) -> str:
    said = sitting.said
    if sitting.voided is not None:
        return ""
    if state is EvaluationState.FINAL:
        return tr("Not shared with {name} yet.", name=name)
    if state is EvaluationState.DISPUTED:
        return tr("{name} sees something otherwise: a dispute waits to be decided.", name=name)
    if said is not None and said.at is not None:
        words = tr("{name} read it on {when}.", name=name, when=moment(said.at))
        return f"{words} “{said.comment}”" if said.comment else words
    return tr("Shared with {name}, to be read and acknowledged.", name=name)


def add_standing_keys(page: Page, line: StandingLine) -> None:
    """The two ways on from a finished evaluation, by keys."""
    for key, words, made in (
        ("Ctrl+Shift+S", tr("Share the finished evaluation"), line.share),
        ("Ctrl+Shift+H", tr("Hand over, so that the agent reads it"), line.hand),
    ):
        page.add_key(key, words, partial(_press, made))


def _press(made: QPushButton) -> None:
    if made.isVisible() and made.isEnabled():
        made.click()
