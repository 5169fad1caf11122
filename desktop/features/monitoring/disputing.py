"""Raising a dispute: question by question, kept as it is typed, and raised together or not at all.

The agent does it at the desk; what they wrote on paper or into a file is typed in or read for them.
"""

from dataclasses import dataclass, replace
from datetime import date

from db.connection import Database
from db.queries import disputes, evaluations, finals, observations, people, revising, settings, voiding
from db.records.disputes import Dispute, DisputeState, How, Said, Voided, Window
from db.records.finals import Revision
from db.records.observations import Evaluation, EvaluationState, Note
from db.records.people import Role, User
from db.records.scorecards import Form, Question
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching.access import Deed, demand
from desktop.coaching.answers import NotAllowed
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.finals import form_of
from desktop.shell.settling import history, settle

RAISING = ("dispute", "evaluation")
SHOWN = (
    EvaluationState.SHARED,
    EvaluationState.ACKNOWLEDGED,
    EvaluationState.DISPUTED,
    EvaluationState.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Disputing:
    """All that a dispute of an evaluation is written with: its form and answers, what may still be disputed,
    what is being written, what was raised, and until when. `names` are the users who decided, by id.
    """

    evaluation: Evaluation
    revision: Revision
    form: Form
    open_questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    drafts: tuple[Dispute, ...]
    raised: tuple[Dispute, ...]
    names: dict[int, str]
    window: Window
    voided: Voided | None = None

    @property
    def waiting(self) -> tuple[Dispute, ...]:
        return tuple(one for one in self.raised if one.state is DisputeState.OPEN)


def read(store: Store, evaluation_id: int, by: User | None) -> Disputing:
    """Raises LookupError for an evaluation that is not shown, or was replaced."""
    with store.reading() as db:
        return _read(db, evaluation_id)


def _read(db: Database, evaluation_id: int) -> Disputing:
    voided = voiding.voided(db, evaluation_id)
    find = voiding.evaluation if voided is not None else evaluations.evaluation
    one = find(db, evaluation_id)
    found = finals.newest(db, "evaluation", one.id)
    if one.state not in SHOWN or found is None or not found.content:
        raise LookupError(f"shared evaluation {evaluation_id}")
    form, raised = form_of(db, found.content), disputes.of_evaluation(db, one.id)
    gone = {each.question for each in raised if each.state is not DisputeState.WITHDRAWN}
    return Disputing(
        evaluation=one,
        revision=found,
        form=form,
        open_questions=tuple(q for q in rules.disputable(form, one.answers) if q.key not in gone),
        notes=observations.notes(db, one.observation_id),
        drafts=disputes.drafts(db, one.id),
        raised=raised,
        names=_names(db, raised),
        window=_window(db, one),
        voided=voided,
    )


def _names(db: Database, raised: tuple[Dispute, ...]) -> dict[int, str]:
    ids = {each.decided_by for each in raised if each.decided_by is not None}
    return {id: people.user(db, id).name for id in ids}


def _window(db: Database, one: Evaluation) -> Window:
    days = int(settings.settings(db).get("dispute_days", rules.WINDOW_DAYS))
    return rules.window(revising.shared_at(db, one.id), days)


def begin(store: Store, evaluation_id: int, question: str, by: User) -> int:
    """Begin to write a dispute of one question, or go on with the one there is; its id."""
    how = _demand(by)
    with store.writing("dispute") as db:
        return _begin(db, evaluation_id, question, by, how)


def _begin(db: Database, evaluation_id: int, question: str, by: User, how: How) -> int:
    whole = _read(db, evaluation_id)
    _check_open(whole)
    for one in whole.drafts:
        if one.question == question:
            return one.id
    known = {each.key for each in whole.open_questions} | {rules.WHOLE}
    if question not in known:
        raise Refused(Refusal.NO_SUCH_QUESTION, question)
    of = {"evaluation_id": evaluation_id, "final_id": whole.revision.final.id}
    return disputes.begin(db, of | {"agent_id": whole.evaluation.agent_id, "user_id": by.id}, question, how)


def keep(store: Store, dispute_id: int, said: Said, by: User) -> None:
    """Keep what is typed. Refused once it was raised."""
    _demand(by)
    with store.writing("dispute") as db:
        disputes.keep(db, _draft(db, dispute_id).id, said)


def drop(store: Store, dispute_id: int, by: User) -> None:
    """Take away one that was never raised."""
    _demand(by)
    with store.writing("dispute") as db:
        disputes.drop(db, _draft(db, dispute_id).id)


def raise_all(store: Store, evaluation_id: int, late: str, by: User) -> tuple[int, ...]:
    """Raise all that is being written of an evaluation, in one sitting; their ids.

    After the window only a user may, and says why (`late`). Refused, with nothing raised, where a reason is
    missing, a question was disputed before, or there is nothing to raise.
    """
    how = _demand(by)
    with store.writing(*RAISING) as db:
        whole = _read(db, evaluation_id)
        _check_window(whole, how, late, store.now().astimezone().date())
        return _raise(db, store, whole, late.strip())


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What an agent handed in on paper or in a file, and why it is late where it is."""

    said: tuple[Said, ...]
    how: How
    late: str = ""


def raise_within(
    db: Database, store: Store, evaluation_id: int, handed: HandedIn, by: User
) -> tuple[int, ...]:
    """Raise what was handed in, inside a transaction that writes more; as `raise_all`."""
    before = _read(db, evaluation_id)
    for one in handed.said:
        id = _begin(db, evaluation_id, one.question, by, handed.how)
        disputes.keep(db, id, one if _may_propose(before, one) else replace(one, proposed=""))
    whole = _read(db, evaluation_id)
    _check_window(whole, handed.how, handed.late, store.now().astimezone().date())
    return _raise(db, store, whole, handed.late.strip())


def _may_propose(of: Disputing, said: Said) -> bool:
    """Whether the form has the answer proposed: a file that was handed in may name any."""
    if said.question == rules.WHOLE:
        return said.proposed in ("", rules.VOID)
    try:
        place = rules.place_of(of.form, said.question)
        rules.with_key(of.form, of.evaluation.answers, place, said.proposed)
    except (Refused, NotAllowed):
        return False
    return True


def _raise(db: Database, store: Store, whole: Disputing, late: str) -> tuple[int, ...]:
    _check_open(whole)
    if not whole.drafts:
        raise Refused(Refusal.NOTHING_RAISED)
    told = history(db, whole.revision.final.first_uid)
    for one in whole.drafts:
        rules.check_raising(one.question, one.reason, whole.raised)
        disputes.raise_it(db, one.id, rules.author(one.question, told), store.now(), late)
    revising.set_state(db, whole.evaluation.id, EvaluationState.DISPUTED)
    return tuple(one.id for one in whole.drafts)


def withdraw(store: Store, dispute_id: int, by: User) -> None:
    """The agent takes a dispute back; with the last one the evaluation stands where it stood before.

    A user may write that down for them, but not whoever gave the answer: that would be deciding about it.
    """
    how = _demand(by)
    with store.writing(*RAISING) as db:
        found = disputes.dispute(db, dispute_id)
        if found.raised_at is None or found.state is not DisputeState.OPEN:
            raise Refused(Refusal.SETTLED)
        if how is How.USER:
            rules.check_deciding(by.id, found.evaluator_id, giving_way=False, slip=False)
        disputes.withdraw(db, found.id, store.now())
        settle(db, found.evaluation_id)


def _demand(by: User) -> How:
    """The agent's own deed at the desk, a user's where the word was handed in."""
    return How.DESK if demand(by, Deed.DISPUTE).role is Role.AGENT else How.USER


def _draft(db: Database, id: int) -> Dispute:
    found = disputes.dispute(db, id)
    if found.raised_at is not None:
        raise Refused(Refusal.SETTLED)
    return found


def _check_open(whole: Disputing) -> None:
    if whole.voided is not None:
        raise Refused(Refusal.IS_VOID)
    if whole.evaluation.state not in SHOWN:
        raise Refused(Refusal.NOT_SHARED)


def _check_window(whole: Disputing, how: How, late: str, on: date) -> None:
    if whole.window.is_over(on) and (how is How.DESK or not late.strip()):
        raise Refused(Refusal.WINDOW_OVER)
