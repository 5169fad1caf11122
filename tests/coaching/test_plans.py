"""Whose words a plan holds, what it lacks, what falls due."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records.plans import (
    Action,
    ActionKind,
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
    Signature,
    WholePlan,
)
from db.records.practice import Improvement, ImprovementState
from desktop.coaching import plans
from desktop.coaching.plans import DueKind, Lack, Missing

UID = bytes(16)
BEGUN = date(2026, 11, 2)
PLAN = Plan(1, UID, 7, 1, PlanState.DRAFT, BEGUN, vision="Never counted", strengths="Calm")
AREA = Area(1, UID, 1, "Closing", 0)
GOAL = Goal(
    1,
    UID,
    1,
    3,
    "",
    0,
    "I say who calls back",
    "Callers trust me",
    "They ring less",
    2.0,
    1,
    target=3.0,
    due_on=BEGUN,
)
OURS = Action(1, UID, 1, 1, ActionKind.PRACTICE, Side.AGENT, "Say a time", 0, BEGUN, written_by=Side.AGENT)
THEIRS = Action(2, UID, 1, 1, ActionKind.LEARN, Side.SUPERVISOR, "Listen in", 1, BEGUN)
CONDITIONS = tuple(Condition(place, UID, 1, kind, Reply.YES) for place, kind in enumerate(ConditionKind))
CHECK_INS = (CheckIn(1, UID, 1, date(2026, 12, 2)),)
WHOLE = WholePlan(PLAN, (AREA,), (GOAL,), (OURS, THEIRS), CONDITIONS, CHECK_INS, ())


def lacks(whole: WholePlan, *improvements: Improvement) -> list[Lack]:
    return [one.lack for one in plans.missing(whole, improvements)]


def with_goal(**changes: object) -> WholePlan:
    return replace(WHOLE, goals=(replace(GOAL, **changes),))  # type: ignore[arg-type]


def with_no(*kinds: ConditionKind) -> WholePlan:
    conditions = (replace(one, reply=Reply.NO) if one.kind in kinds else one for one in CONDITIONS)
    return replace(WHOLE, conditions=tuple(conditions))


def improvement(plan_id: int | None = 1) -> Improvement:
    return Improvement(1, UID, "Article is wrong", "", 7, plan_id, ImprovementState.OPEN, BEGUN)


def test_the_agents_share_counts_characters_typed_by_each_side() -> None:
    # Agent: Isaywhocallsback 16, Callerstrustme 14, Theyringless 12, Sayatime 8 = 50.
    # Supervisor: Calm 4, Closing 7, Listenin 8 = 19. The vision was not typed.
    assert plans.written_by_agent(WHOLE) == pytest.approx(50 / 69)


def test_an_empty_plan_is_nobodys_writing() -> None:
    bare = WholePlan(replace(PLAN, strengths=" "), (), (), (), CONDITIONS, (), ())

    assert plans.written_by_agent(bare) is None


@given(st.text(), st.text())
def test_the_share_lies_between_0_and_1_and_grows_with_the_agents_words(words: str, more: str) -> None:
    one = plans.written_by_agent(with_goal(own_words=words))
    two = plans.written_by_agent(with_goal(own_words=words + more))

    assert one is not None and two is not None
    assert 0 <= one <= two <= 1


def test_a_full_plan_lacks_nothing() -> None:
    assert plans.missing(WHOLE) == ()


def test_a_new_plan_lists_what_is_missing_in_the_order_it_is_filled() -> None:
    conditions = tuple(replace(one, reply=None) for one in CONDITIONS)
    bare = WholePlan(replace(PLAN, strengths=""), (), (), (), conditions, (), ())

    assert lacks(bare) == [
        Lack.STRENGTHS,
        Lack.AREA,
        Lack.SUPERVISOR_ACTION,
        *[Lack.CONDITION_REPLY] * 4,
        Lack.CHECK_IN,
    ]


@pytest.mark.parametrize(
    ("whole", "lack", "blocks"),
    [
        (with_goal(own_words=" "), Lack.OWN_WORDS, True),
        (with_goal(why=""), Lack.WHY, True),
        (with_goal(how_known=""), Lack.HOW_KNOWN, False),
        (with_goal(baseline=None), Lack.BASELINE, False),
        (with_goal(target=None), Lack.TARGET, True),
        (with_goal(target=2.0), Lack.TARGET_NOT_ABOVE_BASELINE, False),
        (with_goal(due_on=None), Lack.DUE_DATE, True),
        (replace(WHOLE, areas=(AREA, replace(AREA, id=2))), Lack.GOAL, True),
        (replace(WHOLE, areas=(replace(AREA, title=""),)), Lack.AREA_TITLE, True),
        (replace(WHOLE, actions=(replace(OURS, due_on=None), THEIRS)), Lack.ACTION_DATE, False),
        (replace(WHOLE, actions=(OURS,)), Lack.SUPERVISOR_ACTION, False),
        (replace(WHOLE, check_ins=()), Lack.CHECK_IN, True),
        (replace(WHOLE, conditions=CONDITIONS[1:]), Lack.CONDITION_REPLY, True),
        (with_no(ConditionKind.PROCESS), Lack.CONDITION_ANSWER, True),
    ],
)
def test_each_thing_missing_is_told_and_only_what_matters_keeps_from_signing(
    whole: WholePlan, lack: Lack, blocks: bool
) -> None:
    assert [(one.lack, one.blocks) for one in plans.missing(whole)] == [(lack, blocks)]


def test_a_dropped_action_is_no_action() -> None:
    dropped = tuple(replace(one, status=ActionStatus.DROPPED) for one in WHOLE.actions)

    assert lacks(replace(WHOLE, actions=dropped)) == [Lack.ACTION, Lack.SUPERVISOR_ACTION]


def test_a_no_is_answered_by_a_supervisors_action_for_the_plan_or_an_improvement() -> None:
    whole = with_no(ConditionKind.PROCESS)
    promise = replace(THEIRS, id=3, goal_id=None)

    assert plans.missing(whole) == (Missing(Lack.CONDITION_ANSWER, condition=ConditionKind.PROCESS),)
    assert lacks(whole, improvement()) == []
    assert lacks(whole, improvement(plan_id=2)) == [Lack.CONDITION_ANSWER]
    assert lacks(replace(whole, actions=(*WHOLE.actions, promise))) == []
    assert lacks(replace(whole, actions=(*WHOLE.actions, replace(promise, owner=Side.AGENT)))) == [
        Lack.CONDITION_ANSWER
    ]


def test_each_no_needs_an_answer_of_its_own() -> None:
    whole = with_no(ConditionKind.WILLING, ConditionKind.FOCUS)

    assert plans.missing(whole, [improvement()]) == (
        Missing(Lack.CONDITION_ANSWER, condition=ConditionKind.FOCUS),
    )


def test_at_most_two_areas_live_at_a_time_over_all_open_plans() -> None:
    second = replace(WHOLE, areas=(replace(AREA, id=2),))
    closed = replace(second, plan=replace(PLAN, state=PlanState.CLOSED))

    assert [area.id for area in plans.live_areas([WHOLE, second])] == [1, 2]
    assert [area.id for area in plans.live_areas([WHOLE, closed])] == [1]
    three = tuple(replace(AREA, id=number) for number in (1, 2, 3))
    assert Lack.TOO_MANY_AREAS in lacks(replace(WHOLE, areas=three))


def test_check_ins_are_30_60_and_90_days_on() -> None:
    assert plans.default_check_ins(date(2026, 1, 1)) == (
        date(2026, 1, 31),
        date(2026, 3, 2),
        date(2026, 4, 1),
    )


def test_who_has_not_signed_is_told() -> None:
    signature = Signature(1, UID, 1, Side.AGENT, "Łukasz Żółć", datetime(2026, 11, 3, tzinfo=UTC))

    assert plans.unsigned(WHOLE) == (Side.AGENT, Side.SUPERVISOR)
    assert plans.unsigned(replace(WHOLE, signatures=(signature,))) == (Side.SUPERVISOR,)


def test_the_rise_looked_for_is_target_minus_baseline() -> None:
    assert plans.expected_rise(GOAL) == 1.0
    assert plans.expected_rise(replace(GOAL, baseline=None)) is None
    assert plans.expected_rise(replace(GOAL, target=2.0)) is None


def test_progress_leaves_dropped_actions_out_of_the_share() -> None:
    done, dropped = replace(OURS, status=ActionStatus.DONE), replace(OURS, status=ActionStatus.DROPPED)
    found = plans.progress([done, dropped, OURS, THEIRS], date(2026, 11, 3))

    assert (found.done, found.open, found.dropped, found.late) == (1, 2, 1, 2)
    assert found.share == pytest.approx(1 / 3)
    assert plans.progress([done, THEIRS], BEGUN, Side.AGENT).share == 1.0
    assert plans.progress([], BEGUN).share is None


def test_an_agreed_plan_owes_what_is_late_or_soon_oldest_first() -> None:
    agreed = replace(WHOLE, plan=replace(PLAN, state=PlanState.AGREED))
    today = date(2026, 11, 22)
    found = plans.due(agreed, today)

    assert [(one.kind, one.id, one.late) for one in found] == [
        (DueKind.ACTION, 1, True),
        (DueKind.ACTION, 2, True),
        (DueKind.RE_OBSERVATION, 1, True),
        (DueKind.CHECK_IN, 1, False),
    ]
    assert [one.owner for one in found[:2]] == [Side.AGENT, Side.SUPERVISOR]
    assert plans.due(agreed, today, 0) == found[:3]
    assert plans.due(agreed, today, within=5) == found[:3]


def test_what_is_due_today_is_not_late() -> None:
    agreed = replace(WHOLE, plan=replace(PLAN, state=PlanState.AGREED))

    assert [one.late for one in plans.due(agreed, BEGUN, 0)] == [False] * 3


def test_what_was_done_or_held_is_not_due() -> None:
    settled = replace(
        WHOLE,
        plan=replace(PLAN, state=PlanState.AGREED),
        goals=(),
        actions=(replace(OURS, status=ActionStatus.DONE),),
        check_ins=(replace(CHECK_INS[0], held_on=BEGUN),),
    )

    assert plans.due(settled, date(2027, 1, 1)) == ()


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_drafts_and_closed_plans_owe_nothing(state: PlanState) -> None:
    assert plans.due(replace(WHOLE, plan=replace(PLAN, state=state)), date(2027, 1, 1)) == ()
