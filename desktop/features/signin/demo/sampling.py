"""The demo's sampling plan and a draw that is under way: a few of its calls are heard, the others wait."""

from datetime import UTC, datetime, time, timedelta

from db.queries import contacts, sampling
from db.queries.sampling import Span
from db.records.sampling import Draw, Evaluator, Recipe
from desktop.coaching import drawing
from desktop.features.signin.demo.calls import Floor, listen
from desktop.features.signin.demo.people import WEEKS, DemoAgent

PLAN = "One call of everybody, every week"
SEED = "20261a"
HEARD = 4


def draw_calls(floor: Floor, agents: list[DemoAgent]) -> None:
    """Drawn yesterday from last week's calls, shared out between the supervisors."""
    db, user = floor.db, floor.supervisors[0]
    floor.moment = datetime.combine(floor.today - timedelta(days=1), time(8), UTC)
    recipe = Recipe(quota=1)
    plan = sampling.add_plan(db, PLAN, recipe, user)
    sampling.choose_evaluators(db, plan, floor.supervisors)
    since, until = drawing.span_of(recipe.cycle, floor.today - timedelta(days=7))
    population = drawing.sift(sampling.candidates(db, Span(since, until)), recipe).population
    drawn = drawing.draw(population, recipe, SEED)
    made = Draw(
        id=0,
        uid=b"",
        plan_id=plan,
        recipe=recipe,
        seed=SEED,
        since=since,
        until=until,
        population=len(population),
        population_hash=drawing.population_hash(population),
        count=len(drawn),
        user_id=user,
        made_at=floor.moment,
    )
    reach = frozenset(agent.id for agent in agents)
    able = [Evaluator(id, "", reach) for id in floor.supervisors]
    hears = drawing.share_out(drawn, able, user)
    sampling.add_items(db, sampling.add_draw(db, made), list(zip(drawn, hears, strict=True)))
    of_id = {agent.id: agent for agent in agents}
    for number, (one, by) in enumerate(zip(drawn[:HEARD], hears, strict=False), 1):
        begun = made.made_at + timedelta(minutes=40 * number)
        listen(floor, of_id[one.agent_id], WEEKS - 2, (contacts.contact(db, one.id), by, begun))
