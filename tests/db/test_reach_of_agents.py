"""What an agent at the desk is shown of their own things: nothing half done, nothing meant for others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import assignments, evaluations, plans, skills
from db.queries.rows import update
from db.reach import OutOfReach
from db.records.observations import EvaluationState
from db.records.skills import AssessmentKind
from tests.db.sites import FILLED, NOW, TODAY, Site, counts, names, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def shown_to(site: Site, agent: int) -> dict[str, int]:
    site.store.act_as(site.floor.user, agent)
    return {table: n for table, n in counts(site.store, (*FILLED, "private_note", "assignment")).items() if n}


def test_an_agent_at_the_desk_is_shown_their_own_and_nothing_half_done(site: Site) -> None:
    found = shown_to(site, site.floor.agent)
    assert names(site.store) == ["Imani Okafor"]
    assert found.keys() == {
        "agent",
        "contact",
        "week_sum",
        "recognition",
        "shelf_call",
        "plan",
        "area",
        "goal",
        "condition",
        "improvement",
    }
    assert found["contact"] == found["plan"] == found["improvement"] == 1


def test_an_agent_is_shown_an_evaluation_once_it_is_shared(site: Site) -> None:
    with site.store.writing("evaluation") as db:
        (done,) = evaluations.of_agent(db, site.floor.agent)
        update(db, "evaluation", done.id, state=EvaluationState.SHARED)
    found = shown_to(site, site.floor.agent)
    assert (found["evaluation"], found["observation"], found["note"]) == (1, 1, 1)
    assert "evaluation" not in shown_to(site, site.other)


def test_the_coachs_view_is_shown_once_the_agents_own_is_finished(site: Site) -> None:
    with site.store.writing("assessment") as db:
        (coachs,) = skills.every_assessment(db, site.floor.agent)
        skills.finish_assessment(db, coachs.id, NOW)
        own = skills.begin_assessment(db, site.floor.agent, AssessmentKind.SELF, site.floor.user.id, TODAY)
    assert shown_to(site, site.floor.agent)["assessment"] == 1
    with site.store.reading() as db:
        assert [one.id for one in skills.every_assessment(db)] == [own]
    site.store.act_as(None)
    with site.store.writing("assessment") as db:
        skills.finish_assessment(db, own, NOW)
    found = shown_to(site, site.floor.agent)
    assert (found["assessment"], found["rating"], found["evidence"]) == (2, 1, 1)


def test_an_agent_at_the_desk_writes_nothing_of_others(site: Site) -> None:
    site.store.act_as(site.floor.user, site.floor.agent)
    with site.store.reading(whole=True) as db:
        plan = plans.plans(db, site.other)[0]
    with pytest.raises(OutOfReach), site.store.writing("plan") as db:
        plans.set_values(db, type(plan), plan.id, strengths="Mine now")
    with pytest.raises(OutOfReach), site.store.writing("assignment") as db:
        assignments.assign(db, site.floor.user.id, team_id=site.other_team)
