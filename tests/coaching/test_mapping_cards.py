"""A table of questions as a draft scorecard: what is taken from its words is said, the rest is left open."""

from pathlib import Path

import pytest

import resources
from db.records.scorecards import CriticalClass, CriticalEffect, CriticalScope, Kind, Renormalise
from desktop.coaching import answers, scoring
from desktop.coaching.mapping.card_building import CardReading, Remark, read_card
from desktop.coaching.mapping.card_table import CardField, guess_card_columns
from desktop.coaching.mapping.sheet import Row, Sheet
from desktop.coaching.mapping.trouble import Trouble
from desktop.coaching.soundness import unsound
from desktop.features.exchange.reading import read_file

CHAT = (
    Path(resources.__file__).resolve().parents[2] / "shared/data/qa_forms/everbright_chat_phone_16pt_v5.csv"
)
HEADERS = ("Question", "Answer", "Points", "Effect")


def read(*rows: tuple, headers: tuple[str, ...] = HEADERS, refused=frozenset()) -> CardReading:
    sheet = Sheet(headers, tuple(Row(n, cells) for n, cells in enumerate(rows, 2)))
    return read_card(sheet, guess_card_columns(sheet), "Card", "Part {n}", refused)


def remarks(reading: CardReading) -> list[tuple[Remark, int]]:
    return [(one.remark, one.row) for one in reading.said]


@pytest.mark.skipif(not CHAT.exists(), reason="../shared/data/qa_forms is absent")
def test_the_strangers_table_comes_in_as_its_own_text_says() -> None:
    sheet = read_file(CHAT).sheet
    reading = read_card(sheet, guess_card_columns(sheet), "Chat and phone", "Part {n}")
    form = reading.form
    assert (reading.problems, unsound(form)) == ((), ())
    assert [len(section.questions) for section in form.sections] == [2, 2, 2, 2, 3]
    assert (form.renormalise, form.critical_effect) == (Renormalise.FORM, CriticalEffect.ZERO_SCORE)
    by_text = {question.text: question for question in form.questions}
    sop = by_text["Was the SOP followed correctly?"]
    assert [option.points for option in sop.options] == [4, 0, 0]
    assert sop.options[2].critical is not None and sop.options[2].scope is CriticalScope.EVALUATION
    assert sop.allow_na
    right = by_text["Did the agent provide the correct information?"]
    assert (right.shown_if.question, right.shown_if.options) == (sop.key, ("na",))
    details = by_text["Case Management Details."]
    assert (details.kind, details.shown_if.options) == (Kind.SEVERAL, ("yes",))
    missing = [one.other for one in reading.said if one.remark is Remark.NO_SUCH_QUESTION]
    assert missing == ["5.4", "5.4", "5.4"], "question 5.4 is named and is not in the table"
    assert "hide question 5.4" in by_text["Was a Case Assignment created?"].guidance


@pytest.mark.skipif(not CHAT.exists(), reason="../shared/data/qa_forms is absent")
def test_the_strangers_table_scores_as_its_own_text_says() -> None:
    """Best answers earn every point of what is asked; the coached-before answer zeroes the whole."""
    sheet = read_file(CHAT).sheet
    form = read_card(sheet, guess_card_columns(sheet), "Chat", "Part {n}").form
    filled = answers.blank(form)
    for place, question in enumerate(form.questions):
        if answers.applies(form, filled)[place]:
            best = max(range(len(question.options)), key=lambda n: question.options[n].points)
            if question.kind is Kind.SEVERAL:
                filled = answers.with_ticks(form, filled, place, range(len(question.options)))
            else:
                filled = answers.with_answer(form, filled, place, best + 1)
    score = scoring.score(form, filled)
    assert (score.reported, sum(part.possible for part in score.sections)) == (100.0, 1 + 2 + 4 + 4 + 4 + 12)
    place = next(n for n, one in enumerate(form.questions) if one.text.startswith("Was the SOP"))
    failed = scoring.score(form, answers.with_answer(form, filled, place, 3))
    assert (failed.reported, failed.verdict) == (0.0, "critical_fail")


def test_an_effect_that_is_not_understood_is_left_and_kept_in_the_guidance() -> None:
    reading = read(("Polite?", "Yes", 1, ""), ("Polite?", "No", 0, "Tell the team leader by noon"))
    assert remarks(reading) == [(Remark.LEFT, 3)]
    assert "Tell the team leader by noon" in reading.form.questions[0].guidance


def test_an_effect_can_be_left_out() -> None:
    rows = (("Safe?", "Yes", 1, ""), ("Safe?", "No", None, "Auto fail"))
    taken = read(*rows)
    assert taken.form.questions[0].options[1].critical is CriticalClass.BUSINESS
    [said] = taken.said
    left = read(*rows, refused=frozenset({said.key}))
    assert left.form.questions[0].options[1].critical is None
    assert left.form.critical_effect is CriticalEffect.NONE
    assert Remark.LEFT in {one.remark for one in left.said}


def test_hiding_after_some_answers_shows_after_all_others() -> None:
    reading = read(
        ("1", "Case made?", "Yes", 2, ""),
        ("1", "Case made?", "No", 0, "hides question 2"),
        ("1", "Case made?", "N/A", None, "hide question 2"),
        ("1", "Case made?", "Later", 1, ""),
        ("2", "Right queue?", "Yes", 1, ""),
        ("2", "Right queue?", "No", 0, ""),
        headers=("Question no", *HEADERS),
    )
    case, queue = reading.form.questions
    assert (queue.shown_if.question, queue.shown_if.options) == (case.key, ("yes", "later"))


def test_weights_of_sections_and_of_questions_are_told_apart() -> None:
    headers = ("Section", "Question", "Answer", "Points", "Weight")
    by_section = read(
        ("Opening", "Greeting?", "Yes", 1, "40%"),
        ("Opening", "Greeting?", "No", 0, "40%"),
        ("Closing", "Recap?", "Yes", 1, "60%"),
        ("Closing", "Recap?", "No", 0, "60%"),
        headers=headers,
    ).form
    assert by_section.renormalise is Renormalise.SECTION
    assert [section.weight for section in by_section.sections] == [40, 60]
    by_question = read(
        ("Opening", "Greeting?", "Yes", 1, 3),
        ("Opening", "Name?", "Yes", 1, 5),
        ("Closing", "Recap?", "Yes", 1, 2),
        headers=headers,
    ).form
    assert by_question.renormalise is Renormalise.QUESTION
    assert [question.weight for question in by_question.questions] == [3, 5, 2]


def test_what_cannot_be_read_is_told_by_row_and_column_and_the_rest_is_kept() -> None:
    reading = read(
        (None, "Yes", 1, ""),
        ("Polite?", "Yes", "many", ""),
        ("Polite?", "No", -2, ""),
        ("Kind?", None, None, ""),
    )
    told = [(one.row, one.column, one.trouble) for one in reading.problems]
    assert told == [
        (2, "Question", Trouble.NO_QUESTION),
        (3, "Points", Trouble.NOT_A_NUMBER),
        (4, "Points", Trouble.NEGATIVE_POINTS),
    ]
    assert [question.text for question in reading.form.questions] == ["Polite?", "Kind?"]
    assert (Remark.NO_POINTS, 3) in remarks(reading) and (Remark.YES_NO, 5) in remarks(reading)


def test_a_blank_question_goes_on_with_the_one_above() -> None:
    reading = read(("Polite?", "Yes", 1, ""), (None, "No", 0, ""))
    assert [len(question.options) for question in reading.form.questions] == [2]


def test_headers_in_other_words_are_known() -> None:
    sheet = Sheet(("Category", "Criterion", "Response", "Pts", "What to look for", "Nr"), ())
    assert guess_card_columns(sheet) == (
        CardField.SECTION,
        CardField.QUESTION,
        CardField.ANSWER,
        CardField.POINTS,
        CardField.GUIDANCE,
        CardField.NUMBER,
    )
