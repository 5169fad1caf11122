"""Evaluations that were shared, and what agents and users then do with them."""

from dataclasses import replace

from db.queries import assignments, people
from db.records.disputes import Dispute, Said
from db.records.observations import Evaluation
from db.records.people import Role, User
from desktop.features.disputes import actions as deciding
from desktop.features.disputes.actions import Chosen
from desktop.features.monitoring import changing, disputing
from desktop.features.monitoring.disputing import HandedIn
from tests.builders import Floor
from tests.desktop.heard_floor import at_desk, hear, read

FIRST, SECOND = 0, 1


def share(floor: Floor, reference: str = "C-1", option: int = 1) -> Evaluation:
    """Heard, finished and shared; option 1 leaves room for a better answer."""
    found = hear(floor, reference, option)
    changing.share(floor.store, found.id, floor.user)
    return read(floor, found.id)


def colleague(floor: Floor, name: str = "Omar Haddad", role: Role = Role.SUPERVISOR) -> User:
    """Another user, who sees everybody."""
    with floor.store.writing("user", "assignment") as db:
        id = people.add_user(db, name, role, keeps=True)
        assignments.assign_all_teams(db, id)
        return people.user(db, id)


def hand_in(floor: Floor, evaluation: Evaluation, handed: HandedIn) -> None:
    """Raise what came on paper or in a file."""
    with floor.store.writing(*disputing.RAISING) as db:
        disputing.raise_within(db, floor.store, evaluation.id, handed, floor.user)


def key(floor: Floor, evaluation: Evaluation, place: int = FIRST) -> str:
    """The key of a question of the evaluation's form."""
    return disputing.read(floor.store, evaluation.id, floor.user).form.questions[place].key


def best(floor: Floor, evaluation: Evaluation, place: int = FIRST) -> str:
    """The key of the answer with the most points."""
    question = disputing.read(floor.store, evaluation.id, floor.user).form.questions[place]
    return max(question.options, key=lambda option: option.points).key


def worst(floor: Floor, evaluation: Evaluation, place: int = FIRST) -> str:
    question = disputing.read(floor.store, evaluation.id, floor.user).form.questions[place]
    return min(question.options, key=lambda option: option.points).key


def dispute(floor: Floor, evaluation: Evaluation, *places: int, reason: str = "I did ask her") -> None:
    """The agent at the desk disputes these questions in one sitting, proposing the best answers."""
    for place in places or (FIRST,):
        question = key(floor, evaluation, place)
        id = disputing.begin(floor.store, evaluation.id, question, at_desk(floor))
        said = Said(question, reason, "At 0:40 it can be heard", best(floor, evaluation, place), at_s=40)
        disputing.keep(floor.store, id, said, at_desk(floor))
    disputing.raise_all(floor.store, evaluation.id, "", at_desk(floor))


def raised(floor: Floor, evaluation_id: int) -> tuple[Dispute, ...]:
    return disputing.read(floor.store, evaluation_id, floor.user).raised


def decide(
    floor: Floor, evaluation: Evaluation, by: User, *answers: str, reason: str = "Heard it too"
) -> Evaluation:
    """Decide what waits with these answers, in its order; what counts from then on."""
    waiting = disputing.read(floor.store, evaluation.id, floor.user).waiting
    chosen = tuple(Chosen(one.id, answer, reason) for one, answer in zip(waiting, answers, strict=True))
    return read(floor, deciding.decide(floor.store, evaluation.id, chosen, {}, by))


def as_coach(user: User) -> User:
    return replace(user, role=Role.COACH)
