"""The quick path for a plain slip; and a void evaluation, which leaves every figure and stays readable."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.queries import (
    behind,
    belongings,
    evaluations,
    figures,
    final_content,
    finals,
    observations,
    people,
    plans,
    skills,
)
from db.records.figures import Scope
from db.records.observations import EvaluationState, NoteTag
from db.records.people import Role
from desktop.coaching.access import Forbidden
from desktop.coaching.disputes import Refusal, Refused
from desktop.features.disputes import reading as disputes_page
from desktop.features.monitoring import actions, changing, disputing, jotting, slips, voiding
from desktop.features.monitoring.sitting import Jotting
from desktop.features.people import actions as people_page
from desktop.features.people import profile
from desktop.features.plans import evidence, sticking
from desktop.features.record import actions as record
from desktop.features.skills import actions as skills_page
from desktop.features.today import actions as today_page
from desktop.features.trends import actions as trends_page
from tests.builders import Floor, judge, observe, take_call
from tests.db.sites import fill
from tests.desktop.disputed_floor import as_coach, best, colleague, decide, dispute, key, share, worst
from tests.desktop.heard_floor import NONE, answer, at_desk, hear, read

DAY = date(2026, 4, 10)


def slip(floor: Floor, id: int, answer: str, by: Any = None) -> int:
    return slips.correct_slip(floor.store, id, key(floor, read(floor, id)), answer, by or floor.user)


def test_a_slip_is_a_revision_with_its_reason_ready_and_noted_in_the_record(floor: Floor) -> None:
    found = share(floor)
    new = slip(floor, found.id, best(floor, found))
    told = changing.readings(floor.store, new, floor.user)
    assert told[-1].revision.final.reason.startswith("A plain slip, put right: ")
    page = record.read_page(floor.store, record.EVERYTHING, None, floor.user)
    assert [line.event for line in page.lines if line.event] == ["slip"]


def test_a_slip_that_changes_the_score_asks_the_agent_again(floor: Floor) -> None:
    found = share(floor)
    final = changing.readings(floor.store, found.id, floor.user)[-1].revision.final.id
    changing.acknowledge(floor.store, final, "", at_desk(floor))
    assert read(floor, slip(floor, found.id, best(floor, found))).state is EvaluationState.SHARED


def test_a_slip_that_leaves_the_score_leaves_the_agent_in_peace(floor: Floor) -> None:
    found = share(floor, option=0)
    final = changing.readings(floor.store, found.id, floor.user)[-1].revision.final.id
    changing.acknowledge(floor.store, final, "", at_desk(floor))
    form = disputing.read(floor.store, found.id, floor.user).form
    place = next(n for n, question in enumerate(form.questions) if question.allow_na)
    new = slips.correct_slip(floor.store, found.id, form.questions[place].key, "na", floor.user)
    after = read(floor, new)
    assert (after.reported, after.state) == (found.reported, EvaluationState.ACKNOWLEDGED)


def test_after_sharing_a_slip_never_lowers_and_before_it_may(floor: Floor) -> None:
    hidden = hear(floor, "C-2", 0)
    found = share(floor, "C-3", 0)
    with pytest.raises(Refused) as refused:
        slip(floor, found.id, worst(floor, found))
    assert refused.value.why is Refusal.LOWERS
    form = actions.sitting(floor.store, hidden.observation_id).version.form
    lowest = min(form.questions[0].options, key=lambda one: one.points).key
    new = read(floor, slips.correct_slip(floor.store, hidden.id, form.questions[0].key, lowest, floor.user))
    assert (new.reported or 0) < (hidden.reported or 0)
    assert new.state is EvaluationState.FINAL


def test_a_coach_puts_only_their_own_slips_right(floor: Floor) -> None:
    found = share(floor)
    with pytest.raises(Refused) as refused:
        slip(floor, found.id, best(floor, found), colleague(floor, "Nia Roberts", Role.COACH))
    assert refused.value.why is Refusal.NOT_THEIRS


def test_a_slip_that_is_none_is_refused(floor: Floor) -> None:
    found = share(floor, option=0)
    with pytest.raises(Refused) as refused:
        slip(floor, found.id, best(floor, found))
    assert refused.value.why is Refusal.NOTHING_CHANGES


# What is shown as a figure, by every query and feature that shows one.
def every_figure(floor: Floor) -> dict[str, Any]:
    with floor.store.reading() as db:
        found = {name: ask(db, floor.agent) for name, ask in QUERIES.items()}
        (whole,) = (plans.whole(db, one.id) for one in plans.plans(db, floor.agent))
        found["stuck"] = sticking.stuck(db, whole, people.agent(db, floor.agent), DAY)
        found["plan evidence"] = [
            evidence.lines(db, evidence.subject_of(goal, floor.agent), date(2026, 1, 1), DAY)
            for goal in whole.goals
        ]
    return found | {name: ask(floor.store, floor.agent, floor.user) for name, ask in FEATURES.items()}


QUERIES: dict[str, Callable[..., Any]] = {
    "weeks": lambda db, _: [figures.weeks(db, kind) for kind in figures.Sums],
    "questions": lambda db, _: figures.by_question(db),
    "skills": lambda db, _: figures.by_skill(db),
    "agents": lambda db, _: figures.by_agent(db),
    "scores": lambda db, _: figures.scores(db),
    "apart": lambda db, _: figures.apart(db),
    "behind": lambda db, _: behind.scores(db, Scope()),
    "counted": evaluations.counted,
    "of agent": evaluations.of_agent,
    "last heard": lambda db, _: observations.last_heard(db),
    "heard": observations.heard_contacts,
    "notes": observations.notes_of_agent,
    "heard notes": skills.heard_notes,
    "evidence": skills.every_evidence,
    "to read": lambda db, _: finals.waiting(db),
    "answers": lambda db, _: list(db.query("SELECT * FROM answer ORDER BY evaluation_id, position")),
}
FEATURES: dict[str, Callable[..., Any]] = {
    "today": lambda store, _, by: today_page.today(store, DAY, by),
    "glance": lambda store, _, by: today_page.glance(store, DAY, by),
    "list of people": lambda store, _, by: people_page.list_people(store, DAY, by),
    "profile": lambda store, id, by: profile.read_profile(store, profile.Asked(id, DAY), by),
    "agents' skills": lambda store, _, by: skills_page.list_agents(store, DAY, by),
    "portrait": lambda store, id, by: skills_page.portrait(store, id, DAY, by),
    "team": lambda store, _, by: skills_page.team(store, None, DAY, by),
    "rests on": lambda store, id, by: skills_page.rests_on(store, id, 1, DAY, by),
    "newest": lambda store, _, by: trends_page.newest(store, Scope(), by),
    "course": lambda store, _, by: trends_page.course(store, trends_page.Asked(Scope()), by),
    "questions of trends": lambda store, _, by: trends_page.standings(
        store, trends_page.Asked(Scope(), view=trends_page.View.QUESTIONS), by
    ),
    "skills of trends": lambda store, _, by: trends_page.standings(
        store, trends_page.Asked(Scope(), view=trends_page.View.SKILLS), by
    ),
    "teams of trends": lambda store, _, by: trends_page.standings(
        store, trends_page.Asked(Scope(), view=trends_page.View.TEAMS), by
    ),
    "calls to hear": lambda store, id, _: actions.contacts_to_hear(store, id),
    "disputes": lambda store, _, by: disputes_page.waiting(store, by),
    "rates": lambda store, _, by: disputes_page.rates(store, by),
    "decided": lambda store, _, by: disputes_page.settled(store, by),
}


def test_a_void_evaluation_leaves_every_figure_and_comes_back_into_them(floor: Floor) -> None:
    fill(floor, "C-0")
    new, other = (take_call(floor, date(2026, 4, 1), reference) for reference in ("C-1", "C-2"))
    before = every_figure(floor)
    found = evaluate_fully(floor, new.id)
    unread = judge(floor, observe(floor, other)).id
    changing.share(floor.store, unread, floor.user)
    during = every_figure(floor)
    same = {name for name in before if before[name] == during[name]}
    # Where nothing moved the test could not fail: levels are people's own judgement, and no call is targeted.
    assert same <= STILL, same
    for each in (found, unread):
        voiding.make_void(floor.store, each, "Another agent's call", floor.user)
    after = every_figure(floor)
    assert {name: after[name] for name in before if after[name] != before[name]} == {}
    for each in (found, unread):
        voiding.make_count(floor.store, each, floor.user)
    again = every_figure(floor)
    assert {name for name in during if again[name] != during[name]} == set()


STILL = {"apart", "agents' skills", "team"}


def evaluate_fully(floor: Floor, contact_id: int) -> int:
    """Listened to, finished, linked as evidence, shared, disputed and decided: all that figures can show."""
    observation = actions.begin(floor.store, contact_id, floor.user)
    strong = Jotting("Let her tell the story", 40, NoteTag.STRENGTH)
    jotting.stamp(floor.store, observation, strong, floor.user)
    draft = actions.sitting(floor.store, observation).evaluation
    answer(floor, draft.id, 1)
    found = actions.finish(floor.store, observation, NONE, floor.user).evaluation
    link(floor, found.id)
    changing.share(floor.store, found.id, floor.user)
    dispute(floor, read(floor, found.id), 0)
    other = colleague(floor)
    decided = decide(floor, read(floor, found.id), other, best(floor, found))
    dispute(floor, decided, 1)
    return decided.id


def link(floor: Floor, evaluation_id: int) -> None:
    with floor.store.writing("evidence") as db:
        (view,) = skills.every_assessment(db, floor.agent)
        (rated,) = skills.ratings(db, view.id)
        skills.add_evidence(db, rated.id, evaluation_id=evaluation_id, question="resolved")
        (note,) = (one for one in observations.notes_of_agent(db, floor.agent) if one.tag is NoteTag.STRENGTH)
        skills.add_evidence(db, rated.id, note_id=note.id)


def test_a_void_evaluation_stays_readable_with_who_when_and_why(floor: Floor) -> None:
    found = share(floor)
    voiding.make_void(floor.store, found.id, "Another agent's call", floor.user)
    sitting = actions.sitting(floor.store, changing.observation_of(floor.store, "evaluation", found.id))
    assert sitting.evaluation is not None and sitting.evaluation.answers == found.answers
    assert sitting.voided is not None
    assert (sitting.voided.by, sitting.voided.reason) == ("Ruth Castellane", "Another agent's call")
    assert [note.at_s for note in sitting.notes] == [12, 40]
    assert len(changing.readings(floor.store, found.id, floor.user)) == 1
    with floor.store.reading() as db:
        assert found.id in belongings.of_agent(db, floor.agent)["evaluation"]
        assert list(final_content.check(db)) == []


def test_a_void_evaluation_is_read_at_the_desk_and_neither_acknowledged_nor_disputed(floor: Floor) -> None:
    found = share(floor)
    voiding.make_void(floor.store, found.id, "Another agent's call", floor.user)
    floor.store.act_as(floor.user, floor.agent)
    reading = changing.own(floor.store, found.id, at_desk(floor))
    assert disputing.read(floor.store, found.id, at_desk(floor)).voided is not None
    with pytest.raises(LookupError):
        changing.acknowledge(floor.store, reading.revision.final.id, "", at_desk(floor))
    with pytest.raises(Refused):
        disputing.begin(floor.store, found.id, "", at_desk(floor))


def test_voiding_needs_a_reason_a_supervisor_and_no_change_underway(floor: Floor) -> None:
    found = share(floor)
    with pytest.raises(Refused) as refused:
        voiding.make_void(floor.store, found.id, " ", floor.user)
    assert refused.value.why is Refusal.NO_REASON
    with pytest.raises(Forbidden):
        voiding.make_void(floor.store, found.id, "Wrong call", as_coach(floor.user))
    changing.begin_change(floor.store, found.id, "Heard it again", floor.user)
    with pytest.raises(Refused) as refused:
        voiding.make_void(floor.store, found.id, "Wrong call", floor.user)
    assert refused.value.why is Refusal.BEING_CHANGED


def test_only_who_made_it_void_lets_it_count_again(floor: Floor) -> None:
    found = share(floor)
    voiding.make_void(floor.store, found.id, "Wrong call", floor.user)
    with pytest.raises(Forbidden):
        voiding.make_count(floor.store, found.id, colleague(floor))
    voiding.make_count(floor.store, found.id, floor.user)
    assert read(floor, found.id).state is EvaluationState.SHARED
    with pytest.raises(LookupError):
        voiding.make_count(floor.store, found.id, floor.user)


def test_the_contact_of_a_void_evaluation_can_be_heard_and_evaluated_anew(floor: Floor) -> None:
    found = hear(floor)
    voiding.make_void(floor.store, found.id, "Heard with the wrong scorecard", floor.user)
    observation = actions.begin(floor.store, found.contact_id, floor.user)
    assert observation != found.observation_id
    draft = actions.sitting(floor.store, observation).evaluation
    answer(floor, draft.id, 1)
    actions.finish(floor.store, observation, NONE, floor.user)
    with floor.store.reading() as db:
        assert len(figures.scores(db)) == 1
