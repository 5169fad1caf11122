"""Builds the demo floor: one transaction, week by week, from one seed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from db import attachments, starter
from db.connection import Database
from db.progress import Progress
from db.queries import assignments, people, scorecards, skills
from db.records.people import Role
from db.records.scorecards import ScorecardVersion
from db.store import Store
from db.uids import uid_source
from desktop.features.signin.demo import calls, growth
from desktop.features.signin.demo.calls import Floor
from desktop.features.signin.demo.chats import keep_chats
from desktop.features.signin.demo.disputed import dispute_calls
from desktop.features.signin.demo.people import WEEKS, DemoAgent, add_agents
from desktop.features.signin.demo.praise import give_praise
from desktop.features.signin.demo.recorded import keep_recordings
from desktop.features.signin.demo.sampling import draw_calls
from desktop.features.signin.demo.written import read_written

SEED = 20261
SITE = "Demo floor"
_TABLES = (
    *starter.TABLES,
    *("site", "team", "user", "assignment", "agent", "contact"),
    *("observation", "note", "evaluation", "week_sum"),
    *("assessment", "rating", "evidence", "plan", "condition", "area", "goal", "action", "check_in"),
    *("signature", "improvement"),
    *("transcript", "transcript_line"),
    "recording",
    *("sampling_plan", "sampling_evaluator", "draw", "draw_item"),
    *("recognition", "shelf_call"),
    *("dispute", "self_evaluation", "final", "final_text", "detail"),
)
_ASSESSED_IN = (7, 20)
_PLANNED = {8: 6, 14: 4, 21: 5, 25: 3}
"""Week of the half-year → how many agents begin a plan in it."""


def build_demo(path: Path, today: date, seed: int = SEED) -> Iterator[Progress]:
    """Makes the demo store at `path`, where there must be none. Same seed and day give the same floor.

    Closing the generator early leaves no file behind.
    """
    hand = Hand(datetime.combine(today - timedelta(weeks=WEEKS), time(8), UTC))
    random = Random(seed)
    store = Store.open(path, clock=hand.now, ids=uid_source(hand.now, Random(seed).getrandbits))
    done = False
    try:
        with store.writing(*_TABLES) as db:
            yield from _fill(db, hand, random, today)
            if hand.floor is not None:
                keep_recordings(hand.floor, hand.agents, path)
        done = True
    finally:
        store.close()
        if not done:
            remove_demo(path)


def remove_demo(path: Path) -> None:
    """Deletes the demo store and all that lies beside it. It must be closed."""
    attachments.remove_all(attachments.folder_of(path))
    for file in path.parent.glob(path.name + "*"):
        if file.is_file():
            file.unlink()


class Hand:
    """The clock of the invented months: it shows what the floor last set."""

    def __init__(self, moment: datetime) -> None:
        self._start = moment
        self.floor: Floor | None = None
        self.agents: list[DemoAgent] = []

    def now(self) -> datetime:
        return self.floor.moment if self.floor else self._start


def _fill(db: Database, hand: Hand, random: Random, today: date) -> Iterator[Progress]:
    starter.install(db)
    people.set_site(db, SITE, is_demo=True)
    content = starter.content("demo")
    users = [people.add_user(db, name, Role.SUPERVISOR, keeps=True) for name in content["supervisors"]]
    keys = [skill.key for skill in skills.skills(db)]
    agents = add_agents(db, random, content, keys, today)
    for user in users:
        assignments.assign_all_teams(db, user)
    floor = Floor(db, random, content, _for_calls(scorecards.published(db)), users, today, hand.now())
    hand.floor = floor
    for week in range(WEEKS):
        _live(floor, agents, week)
        yield Progress(week + 1, WEEKS, "demo")
    read_written(floor, [agent.id for agent in reversed(agents)])
    draw_calls(floor, agents)
    give_praise(floor, [agent.id for agent in agents])
    dispute_calls(floor, [agent.id for agent in agents])
    keep_chats(floor, agents)
    hand.agents = agents
    floor.moment = datetime.combine(today, time(0), UTC)


def _for_calls(cards: tuple[ScorecardVersion, ...]) -> tuple[ScorecardVersion, ...]:
    """What calls are evaluated by; the scorecard that asks what only a chat has is for `read_written`."""
    return tuple(card for card in cards if not any(question.only_when for question in card.form.questions))


def _live(floor: Floor, agents: list[DemoAgent], week: int) -> None:
    today = floor.today
    last_monday = today - timedelta(days=today.weekday())
    monday = last_monday - timedelta(weeks=WEEKS - 1 - week)
    for agent in agents:
        calls.live_week(floor, agent, week, monday)
    if week in _ASSESSED_IN:
        for place, agent in enumerate(agents):
            growth.assess(floor, agent, week, monday + timedelta(days=place % 4))
    friday = min(monday + timedelta(days=4), today)
    for agent in _planned(agents, week):
        growth.plan(floor, agent, friday)
        _learn(floor, agent, week, friday)


def _planned(agents: list[DemoAgent], week: int) -> list[DemoAgent]:
    before = sum(count for start, count in _PLANNED.items() if start < week)
    return agents[before : before + _PLANNED.get(week, 0)]


def _learn(floor: Floor, agent: DemoAgent, week: int, on: date) -> None:
    """Two plans in three work, as far as anybody can tell; the others change nothing."""
    for skill, _, _ in growth.weakest(floor, agent, on):
        if floor.random.random() < 0.67:
            agent.lift[skill.key] = (week, 0.28)
