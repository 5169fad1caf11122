"""Which digit picks which answer of a question: one rule, wherever a scorecard is filled in or tried."""

import re

from db.records.scorecards import Kind, Option, Question

NA_SIGNS = frozenset("-−–0")
"""What means N/A; 0 only where no answer is called 0."""
NA_KEY = "-"
PLACES = "123456789"
STEPS = 3
"""So many answers make a run of points."""
CALLED = re.compile(r"^\(?(\d)\)?(?!\d|[.,]\d)|(?<![\d.,])\((\d)\)$")


def digits_of(question: Question) -> tuple[str, ...]:
    """The digit of each answer, in order; blank beyond the ninth.

    Where every answer is called by a digit of its own, in its words ("4 Excellent", "Excellent (4)") or as
    the key given to it, that digit picks it. So do points that run without a gap up to 3 or more (4-3-2-1).
    Else the digits count the answers: 1 is the first.
    """
    if question.kind is Kind.CHOICE:
        for found in (_called(question.options), _stepped(question.options)):
            if found:
                return found
    return tuple(PLACES[place] if place < len(PLACES) else "" for place in range(len(question.options)))


def follows_numbers(question: Question) -> bool:
    """Whether digits are the answers' own numbers and not their places."""
    return question.kind is Kind.CHOICE and bool(_called(question.options) or _stepped(question.options))


def place_of_digit(question: Question, text: str) -> int | None:
    """The answer (from 0) that a digit picks; None where it picks none."""
    digits = digits_of(question)
    return digits.index(text) if text and text in digits else None


def is_na(question: Question, text: str) -> bool:
    """Whether a sign means N/A at this question."""
    if not (question.allow_na and text in NA_SIGNS):
        return False
    return place_of_digit(question, text) is None


def _called(options: tuple[Option, ...]) -> tuple[str, ...]:
    digits = tuple(_name(option) for option in options)
    return digits if all(digits) and len(set(digits)) == len(digits) else ()


def _name(option: Option) -> str:
    if option.letter and option.letter in f"0{PLACES}":
        return option.letter
    found = CALLED.search(option.label.strip())
    return (found[1] or found[2]) if found else ""


def _stepped(options: tuple[Option, ...]) -> tuple[str, ...]:
    points = [option.points for option in options]
    if len(points) < STEPS or not STEPS <= max(points) <= len(PLACES):
        return ()
    top = int(max(points))
    run = [float(top - step) for step in range(len(points))]
    if sorted(points, reverse=True) != run or run[-1] < 0:
        return ()
    return tuple(str(int(each)) for each in points)
