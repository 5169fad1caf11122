"""The invented agents: who they are, when they came, and what each of them can really do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from db.connection import Database
from db.queries import people

WEEKS = 26
_HIRED_WEEKS_AGO = ((3, 24), (30, 100), (110, 520))
_STAGE_SHARES = (5, 9, 10)
_BASE = (0.62, 0.72, 0.80)


@dataclass(slots=True)
class DemoAgent:
    """`ability` is the true share of points by skill key, 0–1; `lift` what a plan adds, from its week on."""

    id: int
    name: str
    hired_on: date
    ability: dict[str, float]
    self_view: int
    lift: dict[str, tuple[int, float]] = field(default_factory=dict)

    def able(self, skill: str, week: int) -> float:
        """The true share of points in that week of the half-year, counted from 0."""
        start, gain = self.lift.get(skill, (WEEKS, 0.0))
        grown = gain * min(1.0, max(0, week - start) / 6)
        return min(0.98, self.ability.get(skill, 0.75) + 0.002 * week + grown)


def add_agents(
    db: Database, random: Random, content: dict, skills: Sequence[str], today: date
) -> list[DemoAgent]:
    """Teams and agents, spread over teams and stages."""
    teams = [people.add_team(db, name) for name in content["teams"]]
    stages = [stage for stage, share in enumerate(_STAGE_SHARES) for _ in range(share)]
    random.shuffle(stages)
    agents = []
    for place, (row, stage) in enumerate(zip(content["agent"], stages, strict=True)):
        hired_on = today - timedelta(
            weeks=random.randint(*_HIRED_WEEKS_AGO[stage]), days=random.randint(0, 4)
        )
        team = place % len(teams)
        id = people.add_agent(db, row["name"], teams[team], f"D{101 + place}", hired_on)
        ability = _abilities(random, skills, _BASE[stage] + 0.03 * (team - 1))
        agents.append(DemoAgent(id, row["name"], hired_on, ability, random.choice((-1, 0, 0, 0, 1, 1))))
    return agents


def _abilities(random: Random, skills: Sequence[str], base: float) -> dict[str, float]:
    ability = {skill: base + random.gauss(0, 0.06) for skill in skills}
    weak, weaker, strong, stronger = random.sample(list(skills), 4)
    ability[weak] -= 0.18
    ability[weaker] -= 0.30
    ability[strong] += 0.14
    ability[stronger] += 0.18
    return {skill: min(0.97, max(0.15, share)) for skill, share in ability.items()}
