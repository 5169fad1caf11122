"""The clock of an observation: started, held, put to another second; and the time its evaluator spends."""

from contextlib import suppress
from datetime import datetime

from db.queries import observations
from db.records.observations import Observation
from db.records.people import User
from db.store import Store
from desktop.coaching.access import Deed, demand
from desktop.features.monitoring.sitting import elapsed
from desktop.features.monitoring.writing import Finished, open_observation, writing


def start_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Let the clock run on from that second of the contact."""
    return _set_clock(store, observation_id, by, store.now(), at_s)


def stop_clock(store: Store, observation_id: int, by: User) -> Observation:
    """Hold the clock where it is."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        at_s = elapsed(observations.observation(db, observation_id), store.now())
    return _set_clock(store, observation_id, by, None, at_s)


def hold_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Hold the clock at that second of the contact."""
    return _set_clock(store, observation_id, by, None, at_s)


def put_clock(store: Store, observation_id: int, at_s: float, by: User) -> Observation:
    """Put the clock to a second of the contact; it goes on running, or standing, as before."""
    demand(by, Deed.OBSERVE)
    with store.reading() as db:
        running = observations.observation(db, observation_id).clock_started_at is not None
    return _set_clock(store, observation_id, by, store.now() if running else None, at_s)


def _set_clock(store: Store, id: int, by: User, started_at: datetime | None, at_s: float) -> Observation:
    with writing(store, by, "observation") as db:
        open_observation(db, id)
        observations.set_clock(db, id, started_at, max(0.0, at_s))
        return observations.observation(db, id)


def keep_spent(store: Store, observation_id: int, seconds: float, by: User) -> None:
    """Keep how long the evaluator has worked on it by now, in seconds; theirs alone to see.

    The last count may come after it was finished or discarded: then nothing is kept, and nothing is wrong.
    """
    with writing(store, by, "observation") as db, suppress(Finished, LookupError):
        observations.keep_spent(db, open_observation(db, observation_id).id, max(0.0, seconds))
