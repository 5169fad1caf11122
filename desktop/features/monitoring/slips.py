"""The quick path for a plain slip: one wrong tick put right, as a revision whose reason is ready."""

from db.connection import Database
from db.queries import evaluations, log, observations, revising, scorecards
from db.records.finals import Made
from db.records.observations import Evaluation, EvaluationState
from db.records.people import Role, User
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.finals import REPLACED
from desktop.shell.settling import change_answers
from desktop.shell.text import tr

SLIPPED = (*REPLACED, "event", "change")


def correct_slip(store: Store, evaluation_id: int, question: str, answer: str, by: User) -> int:
    """Put one answer right (`answer` as `rules.key_of` writes it); the id of the revision.

    For the evaluator and for supervisors. Before the agent was shown it, a slip may go either way; after
    that, none that lowers the score is a plain one. The agent is asked again only where the score changed.
    Refused, or finishing.Incomplete where the answer opens another question.
    """
    demand(by, Deed.REVISE)
    with store.writing(*SLIPPED) as db:
        old = evaluations.evaluation(db, evaluation_id)
        _check(db, old, by)
        form = scorecards.version(db, old.version_id).form
        text = form.questions[rules.place_of(form, question)].text
        reason = tr("A plain slip, put right: {question}", question=text)
        shown = old.state is not EvaluationState.FINAL
        new = change_answers(db, old, {question: answer}, Made(by.id, reason), may_lower=not shown)
        log.say(db, "slip", text, "evaluation", new.uid)
        return new.id


def _check(db: Database, old: Evaluation, by: User) -> None:
    if old.state is EvaluationState.DRAFT:
        raise Refused(Refusal.NO_SLIP)
    if old.state is EvaluationState.DISPUTED:
        raise Refused(Refusal.IS_DISPUTED)
    if revising.draft_of(db, old.id) is not None:
        raise Refused(Refusal.BEING_CHANGED)
    heard_by = observations.observation(db, old.observation_id).user_id
    if by.role is not Role.SUPERVISOR and by.id not in (heard_by, old.user_id):
        raise Refused(Refusal.NOT_THEIRS)
