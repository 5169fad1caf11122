"""What was drawn because it looked a certain way is in no figure of what was not, and is shown by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton

from db.queries import behind, figures, people, skills, sums
from db.queries.figures import Sums
from db.records.figures import Scope
from db.records.observations import Drawn
from db.records.sampling import Rule
from db.store import Store
from desktop.coaching import finishing
from desktop.features.monitoring import answering, changing
from desktop.features.people import actions as people_actions
from desktop.features.people import profile
from desktop.features.plans import evidence
from desktop.features.skills import basis, reading
from desktop.features.today import actions as today
from desktop.features.today.page import TodayPage
from desktop.features.trends import actions as trends
from desktop.features.trends.actions import Asked, View
from desktop.features.trends.page import TrendsPage
from tests.builders import Floor
from tests.desktop.sampling_floor import SINCE, add_plan, draw, drawn, hear, sampling_floor
from tests.pages.finding import settle, shown
from tests.pages.opening import open_app

ON = SINCE + timedelta(days=9)
SCOPE = Scope(since=SINCE - timedelta(days=30))
QUESTION = "need-found"
LOW = 3


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = sampling_floor(tmp_path)
    random = draw(made, add_plan(made, quota=2))
    for contact in drawn(made, random)[:5]:
        hear(made, contact)
    yield made
    made.store.close()


def hear_targeted(floor: Floor, calls: int = 3) -> list[int]:
    made = draw(floor, add_plan(floor, "Low", kind=Drawn.TARGETED, rule=Rule.LOW_RATING, quota=1))
    return [hear(floor, contact, LOW).id for contact in drawn(floor, made)[:calls]]


def every_figure(floor: Floor) -> dict[str, Any]:
    """All that is worked out of evaluations, by every function that does it."""
    store, by, agent = floor.store, floor.user, floor.agent
    span = (SINCE - timedelta(days=30), ON)
    asked = profile.Asked(agent, ON)
    found: dict[str, Any] = {}
    with store.reading() as db:
        known = {one.key for one in figures.by_skill(db, SCOPE)}
        skill = next(one for one in skills.skills(db) if one.key in known)
        whole = people.agent(db, agent)
        for kind in Sums:
            found[f"weeks {kind}"] = figures.weeks(db, kind, SCOPE)
        found |= {
            "by question": figures.by_question(db, SCOPE),
            "by skill": figures.by_skill(db, SCOPE),
            "by agent": figures.by_agent(db, SCOPE),
            "scores": figures.scores(db, SCOPE),
            "behind scores": behind.scores(db, SCOPE),
            "behind answers": behind.answers(db, QUESTION, SCOPE),
            "behind parts": behind.parts(db, lambda form, answers: 1.0, SCOPE),
            "goal of a question": evidence.lines(db, evidence.Subject(agent, None, QUESTION), *span),
            "goal of a skill": evidence.lines(db, evidence.Subject(agent, skill.id, ""), *span),
            "questions for a plan": evidence.question_sums(db, agent, span),
            "team of a goal": evidence.of_team(db, whole, evidence.Subject(agent, None, QUESTION), span),
            "calls of a skill": tuple(basis.calls(db, skill, Scope(agent))),
            "skills page": reading.portrait(db, agent, ON).lines,
        }
    one = profile.read_profile(store, asked, by)
    found |= {
        "course": one.course,
        "questions": one.questions,
        "skills": one.skills,
        "rows of scores": profile.rows_of_scores(store, asked.scope, by),
        "people": [one.mean for one in people_actions.list_people(store, ON, by).people],
        "today": today.glance(store, ON, by).score,
    }
    for view in View:
        ask = trends.course if view in (View.SCORES, View.PASSES) else trends.standings
        found[f"trends {view}"] = ask(store, Asked(SCOPE, view=view), by)
    return found


def test_no_figure_moves_by_what_was_targeted(floor: Floor) -> None:
    before = every_figure(floor)
    assert before["by question"]
    assert before["calls of a skill"]
    hear_targeted(floor)
    after = every_figure(floor)
    assert [name for name in before if before[name] != after[name]] == []


def test_the_same_figures_move_by_a_call_that_was_not_targeted(floor: Floor) -> None:
    """So that the law above could fail: each of them is asked of the right people and days."""
    before = every_figure(floor)
    with floor.store.reading() as db:
        agent = floor.agent
        heard = {row["contact_id"] for row in db.query("SELECT contact_id FROM observation")}
        free = next(
            row["id"]
            for row in db.query("SELECT id FROM contact WHERE agent_id = ?", [agent])
            if row["id"] not in heard
        )
    hear(floor, free, LOW)
    after = every_figure(floor)
    still = [name for name in before if before[name] == after[name]]
    assert still == []


def checked(store: Store) -> object:
    with store.reading(whole=True) as db:
        return sums.check(db, finishing.finish)


def test_the_sums_still_verify_and_a_change_of_a_targeted_one_moves_nothing(floor: Floor) -> None:
    (first, *_) = hear_targeted(floor)
    before = every_figure(floor)
    assert checked(floor.store) is None
    draft = changing.begin_change(floor.store, first, "a slip", floor.user)
    answering.answer(floor.store, draft, 0, 1, floor.user)
    changing.finish_change(floor.store, draft, floor.user)
    assert checked(floor.store) is None
    after = every_figure(floor)
    assert [name for name in before if before[name] != after[name]] == []


def test_targeted_calls_have_a_figure_of_their_own_that_opens_to_them(floor: Floor) -> None:
    ids = hear_targeted(floor)
    with floor.store.reading() as db:
        found = figures.apart(db, SCOPE)
        lines = behind.apart(db, SCOPE)
    assert found.n == len(lines) == 3
    assert {one.evaluation_id for one in lines} == set(ids)
    assert found.total == pytest.approx(sum(one.reported or 0 for one in lines))


def test_how_a_call_came_to_be_heard_never_changes(floor: Floor) -> None:
    with pytest.raises(Exception, match="never changes"), floor.store.writing("observation") as db:
        db.execute("UPDATE main.observation SET drawn = 'targeted'")


def test_pages_name_what_they_keep_apart(floor: Floor) -> None:
    ids = hear_targeted(floor, 1)
    with floor.store.reading() as db:
        agent = next(row["agent_id"] for row in db.query("SELECT agent_id FROM evaluation WHERE id = ?", ids))
    assert profile.read_profile(floor.store, profile.Asked(agent, ON), floor.user).apart.n == 1
    glance = today.glance(floor.store, ON, floor.user)
    assert glance.apart.n == 1
    assert trends.apart(floor.store, Asked(Scope(agent)), floor.user).n == 1
    with floor.store.reading() as db:
        assert reading.portrait(db, agent, ON).apart.n == 1
    rows = profile.rows_of_apart(floor.store, Scope(agent), floor.user)
    assert [one.evaluation_id for one in rows.lines] == ids


def test_the_pages_say_it_in_words_and_lead_to_the_calls(floor: Floor, qtbot) -> None:  # type: ignore[no-untyped-def]
    hear_targeted(floor)
    said = "3 targeted calls are kept apart: "
    with open_app(floor.store, floor.user) as app:
        app.clock = lambda: datetime(2026, 3, 11, 9, tzinfo=UTC)
        for page in (TodayPage(app), TrendsPage(app)):
            qtbot.addWidget(page)
            page.show()
            settle()
            (link,) = (one for one in shown(page, QAbstractButton) if one.accessibleName().startswith(said))
            assert "n\N{NO-BREAK SPACE}3" in link.accessibleName()
        link.click()
        assert page.behind.heading.text() == "3 targeted calls, kept apart"
        assert len(page.behind.table.rows()) == 3
