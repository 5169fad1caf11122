"""Which digit picks which answer: the answer's own number where it has one, else its place."""

from dataclasses import replace

import pytest

from db.records.scorecards import Kind, Option, Question
from desktop.coaching.answer_keys import digits_of, follows_numbers, is_na, place_of_digit


def asked(*answers: tuple[str, float]) -> Question:
    return Question("q", "How?", tuple(Option(f"o{n}", *answer) for n, answer in enumerate(answers)))


def lettered(question: Question, letters: str) -> Question:
    options = zip(question.options, letters, strict=True)
    return replace(question, options=tuple(replace(option, letter=letter) for option, letter in options))


YES_NO = asked(("Yes", 1), ("No", 0))
GRADED = asked(("Fully", 2), ("Partly", 1), ("Not at all", 0))
FOUR = asked(("Excellent", 4), ("Good", 3), ("Fair", 2), ("Unsatisfactory", 1))
TO_NOTHING = asked(("Excellent", 4), ("Good", 3), ("Fair", 2), ("Poor", 1), ("Not done", 0))
NAMED = asked(("4 – Excellent", 10), ("3 – Good", 8), ("0 – Not done", 0))


@pytest.mark.parametrize("question", [YES_NO, GRADED, asked(("Good", 5), ("Fair", 3), ("Poor", 0))])
def test_digits_count_the_answers_where_they_have_no_numbers_of_their_own(question):
    assert digits_of(question) == tuple("123"[: len(question.options)])
    assert not follows_numbers(question)


@pytest.mark.parametrize(
    ("question", "digits"),
    [
        (FOUR, "4321"),
        (TO_NOTHING, "43210"),
        (NAMED, "430"),
        (asked(*((str(n), n) for n in range(1, 6))), "12345"),
        (asked(("Best (3)", 9), ("Middling (2)", 5), ("Worst (1)", 0)), "321"),
        (lettered(GRADED, "975"), "975"),
    ],
)
def test_an_answers_own_number_picks_it(question, digits):
    assert "".join(digits_of(question)) == digits
    assert [place_of_digit(question, digit) for digit in digits] == list(range(len(digits)))
    assert follows_numbers(question)


@pytest.mark.parametrize(
    "question",
    [
        asked(("4 Excellent", 9), ("4 Good", 5), ("Poor", 0)),
        asked(("90 %", 9), ("50 %", 5), ("10 %", 0)),
        asked(("1.5 s", 9), ("2.5 s", 5), ("Longer", 0)),
        asked(("Best", 4.5), ("Middling", 3.5), ("Worst", 2.5)),
        asked(("Best", 30), ("Middling", 29), ("Worst", 28)),
        replace(FOUR, kind=Kind.SEVERAL),
    ],
)
def test_numbers_that_leave_a_doubt_are_no_keys(question):
    assert digits_of(question) == tuple("123456789"[: len(question.options)])


def test_nought_is_na_unless_an_answer_is_called_so():
    assert is_na(FOUR, "0") and is_na(FOUR, "-")
    assert not is_na(TO_NOTHING, "0") and is_na(TO_NOTHING, "-")
    assert place_of_digit(TO_NOTHING, "0") == 4
    assert not is_na(replace(FOUR, allow_na=False), "-") and not is_na(FOUR, "")


def test_an_answer_beyond_the_ninth_has_no_digit():
    many = asked(*((f"Answer {letter}", 1) for letter in "abcdefghijk"))
    assert digits_of(many)[8:] == ("9", "", "")
    assert place_of_digit(many, "") is None
