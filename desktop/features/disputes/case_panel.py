"""One case: what was answered, what the agent proposes and why, and the decision question by question."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.coaching import disputes as rules
from desktop.coaching.answers import NotAllowed
from desktop.coaching.disputes import Refusal, Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.disputes import actions, reading
from desktop.features.disputes.actions import Chosen
from desktop.features.disputes.decision_form import DecisionForm
from desktop.features.disputes.opened import OpenedQuestions
from desktop.features.disputes.reading import Case
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.dispute_words import refusal_words
from desktop.shell.spoken import announce
from desktop.shell.text import day, tr
from desktop.shell.words import score_words
from desktop.widgets.empty import EmptyState
from desktop.widgets.flow import FlowLayout


class CasePanel(QWidget):
    """`decided` says that nothing waits any more of what was shown, or that it is gone."""

    decided = Signal()

    def __init__(self, app: App) -> None:
        super().__init__()
        self.app = app
        self.case: Case | None = None
        self.forms: list[DecisionForm] = []
        self.opened = OpenedQuestions()
        self.opened.answered.connect(self._work_out)
        self.empty = EmptyState(tr("Choose what waits to see what was answered and what the agent proposes."))
        self.title = label("", "heading", wrap=True)
        self.facts = label("", "muted", wrap=True)
        self.own = label("", "warn", wrap=True)
        self.preview = label("", "heading", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.open_it = button(tr("Open the evaluation"), self._open, role="quiet")
        self.decide = button(tr("Decide"), self._decide, role="primary")
        self._lay_out()
        self.show_nothing()

    def read(self, evaluation_id: int) -> None:
        """Read a case and show it; what was typed for it before stands there again."""
        self._run(reading.read_case, evaluation_id, done=self.show_case, failed=self._gone)

    def show_nothing(self) -> None:
        self.case = None
        self.inside.hide()
        self.empty.show()

    def show_case(self, case: Case) -> None:
        same = self.case is not None and [d.id for d in self.case.disputes] == [d.id for d in case.disputes]
        self.case = case
        self.empty.hide()
        self.inside.show()
        about = ", ".join(part for part in (case.contact.topic, case.contact.reference) if part)
        self.title.setText(f"{case.agent} · {day(case.evaluation.day)} · {about}")
        score = score_words(case.evaluation.reported)
        self.facts.setText(tr("{card} · {score}", card=case.form.name, score=score))
        self.own.setText(_own_words(case))
        self.own.setVisible(case.own)
        self.decide.setVisible(not case.own)
        if not same:
            self._show_forms(case)
        self._work_out()

    def _show_forms(self, case: Case) -> None:
        self.problem.hide()
        self.opened.clear()
        for form in self.forms:
            form.hide()
            form.deleteLater()
        self.forms = [DecisionForm(case, one) for one in case.disputes]
        for form in self.forms:
            form.written.connect(self._keep)
            form.slip_wanted.connect(self._give_way)
            form.heard_wanted.connect(self._hear)
            self._column.addWidget(form)
            form.show()  # or it would be shown too late to take the keyboard

    def _keep(self, dispute_id: int, answer: str, reason: str) -> None:
        self.app.jobs.keep(
            f"decision {dispute_id}",
            actions.keep_decision,
            self.app.store,
            dispute_id,
            answer,
            reason,
            self.app.user,
        )
        self._work_out()

    def _work_out(self) -> None:
        """What the score would be, before anything is decided; and which questions a new answer opens."""
        if self.case is None:
            return
        answers = {form.key: form.answer() for form in self.forms if form.answer()} | self.opened.answers()
        if any(answer == rules.VOID for answer in answers.values()):
            self.preview.setText(tr("The evaluation becomes void and leaves every figure."))
            self.opened.clear()
            return
        try:
            found = actions.preview(self.case, answers)
        except (Refused, NotAllowed):
            return
        words = tr(
            "Score {before} → {after}", before=score_words(found.before), after=score_words(found.after)
        )
        if score_words(found.before) == score_words(found.after):
            words = tr("The score stays {score}", score=score_words(found.before))
        if found.lowers:
            words += f"\n△ {refusal_words(Refused(Refusal.LOWERS))}"
        self.preview.setText(words)
        questions = (self.case.form.questions[place] for place in found.opened)
        self.opened.offer({question.key: question for question in questions})

    def _decide(self) -> None:
        if self.case is None:
            return
        chosen = tuple(Chosen(form.id, form.answer(), form.reason.text()) for form in self.forms)
        work = self.app.jobs.once_kept(actions.decide)
        self._run(work, self.case.evaluation.id, chosen, self.opened.answers(), done=self._decided)

    def _give_way(self, dispute_id: int) -> None:
        self._run(self.app.jobs.once_kept(actions.give_way), dispute_id, done=self._put_right)

    def _decided(self, _id: int) -> None:
        self._say(
            tr("Decided. {name} can read it on their own page.", name=self.case.agent if self.case else "")
        )

    def _put_right(self, _id: int) -> None:
        self._say(tr("Put right as a plain slip, and noted as one."))

    def _say(self, words: str) -> None:
        self.app.undo.seal(words)
        self.app.notices.say(words)
        announce(self, words)
        self.case = None
        self.decided.emit()

    def _open(self) -> None:
        if self.case is not None:
            self.app.go("monitoring", ("evaluation", self.case.evaluation.id))

    def _hear(self, note_id: int) -> None:
        self.app.go("monitoring", ("note", note_id))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Incomplete):
            words = tr("The new answer opens another question. Please answer it below.")
        elif isinstance(error, Refused):
            words = refusal_words(error)
            form = next((one for one in self.forms if one.key == error.detail), None)
            if error.why is Refusal.UNDECIDED and form is not None:
                form.focus_missing()
        elif isinstance(error, LookupError):
            self._gone(error)
            return
        else:
            self.app.sorry(error)
            return
        self.problem.setText(words)
        self.problem.show()
        announce(self.problem, words, urgent=True)

    def _gone(self, error: Exception) -> None:
        if isinstance(error, LookupError):
            self.show_nothing()
            self.decided.emit()
        else:
            self.app.sorry(error)

    def _run(
        self,
        work: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        refused = failed or self._refuse
        self.app.jobs.run(work, self.app.store, *args, self.app.user, done=done, failed=refused, owner=self)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setProperty("role", "page")
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        whole = QVBoxLayout(sheet)
        whole.setContentsMargins(0, 0, 8, 0)
        whole.setSpacing(8)
        for part in (self.title, self.facts, self.own):
            whole.addWidget(part)
        whole.addLayout(self._column)
        whole.addWidget(self.opened)
        for part in (self.preview, self.problem):
            whole.addWidget(part)
        row = QWidget()
        flow = FlowLayout(row)
        for made in (self.decide, self.open_it):
            flow.addWidget(made)
        whole.addWidget(row)
        whole.addStretch(1)
        self.inside = QScrollArea()
        self.inside.setWidget(sheet)
        self.inside.setWidgetResizable(True)
        self.inside.setFrameShape(QFrame.Shape.NoFrame)
        self.inside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.inside, 1)


def _own_words(case: Case) -> str:
    if not case.own:
        return ""
    words = tr("You gave this answer, so somebody else decides.")
    if case.others:
        return f"{words} {tr('If it was a plain slip, you can put it right here.')}"
    return "{} {}".format(
        words,
        tr(
            "You are alone on this floor: invite another supervisor or coach on the page Users. "
            "If it was a plain slip, you can put it right here."
        ),
    )
