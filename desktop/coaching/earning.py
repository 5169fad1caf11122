"""What each answer earns, exactly and question by question; `scoring` adds it up and says by which rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from db.records.scorecards import Form, Kind, Option, Question
from desktop.coaching.answers import AnswerState, HiddenBy, chosen, hidden_by, state_of

ZERO = Fraction()


@dataclass(frozen=True, slots=True)
class Line:
    """One question: `earned` of `possible` points, both 0 where it doesn't count; `bonus` percentage points.

    `options` are those its answer stands for; `weight` is its own, 1 where questions carry none.
    """

    position: int
    question: Question
    state: AnswerState
    hidden_by: HiddenBy | None
    options: tuple[Option, ...]
    earned: Fraction
    possible: Fraction
    bonus: Fraction
    weight: Fraction

    @property
    def part(self) -> Fraction:
        """How much of its points it earned (0–1), for a line with points to be had."""
        return self.earned / self.possible


def lines(form: Form, answers: bytes) -> tuple[Line, ...]:
    """Return a line per question, in order; ValueError if the answers don't belong to this form."""
    hidden, questions = hidden_by(form, answers), form.questions
    has_ticks = any(question.kind is Kind.SEVERAL for question in questions)
    found = []
    for position, question in enumerate(questions):
        code, reason = answers[position], hidden[position]
        state = state_of(question, code, reason is None)
        places: Iterable[int] = ()
        if state is AnswerState.ANSWERED and question.options:
            several = has_ticks and question.kind is Kind.SEVERAL
            places = chosen(form, answers, position) if several else _single(question, code)
        found.append(_line(position, question, state, reason, tuple(question.options[p] for p in places)))
    return tuple(found)


def exact(typed: float) -> Fraction:
    """Return what was typed, not its nearest binary number: three times 0.1 is 0.3 here."""
    return _exact(typed)


@lru_cache(maxsize=4096)
def _exact(typed: float) -> Fraction:
    return Fraction(str(typed))


def _single(question: Question, code: int) -> tuple[int, ...]:
    return () if question.kind is Kind.TEXT else (code - 1,)


def _line(
    position: int,
    question: Question,
    state: AnswerState,
    reason: HiddenBy | None,
    options: tuple[Option, ...],
) -> Line:
    earned, possible, bonus = ZERO, ZERO, ZERO
    if state is AnswerState.ANSWERED and question.earns:
        earned, possible = _points(question, options)
        if question.bonus:
            earned, possible, bonus = ZERO, ZERO, earned
    weight = exact(question.weight)
    return Line(position, question, state, reason, options, earned, possible, bonus, weight)


def _points(question: Question, options: tuple[Option, ...]) -> tuple[Fraction, Fraction]:
    if question.kind is Kind.SEVERAL:
        possible = sum((exact(option.points) for option in question.options), ZERO)
        ticked = sum((exact(option.points) for option in options), ZERO)
        return (possible - ticked if question.reversed else ticked), possible
    most, points = exact(question.most), exact(options[0].points)
    if question.reversed:
        points = exact(question.least) + most - points
    if question.scale:
        floor = exact(question.least)
        return points - floor, most - floor
    return points, most
