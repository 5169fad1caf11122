"""Two scorecards of real contact centres, scored as their own text says; skipped where they are absent."""

import csv
import re
from collections.abc import Iterator
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
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)
from desktop.coaching import scoring
from desktop.coaching.scoring import AnswerState, Fault
from tests.coaching.forms import NA

FOLDER = Path(resources.__file__).resolve().parents[2] / "shared" / "data" / "qa_forms"
CHAT, AUDIT = (
    FOLDER / "everbright_chat_phone_16pt_v5.csv",
    FOLDER / "211texas_silent_monitoring_audit_form.txt",
)

needs_chat = pytest.mark.skipif(not CHAT.exists(), reason="../shared/data/qa_forms is absent")
needs_audit = pytest.mark.skipif(not AUDIT.exists(), reason="../shared/data/qa_forms is absent")

SHOWN = {"2.2": ShownIf("2.1", ("na",)), "5.2": ShownIf("5.1", ("Yes",))}
TICKED = {"3.2", "4.2", "5.2"}  # several may be ticked, so each answer is a question of its own


def chat_form() -> Form:
    with CHAT.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    questions = [
        question
        for number, group in groupby(rows, key=lambda row: row["question_no"])
        for question in chat_questions(number, list(group))
    ]
    parts = groupby(questions, key=lambda question: question.key[0])
    sections = tuple(Section(number, f"Part {number}", 1, tuple(group)) for number, group in parts)
    return Form(
        "Chat and phone",
        sections,
        renormalise=Renormalise.FORM,
        critical_effect=CriticalEffect.ZERO_SCORE,
    )


def chat_questions(number: str, rows: list[dict[str, str]]) -> Iterator[Question]:
    condition = SHOWN.get(number)
    if number in TICKED:
        for row in rows:
            ticks = (Option("yes", "Yes", float(row["points"])), Option("no", "No", 0))
            yield Question(
                f"{number} {row['answer']}", row["answer"], ticks, allow_na=False, shown_if=condition
            )
        return
    options = tuple(chat_option(row) for row in rows if row["answer"] != "N/A")
    asks_na = any(row["answer"] == "N/A" for row in rows)
    yield Question(number, rows[0]["question"], options, allow_na=asks_na, shown_if=condition)


def chat_option(row: dict[str, str]) -> Option:
    fatal = "result in 0" in row["effect"]
    kind, scope = (CriticalClass.BUSINESS, CriticalScope.EVALUATION) if fatal else (None, None)
    return Option(row["answer"], row["answer"], float(row["points"] or 0), "", kind, scope)


def best(form: Form) -> dict[str, int]:
    return {
        question.key: max(range(len(question.options)), key=lambda place: question.options[place].points) + 1
        for question in form.questions
    }


def answers(form: Form, **changes: int) -> bytes:
    codes = best(form) | {key[1:].replace("_", "."): code for key, code in changes.items()}
    return bytes(codes[question.key] for question in form.questions)


@needs_chat
def test_the_chat_form_is_sound() -> None:
    assert [one for one in scoring.unsound(chat_form()) if one.blocks] == []


@needs_chat
def test_the_best_chat_earns_all_points_that_could_be_had() -> None:
    # 1 + 2 + 4 + 1 + 3 + 1 + 3 + 4 + 4 + 4: more than the sixteen of its title.
    found = scoring.score(chat_form(), answers(chat_form()))

    assert sum(part.possible for part in found.sections) == 27
    assert (found.calculated, found.verdict) == (100.0, Verdict.PASS)


@needs_chat
def test_the_answer_that_results_in_0_keeps_what_was_calculated() -> None:
    found = scoring.score(chat_form(), answers(chat_form(), q2_1=3))

    assert found.reported == 0.0
    assert found.calculated == pytest.approx(100 * 23 / 27)
    assert found.verdict is Verdict.CRITICAL_FAIL


@needs_chat
def test_not_applicable_brings_the_other_question_up() -> None:
    form = chat_form()
    found = scoring.score(form, answers(form, q2_1=NA, q2_2=2))
    states = {one.question.key: one.state for part in found.sections for one in part.questions}

    assert (states["2.1"], states["2.2"]) == (AnswerState.NA, AnswerState.ANSWERED)
    assert found.calculated == pytest.approx(100 * 23 / 27)


@needs_chat
@pytest.mark.parametrize(("code", "possible"), [(2, 23), (NA, 19)])
def test_a_case_that_was_not_created_hides_its_details(code: int, possible: int) -> None:
    form = chat_form()
    found = scoring.score(form, answers(form, q5_1=code))

    assert sum(part.possible for part in found.sections) == possible
    assert found.complete


@needs_chat
def test_a_reversed_item_earns_its_point_for_no() -> None:
    form = chat_form()

    assert best(form)["3.1"] == 2
    assert scoring.question_percents(form, answers(form, q3_1=1))["3.1"] == 0.0


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
