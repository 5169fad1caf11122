"""An agent's own page at another's desk: what waits for them, what they signed, nothing of anybody else."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.records.contacts import Contact
from db.records.observations import EvaluationState
from db.records.plans import PlanState
from db.records.skills import Assessment
from desktop.features.handover import actions, seats
from desktop.features.handover.actions import OwnAsked, OwnEvaluation, OwnPlan, OwnThings
from desktop.features.handover.own_calls import OwnCalls
from desktop.features.handover.own_praise import OwnPraise
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.text import day, ntr, tr
from desktop.shell.words import score_words, word
from desktop.widgets.chips import chip
from desktop.widgets.page import Page


class HandoverPage(Page):
    """Target: (agent id, place to begin with or None, place to come back to) hands over to that agent.

    Without one it lists what is the agent's who sits at the desk.
    """

    watches = (
        *("evaluation", "final", "acknowledgement", "plan", "signature", "assessment"),
        *("shelf_call", "self_evaluation"),
    )

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.list = QWidget()
        self.column = QVBoxLayout(self.list)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(24)
        self.praise, self.calls = OwnPraise(app), OwnCalls(app)
        self.column.setContentsMargins(0, 12, 0, 12)
        for part in (self.praise, self.list, self.calls):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.header.set_title(tr("Your page"))

    def load(self) -> None:
        if self.app.store is not None:
            self.app.jobs.run(
                actions.things,
                self.app.store,
                self.app.user,
                done=self.show_things,
                failed=self._nobody,
                owner=self,
            )

    def show_target(self, target: object) -> None:
        if isinstance(target, tuple):
            seats.hand_over(self.app, target)

    def show_things(self, found: OwnThings) -> None:
        self._empty()
        self.header.set_title(found.agent.name)
        waiting = sum(one.evaluation.state is EvaluationState.SHARED for one in found.evaluations)
        waiting += sum(one.to_sign for one in found.plans) + len(found.views) + len(found.asked)
        words = ntr("{n} thing waits for you.", "{n} things wait for you.", waiting)
        self.header.set_state(words if waiting else tr("Nothing waits for you."))
        self._group(tr("How you see your calls"), [self._asked(one) for one in found.asked])
        self._group(tr("Calls that were listened to"), [self._evaluation(one) for one in found.evaluations])
        self._group(tr("Void: these count in nothing"), [self._void(one) for one in found.voids])
        self._group(tr("Your growth plan"), [self._plan(one) for one in found.plans])
        self._group(tr("How you see your skills"), [self._view(one) for one in found.views])
        self.praise.show_agent(found.agent.id)
        self.calls.show_agent(found.agent.id)
        if self.column.count() == 0:
            self.column.addWidget(label(tr("Nothing has been shared with you yet."), "muted", wrap=True))

    def _nobody(self, error: Exception) -> None:
        if not isinstance(error, actions.NobodyThere):
            self.app.sorry(error)
            return
        self._empty()
        self.praise.hide()
        self.calls.hide()
        words = tr("Nobody sits here. A desk is handed over from a person's page, a plan or an evaluation.")
        self.column.addWidget(label(words, "muted", wrap=True))
        to_people = button(tr("Go to the people"), partial(self.app.go, "people"))
        self.column.addWidget(to_people, 0, Qt.AlignmentFlag.AlignLeft)

    def _empty(self) -> None:
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _group(self, title: str, rows: list[QWidget]) -> None:
        if not rows:
            return
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "heading"))
        for row in rows:
            column.addWidget(row)
        self.column.addWidget(group)

    def _evaluation(self, one: OwnEvaluation) -> QWidget:
        found = one.evaluation
        score = word(found.verdict) if found.reported is None else score_words(found.reported)
        words = f"{_about(one.contact)} · {score}"
        if one.revision > 1:
            words += " · " + tr("revision {n}", n=one.revision)
        waits = found.state is EvaluationState.SHARED
        open_it = partial(self.app.go, "own_evaluation", found.id)
        state = tr("To be read") if waits else tr("Read")
        if found.state is EvaluationState.DISPUTED:
            state = tr("Your dispute waits to be decided")
        return self._row(words, waits, state, open_it)

    def _void(self, one: OwnEvaluation) -> QWidget:
        open_it = partial(self.app.go, "own_evaluation", one.evaluation.id)
        return self._row(_about(one.contact), False, tr("Void"), open_it)

    def _asked(self, one: OwnAsked) -> QWidget:
        open_it = partial(self.app.go, "own_view_of_call", one.own.id)
        return self._row(_about(one.contact), True, tr("Your own view is asked for"), open_it)

    def _plan(self, one: OwnPlan) -> QWidget:
        areas = ", ".join(one.areas) or tr("being written")
        words = f"{areas} · {tr('begun {day}', day=day(one.plan.begun_on))}"
        state = tr("To be signed") if one.to_sign else word(one.plan.state)
        if one.plan.state is PlanState.DRAFT and not one.to_sign:
            state = tr("Signed by you")
        return self._row(words, one.to_sign, state, partial(self.app.go, "own_plan", one.plan.id))

    def _view(self, one: Assessment) -> QWidget:
        words = tr("Begun {day}", day=day(one.begun_on))
        return self._row(words, True, tr("To be finished"), partial(self.app.go, "own_view", one.id))

    def _row(self, words: str, waits: bool, state: str, open_it: partial[None]) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        made = button(words, open_it, f"{state}: {words}", "link")
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(chip("promise" if waits else "info", state), 0, Qt.AlignmentFlag.AlignLeft)
        return row


def _about(contact: Contact) -> str:
    """`2 Mar 2026 · Billing, C-1`."""
    about = ", ".join(part for part in (contact.topic, contact.reference) if part)
    return f"{day(contact.started_at.date())} · {about or word(contact.channel)}"
