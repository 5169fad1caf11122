"""Two scorecards of real contact centres, scored as their own text says; skipped where they are absent."""

import csv
import re
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

import resources
from db.records.observations import Verdict
from db.records.scorecards import (
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)
from desktop.coaching import scoring
from desktop.coaching.answers import with_ticks
from desktop.coaching.scoring import AnswerState, Fault, Score
from tests.coaching.forms import NA

FOLDER = Path(resources.__file__).resolve().parents[2] / "shared" / "data" / "qa_forms"
CHAT, AUDIT = (
    FOLDER / "everbright_chat_phone_16pt_v5.csv",
    FOLDER / "211texas_silent_monitoring_audit_form.txt",
)

needs_chat = pytest.mark.skipif(not CHAT.exists(), reason="../shared/data/qa_forms is absent")
needs_audit = pytest.mark.skipif(not AUDIT.exists(), reason="../shared/data/qa_forms is absent")

SHOWN = {"2.2": ShownIf("2.1", ("na",)), "5.2": ShownIf("5.1", ("Yes",))}
TICKED = {"3.2", "4.2", "5.2"}
REVERSED = "3.1"  # "Did the agent interrupt or talk over the customer?": Yes earns 0, No earns 1


def chat_form() -> Form:
    with CHAT.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    questions = [
        chat_question(number, list(group))
        for number, group in groupby(rows, key=lambda row: row["question_no"])
    ]
    parts = groupby(questions, key=lambda question: question.key[0])
    sections = tuple(Section(number, f"Part {number}", 1, tuple(group)) for number, group in parts)
    return Form(
        "Chat and phone",
        sections,
        renormalise=Renormalise.FORM,
        critical_effect=CriticalEffect.ZERO_SCORE,
    )


def chat_question(number: str, rows: list[dict[str, str]]) -> Question:
    options = tuple(chat_option(row) for row in rows if row["answer"] != "N/A")
    if number == REVERSED:  # said as it is meant: the more often, the worse
        most = max(each.points for each in options)
        options = tuple(replace(each, points=most - each.points) for each in options)
    return Question(
        number,
        rows[0]["question"],
        options,
        allow_na=any(row["answer"] == "N/A" for row in rows),
        shown_if=SHOWN.get(number),
        kind=Kind.SEVERAL if number in TICKED else Kind.CHOICE,
        reversed=number == REVERSED,
    )


def chat_option(row: dict[str, str]) -> Option:
    fatal = "result in 0" in row["effect"]
    kind, scope = (CriticalClass.BUSINESS, CriticalScope.EVALUATION) if fatal else (None, None)
    return Option(row["answer"], row["answer"], float(row["points"] or 0), "", kind, scope)


def filled(form: Form, **given: str | tuple[str, ...]) -> bytes:
    """The best answers, but for those given: by their own words, "N/A", or the words that are ticked."""
    found = scoring.blank(form)
    for place, question in enumerate(form.questions):
        if scoring.applies(form, found)[place]:
            default = best(question)
            found = answered(form, found, place, given.get("q" + question.key.replace(".", "_"), default))
    return found


def best(question: Question) -> str | tuple[str, ...]:
    if question.kind is Kind.SEVERAL:
        return tuple(option.key for option in question.options)
    return max(question.options, key=question.worth).key


def answered(form: Form, found: bytes, place: int, said: str | tuple[str, ...]) -> bytes:
    keys = [option.key for option in form.questions[place].options]
    if said == "N/A":
        return scoring.with_answer(form, found, place, NA)
    if isinstance(said, tuple):
        return with_ticks(form, found, place, [keys.index(each) for each in said])
    return scoring.with_answer(form, found, place, keys.index(said) + 1)


@needs_chat
def test_the_chat_form_is_sound() -> None:
    assert [one for one in scoring.unsound(chat_form()) if one.blocks] == []


def points(found: Score) -> tuple[float, float]:
    return sum(part.earned for part in found.sections), sum(part.possible for part in found.sections)


@needs_chat
def test_the_best_chat_earns_all_points_that_could_be_had() -> None:
    # 1 + 2 + 4 + 1 + 3 + 1 + 3 + 4 + 4 + 4: more than the sixteen of its title.
    found = scoring.score(chat_form(), filled(chat_form()))

    assert points(found) == (27, 27)
    assert (found.calculated, found.verdict) == (100.0, Verdict.PASS)


@needs_chat
def test_the_answer_that_results_in_0_keeps_what_was_calculated() -> None:
    """ "Total evaluation score will result in 0." """
    found = scoring.score(
        chat_form(), filled(chat_form(), q2_1="Not followed - agent coached 2 or more times")
    )

    assert found.reported == 0.0
    assert found.calculated == pytest.approx(100 * 23 / 27)
    assert found.verdict is Verdict.CRITICAL_FAIL


@needs_chat
def test_not_applicable_brings_the_other_question_up() -> None:
    form = chat_form()
    found = scoring.score(form, filled(form, q2_1="N/A", q2_2="Incorrect information given"))
    states = {one.question.key: one.state for part in found.sections for one in part.questions}

    assert (states["2.1"], states["2.2"]) == (AnswerState.NA, AnswerState.ANSWERED)
    assert found.calculated == pytest.approx(100 * 23 / 27)


@needs_chat
@pytest.mark.parametrize(("said", "possible"), [("No", 23), ("N/A", 19)])
def test_a_case_that_was_not_created_hides_its_details(said: str, possible: int) -> None:
    form = chat_form()
    found = scoring.score(form, filled(form, q5_1=said))

    assert points(found)[1] == possible
    assert found.complete


@needs_chat
def test_a_reversed_item_earns_its_point_for_no() -> None:
    form = chat_form()

    assert scoring.question_percents(form, filled(form))["3.1"] == 100.0
    assert scoring.question_percents(form, filled(form, q3_1="Yes"))["3.1"] == 0.0
    assert [option.points for option in form.questions[4].options] == [1, 0]


@needs_chat
def test_a_middling_chat_worked_by_hand() -> None:
    """Greeting 1, verified partly 1 of 2, SOP followed 4, interrupted 0 of 1, soft skills alone 1 of 3, a
    resolution 1, all notes 3, a case 4 with two of its four details, no assignment 0 of 4: 17 of 27.
    """
    form = chat_form()
    found = scoring.score(
        form,
        filled(
            form,
            q1_2="Partial",
            q3_1="Yes",
            q3_2=("Soft Skills",),
            q5_2=("Task was linked to Case", "Case was assigned to correct queue."),
            q5_3="No",
        ),
    )

    assert points(found) == (17, 27)
    assert found.calculated == pytest.approx(100 * 17 / 27)
    assert [part.earned for part in found.sections] == [2, 4, 1, 4, 6]
    assert found.verdict is Verdict.FAIL


@needs_chat
def test_a_chat_without_a_case_worked_by_hand() -> None:
    """No case was needed and no assignment: 5.1 and 5.3 N/A, 5.2 hidden. Left are 15 points; nothing ticked
    of the three policies, and the follow-up in another channel earns its 1: 12 of 15.
    """
    form = chat_form()
    found = scoring.score(
        form,
        filled(
            form,
            q3_2=(),
            q4_1="No, but follow-up in an additional channel was warranted",
            q5_1="N/A",
            q5_3="N/A",
        ),
    )

    assert points(found) == (12, 15)
    assert (found.calculated, found.verdict) == (80.0, Verdict.PASS)
    assert found.sections[4].percent is None


@needs_chat
def test_ticks_score_as_the_same_answers_asked_one_by_one() -> None:
    """The form before it could take several answers asked each tick as a yes or no of its own."""
    form = chat_form()
    for count in range(4):
        ticks = tuple(option.key for option in form.questions[7].options[:count])
        assert form.questions[7].key == "4.2"
        percent = scoring.question_percents(form, filled(form, q4_2=ticks))["4.2"]
        assert percent == pytest.approx(100 * count / 3)


def audit_form(lowest: int) -> Form:
    """Items rated 4-3-2-1, entered as they stand (`lowest` 1) or as a labelled scale from 0."""
    text = AUDIT.read_text(encoding="utf-8")
    sizes = [
        len(re.findall(r"^N/A [A-Z]", part, re.MULTILINE))
        for part in re.split(r"Professionalism:|Call Management:|Problem Solving:", text)[1:]
    ]
    options = tuple(Option(str(4 - place), f"{4 - place}", 3 - place + lowest) for place in range(4))
    sections = tuple(
        Section(
            f"s{number}",
            f"Part {number}",
            1,
            tuple(Question(f"{number}.{i}", "Item", options) for i in range(n)),
        )
        for number, n in enumerate(sizes)
    )
    return Form("Audit", sections, renormalise=Renormalise.FORM)


@needs_audit
def test_the_audit_form_has_nineteen_items_and_counts_no_not_applicable() -> None:
    form = audit_form(lowest=1)
    half = bytes([1 if place % 2 else NA for place in range(19)])

    assert len(form.questions) == 19
    assert scoring.score(form, half).calculated == 100.0
    # Nine threes, ten not applicable: 27 of 36.
    assert scoring.score(form, bytes([2 if place % 2 else NA for place in range(19)])).calculated == 75.0


@needs_audit
def test_a_scale_that_begins_above_0_is_pointed_out() -> None:
    assert {one.fault for one in scoring.unsound(audit_form(lowest=1))} == {Fault.FLOOR_ABOVE_ZERO}
    assert scoring.unsound(audit_form(lowest=0)) == ()
    assert scoring.score(audit_form(lowest=1), bytes([4] * 19)).calculated == 25.0
    assert scoring.score(audit_form(lowest=0), bytes([4] * 19)).calculated == 0.0


@needs_audit
def test_an_audited_call_worked_by_hand() -> None:
    """Points as they stand, "N/A ARE NOT COUNTED IN THE TOTAL". Professionalism, eight items: 4 4 3 3 N/A 4 4
    N/A is 22 of 24. Call Management, eight items: 4 N/A 2 3 3 N/A 4 1 is 17 of 24. Problem Solving, three
    items: N/A N/A 4 is 4 of 4. Together 43 of 52.
    """
    form = audit_form(lowest=1)
    said = "4433.44.4.233.41..4"
    codes = bytes(NA if each == "." else 5 - int(each) for each in said)
    found = scoring.score(form, codes)

    assert [len(part.questions) for part in form.sections] == [8, 8, 3]
    assert [(part.earned, part.possible) for part in found.sections] == [(22, 24), (17, 24), (4, 4)]
    assert found.calculated == pytest.approx(100 * 43 / 52)
    assert found.verdict is Verdict.PASS


@needs_audit
def test_an_audited_call_with_nothing_to_count_is_not_scored() -> None:
    found = scoring.score(audit_form(lowest=1), bytes([NA] * 19))

    assert (found.calculated, found.verdict) == (None, Verdict.NOT_SCORED)
