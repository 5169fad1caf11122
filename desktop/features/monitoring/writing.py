"""What every change of an observation stands on: the right to observe, and that what is finished stays."""

from contextlib import AbstractContextManager

from db.connection import Database
from db.queries import evaluations, observations
from db.records.observations import Evaluation, EvaluationState, Observation
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand


class Finished(Exception):
    """The observation or evaluation is finished; what it holds does not change any more."""


def writing(store: Store, by: User, *tables: str) -> AbstractContextManager[Database]:
    demand(by, Deed.OBSERVE)
    return store.writing(*tables)


def open_observation(db: Database, id: int) -> Observation:
    observation = observations.observation(db, id)
    if observation.ended_at is not None:
        raise Finished(f"observation {id}")
    return observation


def draft_of(db: Database, id: int) -> Evaluation:
    evaluation = evaluations.evaluation(db, id)
    if evaluation.state is not EvaluationState.DRAFT:
        raise Finished(f"evaluation {id}")
    return evaluation
