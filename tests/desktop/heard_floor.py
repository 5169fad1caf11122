"""Finished evaluations as a supervisor makes them, and what a test does with them afterwards."""

from datetime import date

from db.queries import evaluations, revising
from db.records.observations import Evaluation, NoteTag
from db.records.people import User
from desktop.coaching.access import at_the_desk_of
from desktop.features.monitoring import actions, answering, changing, jotting
from desktop.features.monitoring.sitting import Jotting
from tests.builders import Floor, take_call

NONE = Jotting("", 0)


def hear(floor: Floor, reference: str = "C-1", option: int = 0, day: date = date(2026, 3, 2)) -> Evaluation:
    """Listen to a new contact, answer each question with that option, and finish."""
    observation = actions.begin(floor.store, take_call(floor, day, reference).id, floor.user)
    jotting.stamp(
        floor.store, observation, Jotting("Asked the name twice", 12, NoteTag.OPPORTUNITY), floor.user
    )
    jotting.stamp(
        floor.store, observation, Jotting("Let her tell the story", 40, NoteTag.STRENGTH), floor.user
    )
    draft = actions.sitting(floor.store, observation).evaluation
    answer(floor, draft.id, option)
    answering.keep_comment(floor.store, draft.id, "Warm and clear.", floor.user)
    finished = actions.finish(floor.store, observation, NONE, floor.user).evaluation
    assert finished is not None
    return finished


def answer(floor: Floor, evaluation_id: int, option: int) -> None:
    """Answer every question with its option of that place, the last one at most."""
    found = read(floor, evaluation_id)
    form = actions.sitting(floor.store, found.observation_id).version.form
    codes = bytes(min(option, len(one.options) - 1) + 1 for one in form.questions)
    answering.keep_answers(floor.store, evaluation_id, codes, floor.user)


def change(floor: Floor, evaluation_id: int, option: int, reason: str = "Heard it again") -> Evaluation:
    """Change a finished evaluation to that option throughout; what counts from then on."""
    draft = changing.begin_change(floor.store, evaluation_id, reason, floor.user)
    answer(floor, draft, option)
    return read(floor, changing.finish_change(floor.store, draft, floor.user))


def read(floor: Floor, id: int) -> Evaluation:
    with floor.store.reading() as db:
        return evaluations.evaluation(db, id)


def draft_of(floor: Floor, id: int) -> Evaluation | None:
    with floor.store.reading() as db:
        return revising.draft_of(db, id)


def at_desk(floor: Floor) -> User:
    """The agent, at the supervisor's desk."""
    return at_the_desk_of(floor.user)
