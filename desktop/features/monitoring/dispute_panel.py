"""What an agent sees otherwise in their evaluation: raised by question, in one sitting, until a day."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.disputes import Dispute, DisputeState, Said
from db.records.observations import EvaluationState
from db.records.people import Role, User
from desktop.coaching import disputes as rules
from desktop.coaching.disputes import Refused
from desktop.features.monitoring import disputing
from desktop.features.monitoring.dispute_form import DisputeForm
from desktop.features.monitoring.disputing import Disputing
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import (
    answer_label,
    question_label,
    refusal_words,
    state_meaning,
    state_words,
    window_words,
)
from desktop.shell.spoken import announce
from desktop.shell.text import day, tr
from desktop.shell.words import score_words
from desktop.widgets.chips import chip
from desktop.widgets.flow import FlowLayout
from desktop.widgets.forms import Choice, LineField


class DisputePanel(QWidget):
    """`changed` says that the evaluation stands otherwise now. For an agent at the desk, or, with `late`
    offered, for the user who types in what an agent handed in.
    """

    changed = Signal()

    def __init__(self, app: App, *, at_desk: bool = True) -> None:
        super().__init__()
        self.app, self.at_desk = app, at_desk
        self.of: Disputing | None = None
        self.forms: list[DisputeForm] = []
        self.window_says = label("", "small", wrap=True)
        self.raised = QWidget()
        self.writing = QWidget()
        for part in (self.raised, self.writing):
            QVBoxLayout(part).setContentsMargins(0, 0, 0, 0)
        self.which = Choice(tr("Question you see otherwise"))
        self.begin = button(tr("I see this otherwise"), self._begin)
        self.late = LineField(tr("Why it is opened late"), placeholder=tr("Why it is opened after its days"))
        self.problem = label("", "error", wrap=True)
        self.send = button(tr("Raise the dispute"), self._raise, role="primary")
        self._lay_out()

    def show_disputing(self, of: Disputing) -> None:
        """Show how it stands; what is being written stays under the fingers that write it."""
        same = self.of is not None and self.of.evaluation.id == of.evaluation.id
        self.of = of
        over = of.window.is_over(self.app.clock().date())
        may_begin = of.voided is None and (not over or not self.at_desk)
        offered = [(one.key, f"{place}. {one.text}") for place, one in self._open(of)]
        whole = any(
            one.question == rules.WHOLE and one.state is not DisputeState.WITHDRAWN for one in of.raised
        )
        offered += [] if whole else [(rules.WHOLE, question_label(None))]
        self.which.set_choices(offered)
        self.window_says.setText(
            window_words(of.window, self.app.clock().date()) if of.voided is None else ""
        )
        for part in (self.which, self.begin):
            part.setVisible(may_begin and bool(offered))
        self.late.setVisible(over and not self.at_desk)
        self._show_raised(of)
        if not same or {form.id for form in self.forms} != {one.id for one in of.drafts}:
            self._show_drafts(of)
        self.send.setVisible(bool(self.forms) and may_begin)
        self.problem.setVisible(False)

    @staticmethod
    def _open(of: Disputing) -> list[tuple[int, Any]]:
        written = {one.question for one in of.drafts}
        places = {one.key: place for place, one in enumerate(of.form.questions, 1)}
        return [(places[one.key], one) for one in of.open_questions if one.key not in written]

    def _show_raised(self, of: Disputing) -> None:
        _empty(self.raised)
        for one in of.raised:
            self.raised.layout().addWidget(self._told(of, one))
        self.raised.setVisible(bool(of.raised))

    def _told(self, of: Disputing, one: Dispute) -> QWidget:
        question = next((each for each in of.form.questions if each.key == one.question), None)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(label(question_label(question), wrap=True))
        column.addWidget(chip(state_meaning(one.state), state_words(one)), 0, Qt.AlignmentFlag.AlignLeft)
        for words in _told_words(of, one, question):
            column.addWidget(label(words, "small", wrap=True))
        if one.state is DisputeState.OPEN and of.voided is None and _may_take_back(self.app.user, one):
            name = tr("Take it back: {question}", question=question_label(question))
            back = button(tr("Take it back"), partial(self._withdraw, one.id), name, "quiet")
            column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _show_drafts(self, of: Disputing) -> None:
        _empty(self.writing)
        self.forms = [DisputeForm(of, one) for one in of.drafts]
        for form in self.forms:
            form.written.connect(self._keep)
            form.dropped.connect(self._drop)
            self.writing.layout().addWidget(form)
            form.show()  # or it would be shown too late to take the keyboard
        self.writing.setVisible(bool(self.forms))

    def _begin(self) -> None:
        if self.of is not None and self.which.value() is not None:
            self._run(disputing.begin, self.of.evaluation.id, self.which.value(), done=self._begun)

    def _begun(self, id: int) -> None:
        self._read(partial(self._focus, id))

    def _focus(self, id: int, of: Disputing) -> None:
        self.show_disputing(of)
        for form in self.forms:
            if form.id == id:
                form.proposed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, id: int, said: Said) -> None:
        self.app.jobs.keep(
            f"own comment dispute {id}", disputing.keep, self.app.store, id, said, self.app.user
        )

    def _drop(self, id: int) -> None:
        self._run(disputing.drop, id, done=self._reread)

    def _withdraw(self, id: int) -> None:
        self._run(disputing.withdraw, id, done=self._changed)

    def _raise(self) -> None:
        """Raise all that is written; what was typed last is kept first."""
        if self.of is not None:
            work = self.app.jobs.once_kept(disputing.raise_all)
            self._run(work, self.of.evaluation.id, self.late.text(), done=self._raised)

    def _raised(self, _ids: object) -> None:
        words = tr("Your dispute is raised. Somebody who did not evaluate the call decides about it.")
        self.app.notices.say(words)
        announce(self, words)
        self._changed()

    def _changed(self, _nothing: object = None) -> None:
        self._reread()
        self.changed.emit()

    def _reread(self, _nothing: object = None) -> None:
        self._read(self.show_disputing)

    def _read(self, done: Callable[[Disputing], None]) -> None:
        if self.of is not None:
            self._run(disputing.read, self.of.evaluation.id, done=done)

    def _run(self, work: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self.app.jobs.run(
            work, self.app.store, *args, self.app.user, done=done, failed=self._refuse, owner=self
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.problem.setText(refusal_words(error))
            self.problem.show()
            announce(self.problem, self.problem.text(), urgent=True)
            for form in self.forms:
                if form.key == error.detail and not form.reason.text().strip():
                    form.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, LookupError):
            self.changed.emit()
        else:
            self.app.sorry(error)

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row)
        for part in (self.which, self.begin):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = tr("What you see otherwise") if self.at_desk else tr("What the agent sees otherwise")
        column.addWidget(label(title, "heading"))
        for widget in (self.raised, self.window_says, row, self.writing, self.late, self.problem):
            column.addWidget(widget)
        column.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeft)


def may_dispute(of: Disputing) -> bool:
    """Whether there is anything to show: something raised, or something that may be."""
    return (
        bool(of.raised or of.drafts)
        or of.voided is None
        and of.evaluation.state
        in (
            EvaluationState.SHARED,
            EvaluationState.ACKNOWLEDGED,
            EvaluationState.DISPUTED,
            EvaluationState.CLOSED,
        )
    )


def _may_take_back(user: User | None, one: Dispute) -> bool:
    """The agent at the desk, or who writes it down for them and did not give the answer."""
    return user is not None and (user.role is Role.AGENT or user.id != one.evaluator_id)


def _told_words(of: Disputing, one: Dispute, question: Any) -> list[str]:
    told = [tr("“{reason}”", reason=one.reason)]
    if one.proposed:
        told.append(tr("Proposed: {answer}", answer=answer_label(question, one.proposed)))
    if one.evidence:
        told.append(tr("Evidence: {words}", words=one.evidence))
    if one.state not in (DisputeState.OPEN, DisputeState.WITHDRAWN) and one.decided_at is not None:
        by = of.names.get(one.decided_by or 0, "")
        when = day(one.decided_at.astimezone().date())
        told.append(tr("{name}, {day}: {reason}", name=by, day=when, reason=one.decision))
    if one.score_before != one.score_after and one.score_before is not None and one.score_after is not None:
        told.append(
            tr(
                "Score {before} → {after}",
                before=score_words(one.score_before),
                after=score_words(one.score_after),
            )
        )
    return told


def _empty(box: QWidget) -> None:
    layout = box.layout()
    while layout is not None and (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
