"""What answers say beside their codes: kept with the draft, locked with the final, carried by its changes."""

import pytest

from db.connection import driver
from db.queries import assignments, behind, details, final_content, finals, people, scorecards
from db.records.observations import Detail, DetailKind, Evaluation
from db.records.people import Role
from db.records.scorecards import (
    NOT_APPLICABLE,
    Cause,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Section,
    ShownIf,
)
from desktop.coaching import answers as codes
from desktop.coaching import finishing, scoring
from desktop.features.erasing import holding
from desktop.features.monitoring import actions, answering, changing
from desktop.features.monitoring.changing import NothingChanged
from tests.builders import Floor, take_call
from tests.desktop.heard_floor import NONE, draft_of, read

YES_NO = (Option("yes", "Yes", 1), Option("no", "No", 0))
STEPS = tuple(Option(f"s{place}", f"Step {place}", place) for place in range(1, 11))
WAIT = (Option("long", "Long", 0), Option("short", "Short", 2, least=10))
CARD = Form(
    "Every kind",
    (
        Section(
            "all",
            "All",
            1,
            (
                Question(
                    "greet", "Greeted?", YES_NO, causes=(Cause("system", "System"), Cause("skill", "Skill"))
                ),
                Question("steps", "Which steps?", STEPS, kind=Kind.SEVERAL, skill="listening"),
                Question("wait", "Seconds on hold?", WAIT, kind=Kind.NUMBER, reversed=True, unit="s"),
                Question("words", "What was said?", (), kind=Kind.TEXT),
                Question("chat", "Typed well?", YES_NO, only_when=OnlyWhen(("chat",))),
                Question("late", "Said sorry?", YES_NO, shown_if=ShownIf("greet", ("no",))),
                Question("extra", "Went further?", YES_NO, bonus=True),
            ),
        ),
    ),
    bonus_cap=5,
)
GREET, STEP, WAITED, WORDS, _, LATE, EXTRA = range(7)


@pytest.fixture
def draft(floor: Floor) -> Evaluation:
    """Begun on a scorecard with every kind of question."""
    with floor.store.writing("scorecard", "scorecard_version", "version_question", "question") as db:
        id = scorecards.add(db, CARD)
        scorecards.publish(db, id)
    observation = actions.begin(floor.store, take_call(floor).id, floor.user)
    actions.choose_card(floor.store, observation, id, floor.user)
    made = actions.sitting(floor.store, observation).evaluation
    assert made is not None
    return made


def fill(floor: Floor, draft: Evaluation, greet: int = 2) -> bytes:
    found = codes.with_answer(CARD, draft.answers, GREET, greet)
    found = codes.with_ticks(CARD, found, STEP, (0, 8, 9))
    found = codes.with_number(CARD, found, WAITED, 42)
    for place in (WORDS, EXTRA) if greet == 1 else (WORDS, EXTRA, LATE):
        found = codes.with_answer(CARD, found, place, 1)
    answering.keep_answers(floor.store, draft.id, found, floor.user)
    return found


def put(floor: Floor, draft: Evaluation, question: str, kind: DetailKind, value: str) -> None:
    with floor.store.writing("detail") as db:
        if kind is DetailKind.CAUSE:
            details.toggle_cause(db, draft.id, question, value)
        else:
            details.put(db, draft.id, question, kind, value)


def said(floor: Floor, id: int) -> list[tuple[str, str, str]]:
    with floor.store.reading() as db:
        return [(one.question, one.kind.value, one.value) for one in details.of_evaluation(db, id)]


def say_all(floor: Floor, draft: Evaluation) -> None:
    put(floor, draft, "greet", DetailKind.CAUSE, "system")
    put(floor, draft, "greet", DetailKind.COMMENT, "Line was bad")
    put(floor, draft, "wait", DetailKind.NUMBER, "42")
    put(floor, draft, "words", DetailKind.TEXT, "Never mind")


ALL = [
    ("greet", "cause", "system"),
    ("greet", "comment", "Line was bad"),
    ("wait", "number", "42"),
    ("words", "text", "Never mind"),
]


def finish(floor: Floor, draft: Evaluation) -> Evaluation:
    done = actions.finish(floor.store, draft.observation_id, NONE, floor.user).evaluation
    assert done is not None
    return done


def test_words_are_changed_in_their_row_and_blank_takes_them_away(floor: Floor, draft: Evaluation) -> None:
    for value in ("N", "Ne", "Never"):
        put(floor, draft, "words", DetailKind.TEXT, value)
    assert said(floor, draft.id) == [("words", "text", "Never")]
    put(floor, draft, "words", DetailKind.TEXT, " ")
    assert said(floor, draft.id) == []
    put(floor, draft, "words", DetailKind.TEXT, "Again")
    with floor.store.reading() as db:
        assert db.execute("SELECT count(*), value FROM detail").fetchone() == (1, "Again")


def test_each_root_cause_is_a_row_of_its_own_and_can_be_taken_back(floor: Floor, draft: Evaluation) -> None:
    for cause in ("system", "skill", "system"):
        put(floor, draft, "greet", DetailKind.CAUSE, cause)
    assert said(floor, draft.id) == [("greet", "cause", "skill")]
    put(floor, draft, "greet", DetailKind.CAUSE, "system")
    assert said(floor, draft.id) == [("greet", "cause", "system"), ("greet", "cause", "skill")]


def test_a_detail_of_nothing_is_refused(floor: Floor) -> None:
    with pytest.raises(LookupError), floor.store.writing("detail") as db:
        details.put(db, 99, "greet", DetailKind.COMMENT, "?")


def test_a_card_number_in_a_detail_is_masked(floor: Floor, draft: Evaluation) -> None:
    put(floor, draft, "words", DetailKind.TEXT, "card 4111 1111 1111 1111 ok")
    assert "1111 1111 1111" not in said(floor, draft.id)[0][2]


def test_details_are_locked_with_their_final(floor: Floor, draft: Evaluation) -> None:
    fill(floor, draft)
    say_all(floor, draft)
    finish(floor, draft)
    for kind, value in ((DetailKind.COMMENT, "Other"), (DetailKind.COMMENT, ""), (DetailKind.TEXT, "New")):
        with pytest.raises(driver.DatabaseError, match="never changes"):
            put(floor, draft, "greet", kind, value)
    assert said(floor, draft.id) == ALL


def test_what_does_not_count_is_dropped_when_finishing(floor: Floor, draft: Evaluation) -> None:
    """Causes of a full answer, what was said of a question that is not asked, a number that went N/A."""
    fill(floor, draft, greet=1)
    say_all(floor, draft)
    put(floor, draft, "late", DetailKind.COMMENT, "hidden")
    put(floor, draft, "gone", DetailKind.COMMENT, "of another card")
    answers = codes.with_answer(CARD, read(floor, draft.id).answers, WAITED, NOT_APPLICABLE)
    answering.keep_answers(floor.store, draft.id, answers, floor.user)
    finish(floor, draft)
    assert said(floor, draft.id) == [ALL[1], ALL[3]]


def test_the_final_says_the_details_and_is_held_to_them(floor: Floor, draft: Evaluation) -> None:
    fill(floor, draft)
    say_all(floor, draft)
    done = finish(floor, draft)
    with floor.store.reading() as db:
        final = finals.newest(db, "evaluation", done.id)
        assert final is not None
        told = [(row["question"], row["kind"], row["value"]) for row in final.content["details"]]
        lines = {line["question"]: line for line in final.content["answers"]}
        assert list(final_content.check(db)) == []
    assert sorted(told) == ALL
    assert lines["steps"]["answer"] == "Step 1; Step 9; Step 10"
    assert (lines["steps"]["earned"], lines["steps"]["possible"]) == (20, 55)
    assert lines["chat"]["hidden_by"] == "circumstances"
    # 0 of 1 greeted, 20 of 55 steps, 0 of 2 for the wait (reversed), 1 of 1 sorry; 1 percentage point on top.
    assert final.content["score"]["base"] == pytest.approx(100 * 21 / 59)
    assert final.content["score"]["bonus"] == 1
    assert done.calculated == pytest.approx(100 * 21 / 59 + 1)


def test_a_change_begins_with_the_details_and_can_change_them_alone(floor: Floor, draft: Evaluation) -> None:
    fill(floor, draft)
    say_all(floor, draft)
    done = finish(floor, draft)
    changed = changing.begin_change(floor.store, done.id, "Heard again", floor.user)
    assert said(floor, changed) == ALL
    with pytest.raises(NothingChanged):
        changing.finish_change(floor.store, changed, floor.user)
    made = draft_of(floor, done.id)
    assert made is not None
    put(floor, made, "greet", DetailKind.COMMENT, "Line was fine")
    new = changing.finish_change(floor.store, changed, floor.user)
    assert ("greet", "comment", "Line was fine") in said(floor, new)
    assert said(floor, done.id) == ALL
    with floor.store.reading() as db:
        assert list(final_content.check(db)) == []


def test_figures_name_ticks_and_bands_by_their_labels(floor: Floor, draft: Evaluation) -> None:
    fill(floor, draft)
    finish(floor, draft)
    form, answers = CARD, read(floor, draft.id).answers
    with floor.store.reading() as db:
        shown = {key: behind.answers(db, key) for key in ("greet", "steps", "wait", "words", "extra")}
    assert {key: [line.answer for line in lines] for key, lines in shown.items()} == {
        "greet": ["No"],
        "steps": ["Step 1; Step 9; Step 10"],
        "wait": ["Short"],
        "words": [""],
        "extra": ["Yes"],
    }
    percents = scoring.question_percents(form, answers)
    for key in ("greet", "steps", "wait"):
        assert shown[key][0].percent == pytest.approx(percents[key])
    assert [shown[key][0].percent for key in ("words", "extra")] == [None, None]


def test_everything_held_on_a_person_names_every_kind_of_answer(floor: Floor, draft: Evaluation) -> None:
    answers = fill(floor, draft)
    assert list(holding._answered(CARD, answers)) == [
        ("Greeted?", "No"),
        ("Which steps?", "Step 1; Step 9; Step 10"),
        ("Seconds on hold?", "Short"),
        ("Said sorry?", "Yes"),
        ("Went further?", "Yes"),
    ]


def test_details_are_seen_with_their_evaluation_and_by_nobody_else(floor: Floor, draft: Evaluation) -> None:
    fill(floor, draft)
    say_all(floor, draft)
    done = finish(floor, draft)
    with floor.store.writing("team", "agent", "user", "assignment") as db:
        other = people.add_agent(db, "Tomasz Zieliński", people.add_team(db, "Mill Lane"))
        stranger = people.user(db, people.add_user(db, "Stranger", Role.COACH))
        assignments.assign(db, stranger.id, agent_id=other)
    floor.store.act_as(stranger)
    assert said(floor, draft.id) == []
    floor.store.act_as(floor.user, floor.agent)
    assert said(floor, draft.id) == []
    floor.store.act_as(floor.user)
    changing.share(floor.store, done.id, floor.user)
    floor.store.act_as(floor.user, floor.agent)
    assert said(floor, draft.id) == ALL


def detail(question: str, kind: DetailKind, value: str = "x") -> Detail:
    return Detail(0, b"", 0, 0, question, kind, value)


def test_a_cause_is_offered_below_full_points_only(floor: Floor, draft: Evaluation) -> None:
    for code, kept in ((1, ()), (2, ("system",)), (NOT_APPLICABLE, ())):
        answers = codes.with_answer(CARD, draft.answers, GREET, code)
        given = [detail("greet", DetailKind.CAUSE, cause) for cause in ("system", "unknown")]
        spare = finishing.spare(CARD, answers, given)
        assert tuple(one.value for one in given if one not in spare) == kept
