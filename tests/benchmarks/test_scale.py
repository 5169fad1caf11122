"""How long the pages' own questions take on a site's floor of two years.

100,000 evaluations unless the environment says otherwise: DESKSIDE_EVALUATIONS=1000000. The floor is plain;
with DESKSIDE_TEST_STORES=encrypted it is encrypted, which costs at first touch of a page and not later.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from db.connection import Database
from db.queries import assignments, behind, contacts, evaluations, figures, observations
from db.queries import people as users
from db.queries.figures import Sums
from db.records.figures import Scope
from db.records.people import Role, User
from db.store import Store
from desktop.features.monitoring import actions as monitoring
from desktop.features.monitoring import answering
from desktop.features.monitoring.sitting import Jotting
from desktop.features.people import actions as people
from desktop.features.people import happenings, profile
from desktop.features.today import actions as today
from desktop.features.trends import actions as trends
from tests.benchmarks.big_floor import COMMON, RARE, Size, build

AGENT, TEAM, QUESTION = 77, 7, "need-found"


@dataclass(frozen=True, slots=True)
class Floor:
    store: Store
    user: User
    size: Size


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    size = Size(int(os.environ.get("DESKSIDE_EVALUATIONS", "100000")))
    begun = perf_counter()
    store, user = build(tmp_path_factory.mktemp("big") / "big.deskside", size)
    print(f"\n{size.evaluations:,} evaluations made in {perf_counter() - begun:.0f} s, ", end="")
    store.sweep()
    form = "plain" if store.unlocked is None else "encrypted"
    print(f"{store.path.stat().st_size / 1e6:,.0f} MB, {form}")
    yield Floor(store, user, size)
    store.close()


def test_the_large_floor_has_the_sums_that_its_evaluations_say(tmp_path: Path) -> None:
    store, _ = build(tmp_path / "small.deskside", Size(400, agents=8, teams=2, weeks=6))
    with store.reading() as db:
        weeks = figures.weeks(db, Sums.SCORE, Scope(3))
        lines = behind.scores(db, Scope(3))
        asked = {row.key: row for row in figures.by_question(db)}[QUESTION]
        answered = behind.answers(db, QUESTION)
    store.close()
    assert sum(week.n for week in weeks) == len(lines)
    assert sum(week.total for week in weeks) == pytest.approx(sum(line.reported or 0 for line in lines))
    assert sum(week.passed for week in weeks) == sum(line.verdict == "pass" for line in lines)
    assert asked.n == len(answered)
    assert asked.total == pytest.approx(sum(line.percent or 0 for line in answered))


def questions(floor: Floor) -> dict[str, Callable[[Database], object]]:
    """What a page asks, by what a reader would call it."""
    today = floor.size.today
    year, quarter = today - timedelta(days=363), today - timedelta(days=90)
    month = datetime.combine(today - timedelta(days=29), time(), tzinfo=UTC)
    agent, team, site = Scope(AGENT, None, year), Scope(None, TEAM, year), Scope(since=year)
    week = Scope(since=quarter, until=quarter + timedelta(days=6))
    return {
        "agent's trend, a year": lambda db: figures.weeks(db, Sums.SCORE, agent),
        "team's trend, a year": lambda db: figures.weeks(db, Sums.SCORE, team),
        "site's trend, a year": lambda db: figures.weeks(db, Sums.SCORE, site),
        "site's trend, all time": lambda db: figures.weeks(db, Sums.SCORE),
        "one question's trend, site, a year": lambda db: figures.weeks(db, Sums.QUESTION, site, 1),
        "agent's questions, a year": lambda db: figures.by_question(db, agent),
        "team's questions, a year": lambda db: figures.by_question(db, team),
        "site's questions, a quarter": lambda db: figures.by_question(db, Scope(since=quarter)),
        "site's questions, a year": lambda db: figures.by_question(db, site),
        "site's skills, a year": lambda db: figures.by_skill(db, site),
        "everybody's mean, a quarter": lambda db: figures.by_agent(db, Scope(since=quarter)),
        "agent's scores one by one": lambda db: figures.scores(db, Scope(AGENT)),
        "behind a question, site, newest 500": lambda db: behind.answers(db, QUESTION, site),
        "behind a question, team, newest 500": lambda db: behind.answers(db, QUESTION, team),
        "behind a question, agent": lambda db: behind.answers(db, QUESTION, agent),
        "behind a week's mean, site": lambda db: behind.scores(db, week),
        "behind a week's mean, agent": lambda db: behind.scores(
            db, Scope(AGENT, None, week.since, week.until)
        ),
        "behind a team's mean, newest 500": lambda db: behind.scores(db, team),
        "behind the site's mean, newest 500": lambda db: behind.scores(db, site),
        "notes with a common word": lambda db: observations.find_notes(db, COMMON),
        "notes with a rare word": lambda db: observations.find_notes(db, RARE),
        "agent's contacts, newest 200": lambda db: contacts.of_agent(db, AGENT),
        "agent's contacts nobody heard": lambda db: contacts.of_agent(db, AGENT, unobserved=True),
        "who was heard, and how often": lambda db: evaluations.heard_since(db, month),
        "when everybody was last heard": observations.last_heard,
    }


def pages(floor: Floor) -> dict[str, Callable[[], object]]:
    """Whole pages, as their actions read them."""
    store, user, day = floor.store, floor.user, floor.size.today
    asked = trends.Asked(Scope(since=day - timedelta(days=363)))
    return {
        "PAGE people": lambda: people.list_people(store, day, user),
        "PAGE agent's story": lambda: happenings.read_story(store, AGENT, happenings.Sort.COACHING, 30, user),
        "PAGE agent's profile": lambda: profile.read_profile(store, profile.Asked(AGENT, day), user),
        "PAGE today": lambda: today.today(store, day, user),
        "PAGE trends, scores of the site": lambda: trends.course(store, asked, user),
        "PAGE trends, questions of the site": lambda: trends.standings(
            store, replace(asked, view=trends.View.QUESTIONS), user
        ),
        "PAGE trends, all teams": lambda: trends.standings(
            store, replace(asked, view=trends.View.TEAMS), user
        ),
        "PAGE trends, calls behind a skill": lambda: trends.calls_of_standing(
            store, replace(asked, view=trends.View.SKILLS), "listening", user
        ),
    }


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """(first, median of the next three)."""
    times = []
    for _ in range(4):
        begun = perf_counter()
        work()
        times.append(1000 * (perf_counter() - begun))
    return times[0], median(times[1:])


def show(what: str, first: float, then: float) -> None:
    print(f"{what:40}{first:10.1f}{then:10.1f} ms")


@pytest.mark.benchmark
def test_time_to_read_a_large_floor(big: Floor, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{'':40}{'first':>10}{'then':>10}")
        with big.store.reading() as db:
            for what, ask in questions(big).items():
                db.execute("PRAGMA shrink_memory")  # so that the first asking reads its pages from the file
                show(what, *milliseconds(partial(ask, db)))
        for what, read in pages(big).items():
            show(what, *milliseconds(read))


@pytest.fixture
def of_a_third(big: Floor) -> Iterator[Floor]:
    """The floor as the supervisor of every third team sees it, through views; team and agent are theirs."""
    with big.store.writing("user", "assignment", whole=True) as db:
        third = users.user(db, users.add_user(db, "Sam of a third", Role.SUPERVISOR))
        for team in users.teams(db):
            if team.id % 3 == TEAM % 3:
                assignments.assign(db, third.id, team_id=team.id)
        assignments.assign(db, third.id, agent_id=AGENT)
    big.store.act_as(third)
    yield replace(big, user=third)
    big.store.act_as(None)


@pytest.mark.benchmark
def test_what_seeing_a_third_of_a_large_floor_costs(
    big: Floor, of_a_third: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each question twice: unnarrowed, and through the views of somebody who has a third of the teams."""
    with capsys.disabled():
        print(f"\n{'':40}{'whole':>10}{'a third':>10}")
        for what in questions(big):
            times = [_time(big.store, questions(big)[what], whole) for whole in (True, False)]
            show(what, *times)
        for what, read in pages(of_a_third).items():
            big.store.act_as(None)
            whole = milliseconds(read)[1]
            big.store.act_as(of_a_third.user)
            show(what, whole, milliseconds(read)[1])


def _time(store: Store, ask: Callable[[Database], object], whole: bool) -> float:
    with store.reading(whole=whole) as db:
        return milliseconds(partial(ask, db))[1]


@pytest.mark.benchmark
def test_time_to_finish_an_evaluation_on_a_large_floor(
    big: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    times = sorted(finish_one(big, agent) for agent in range(1, 41))
    with capsys.disabled():
        print(f"\nfinishing one: median {median(times):.1f} ms, worst of {len(times)} {times[-1]:.1f} ms")


def finish_one(floor: Floor, agent: int) -> float:
    """Milliseconds that finishing takes once every question is answered."""
    store, user = floor.store, floor.user
    id = monitoring.begin_live(store, agent, user)
    sitting = monitoring.sitting(store, id)
    assert sitting.version is not None and sitting.evaluation is not None
    answers = bytes(1 for _ in sitting.version.form.questions)
    answering.keep_answers(store, sitting.evaluation.id, answers, user)
    begun = perf_counter()
    monitoring.finish(store, id, Jotting("", 0.0), user)
    return 1000 * (perf_counter() - begun)
