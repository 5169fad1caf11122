"""Where an evaluation stands once nothing about it waits any more, and who gave which of its answers.

It stands here because the agent's page, the change of an evaluation and the page Disputes all settle.
"""

from collections.abc import Mapping

from db.connection import Database
from db.queries import disputes, evaluations, finals, revising, scorecards
from db.records.disputes import DisputeState
from db.records.finals import Made
from db.records.observations import Evaluation, EvaluationState
from desktop.coaching import disputes as rules
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.finals import drop_spare, form_of, measured, replace_by


def is_disputed(db: Database, evaluation_id: int) -> bool:
    """Whether a dispute of it waits to be decided."""
    return any(one.state is DisputeState.OPEN for one in disputes.of_evaluation(db, evaluation_id))


def was_disputed(db: Database, evaluation_id: int) -> bool:
    """Whether somebody has decided a dispute of it."""
    undecided = (DisputeState.OPEN, DisputeState.WITHDRAWN)
    return any(one.state not in undecided for one in disputes.of_evaluation(db, evaluation_id))


def was_read(db: Database, evaluation_id: int) -> bool:
    """Whether the agent has acknowledged what it says now, or an earlier revision with the same outcome."""
    found = finals.newest(db, "evaluation", evaluation_id)
    if found is None:
        return False
    read = {one.final_id for one in finals.acknowledgements(db, found.final.first_uid)}
    told = [one for one in finals.revisions(db, found.final.first_uid) if one.final.id in read]
    return any(_score(one.content) == _score(found.content) for one in told)


def _score(content: object) -> tuple[object, object]:
    told = content["evaluation"] if isinstance(content, dict) and content else {}
    return told.get("reported"), told.get("verdict")


def resting_state(db: Database, evaluation_id: int) -> EvaluationState:
    """To be read still; or, once read, closed after a decision and acknowledged without one."""
    if not was_read(db, evaluation_id):
        return EvaluationState.SHARED
    return EvaluationState.CLOSED if was_disputed(db, evaluation_id) else EvaluationState.ACKNOWLEDGED


def settle(db: Database, evaluation_id: int) -> None:
    """Let it rest where nothing is disputed any more; the window does not begin anew."""
    if not is_disputed(db, evaluation_id):
        revising.keep_state(db, evaluation_id, resting_state(db, evaluation_id))


def change_answers(
    db: Database, old: Evaluation, keys: Mapping[str, str], made: Made, *, may_lower: bool = False
) -> Evaluation:
    """Give questions (by key) other answers, as one revision with its reason; what then counts.

    Who changed it and why is in `made`. The agent is asked again only where the score changed: then it is to
    be read in a new window. Refused where nothing changes, or a score falls that may not;
    finishing.Incomplete where an answer opens another question. The caller's transaction then undoes it.
    """
    form, answers = scorecards.version(db, old.version_id).form, old.answers
    for key, answer in keys.items():
        answers = rules.with_key(form, answers, rules.place_of(form, key), answer)
    if answers == old.answers:
        raise Refused(Refusal.NOTHING_CHANGES)
    by = old.user_id if made.by is None else made.by
    draft_id = revising.begin(db, old, by, made.reason)
    evaluations.keep_answers(db, draft_id, answers)
    draft = evaluations.evaluation(db, draft_id)
    finish = measured(db, draft)
    if not may_lower and rules.lowers(old, finish):
        raise Refused(Refusal.LOWERS)
    drop_spare(db, draft, finish)
    replace_by(db, draft, by, finish, None if rules.changes_score(old, finish) else old.state)
    return evaluations.evaluation(db, draft_id)


def history(db: Database, first_uid: bytes) -> list[tuple[int, dict[str, str]]]:
    """Who said what in each revision, the first one first: user ids and answers by question key."""
    told = []
    for one in finals.revisions(db, first_uid):
        if one.content:
            answers = bytes.fromhex(one.content["evaluation"]["answers"])
            told.append((one.final.user_id, rules.answers_by_key(form_of(db, one.content), answers)))
    return told
