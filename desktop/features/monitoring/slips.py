"""The quick path for a plain slip: one wrong tick put right, as a revision whose reason is ready."""

from db.connection import Database
from db.queries import evaluations, log, observations, revising, scorecards
from db.records.observations import Evaluation, EvaluationState
from db.records.people import Role, User
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.finals import REPLACED, drop_spare, measured, replace_by
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
        return put_right(db, old, question, answer, by)


def put_right(db: Database, old: Evaluation, question: str, answer: str, by: User) -> int:
    """Make the revision and note the slip in the record."""
    asked = scorecards.version(db, old.version_id).form
    place = rules.place_of(asked, question)
    if rules.key_of(asked, old.answers, place) == answer:
        raise Refused(Refusal.NOTHING_CHANGES, question)
    text = asked.questions[place].text
    reason = tr("A plain slip, put right: {question}", question=text)
    draft = evaluations.evaluation(db, revising.begin(db, old, by.id, reason))
    evaluations.keep_answers(db, draft.id, rules.with_key(asked, old.answers, place, answer))
    finish = measured(db, evaluations.evaluation(db, draft.id))
    drop_spare(db, draft, finish)
    shown = old.state is not EvaluationState.FINAL
    if shown and rules.lowers(old, finish):
        raise Refused(Refusal.LOWERS, question)
    asks_again = rules.changes_score(old, finish)
    replace_by(db, draft, by.id, finish, None if asks_again else old.state)
    log.say(db, "slip", text, "evaluation", draft.uid)
    return draft.id


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
