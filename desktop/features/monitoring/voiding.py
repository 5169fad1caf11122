"""Making an evaluation void: it leaves every figure and stays to be read; and the way back."""

from db.queries import evaluations, log, revising
from db.queries import voiding as queries
from db.records.disputes import Voided
from db.records.observations import EvaluationState
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, Forbidden, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.shell.finals import count_again, kept_final

VOIDED = (
    *("evaluation", "observation", "evidence", "week_sum", "question", "detail"),
    *("final", "final_text", "event", "change"),
)


def make_void(store: Store, evaluation_id: int, reason: str, by: User) -> None:
    """Take a finished evaluation out of every figure, for a reason that both can read.

    Refused without a reason, for a draft, and while a change of it is being written. A dispute that waits
    goes with it, and comes back with it.
    """
    demand(by, Deed.VOID)
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    with store.writing(*VOIDED) as db:
        found = evaluations.evaluation(db, evaluation_id)
        if found.state is EvaluationState.DRAFT:
            raise Refused(Refusal.NO_SLIP)
        if revising.draft_of(db, found.id) is not None:
            raise Refused(Refusal.BEING_CHANGED)
        kept_final(db, found)
        queries.make_void(db, found, by.id, reason.strip(), store.now())
        count_again(db, found)
        log.say(db, "voided", reason.strip(), "evaluation", found.uid)


def make_count(store: Store, evaluation_id: int, by: User) -> None:
    """Let a void evaluation count again. Only who made it void may; Forbidden for everybody else."""
    demand(by, Deed.VOID)
    with store.writing(*VOIDED) as db:
        found = queries.evaluation(db, evaluation_id)
        said = queries.voided(db, evaluation_id)
        if said is None or said.by_id != by.id:
            raise Forbidden(Deed.VOID, by)
        queries.bring_back(db, found)
        count_again(db, found)
        log.say(db, "unvoided", "", "evaluation", found.uid)


def voided(store: Store, evaluation_id: int, by: User | None) -> Voided | None:
    """Who made it void, when and why; None for one that counts."""
    with store.reading() as db:
        return queries.voided(db, evaluation_id)
