"""Nothing that a page asks may read a large table from end to end: on a site's floor that takes seconds.

SQLite is asked how it would go about each statement. Stores are never analysed, so the answer does not depend
on how much is in them.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from db.connection import Database
from db.queries import behind, contacts, evaluations, figures, imports, observations, people, skills
from db.queries.figures import Sums
from db.records.contacts import Channel
from db.records.figures import SITE, Scope
from db.store import Store
from desktop.features.monitoring import actions as monitoring
from desktop.features.monitoring import answering, jotting
from desktop.features.monitoring.sitting import Jotting
from desktop.features.people import actions as people_actions
from desktop.features.people import customers, happenings, profile
from desktop.features.today import actions as today
from desktop.features.trends import actions as trends
from tests.builders import Floor, evaluate, take_call

# A bare SEARCH is what SQLite calls max() over a whole table. Down the index by day the newest few are found;
# that of shared ones holds the few that wait to be acknowledged.
LARGE = re.compile(
    r"(SCAN|SEARCH(?! \w+ USING)) (evaluation|week_sum|contact|observation|note)\b"
    r"(?! USING INDEX evaluation_(day|shared))"
)
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|WITH)\b")
SEARCH_INDEX = "note_words_"  # what FTS5 asks of its own tables
DAY = date(2026, 3, 20)
YEAR = {"since": date(2025, 3, 21), "until": DAY}
AGENT, TEAM, EVERYBODY = Scope(1, None, **YEAR), Scope(None, 1, **YEAR), Scope(**YEAR)


def plans(store: Store, work: Callable[[], object]) -> list[list[str]]:
    """How SQLite goes about each statement of the work, line by line."""
    told: list[str] = []
    with store.reading() as db:
        conn = db.conn
    conn.set_trace_callback(told.append)
    try:
        work()
    finally:
        conn.set_trace_callback(None)
    asked = [sql for sql in told if STATEMENT.match(sql) and SEARCH_INDEX not in sql]
    assert asked
    return [[row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked]


def plan(store: Store, ask: Callable[[Database], object]) -> list[str]:
    """Of the statement that goes furthest."""
    with store.reading() as db:
        return max(plans(store, lambda: ask(db)), key=len)


def before_the_few(plan: list[str]) -> list[str]:
    """The lines that handle every row; what follows handles sums by subject, or the newest few."""
    ends = [place for place, line in enumerate(plan) if re.match(r"SCAN (\(subquery|chosen)", line)]
    return plan[: ends[0]] if ends else plan


SITE_WIDE = "COVERING INDEX week_sum_subject"
BY_AGENT = "evaluation_agent (agent_id=? AND day>"
QUESTION = "need-found"
OWN = "week_sum USING PRIMARY KEY (agent_id=? AND kind=? AND subject_id=?"

# What is asked, the way it must be found, and whether it comes in order as it is found.
FIGURES = {
    "weeks of the site": (lambda db: figures.weeks(db, Sums.SCORE, EVERYBODY), SITE_WIDE, True),
    "weeks of all time": (lambda db: figures.weeks(db, Sums.SCORE, SITE), SITE_WIDE, True),
    "weeks of a question": (lambda db: figures.weeks(db, Sums.QUESTION, EVERYBODY, 1), SITE_WIDE, True),
    "weeks of a team": (lambda db: figures.weeks(db, Sums.SCORE, TEAM), OWN, False),
    "weeks of an agent": (lambda db: figures.weeks(db, Sums.SCORE, AGENT), OWN, True),
    "questions of the site": (lambda db: figures.by_question(db, EVERYBODY), SITE_WIDE, True),
    "questions of a team": (lambda db: figures.by_question(db, TEAM), OWN, True),
    "questions of an agent": (lambda db: figures.by_question(db, AGENT), OWN, True),
    "skills of the site": (lambda db: figures.by_skill(db, EVERYBODY), SITE_WIDE, True),
    "agents": (lambda db: figures.by_agent(db, EVERYBODY), OWN, True),
    "agents of a team": (lambda db: figures.by_agent(db, TEAM), OWN, True),
    "scores of an agent": (lambda db: figures.scores(db, AGENT), BY_AGENT, True),
    "scores behind the site": (lambda db: behind.scores(db, EVERYBODY), "evaluation_day (day>", True),
    "scores behind all time": (lambda db: behind.scores(db, SITE), "evaluation_day", True),
    "scores behind a team": (lambda db: behind.scores(db, TEAM), BY_AGENT, False),
    "scores behind an agent": (lambda db: behind.scores(db, AGENT), BY_AGENT, True),
    "answers of the site": (lambda db: behind.answers(db, QUESTION, EVERYBODY), "evaluation_day (day>", True),
    "answers of a team": (lambda db: behind.answers(db, QUESTION, TEAM), BY_AGENT, False),
    "answers of an agent": (lambda db: behind.answers(db, QUESTION, AGENT), BY_AGENT, True),
}


@pytest.fixture(params=["everything", "one team of three"])
def reached(request: pytest.FixtureRequest, floor: Floor) -> Floor:
    """The floor as a supervisor of all of it sees it, and as one of a team among three, through views."""
    if request.param != "everything":
        with floor.store.writing("team", "agent") as db:
            for name in ("Mill Lane", "Quay"):
                people.add_agent(db, f"Somebody of {name}", people.add_team(db, name))
    floor.store.act_as(floor.user)
    return floor


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_read_from_its_index(reached: Floor, name: str) -> None:
    floor = reached
    ask, way, in_order = FIGURES[name]
    found = before_the_few(plan(floor.store, ask))
    assert [line for line in found if way in line], found
    assert [line for line in found if LARGE.match(line)] == []
    assert any("TEMP B-TREE" in line for line in found) is not in_order, found


@pytest.mark.parametrize("asked", ["max(reported) FROM evaluation", "count(*) FROM note", "n FROM week_sum"])
def test_a_full_read_is_recognised(floor: Floor, asked: str) -> None:
    lines = plan(floor.store, lambda db: list(db.query(f"SELECT {asked}")))
    assert [line for line in lines if LARGE.match(line)] != []


def search_and_list(db: Database) -> None:
    contacts.of_agent(db, 1)
    contacts.of_agent(db, 1, before=datetime(2026, 3, 1), unobserved=True)
    contacts.find(db, "C-1")
    contacts.count(db, 1)
    contacts.measures(db, 1, DAY, DAY)
    observations.find_notes(db, "promised a call")
    observations.heard_contacts(db, 1)
    observations.last_heard(db)
    observations.notes_of_agent(db, 1)
    evaluations.heard_since(db, datetime(2026, 3, 20, tzinfo=UTC))
    evaluations.last_version_id(db, 2, Channel.CALL)
    evaluations.of_agent(db, 1, DAY, DAY)
    people.has_anything(db, 99)
    skills.heard_notes(db, 1)
    imports.stored_references(db, ["C-1", "C-2"])


def visit_pages(floor: Floor) -> None:
    """Every reading action of the pages that show calls."""
    store, user = floor.store, floor.user
    today.today(store, DAY, user)
    people_actions.list_people(store, DAY, user)
    asked = profile.Asked(floor.agent, DAY)
    profile.read_profile(store, asked, user)
    profile.rows_of_week(store, asked, date(2026, 3, 2), user)
    for sort in happenings.Sort:
        happenings.read_story(store, floor.agent, sort, 30, user)
    for measure in customers.Measure:
        customers.list_contacts(store, AGENT, measure, user)
    for view in trends.View:
        for of in (AGENT, TEAM, EVERYBODY):
            trends.standings(store, trends.Asked(of, view=view), user)
    trends.course(store, trends.Asked(EVERYBODY), user)
    trends.calls_of_standing(store, trends.Asked(EVERYBODY, view=trends.View.SKILLS), "listening", user)
    monitoring.unfinished(store, user)
    monitoring.agents_to_hear(store)
    monitoring.contacts_to_hear(store, floor.agent)


def listen(floor: Floor) -> None:
    """One call from its beginning to the finished evaluation."""
    store, user = floor.store, floor.user
    id = monitoring.begin_live(store, floor.agent, user)
    jotting.stamp(store, id, Jotting("Promised a call back by Friday", 12.0), user)
    sitting = monitoring.sitting(store, id)
    answers = bytes(1 for _ in sitting.version.form.questions)
    answering.keep_answers(store, sitting.evaluation.id, answers, user)
    monitoring.finish(store, id, Jotting("", 0.0), user)


def full_reads(floor: Floor, work: Callable[[], object]) -> list[str]:
    return [line for lines in plans(floor.store, work) for line in lines if LARGE.match(line)]


def test_no_list_or_search_reads_a_large_table_whole(reached: Floor) -> None:
    floor = reached
    evaluate(floor, take_call(floor))
    with floor.store.reading() as db:
        assert full_reads(floor, lambda: search_and_list(db)) == []


def test_no_page_reads_a_large_table_whole(reached: Floor) -> None:
    floor = reached
    evaluate(floor, take_call(floor))
    assert full_reads(floor, lambda: visit_pages(floor)) == []


def test_listening_to_a_call_reads_no_large_table_whole(reached: Floor) -> None:
    floor = reached
    evaluate(floor, take_call(floor))
    assert full_reads(floor, lambda: listen(floor)) == []
