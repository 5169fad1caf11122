"""Where an evaluation stands once nothing about it waits any more, and who gave which of its answers.

It stands here because the agent's page, the change of an evaluation and the page Disputes all settle.
"""

from db.connection import Database
from db.queries import disputes, finals, revising
from db.records.disputes import DisputeState
from db.records.observations import EvaluationState
from desktop.coaching import disputes as rules
from desktop.shell.finals import form_of


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


def history(db: Database, first_uid: bytes) -> list[tuple[int, dict[str, str]]]:
    """Who said what in each revision, the first one first: user ids and answers by question key."""
    told = []
    for one in finals.revisions(db, first_uid):
        if one.content:
            answers = bytes.fromhex(one.content["evaluation"]["answers"])
            told.append((one.final.user_id, rules.answers_by_key(form_of(db, one.content), answers)))
    return told
