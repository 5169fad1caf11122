"""After finishing: sharing with the agent, changing for a reason, and reading each revision beside the next.

A change is a draft of its own beside what is final; nothing counts until it is finished, and then only it
does. What was final before stays readable for ever.
"""

from dataclasses import dataclass

from db.connection import Database
from db.queries import details, evaluations, finals, observations, revising, voiding
from db.records.finals import Acknowledgement, Revision
from db.records.observations import Evaluation, EvaluationState, Finish
from db.records.people import User
from db.records.scorecards import Form
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused, lowers
from desktop.shell.finals import REPLACED, drop_spare, form_of, kept_final, measured, replace_by
from desktop.shell.settling import resting_state, was_disputed


class NoReason(ValueError):
    """What is final changes for a reason only."""


class NothingChanged(ValueError):
    """The change says what the evaluation says already."""


class NotFinal(ValueError):
    """Only a finished evaluation is shared, changed or acknowledged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One revision to be read: what it says, its form, and the agent's word on it."""

    revision: Revision
    form: Form
    said: Acknowledgement | None


def share(store: Store, evaluation_id: int, by: User) -> None:
    """Let the agent read it; they are asked to acknowledge it. Nothing happens where it is shared."""
    demand(by, Deed.FINISH_EVALUATION)
    with store.writing("evaluation", "final", "final_text") as db:
        found = _finished(db, evaluation_id)
        kept_final(db, found)
        if found.state is EvaluationState.FINAL:
            revising.set_state(db, evaluation_id, EvaluationState.SHARED)


def begin_change(store: Store, evaluation_id: int, reason: str, by: User) -> int:
    """Open a draft of the change, or the one there is; the draft's id. Raises NoReason for a blank reason."""
    demand(by, Deed.REVISE)
    if not reason.strip():
        raise NoReason(evaluation_id)
    with store.writing("evaluation", "detail") as db:
        found = _finished(db, evaluation_id)
        if found.state is EvaluationState.DISPUTED:
            raise Refused(Refusal.IS_DISPUTED)
        there = revising.draft_of(db, evaluation_id)
        return there.id if there else revising.begin(db, found, by.id, reason.strip())


def keep_reason(store: Store, draft_id: int, reason: str, by: User) -> None:
    """Keep the reason as it is typed."""
    demand(by, Deed.REVISE)
    with store.writing("evaluation") as db:
        revising.keep_reason(db, _change(db, draft_id).id, reason)


def finish_change(store: Store, draft_id: int, by: User) -> int:
    """Put the change in the place of what it changes, in every figure, as its next revision; its id.

    Whoever acknowledged what it changes is asked again. Raises NoReason, NothingChanged, Refused or
    finishing.Incomplete, and has then changed nothing: what is disputed is decided by its dispute, and what
    was disputed is never lowered.
    """
    demand(by, Deed.REVISE)
    with store.writing(*REPLACED) as db:
        draft = _change(db, draft_id)
        old = evaluations.evaluation(db, draft.revises_id or 0)
        finish = measured(db, draft)
        drop_spare(db, draft, finish)
        _check(db, old, draft, finish)
        if old.state is EvaluationState.DISPUTED:
            raise Refused(Refusal.IS_DISPUTED)
        if was_disputed(db, old.id) and lowers(old, finish):
            raise Refused(Refusal.LOWERS)
        replace_by(db, draft, by.id, finish)
        return draft.id


def discard_change(store: Store, draft_id: int, by: User) -> None:
    """Take the draft of a change away; what is final stays as it was."""
    demand(by, Deed.REVISE)
    with store.writing("evaluation") as db:
        evaluations.remove_evaluation(db, _change(db, draft_id).id)


def bring_back_change(store: Store, draft_id: int, by: User) -> None:
    """Undo a discarding."""
    demand(by, Deed.REVISE)
    with store.writing("evaluation") as db:
        evaluations.bring_back_evaluation(db, draft_id)


def readings(store: Store, evaluation_id: int, by: User | None) -> tuple[Reading, ...]:
    """Every revision of an evaluation, the first one first; none where no final was kept yet."""
    with store.reading() as db:
        newest = finals.newest(db, "evaluation", evaluation_id)
        found = finals.revisions(db, newest.final.first_uid) if newest else ()
        return tuple(_reading(db, one) for one in found if one.content)


def _reading(db: Database, one: Revision) -> Reading:
    return Reading(one, form_of(db, one.content), finals.acknowledgement(db, one.final.id))


def acknowledge(store: Store, final_id: int, comment: str, by: User) -> None:
    """The agent has read this revision; their comment stands with it.

    ValueError where it is said already; Refused while they dispute it, for then it is being read again.
    """
    demand(by, Deed.ACKNOWLEDGE)
    with store.writing("acknowledgement", "evaluation") as db:
        found = finals.final(db, final_id)
        evaluation = _row(db, found)
        if evaluation.state is EvaluationState.DISPUTED:
            raise Refused(Refusal.IS_DISPUTED)
        finals.acknowledge(db, found.final, by.id, comment.strip(), store.now())
        revising.set_state(db, evaluation.id, resting_state(db, evaluation.id))


def keep_comment(store: Store, final_id: int, comment: str, by: User) -> None:
    """Keep what the agent writes before acknowledging, as it is typed."""
    demand(by, Deed.ACKNOWLEDGE)
    with store.writing("acknowledgement") as db:
        found = finals.final(db, final_id)
        _row(db, found)
        finals.keep_comment(db, found.final, by.id, comment)


def own(store: Store, evaluation_id: int, by: User | None) -> Reading:
    """What an agent is shown of an evaluation: its newest revision, also of one that is void by now.

    LookupError where it is not shared.
    """
    with store.reading() as db:
        found = finals.newest(db, "evaluation", evaluation_id)
        if found is None or not found.content:
            raise LookupError(f"final of evaluation {evaluation_id}")
        if voiding.voided(db, evaluation_id) is None:
            _row(db, found)
        return _reading(db, found)


def _row(db: Database, found: Revision) -> Evaluation:
    """The evaluation behind a final that is shared and counts today."""
    evaluation = revising.of_uid(db, found.final.subject_uid)
    if evaluation.state in (EvaluationState.DRAFT, EvaluationState.FINAL):
        raise NotFinal(evaluation.id)
    return evaluation


def _finished(db: Database, id: int) -> Evaluation:
    found = evaluations.evaluation(db, id)
    if found.state is EvaluationState.DRAFT:
        raise NotFinal(id)
    return found


def _change(db: Database, id: int) -> Evaluation:
    draft = evaluations.evaluation(db, id)
    if draft.state is not EvaluationState.DRAFT or draft.revises_id is None:
        raise LookupError(f"change {id}")
    return draft


def _check(db: Database, old: Evaluation, draft: Evaluation, finish: Finish) -> None:
    if not draft.reason.strip():
        raise NoReason(draft.id)
    same = (finish.answers, draft.comment) == (old.answers, old.comment)
    if same and _said(db, old) == _said(db, draft):
        raise NothingChanged(draft.id)


def _said(db: Database, one: Evaluation) -> set[tuple[str, str, str]]:
    """What the answers say beside their codes."""
    return {(each.question, each.kind, each.value) for each in details.of_evaluation(db, one.id)}


def observation_of(store: Store, kind: str, id: int) -> int | None:
    """The observation that an "observation", "evaluation", "note" or "contact" belongs to.

    For a contact the newest one, None where nobody has listened yet; an evaluation may have been replaced by
    a change meanwhile. Raises LookupError for what is gone.
    """
    with store.reading() as db:
        if kind == "evaluation":
            return revising.observation_of(db, id)
        if kind == "note":
            return observations.note(db, id).observation_id
        if kind == "contact":
            return next((each.id for each in observations.of_contact(db, id)), None)
        return observations.observation(db, id).id
