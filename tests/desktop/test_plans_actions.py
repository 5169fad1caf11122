"""Growth plans: begun from evidence, at most two areas, locked by signatures, nothing lost, printed whole."""

from dataclasses import replace
from datetime import timedelta

import pytest

from db.queries import people, plans, practice
from db.records.people import Role, User
from db.records.plans import (
    Action,
    ActionStatus,
    Area,
    CheckIn,
    Condition,
    ConditionKind,
    Goal,
    Plan,
    PlanState,
    Reply,
    Side,
)
from db.store import Store
from desktop.coaching.access import Forbidden
from desktop.coaching.plans import Lack
from desktop.features.plans import actions, wording
from desktop.features.plans.actions import NotReady, Pick, Settled, Spot, Step, TooManyAreas
from desktop.features.plans.evidence import Subject, estimate, picture, subject_of, weeks_before
from desktop.features.plans.starting import _first_target
from desktop.features.plans.steps_view import fitting
from desktop.features.plans.sticking import spans
from tests.builders import Floor, evaluate, take_call
from tests.desktop.plan_floor import TODAY, agree, assess, begin, fill, keep, sheet, sign_as_agent, skill_id


def test_all_plans_are_read_as_one_by_one(demo: Store) -> None:
    with demo.reading() as db:
        assert plans.wholes(db) == tuple(plans.whole(db, one.id) for one in plans.plans(db))
        assert {one.plan.agent_id for one in plans.wholes(db, 10)} == {10}


def test_the_list_says_what_is_open_and_what_is_late(demo: Store) -> None:
    rows = {row.id: row for row in actions.list_plans(demo, TODAY).rows}
    with demo.reading() as db:
        whole = plans.whole(db, 5)
    waiting = [one for one in whole.actions if one.status is ActionStatus.OPEN]
    assert (rows[5].open, rows[5].late) == (len(waiting), sum(one.due_on < TODAY for one in waiting))
    assert rows[5].areas == tuple(area.title for area in whole.areas)
    assert [row.next_check_in for row in rows.values() if row.state is PlanState.CLOSED] == [None] * 3


def test_a_plan_begun_from_a_skill_starts_at_the_level_seen(floor: Floor) -> None:
    assess(floor, {"listening": 2})
    found = sheet(floor, begin(floor, Pick(skill_id=skill_id(floor, "listening"))))
    goal = found.whole.goals[0]
    assert (goal.baseline, goal.baseline_n, goal.target) == (2.0, 1, 3.0)
    assert wording.baseline(goal) == "level\xa02, from 1 assessment"
    assert [one.due_on - TODAY for one in found.whole.check_ins] == [timedelta(days=n) for n in (30, 60, 90)]
    assert found.plan.vision != ""


@pytest.mark.parametrize(
    ("seen", "standard", "target"), [(2, 3, 3), (2, 4, 4), (1, 5, 3), (3, 3, 4), (5, 4, 5)]
)
def test_the_first_target_is_the_standard_within_reach_and_never_poor_practice(
    floor: Floor, seen: int, standard: int, target: int
) -> None:
    assess(floor, {"listening": seen})
    skill = skill_id(floor, "listening")
    with floor.store.reading() as db:
        gap = next(one for one in picture(db, people.agent(db, floor.agent), TODAY) if one.skill.id == skill)
    assert _first_target(replace(gap, required=standard)) == target


def test_a_plan_begun_from_a_question_starts_at_its_mean_with_interval(floor: Floor) -> None:
    for n, option in enumerate((0, 0, 1, 1, 2, 2)):
        evaluate(floor, take_call(floor, TODAY - timedelta(days=2 + n), f"C-{n}"), option)
    key = actions.suggest(floor.store, floor.agent, TODAY).questions[0].pick.question
    goal = sheet(floor, begin(floor, Pick(question=key))).whole.goals[0]
    behind = actions.calls(floor.store, subject_of(goal, floor.agent), weeks_before(TODAY))
    values = [line.percent for line in behind]
    assert (goal.baseline_n, goal.baseline) == (len(values), pytest.approx(sum(values) / len(values)))
    assert 0 <= goal.baseline_low < goal.baseline < goal.baseline_high <= 100
    assert goal.target is None, "the two settle the target"


def test_every_suggestion_opens_to_as_many_calls_as_its_n(demo: Store) -> None:
    for agent_id in (1, 10, 16):
        found = actions.suggest(demo, agent_id, TODAY)
        span = (found.since, found.until)
        asked = [one for one in (*found.questions, *found.strengths) if one.figure is not None]
        assert asked
        for one in asked:
            lines = actions.calls(demo, Subject(agent_id, question=one.pick.question), span)
            assert estimate(lines) == one.figure, one.title


def test_nothing_is_chosen_by_itself(floor: Floor) -> None:
    assess(floor, {"listening": 1})
    assert actions.suggest(floor.store, floor.agent, TODAY).skills[0].title == "Listening"
    assert sheet(floor, begin(floor)).whole.areas == ()


def test_a_suggestion_gives_its_reason(demo: Store) -> None:
    found = actions.suggest(demo, 16, TODAY).skills[0]
    words = (
        "Because the coach saw level\xa02 and the standard for a veteran is 4; 2\xa0notes and 1\xa0answer."
    )
    assert wording.reason(found).replace("\xa0", " ") == words.replace("\xa0", " ")


def test_a_third_focus_area_is_refused_with_the_names_of_the_two(floor: Floor) -> None:
    ids = [skill_id(floor, key) for key in ("listening", "soothing", "call-control")]
    plan_id = begin(floor, Pick(ids[0]), Pick(ids[1]))
    with pytest.raises(TooManyAreas) as refused:
        begin(floor, Pick(ids[2]))
    assert refused.value.live == ("Listening", "Soothing upset callers")
    assert "“Listening” and “Soothing upset callers”" in wording.refusal(refused.value.live, "Imani Okafor")
    assert len(sheet(floor, plan_id).whole.areas) == 2


def test_a_second_focus_area_joins_the_draft(floor: Floor) -> None:
    first = begin(floor, Pick(skill_id(floor, "listening")))
    assert begin(floor, Pick(skill_id(floor, "soothing"))) == first
    assert actions.plan_for_agent(floor.store, floor.agent) == first


def test_each_field_is_kept_by_itself(floor: Floor) -> None:
    plan_id = fill(floor)
    goal = sheet(floor, plan_id).whole.goals[0]
    keep(floor, Spot(Goal, goal.id, "why"), "Żółć 李小龍 🙂")
    after = sheet(floor, plan_id).whole.goals[0]
    assert after == replace(goal, why="Żółć 李小龍 🙂")


def test_removing_an_area_takes_its_goals_and_steps_and_undo_brings_all_back(floor: Floor) -> None:
    plan_id = fill(floor)
    before = sheet(floor, plan_id).whole
    removed = actions.remove(floor.store, plan_id, (Area, before.areas[0].id), floor.user)
    after = sheet(floor, plan_id).whole
    assert (after.areas, after.goals, after.actions) == ((), (), ())
    actions.bring_back(floor.store, removed, floor.user)
    assert sheet(floor, plan_id).whole == before


def test_a_removed_draft_comes_back_whole(floor: Floor) -> None:
    plan_id = fill(floor)
    before = sheet(floor, plan_id).whole
    removed = actions.remove(floor.store, plan_id, (Plan, plan_id), floor.user)
    assert actions.plan_for_agent(floor.store, floor.agent) is None
    with pytest.raises(LookupError):
        sheet(floor, plan_id)
    actions.bring_back(floor.store, removed, floor.user)
    assert sheet(floor, plan_id).whole == before


def test_signing_waits_for_what_is_missing(floor: Floor) -> None:
    plan_id = fill(floor)
    goal = sheet(floor, plan_id).whole.goals[0]
    keep(floor, Spot(Goal, goal.id, "own_words"), " ")
    with pytest.raises(NotReady) as refused:
        sign_as_agent(floor, plan_id)
    assert [one.lack for one in refused.value.missing] == [Lack.OWN_WORDS]
    found = sheet(floor, plan_id)
    assert wording.lacking(found, refused.value.missing[0]) == "Listening: Imani Okafor's own words"


def test_everything_that_can_be_missing_has_words(floor: Floor) -> None:
    found = sheet(floor, begin(floor, Pick(skill_id(floor, "listening"))))
    keep(floor, Spot(Area, found.whole.areas[0].id, "title"), "")
    empty = sheet(floor, found.plan.id)
    said = [wording.lacking(empty, one) for one in empty.missing]
    assert len(set(said)) == len(said)
    assert all(said)
    assert {lack.value for lack in Lack} - {"condition_reply", "condition_answer"} == {
        lack.value for lack in wording.LACKS
    }


def test_both_signatures_make_the_plan_agreed(floor: Floor) -> None:
    plan_id = fill(floor)
    assert sign_as_agent(floor, plan_id, " ímani  okafor ") is PlanState.DRAFT
    with pytest.raises(ValueError):
        sign_as_agent(floor, plan_id)
    signed = actions.sign(floor.store, plan_id, Side.SUPERVISOR, "Ruth Castellane", floor.user)
    assert signed is PlanState.AGREED
    found = sheet(floor, plan_id)
    assert [one.name for one in found.whole.signatures] == ["ímani okafor", "Ruth Castellane"]
    assert found.plan.agreed_at is not None


def test_a_blank_name_signs_nothing(floor: Floor) -> None:
    plan_id = fill(floor)
    with pytest.raises(ValueError):
        sign_as_agent(floor, plan_id, "  ")
    assert sheet(floor, plan_id).whole.signatures == ()


def test_what_one_side_signed_does_not_change_by_the_way(floor: Floor) -> None:
    plan_id = fill(floor)
    goal = sheet(floor, plan_id).whole.goals[0]
    sign_as_agent(floor, plan_id)
    for spot, value in (
        (Spot(Goal, goal.id, "own_words"), "other"),
        (Spot(Plan, plan_id, "strengths"), "other"),
        (Spot(Action, sheet(floor, plan_id).whole.actions[0].id, "title"), "other"),
    ):
        with pytest.raises(Settled):
            keep(floor, spot, value)
    with pytest.raises(Settled):
        actions.add_step(floor.store, plan_id, Step("One more"), floor.user)
    with pytest.raises(Settled):
        actions.remove(floor.store, plan_id, (Goal, goal.id), floor.user)


def test_how_steps_go_and_check_ins_are_written_after_signing(floor: Floor) -> None:
    plan_id = agree(floor)
    whole = sheet(floor, plan_id).whole
    keep(floor, Spot(Action, whole.actions[0].id, "status"), ActionStatus.DONE)
    keep(floor, Spot(Action, whole.actions[0].id, "evidence"), "Heard on three calls")
    keep(floor, Spot(CheckIn, whole.check_ins[0].id, "held_on"), TODAY)
    keep(floor, Spot(CheckIn, whole.check_ins[0].id, "progress"), "It is easier now")
    after = sheet(floor, plan_id).whole
    assert (after.actions[0].status, after.actions[0].evidence) == (ActionStatus.DONE, "Heard on three calls")
    assert (after.check_ins[0].held_on, after.check_ins[0].progress) == (TODAY, "It is easier now")


def test_changing_an_agreed_plan_takes_the_signatures_and_undo_restores_them(floor: Floor) -> None:
    plan_id = agree(floor)
    signed = sheet(floor, plan_id).whole
    before = actions.change_again(floor.store, plan_id, floor.user, "The rule changed")
    draft = sheet(floor, plan_id)
    assert (draft.plan.state, draft.plan.agreed_at, draft.whole.signatures) == (PlanState.DRAFT, None, ())
    assert draft.writable
    actions.put_back(floor.store, before, floor.user)
    assert sheet(floor, plan_id).whole == signed


def test_a_closed_plan_makes_room_for_the_next(floor: Floor) -> None:
    plan_id = agree(floor)
    assert actions.suggest(floor.store, floor.agent, TODAY).room == 1
    before = actions.close(floor.store, plan_id, floor.user)
    assert actions.suggest(floor.store, floor.agent, TODAY).room == 2
    actions.put_back(floor.store, before, floor.user)
    assert sheet(floor, plan_id).plan.state is PlanState.AGREED


def test_a_no_is_answered_by_an_improvement_or_a_supervisors_step(floor: Floor) -> None:
    plan_id = fill(floor)
    process = next(one for one in sheet(floor, plan_id).whole.conditions if one.kind is ConditionKind.PROCESS)
    keep(floor, Spot(Condition, process.id, "reply"), Reply.NO)
    lacks = [one.lack for one in sheet(floor, plan_id).missing if one.blocks]
    assert lacks == [Lack.CONDITION_ANSWER]
    raised = actions.raise_improvement(floor.store, process, "The refund rule", floor.user)
    found = sheet(floor, plan_id)
    assert ([one.title for one in found.improvements], [one for one in found.missing if one.blocks]) == (
        ["The refund rule"],
        [],
    )
    actions.withdraw_improvement(floor.store, raised, floor.user)
    assert any(one.blocks for one in sheet(floor, plan_id).missing)
    actions.add_step(floor.store, plan_id, Step("Ask for a new rule", owner=Side.SUPERVISOR), floor.user)
    assert not any(one.blocks for one in sheet(floor, plan_id).missing)


def test_the_verdict_opens_to_the_calls_on_both_sides(demo: Store) -> None:
    for plan_id in (3, 5, 8):
        found = actions.read_sheet(demo, plan_id, TODAY)
        assert found.stuck
        for goal in found.whole.goals:
            if goal.id not in found.stuck:
                continue
            stuck, subject = found.stuck[goal.id], subject_of(goal, found.agent.id)
            before, after = spans(found.whole, TODAY)
            assert estimate(actions.calls(demo, subject, before)) == stuck.before
            assert estimate(actions.calls(demo, subject, after)) == stuck.after
            counts = (stuck.outcome.difference.n_before, stuck.outcome.difference.n_after)
            assert counts == (stuck.before.n, stuck.after.n)


def test_a_plan_without_calls_since_says_nothing_about_sticking(floor: Floor) -> None:
    evaluate(floor, take_call(floor, TODAY - timedelta(days=3)))
    assert sheet(floor, fill(floor)).stuck == {}


def test_calls_that_rise_clearly_have_moved(floor: Floor) -> None:
    for n in range(8):
        evaluate(floor, take_call(floor, TODAY - timedelta(days=10 + n), f"B-{n}"), 1 + n % 2)
    plan_id = begin(
        floor, Pick(question=actions.suggest(floor.store, floor.agent, TODAY).questions[0].pick.question)
    )
    for n in range(8):
        evaluate(floor, take_call(floor, TODAY + timedelta(days=5 + n), f"A-{n}"), 0)
    found = sheet(floor, plan_id, TODAY + timedelta(days=30))
    (stuck,) = found.stuck.values()
    assert wording.verdict(stuck.outcome) == "It moved"
    assert stuck.outcome.difference.interval.low > 0


def test_a_plan_is_found_by_its_agent_s_name_or_reference(floor: Floor) -> None:
    assert actions.newest_plan(floor.store, "imani okafor") is None
    plan_id = begin(floor)
    assert actions.newest_plan(floor.store, "IMANI OKAFOR") == plan_id
    assert actions.newest_plan(floor.store, "h1") == plan_id
    assert actions.newest_plan(floor.store, "imani") == plan_id
    with pytest.raises(LookupError):
        actions.newest_plan(floor.store, "Nobody")


def test_plans_are_found_by_what_was_written_in_them(demo: Store) -> None:
    assert [one.agent for one in actions.find(demo, "COFFEE")] == ["Nguyễn Thị Hương", "Siân Llewellyn"]
    assert actions.find(demo, " ") == ()


def test_an_admin_writes_no_plan(demo: Store) -> None:
    admin = User(99, b"", "Ada", Role.ADMIN)
    with pytest.raises(Forbidden):
        actions.begin(demo, 1, (), admin, TODAY)
    with pytest.raises(Forbidden):
        actions.keep(demo, Spot(Plan, 10, "strengths"), "x", admin)


def test_the_catalogue_is_narrowed_by_skill_then_by_words(floor: Floor) -> None:
    with floor.store.reading() as db:
        ideas = practice.ideas(db)
    own = fitting(ideas, "listening", "")
    assert own
    assert all("listening" in one.skills for one in own)
    assert all("question" in f"{one.title} {one.detail}".casefold() for one in fitting(ideas, "", "question"))
    assert fitting(ideas, "listening", own[0].title) == [], "what was taken is not offered again"
