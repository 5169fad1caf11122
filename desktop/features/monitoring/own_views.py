"""The agent's own view of a contact on the same scorecard: asked for, filled in at the desk, then compared.

Neither side sees the other's answers before both are finished: the store holds them back (`db.reach`). What
is written here is in no figure.
"""

from dataclasses import dataclass

from db.connection import Database
from db.queries import contacts, evaluations, log, people, scorecards, self_evaluations
from db.records.answer_bytes import around_places
from db.records.contacts import Contact
from db.records.disputes import SelfEvaluation, SelfState
from db.records.observations import Evaluation, EvaluationState
from db.records.people import Agent, User
from db.records.scorecards import Form, ScorecardVersion
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching import finishing, scoring
from desktop.coaching.access import Deed, demand
from desktop.coaching.answers import blank
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.dispute_words import answer_label

ASKED = ("self_evaluation", "event", "change")
UNSHOWN = (EvaluationState.DRAFT, EvaluationState.FINAL)


@dataclass(frozen=True, slots=True)
class OwnView:
    """An agent's view with all that its page shows."""

    own: SelfEvaluation
    agent: Agent
    contact: Contact
    version: ScorecardVersion


@dataclass(frozen=True, slots=True)
class Line:
    """One question as both see it: the labels of the answers, blank where it was not asked there."""

    place: int
    asked: str
    theirs: str
    ours: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.ours


@dataclass(frozen=True, slots=True)
class BothViews:
    """The two side by side, what differs first; scores are the reported ones, 0–100."""

    agent: str
    evaluator: str
    lines: tuple[Line, ...]
    own_score: float | None
    score: float | None
    own_comment: str
    comment: str

    @property
    def differing(self) -> int:
        return sum(line.differs for line in self.lines)


def ask_for_view(store: Store, evaluation_id: int, by: User) -> int:
    """Ask the agent for their own view of this contact; its id.

    Refused where they were asked before, and once the evaluation was shared: then it would not be blind.
    """
    demand(by, Deed.FINISH_EVALUATION)
    with store.writing(*ASKED) as db:
        one = evaluations.evaluation(db, evaluation_id)
        if one.state not in UNSHOWN:
            raise Refused(Refusal.SHARED_ALREADY)
        if self_evaluations.of_observation(db, one.observation_id) is not None:
            raise Refused(Refusal.ASKED_ALREADY)
        id = self_evaluations.ask(db, one, _unanswered(db, one), by.id, store.now())
        log.say(db, "own_view_asked", "", "agent", people.agent(db, one.agent_id).uid)
        return id


def _unanswered(db: Database, one: Evaluation) -> bytes:
    """No answers, under the circumstances of the call that the evaluation found."""
    form = scorecards.version(db, one.version_id).form
    answers = bytearray(blank(form))
    for place in around_places(form).values():
        answers[place] = one.answers[place]
    return bytes(answers)


def take_back_asking(store: Store, self_id: int, by: User) -> None:
    """Ask no longer. Refused once it is finished."""
    demand(by, Deed.FINISH_EVALUATION)
    with store.writing(*ASKED) as db:
        _take_back(db, self_id)


def decline(store: Store, self_id: int, by: User) -> None:
    """The agent would rather not; then the evaluation is shown without it."""
    demand(by, Deed.EVALUATE_ONESELF)
    with store.writing(*ASKED) as db:
        _take_back(db, self_id)


def _take_back(db: Database, id: int) -> None:
    self_evaluations.take_back(db, _draft(db, id).id)


def read_own(store: Store, self_id: int, by: User | None) -> OwnView:
    """What the agent fills in. Raises LookupError where there is none (any more)."""
    with store.reading() as db:
        own = self_evaluations.self_evaluation(db, self_id)
        return OwnView(
            own,
            people.agent(db, own.agent_id),
            contacts.contact(db, own.contact_id),
            scorecards.version(db, own.version_id),
        )


def keep_own_answers(store: Store, self_id: int, answers: bytes, by: User) -> None:
    """Keep the agent's answers as they are given."""
    demand(by, Deed.EVALUATE_ONESELF)
    with store.writing("self_evaluation") as db:
        self_evaluations.keep_answers(db, _draft(db, self_id).id, answers)


def keep_own_words(store: Store, self_id: int, question: str, words: str, by: User) -> None:
    """Keep what the agent writes to one question, as it is typed."""
    demand(by, Deed.EVALUATE_ONESELF)
    with store.writing("self_evaluation") as db:
        draft = _draft(db, self_id)
        self_evaluations.keep_words(db, draft.id, {**draft.words, question: words})


def keep_own_comment(store: Store, self_id: int, comment: str, by: User) -> None:
    demand(by, Deed.EVALUATE_ONESELF)
    with store.writing("self_evaluation") as db:
        self_evaluations.keep_comment(db, _draft(db, self_id).id, comment)


def finish_own(store: Store, self_id: int, by: User) -> None:
    """The agent's view stands. Raises finishing.Incomplete while a question is unanswered."""
    demand(by, Deed.EVALUATE_ONESELF)
    with store.writing(*ASKED) as db:
        draft = _draft(db, self_id)
        finish = finishing.finish(scorecards.version(db, draft.version_id).form, draft.answers)
        self_evaluations.finish(db, draft, finish.answers, store.now())
        log.say(db, "own_view_finished", "", "agent", people.agent(db, draft.agent_id).uid)


def own_view_of(store: Store, observation_id: int, by: User | None) -> SelfEvaluation | None:
    """The agent's view of an observation, its answers blank before both are in; None where nobody asked."""
    with store.reading() as db:
        return self_evaluations.of_observation(db, observation_id)


def both_views(store: Store, evaluation_id: int, by: User | None) -> BothViews:
    """The two side by side. LookupError before both are finished."""
    with store.reading() as db:
        one = evaluations.evaluation(db, evaluation_id)
        own = self_evaluations.of_observation(db, one.observation_id)
        if own is None or own.opened_at is None or one.state is EvaluationState.DRAFT:
            raise LookupError(f"both views of evaluation {evaluation_id}")
        form = scorecards.version(db, own.version_id).form
        return BothViews(
            agent=people.agent(db, one.agent_id).name,
            evaluator=people.user(db, one.user_id).name,
            lines=compare(form, own.answers, scorecards.version(db, one.version_id).form, one.answers),
            own_score=scoring.score(form, own.answers).reported,
            score=one.reported,
            own_comment=own.comment,
            comment=one.comment,
        )


def compare(own_form: Form, own: bytes, form: Form, ours: bytes) -> tuple[Line, ...]:
    """Question by question, those that differ first and then in the form's order; both in words."""
    theirs, mine = _labels(own_form, own), _labels(form, ours)
    lines = [
        Line(place, question.text, theirs.get(question.key, ""), mine.get(question.key, ""))
        for place, question in enumerate(form.questions, 1)
        if rules.may_be_disputed(question)
    ]
    return tuple(
        sorted((line for line in lines if line.theirs or line.ours), key=lambda line: not line.differs)
    )


def _labels(form: Form, answers: bytes) -> dict[str, str]:
    keys = rules.answers_by_key(form, answers)
    return {question.key: answer_label(question, keys[question.key]) for question in form.questions}


def _draft(db: Database, id: int) -> SelfEvaluation:
    found = self_evaluations.self_evaluation(db, id)
    if found.state is SelfState.FINAL:
        raise Refused(Refusal.SETTLED)
    return found
