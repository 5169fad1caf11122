"""What the queries promise beyond storing and reading back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.queries import behind, evaluations, figures, observations, people, plans, practice, scorecards, skills
from db.queries.form_json import from_data, to_data
from db.records.figures import Scope
from db.records.observations import Finish, NoteTag, Verdict
from db.records.plans import Action, ActionKind, Area, Goal, Side
from db.records.scorecards import Form, Option, Question, Section
from db.records.skills import AssessmentKind
from db.starter import form
from tests.builders import Floor, evaluate, observe, take_call

PLAN_TABLES = ("plan", "condition", "area", "goal", "action", "check_in")


@pytest.mark.parametrize("name", ["scorecard_full", "scorecard_ten"])
def test_a_form_comes_back_from_json_as_it_went(name: str) -> None:
    assert from_data(to_data(form(name))) == form(name)


def test_an_unknown_field_of_a_form_is_named() -> None:
    with pytest.raises(KeyError, match="colour"):
        from_data({**to_data(form("scorecard_ten")), "colour": "red"})


def test_a_published_scorecard_never_changes(floor: Floor) -> None:
    with (
        pytest.raises(Exception, match="a published scorecard never changes"),
        floor.store.writing("scorecard_version") as db,
    ):
        db.execute("UPDATE scorecard_version SET form = '{}'")


def test_a_final_evaluation_never_changes(floor: Floor) -> None:
    evaluation = evaluate(floor, take_call(floor))
    with (
        pytest.raises(Exception, match="a final evaluation never changes"),
        floor.store.writing("evaluation") as db,
    ):
        evaluations.keep_answers(db, evaluation.id, bytes(len(evaluation.answers)))


def test_finishing_twice_is_refused_and_counts_once(floor: Floor) -> None:
    evaluation = evaluate(floor, take_call(floor))
    finish = Finish(evaluation.answers, 50.0, 50.0, Verdict.FAIL, "", {}, {})
    with pytest.raises(LookupError), floor.store.writing("evaluation", "week_sum", "question") as db:
        evaluations.finish(db, evaluation, finish, floor.store.now())
    with floor.store.reading() as db:
        assert [week.n for week in figures.weeks(db, figures.Sums.SCORE)] == [1]


def test_week_sums_are_what_the_evaluations_behind_them_say(floor: Floor) -> None:
    monday = date(2026, 3, 2)
    for place in range(6):
        evaluate(floor, take_call(floor, monday + timedelta(days=3 * place)), option=place % 3)
    with floor.store.reading() as db:
        sums = figures.weeks(db, figures.Sums.SCORE, Scope(agent_id=floor.agent))
        rows = figures.scores(db, Scope(agent_id=floor.agent))
    for week in sums:
        behind = [row.reported for row in rows if week.week <= row.day < week.week + timedelta(days=7)]
        assert week.n == len(behind)
        assert week.total == pytest.approx(sum(behind))
        assert week.squares == pytest.approx(sum(value * value for value in behind))
        assert week.week.weekday() == 0
    assert sum(week.n for week in sums) == 6


def test_the_answer_view_reads_the_packed_answers(floor: Floor) -> None:
    evaluation = evaluate(floor, take_call(floor), option=1)
    with floor.store.reading() as db:
        version = scorecards.version(db, evaluation.version_id)
        rows = db.query(
            "SELECT question, code FROM answer WHERE evaluation_id = ? ORDER BY position", [evaluation.id]
        )
        seen = [(row["question"], row["code"]) for row in rows]
    keys = [question.key for question in version.form.questions]
    assert seen == list(zip(keys, evaluation.answers, strict=True))


def test_notes_are_found_by_beginnings_of_words_and_any_text_is_safe(floor: Floor) -> None:
    observation = observe(floor, take_call(floor))
    with floor.store.writing("note") as db:
        id = observations.add_note(db, observation, 12.0, "Promised a call back by Friday", NoteTag.PROMISE)
        observations.add_note(db, observation, 15.0, "Łukasz zawołał", None)
    with floor.store.reading() as db:
        assert [found.note.id for found in observations.find_notes(db, "back prom")] == [id]
        assert [found.note.text for found in observations.find_notes(db, "zawoł")] == ["Łukasz zawołał"]
        for text in ('"', "a OR", "NEAR(", "*", "col:x", "- ^", ""):
            assert observations.find_notes(db, text) == ()


def test_a_changed_note_is_found_by_its_new_words_only(floor: Floor) -> None:
    observation = observe(floor, take_call(floor))
    with floor.store.writing("note") as db:
        note = observations.note(db, observations.add_note(db, observation, 1.0, "refund", None))
        observations.change_note(db, replace(note, text="exchange"))
    with floor.store.reading() as db:
        assert observations.find_notes(db, "refund") == ()
        assert len(observations.find_notes(db, "exchange")) == 1


def test_agents_are_found_by_part_of_name_or_reference(floor: Floor) -> None:
    with floor.store.reading() as db:
        assert [agent.name for agent in people.find_agents(db, "okaf")] == ["Imani Okafor"]
        assert [agent.name for agent in people.find_agents(db, "h1")] == ["Imani Okafor"]
        assert people.find_agents(db, "%") == ()


def test_a_removed_part_of_a_plan_comes_back_with_undo(floor: Floor) -> None:
    with floor.store.writing(*PLAN_TABLES) as db:
        id = plans.begin(db, floor.agent, floor.user.id, date(2026, 3, 2), "")
        area = plans.add(db, Area(0, b"", id, "Listening", 1))
        goal = plans.add(db, Goal(0, b"", area, 1, "", 1))
        plans.add(db, Action(0, b"", id, goal, ActionKind.PRACTICE, Side.AGENT, "Wait", 1))
        whole = plans.whole(db, id)
        plans.drop(db, whole.actions[0])
        assert plans.whole(db, id).actions == ()
        plans.undrop(db, whole.actions[0])
        assert plans.whole(db, id) == whole
    assert len(whole.conditions) == 4


def test_rating_a_skill_again_changes_the_rating(floor: Floor) -> None:
    with floor.store.writing("assessment", "rating", "evidence") as db:
        id = skills.begin_assessment(db, floor.agent, AssessmentKind.COACH, floor.user.id, date(2026, 3, 2))
        first = skills.rate(db, id, 1, 2, "early")
        assert skills.rate(db, id, 1, None, "not seen") == first
        (rating,) = skills.ratings(db, id)
        assert (rating.level, rating.comment) == (None, "not seen")
        assert skills.latest(db, floor.agent, AssessmentKind.COACH) is None
        skills.finish_assessment(db, id, floor.store.now())
        assert skills.latest(db, floor.agent, AssessmentKind.COACH).id == id


def test_a_new_wording_of_the_vision_keeps_the_old_one(floor: Floor) -> None:
    with floor.store.writing("vision") as db:
        old = practice.vision(db)
        practice.say_vision(db, "Everyone leaves sure of what happens next.")
        assert [row.number for row in practice.visions(db)] == [old.number + 1, old.number]


def test_a_missing_row_is_named(floor: Floor) -> None:
    with floor.store.reading() as db, pytest.raises(LookupError, match="agent 99"):
        people.agent(db, 99)


def test_a_labelled_scale_is_kept_and_its_percent_is_that_of_the_rows_behind_it(floor: Floor) -> None:
    steps = tuple(Option(f"r{points}", str(points), points) for points in (1, 2, 3, 4, 5))
    asked = Question("care", "How warm was it?", steps, scale=True)
    card = Form("Care", (Section("s", "Care", 1, (asked,)),))
    assert from_data(to_data(card)) == card
    plain = replace(card, sections=(Section("s", "Care", 1, (replace(asked, scale=False),)),))
    assert ("scale" in str(to_data(card)), "scale" in str(to_data(plain))) == (True, False)
    with floor.store.writing("scorecard", "scorecard_version", "question", "version_question") as db:
        scorecards.publish(db, scorecards.add(db, card))
    for place in range(5):
        evaluate(floor, take_call(floor, date(2026, 3, 2), f"C-{place}"), place, "Care")
    with floor.store.reading() as db:
        assert [line.percent for line in behind.answers(db, "care")] == [100, 75, 50, 25, 0]
        (sums,) = (one for one in figures.by_question(db) if one.key == "care")
    assert (sums.n, sums.total) == (5, 250)
