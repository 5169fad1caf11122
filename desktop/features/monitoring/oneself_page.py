"""An agent's own view of a call, on the scorecard it is evaluated with: kept as given, then finished."""

from functools import partial

from db.records.disputes import SelfEvaluation, SelfState
from db.records.observations import Detail, DetailKind, Evaluation, EvaluationState, Observation, Source
from desktop.coaching.disputes import Refused
from desktop.coaching.finishing import Incomplete
from desktop.features.monitoring import own_views
from desktop.features.monitoring.own_views import OwnView
from desktop.features.monitoring.scorecard_panel import ScorecardPanel
from desktop.features.monitoring.sitting import Sitting
from desktop.features.monitoring.wording import contact_words
from desktop.shell.context import App
from desktop.shell.controls import button, label
from desktop.shell.spoken import announce
from desktop.shell.text import ntr, time_of_day, tr
from desktop.widgets.page import Page


class OwnViewOfCallPage(Page):
    """Target: the id of what was asked for. Nobody sees it before the evaluation is finished too."""

    watches = ("self_evaluation",)

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.self_id = 0
        self.shown: OwnView | None = None
        self.header.set_title(tr("Your own view of a call"))
        self.kept = label("", "small")
        self.header.add_widget(self.kept)
        self.header.add_widget(button(tr("I would rather not"), self.decline, role="quiet"))
        self.header.add_widget(button(tr("All my things"), self.leave, role="quiet"))
        self.about = label(
            tr(
                "How do you see this call yourself? Nobody reads your answers before both views are "
                "finished, and you read the other view then too. Nothing of it counts in any figure."
            ),
            "muted",
            wrap=True,
        )
        self.card = ScorecardPanel(app)
        self.card.answering.answers_changed.connect(self._keep_answers)
        self.card.answering.said.connect(self._keep_said)
        self.card.answering.cause_set.connect(self._keep_cause)
        self.card.commented.connect(self._keep_comment)
        self.body.addWidget(self.about)
        self.body.addWidget(self.card, 1)
        self.add_key("Esc", tr("All my things"), self.leave)
        self.add_key("Ctrl+Return", tr("Finish my view"), self.finish)
        app.jobs.kept.connect(self._say_kept)

    def show_target(self, target: object) -> None:
        if isinstance(target, int):
            self.self_id, self.shown = target, None
            self.refresh()

    def load(self) -> None:
        if self.app.store is not None and self.self_id and self.shown is None:
            done, failed = self.show_view, self._gone
            self.app.jobs.run(
                own_views.read_own,
                self.app.store,
                self.self_id,
                self.app.user,
                done=done,
                failed=failed,
                owner=self,
            )

    def show_view(self, view: OwnView) -> None:
        """Show what is asked; one that is finished leads back to the list."""
        if view.own.state is SelfState.FINAL:
            self.leave()
            return
        self.shown = view
        self.header.set_state(f"{contact_words(view.contact)} · {view.version.form.name}")
        self.header.set_primary(tr("Finish my view"), self.finish)
        self.card.show_sitting(as_sitting(view))
        # A running score would steer the answers.
        for part in (self.card.cards, self.card.score, self.card.ask_score, self.card.around):
            part.hide()
        self.card.focus_current()

    def leave(self) -> None:
        self.app.go("handover")

    def finish(self) -> None:
        """The view stands from here on; what was typed last is kept first."""
        if self.shown is not None:
            work = self.app.jobs.once_kept(own_views.finish_own)
            self.app.jobs.run(
                work,
                self.app.store,
                self.self_id,
                self.app.user,
                done=self._finished,
                failed=self._refuse,
                owner=self,
            )

    def decline(self) -> None:
        """Take the question back; the evaluation is shown without an own view."""
        if self.shown is not None:
            self.app.jobs.run(
                own_views.decline,
                self.app.store,
                self.self_id,
                self.app.user,
                done=self._declined,
                failed=self._refuse,
                owner=self,
            )

    def _keep_answers(self, answers: bytes) -> None:
        self._keep("answers", own_views.keep_own_answers, answers)

    def _keep_said(self, question: str, kind: DetailKind, value: str) -> None:
        self._keep(f"{kind} {question}", partial(_keep_words, f"{kind.value}:{question}"), value)

    def _keep_cause(self, question: str, cause: str, given: bool) -> None:
        key = f"{DetailKind.CAUSE.value}:{question}:{cause}"
        self._keep(key, partial(_keep_words, key), cause if given else "")

    def _keep_comment(self, text: str) -> None:
        self._keep("comment", own_views.keep_own_comment, text)

    def _keep(self, what: str, action: object, value: object) -> None:
        if self.shown is not None:
            slot = f"own view of call {self.self_id} {what}"
            self.app.jobs.keep(slot, action, self.app.store, self.self_id, value, self.app.user)  # type: ignore[arg-type]

    def _say_kept(self, slot: str) -> None:
        if slot.startswith("own view of call "):
            self.kept.setText(tr("kept {time}", time=time_of_day(self.app.clock())))

    def _finished(self, _nothing: object) -> None:
        words = tr("Thank you. You read both views side by side once the other is in too.")
        self._tell(words)

    def _declined(self, _nothing: object) -> None:
        self._tell(tr("Noted. You are asked no longer."))

    def _tell(self, words: str) -> None:
        self.app.notices.say(words)
        announce(self, words)
        self.shown = None
        self.leave()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Incomplete):
            self.card.go(error.positions[0])
            self.card.focus_current()
            n = len(error.positions)
            words = ntr(
                "{n} question still needs an answer. Here it is.",
                "{n} questions still need an answer. Here is the first.",
                n,
            )
            self.app.notices.say(words, kind="warn")
        else:
            self._gone(error)

    def _gone(self, error: Exception) -> None:
        """Taken back or finished meanwhile: there is nothing here to fill in any more."""
        if isinstance(error, LookupError | Refused):
            self.shown = None
            self.leave()
        else:
            self.app.sorry(error)


def _keep_words(key: str, store: object, self_id: int, words: str, by: object) -> None:
    own_views.keep_own_words(store, self_id, key, words, by)  # type: ignore[arg-type]


def as_sitting(view: OwnView) -> Sitting:
    """An own view as the scorecard shows a draft; its observation is nobody's."""
    own = view.own
    heard = Observation(0, b"", own.agent_id, own.contact_id, own.asked_by, Source.RECORDING, own.asked_at)
    draft = Evaluation(
        own.id,
        own.uid,
        0,
        own.agent_id,
        own.contact_id,
        own.version_id,
        own.asked_by,
        EvaluationState.DRAFT,
        own.answers,
        view.contact.started_at.date(),
        comment=own.comment,
    )
    return Sitting(heard, view.agent, view.contact, (), draft, view.version, (), details=tuple(_details(own)))


def _details(own: SelfEvaluation) -> list[Detail]:
    """What was written, as an evaluation has it."""
    found = []
    for key, value in own.words.items():
        kind, _, question = key.partition(":")
        if kind == DetailKind.CAUSE.value:
            question = question.rpartition(":")[0]
        if value:
            found.append(Detail(0, b"", 0, own.agent_id, question, DetailKind(kind), value))
    return found
