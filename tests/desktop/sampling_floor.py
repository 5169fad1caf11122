"""A floor with three agents and a week of calls to draw from, for tests of sampling."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from db.queries import contacts, evaluations, observations, people, sampling, scorecards
from db.records.contacts import NewContact
from db.records.observations import Evaluation
from db.records.sampling import Candidate, Recipe
from desktop.coaching import finishing
from desktop.features.monitoring import actions as monitoring
from desktop.features.sampling import actions, drafting
from desktop.features.sampling.actions import PlanDraft
from tests.builders import Floor, new_floor

MONDAY = datetime(2026, 3, 2, 9)
SINCE = MONDAY.date()
TOPICS = ("Billing", "Fault", "Moving house")


def sampling_floor(folder: Path, calls: int = 20) -> Floor:
    """Imani Okafor, Tomasz Zieliński and Ana Ruiz with so many calls each, spread over five days."""
    floor = new_floor(folder)
    with floor.store.writing("agent") as db:
        for name in ("Tomasz Zieliński", "Ana Ruiz"):
            people.add_agent(db, name, floor.team)
    for agent in agents(floor):
        bring(floor, agent, calls)
    floor.store.act_as(floor.user)
    return floor


def agents(floor: Floor) -> tuple[int, ...]:
    with floor.store.reading() as db:
        return tuple(one.id for one in people.agents(db))


def bring(floor: Floor, agent: int, calls: int, at: datetime = MONDAY) -> None:
    with floor.store.writing("contact") as db:
        for number in range(calls):
            when = at + timedelta(days=number % 5, minutes=37 * number)
            new = NewContact(
                agent,
                when,
                f"C-{agent}-{when:%d%H%M}",
                topic=TOPICS[number % 3],
                answered=True,
                talk_s=60.0 + number,
                rating=1.0 + number % 5,
            )
            contacts.add(db, new)


def add_plan(floor: Floor, name: str = "Four a week", **recipe: object) -> int:
    return actions.add_plan(floor.store, PlanDraft(name, replace(Recipe(), **recipe)), floor.user)  # type: ignore[arg-type]


def draw(floor: Floor, plan: int, seed: str = "7f3a91c2") -> int:
    shown = drafting.preview(floor.store, plan, SINCE, seed, floor.user)
    return actions.draw(floor.store, shown, floor.user)


def drawn(floor: Floor, draw_id: int) -> list[int]:
    """The contacts, in the order in which they are to be heard."""
    with floor.store.reading() as db:
        return [one.contact_id for one in sampling.items(db, draw_id)]


def candidates(floor: Floor) -> tuple[Candidate, ...]:
    with floor.store.reading() as db:
        return sampling.candidates(db, sampling.Span(SINCE, SINCE + timedelta(days=6)))


def hear(floor: Floor, contact_id: int, option: int = 0) -> Evaluation:
    """Listen to a contact and evaluate it by the page's own action, each question answered alike."""
    observation_id = monitoring.begin(floor.store, contact_id, floor.user)
    with floor.store.writing("evaluation", "week_sum", "question", "observation") as db:
        (one,) = evaluations.of_observation(db, observation_id)
        form = scorecards.version(db, one.version_id).form
        answers = bytes(min(option, len(row.options) - 1) + 1 for row in form.questions)
        evaluations.finish(db, one, finishing.finish(form, answers), floor.store.now())
        observations.end(db, observation_id, floor.store.now())
        return evaluations.evaluation(db, one.id)
