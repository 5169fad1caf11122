"""Deciding disputes: by somebody else than the evaluator, question by question, together one revision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.connection import Database
from db.queries import disputes, evaluations, log, revising, scorecards, voiding
from db.records.disputes import Decision, Dispute, DisputeState
from db.records.finals import Made
from db.records.observations import Evaluation, EvaluationState
from db.records.people import User
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching import scoring
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.features.disputes.reading import Case
from desktop.shell.finals import REPLACED, count_again, kept_final
from desktop.shell.settling import change_answers, settle
from desktop.shell.text import tr

DECIDED = (*REPLACED, "observation", "event", "change")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the decider says of one dispute: the answer that stands from now on, and why."""

    dispute_id: int
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would make of the score, 0–100; `opened` are questions it would open (from 0)."""

    before: float | None
    after: float | None
    lowers: bool
    opened: tuple[int, ...] = ()


def preview(case: Case, answers: Mapping[str, str]) -> Preview:
    """Work out a decision without making it; `answers` by question key. Raises NotAllowed or Refused."""
    changed = case.evaluation.answers
    for key, answer in answers.items():
        if key != rules.WHOLE and answer:
            changed = rules.with_key(case.form, changed, rules.place_of(case.form, key), answer)
    before, after = case.evaluation, scoring.score(case.form, changed)
    return Preview(before.reported, after.reported, rules.lowers(before, after), after.unanswered)


def keep_decision(store: Store, dispute_id: int, answer: str, reason: str, by: User) -> None:
    """Keep what the decider chooses and types; nothing is decided by it. Refused once it is settled."""
    demand(by, Deed.DECIDE_DISPUTE)
    with store.writing("dispute") as db:
        found = disputes.dispute(db, dispute_id)
        if found.state is not DisputeState.OPEN or found.raised_at is None:
            raise Refused(Refusal.SETTLED)
        disputes.keep_decision(db, dispute_id, answer, reason)


def decide(
    store: Store, evaluation_id: int, chosen: tuple[Chosen, ...], also: Mapping[str, str], by: User
) -> int:
    """Decide all that waits of an evaluation, in one revision; the id of what counts from now on.

    `also` answers the questions that a new answer opened, by key. Refused, with nothing decided, for whoever
    gave one of the answers, without a reason for each, or where the score would fall. Raises
    finishing.Incomplete where an opened question is unanswered.
    """
    demand(by, Deed.DECIDE_DISPUTE)
    with store.writing(*DECIDED) as db:
        one = evaluations.evaluation(db, evaluation_id)
        waiting = _waiting(db, one)
        decided = _decisions(waiting, chosen)
        for dispute in waiting:
            rules.check_deciding(by.id, dispute.evaluator_id, giving_way=False, slip=False)
        if any(made.answer == rules.VOID for made in decided):
            return _make_void(db, store, one, decided, by)
        return _decide(db, store, one, (waiting, decided, also), by)


def give_way(store: Store, dispute_id: int, by: User) -> int:
    """Whoever gave the answer may say that it was a plain slip: it becomes what was proposed, at once.

    It is noted as a slip. Refused where nothing was proposed, or where that would lower the score.
    """
    demand(by, Deed.DECIDE_DISPUTE)
    with store.writing(*DECIDED) as db:
        found = disputes.dispute(db, dispute_id)
        one = evaluations.evaluation(db, found.evaluation_id)
        if found.state is not DisputeState.OPEN or found.raised_at is None:
            raise Refused(Refusal.SETTLED)
        if not found.proposed or found.question == rules.WHOLE:
            raise Refused(Refusal.NO_SUCH_QUESTION)
        reason = tr("A plain slip, put right")
        made = Decision(found.id, DisputeState.CHANGED, found.proposed, reason, quick=True)
        return _decide(db, store, one, ((found,), (made,), {}), by)


def _waiting(db: Database, one: Evaluation) -> tuple[Dispute, ...]:
    found = tuple(d for d in disputes.of_evaluation(db, one.id) if d.state is DisputeState.OPEN)
    if not found:
        raise Refused(Refusal.SETTLED)
    return found


def _decisions(waiting: tuple[Dispute, ...], chosen: tuple[Chosen, ...]) -> tuple[Decision, ...]:
    """One for each that waits; what it makes of it follows once it is known what stands."""
    said = {one.dispute_id: one for one in chosen}
    for dispute in waiting:
        one = said.get(dispute.id)
        if one is None or not one.answer or not one.reason.strip():
            raise Refused(Refusal.UNDECIDED, dispute.question)
    return tuple(
        Decision(one.id, DisputeState.STANDS, said[one.id].answer, said[one.id].reason.strip())
        for one in waiting
    )


def _decide(
    db: Database,
    store: Store,
    one: Evaluation,
    of: tuple[tuple[Dispute, ...], tuple[Decision, ...], Mapping[str, str]],
    by: User,
) -> int:
    waiting, decided, also = of
    form = scorecards.version(db, one.version_id).form
    settled = [
        replace(
            made, state=rules.outcome(rules.standing(form, one.answers, d.question), d.proposed, made.answer)
        )
        for d, made in zip(waiting, decided, strict=True)
    ]
    keys = {
        d.question: made.answer
        for d, made in zip(waiting, settled, strict=True)
        if made.state is not DisputeState.STANDS
    }
    new = one
    if keys:
        reasons = "; ".join(made.reason for made in settled if made.state is not DisputeState.STANDS)
        new = change_answers(db, one, keys | dict(also), Made(by.id, reasons))
    for made in settled:
        disputes.decide(db, made, by.id, store.now(), (one.reported, new.reported))
    _rest(db, one, new)
    log.say(db, "dispute_decided", "", "evaluation", new.uid)
    return new.id


def _rest(db: Database, old: Evaluation, new: Evaluation) -> None:
    """Another score is asked about in a window of its own; the rest stands where nothing waits any more."""
    if any(one.state is DisputeState.OPEN for one in disputes.of_evaluation(db, new.id)):
        revising.keep_state(db, new.id, EvaluationState.DISPUTED)
    elif rules.changes_score(old, new):
        revising.set_state(db, new.id, EvaluationState.SHARED)
    else:
        settle(db, new.id)


def _make_void(db: Database, store: Store, one: Evaluation, decided: tuple[Decision, ...], by: User) -> int:
    """The evaluation as a whole should not count: then neither does anything else that was disputed."""
    demand(by, Deed.VOID)
    reason = next(made.reason for made in decided if made.answer == rules.VOID)
    for made in decided:
        state = DisputeState.CHANGED if made.answer == rules.VOID else DisputeState.PARTLY
        disputes.decide(db, replace(made, state=state), by.id, store.now(), (one.reported, None))
    settle(db, one.id)
    kept_final(db, one)
    voiding.make_void(db, one, by.id, reason, store.now())
    count_again(db, one)
    log.say(db, "voided", reason, "evaluation", one.uid)
    return one.id
