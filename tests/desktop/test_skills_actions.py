"""Skills without a window: who sees what when, what locks, what undoes, and what each number rests on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.queries import observations, people, skills
from db.records.observations import NoteTag
from db.records.people import Role, Stage
from db.records.skills import Assessment, AssessmentKind, AssessmentState, Standard
from db.store import Store
from desktop.coaching import blind, statistics
from desktop.features.skills import actions, reading
from desktop.features.skills.basis import Kind
from tests.builders import Floor, evaluate, observe, take_call

TODAY = date(2026, 3, 20)
OWN, COACH, SHOWN = AssessmentKind.SELF, AssessmentKind.COACH, AssessmentKind.DEMONSTRATION


def begin(floor: Floor, kind: AssessmentKind, on: date = TODAY) -> int:
    return actions.begin(floor.store, floor.agent, kind, on, floor.user)


def all_skills(floor: Floor) -> list[int]:
    with floor.store.reading() as db:
        return [skill.id for skill in skills.skills(db)]


def assess(floor: Floor, kind: AssessmentKind, level: int | None, on: date = TODAY) -> int:
    """A finished assessment that gives every skill the same level."""
    id = begin(floor, kind, on)
    for skill in all_skills(floor):
        actions.rate(floor.store, id, skill, level, floor.user)
    actions.finish(floor.store, id, floor.user)
    return id


def portrait(floor: Floor) -> reading.Portrait:
    return actions.portrait(floor.store, floor.agent, TODAY, floor.user)


def made(kind: AssessmentKind, id: int, day: int, final: bool = True) -> Assessment:
    state = AssessmentState.FINAL if final else AssessmentState.DRAFT
    return Assessment(id, bytes(16), 1, kind, 1, state, date(2026, 1, 1) + timedelta(days=day))


# --- both views stay apart ---


def test_an_own_view_waits_until_the_coach_s_is_finished(floor: Floor) -> None:
    own = assess(floor, OWN, 5)

    assert portrait(floor).views[OWN].held
    assert all(line.gap.self_level is None for line in portrait(floor).lines)
    with pytest.raises(actions.Held):
        actions.sitting(floor.store, own, TODAY, floor.user)
    assert actions.compare(floor.store, floor.agent, TODAY, floor.user) is None

    assess(floor, COACH, 3)
    assert not portrait(floor).views[OWN].held
    assert all(line.gap.self_level == 5 for line in portrait(floor).lines)
    assert actions.sitting(floor.store, own, TODAY, floor.user).rated == 12


def test_a_held_view_is_not_behind_any_number_either(floor: Floor) -> None:
    assess(floor, OWN, 5)
    rows = actions.rests_on(floor.store, floor.agent, all_skills(floor)[0], TODAY, floor.user)
    assert rows == ()


@pytest.mark.parametrize(
    ("others", "held"),
    [
        ([], True),
        ([made(COACH, 2, 0)], False),
        ([made(COACH, 2, 5, final=False)], True),
        ([made(COACH, 2, -10)], False),
        ([made(COACH, 2, -60)], True),
        ([made(COACH, 2, 60)], False),
        ([made(COACH, 2, -10), made(COACH, 3, 3, final=False)], True),
        ([made(COACH, 2, 2), made(COACH, 3, 9, final=False)], False),
    ],
)
def test_what_an_own_view_waits_for(others: list[Assessment], held: bool) -> None:
    own = made(OWN, 1, 0)
    assert blind.is_held(own, [own, *others]) is held


def test_a_coach_s_view_and_a_draft_are_never_held() -> None:
    assert not blind.is_held(made(COACH, 1, 0), [made(OWN, 2, 0, final=False)])
    assert not blind.is_held(made(OWN, 1, 0, final=False), [])


def test_views_of_different_rounds_are_not_set_side_by_side() -> None:
    own, early, late = made(OWN, 1, 0), made(COACH, 2, 10), made(COACH, 3, 90)
    assert blind.pair([own, early, late]) == (own, early)
    assert blind.pair([own, late]) is None


def test_the_screen_of_a_coach_holds_nothing_of_the_own_view(floor: Floor) -> None:
    assess(floor, OWN, 5)
    sitting = actions.sitting(floor.store, begin(floor, COACH), TODAY, floor.user)
    assert sitting.rated == 0
    assert all(row.heard is not None and row.heard.gap.self_level is None for row in sitting.skills)


def test_the_agent_s_own_screen_shows_no_figures_and_no_notes(floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    id = begin(floor, OWN)
    assert all(row.heard is None for row in actions.sitting(floor.store, id, TODAY, floor.user).skills)
    assert actions.sightings(floor.store, id, all_skills(floor)[0], True, floor.user) == ()


# --- rating ---


def test_a_draft_is_gone_on_with_and_a_finished_one_is_not(floor: Floor) -> None:
    first = begin(floor, COACH)
    assert begin(floor, COACH) == first
    assert begin(floor, OWN) != first
    for skill in all_skills(floor):
        actions.rate(floor.store, first, skill, 3, floor.user)
    actions.finish(floor.store, first, floor.user)
    assert begin(floor, COACH) != first


def test_a_coach_does_not_go_on_with_somebody_else_s_view(floor: Floor) -> None:
    with floor.store.writing("user") as db:
        other = people.user(db, people.add_user(db, "Jonas Weber", Role.COACH))
    mine, own = begin(floor, COACH), begin(floor, OWN)
    assert actions.begin(floor.store, floor.agent, COACH, TODAY, other) != mine
    assert actions.begin(floor.store, floor.agent, OWN, TODAY, other) == own


def test_rating_again_keeps_the_comment_and_the_rating(floor: Floor) -> None:
    id, skill = begin(floor, COACH), all_skills(floor)[0]
    rating = actions.rate(floor.store, id, skill, 2, floor.user)
    actions.keep_comment(floor.store, rating, "Summed it up twice", floor.user)
    assert actions.rate(floor.store, id, skill, 4, floor.user) == rating
    row = actions.sitting(floor.store, id, TODAY, floor.user).skills[0]
    assert row.rating is not None
    assert (row.rating.level, row.rating.comment) == (4, "Summed it up twice")


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_are_five_levels(floor: Floor, level: int) -> None:
    with pytest.raises(ValueError, match="no level"):
        actions.rate(floor.store, begin(floor, COACH), all_skills(floor)[0], level, floor.user)


def test_finishing_names_the_skills_without_a_rating(floor: Floor) -> None:
    id, ids = begin(floor, COACH), all_skills(floor)
    for skill in ids[:5]:
        actions.rate(floor.store, id, skill, None, floor.user)
    with pytest.raises(actions.Unrated) as refused:
        actions.finish(floor.store, id, floor.user)
    assert refused.value.skill_ids == tuple(ids[5:])


def test_not_seen_yet_is_an_answer_and_no_level(floor: Floor) -> None:
    assess(floor, COACH, None)
    found = portrait(floor)
    assert {line.group for line in found.lines} == {reading.Group.UNSEEN}
    assert all(line.gap.unseen and line.gap.gap is None for line in found.lines)


def test_a_demonstration_may_show_one_skill_only(floor: Floor) -> None:
    id = begin(floor, SHOWN)
    with pytest.raises(actions.Unrated):
        actions.finish(floor.store, id, floor.user)
    actions.rate(floor.store, id, all_skills(floor)[3], 4, floor.user)
    actions.finish(floor.store, id, floor.user)
    line = next(row for row in portrait(floor).lines if row.gap.skill.id == all_skills(floor)[3])
    assert (line.gap.shown, line.gap.shown_by) == (4, SHOWN)


def test_a_finished_assessment_is_locked_until_it_is_opened_again(floor: Floor) -> None:
    id, skill = assess(floor, COACH, 3), all_skills(floor)[0]
    rating = actions.sitting(floor.store, id, TODAY, floor.user).skills[0].rating
    assert rating is not None
    for change in (
        lambda: actions.rate(floor.store, id, skill, 5, floor.user),
        lambda: actions.keep_comment(floor.store, rating.id, "later", floor.user),
        lambda: actions.unrate(floor.store, rating.id, floor.user),
        lambda: actions.discard(floor.store, id, floor.user),
        lambda: actions.finish(floor.store, id, floor.user),
    ):
        with pytest.raises(actions.Finished):
            change()
    actions.reopen(floor.store, id, floor.user)
    actions.rate(floor.store, id, skill, 5, floor.user)


def test_a_rating_taken_away_comes_back_with_its_comment(floor: Floor) -> None:
    id = begin(floor, COACH)
    rating = actions.rate(floor.store, id, all_skills(floor)[0], 2, floor.user)
    actions.keep_comment(floor.store, rating, "Heard it once", floor.user)
    actions.unrate(floor.store, rating, floor.user)
    assert actions.sitting(floor.store, id, TODAY, floor.user).rated == 0
    actions.bring_back(floor.store, rating, floor.user)
    back = actions.sitting(floor.store, id, TODAY, floor.user).skills[0].rating
    assert back is not None
    assert back.comment == "Heard it once"


def test_a_discarded_draft_comes_back_whole(floor: Floor) -> None:
    id = begin(floor, COACH)
    actions.rate(floor.store, id, all_skills(floor)[0], 2, floor.user)
    actions.discard(floor.store, id, floor.user)
    assert COACH not in portrait(floor).views
    actions.keep(floor.store, id, floor.user)
    assert portrait(floor).views[COACH].rated == 1


# --- evidence ---


def write_note(floor: Floor, question: str, words: str) -> int:
    observation = observe(floor, take_call(floor))
    with floor.store.writing("note") as db:
        id = observations.add_note(db, observation, 12.0, words, NoteTag.STRENGTH)
        observations.change_note(db, replace(observations.note(db, id), question=question))
    return id


def listening(floor: Floor) -> reading.SkillFacts:
    return actions.facts(floor.store, floor.user)[0]


def test_notes_on_the_skill_s_questions_are_offered_and_the_others_on_request(floor: Floor) -> None:
    facts = listening(floor)
    ours = write_note(floor, facts.questions[0].key, "Let the whole story come")
    other = write_note(floor, "", "Said the price first")
    id = begin(floor, COACH)
    found = actions.sightings(floor.store, id, facts.skill.id, False, floor.user)
    assert [row.note_id for row in found] == [ours]
    every = actions.sightings(floor.store, id, facts.skill.id, True, floor.user)
    assert {row.note_id for row in every} == {ours, other}


def test_linked_evidence_stands_first_counts_and_can_be_taken_back(floor: Floor) -> None:
    facts = listening(floor)
    evaluate(floor, take_call(floor, date(2026, 3, 9), "C-2"), card="Full call")
    note = write_note(floor, facts.questions[0].key, "Let the whole story come")
    id = begin(floor, COACH)
    rating = actions.rate(floor.store, id, facts.skill.id, 3, floor.user)
    rows = actions.sightings(floor.store, id, facts.skill.id, False, floor.user)
    assert rows[0].evaluation_id is not None, "the newest stands first"
    seen = next(row for row in rows if row.note_id == note)
    link = actions.link(floor.store, rating, seen, floor.user)
    first = actions.sightings(floor.store, id, facts.skill.id, False, floor.user)[0]
    assert (first.note_id, first.evidence_id) == (note, link)
    actions.unlink(floor.store, rating, link, floor.user)
    assert all(r.evidence_id is None for r in actions.sightings(floor.store, id, facts.skill.id, False, None))
    actions.link_again(floor.store, rating, link, floor.user)
    assert len(actions.sitting(floor.store, id, TODAY, floor.user).skills[0].linked) == 1


def test_a_level_opens_to_its_view_its_evidence_and_the_calls(floor: Floor) -> None:
    facts = listening(floor)
    evaluate(floor, take_call(floor, date(2026, 3, 9), "C-2"), card="Full call")
    id = begin(floor, COACH)
    for skill in all_skills(floor):
        rating = actions.rate(floor.store, id, skill, 3, floor.user)
        if skill == facts.skill.id:
            seen = actions.sightings(floor.store, id, skill, False, floor.user)[0]
            actions.link(floor.store, rating, seen, floor.user)
    actions.finish(floor.store, id, floor.user)
    rows = actions.rests_on(floor.store, floor.agent, facts.skill.id, TODAY, floor.user)
    assert [row.kind for row in rows] == [Kind.VIEW, Kind.ANSWER, Kind.CALL]
    assert facts.questions[0].text in rows[1].words
    line = next(row for row in portrait(floor).lines if row.gap.skill.id == facts.skill.id)
    assert len(line.gap.evidence) == 1


# --- figures and standards ---


def test_what_the_questions_say_is_the_mean_of_the_calls_it_opens_to(demo: Store) -> None:
    counted = 0
    for agent in (1, 3, 9):
        for line in actions.portrait(demo, agent, TODAY, None).lines:
            rows = actions.rests_on(demo, agent, line.gap.skill.id, TODAY, None)
            percents = [row.percent for row in rows if row.kind is Kind.CALL and row.percent is not None]
            assert line.heard is not None
            assert len(percents) == line.heard.n
            if percents:
                assert statistics.mean(percents).value == pytest.approx(line.heard.value)
            counted += len(percents)
    assert counted > 50


def test_the_questions_never_replace_the_assessor_s_view(floor: Floor) -> None:
    for week in range(6):
        evaluate(floor, take_call(floor, date(2026, 2, 2) + timedelta(weeks=week), f"C-{week}"))
    before = portrait(floor)
    assert all(line.gap.shown is None for line in before.lines)
    assert any(line.heard is not None and line.heard.n == 6 for line in before.lines)


def test_few_calls_say_so(floor: Floor) -> None:
    evaluate(floor, take_call(floor))
    lines = [line for line in portrait(floor).lines if line.heard is not None]
    assert lines and all(line.too_few for line in lines)


def test_strengths_come_first_then_gaps_heaviest_first(demo: Store) -> None:
    order = list(reading.Group)
    for agent in range(1, 12):
        lines = actions.portrait(demo, agent, TODAY, None).lines
        assert [order.index(line.group) for line in lines] == sorted(
            order.index(line.group) for line in lines
        )
        weights = [line.gap.weighted or 0 for line in lines if line.group is reading.Group.GAP]
        assert weights == sorted(weights, reverse=True)


def test_the_list_counts_the_gaps_that_the_picture_shows(demo: Store) -> None:
    for line in actions.list_agents(demo, TODAY, None):
        lines = actions.portrait(demo, line.agent.id, TODAY, None).lines
        assert line.gaps == sum(row.group is reading.Group.GAP for row in lines)
        assert line.unseen == sum(row.group is reading.Group.UNSEEN for row in lines)


def test_who_has_left_is_not_in_the_list(floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        people.change_agent(db, replace(people.agent(db, floor.agent), left_on=TODAY))
    assert actions.list_agents(floor.store, TODAY, None) == ()
    assert actions.team(floor.store, None, TODAY, None).agents == ()


def test_a_team_shows_the_same_gaps_as_each_of_its_agents(demo: Store) -> None:
    team = actions.list_teams(demo, None)[0]
    picture = actions.team(demo, team.id, TODAY, None)
    assert {agent.team for agent in picture.agents} == {team.name}
    for agent in picture.agents:
        own = {
            line.gap.skill.id: line.gap.gap for line in actions.portrait(demo, agent.id, TODAY, None).lines
        }
        assert {row.skill.id: row.gaps[agent.id].gap for row in picture.rows} == own


def test_both_views_are_compared_with_the_widest_difference_first(floor: Floor) -> None:
    ids = all_skills(floor)
    for kind, levels in ((OWN, {0: 5, 1: 3, 2: None}), (COACH, {0: 2, 1: 4, 2: 3})):
        id = begin(floor, kind)
        for place, skill in enumerate(ids):
            actions.rate(floor.store, id, skill, levels.get(place, 3), floor.user)
        actions.finish(floor.store, id, floor.user)
    found = actions.compare(floor.store, floor.agent, TODAY, floor.user)
    assert found is not None
    assert [pair.skill.id for pair in found.pairs[:3]] == ids[:3]
    assert [pair.difference for pair in found.pairs] == [3, -1, None, *[0] * 9]


def test_a_changed_standard_moves_the_gap(floor: Floor) -> None:
    assess(floor, COACH, 3)
    skill = all_skills(floor)[0]
    standard = Standard(skill, "agent", Stage.DEVELOPING, 5, 4)
    actions.set_standard(floor.store, standard, floor.user)
    gap = next(line.gap for line in portrait(floor).lines if line.gap.skill.id == skill)
    assert (gap.gap, gap.weighted) == (2, 8)
    actions.drop_standard(floor.store, standard, floor.user)
    gap = next(line.gap for line in portrait(floor).lines if line.gap.skill.id == skill)
    assert gap.required is None


def test_an_unknown_hire_date_still_has_a_standard(floor: Floor) -> None:
    with floor.store.writing("agent") as db:
        people.change_agent(db, replace(people.agent(db, floor.agent), hired_on=None))
    found = portrait(floor)
    assert (found.agent.hired_on, found.stage) == (None, Stage.DEVELOPING)
    assert all(line.gap.required for line in found.lines)
