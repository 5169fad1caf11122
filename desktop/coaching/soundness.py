"""What is wrong with a scorecard before it is published: unsound, it would score people unfairly for good."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from db.records.scorecards import NOT_APPLICABLE, Form, Option, Question, Renormalise, Section
from desktop.coaching.answers import NA_KEY


class Fault(StrEnum):
    """What is wrong; the comment says what it would do."""

    NO_QUESTIONS = "no_questions"  # nothing to answer
    DUPLICATE_SECTION = "duplicate_section"
    DUPLICATE_QUESTION = "duplicate_question"  # two questions would share one history
    DUPLICATE_OPTION = "duplicate_option"
    DUPLICATE_LETTER = "duplicate_letter"  # one key would pick two answers
    BLANK_KEY = "blank_key"
    BLANK_TEXT = "blank_text"
    TOO_FEW_OPTIONS = "too_few_options"  # fewer than two answers is no question
    TOO_MANY_OPTIONS = "too_many_options"  # an answer is one byte
    NEGATIVE_POINTS = "negative_points"  # a percentage could leave 0–100
    NO_POINTS = "no_points"  # never counts, and has no critical answer either
    NEGATIVE_WEIGHT = "negative_weight"
    WEIGHTS_ZERO = "weights_zero"  # no section counts: nothing would ever be scored
    PASS_MARK = "pass_mark"  # not between 0 and 100
    CRITICAL_WITHOUT_SCOPE = "critical_without_scope"
    SCOPE_WITHOUT_CRITICAL = "scope_without_critical"
    UNREACHABLE = "unreachable"  # no answer would ever show it
    FLOOR_ABOVE_ZERO = (
        "floor_above_zero"  # the worst answer earns points; where it is a scale, 1–5 begins at 20 %
    )
    SAME_POINTS = "same_points"  # all answers earn the same
    SECTION_WITHOUT_WEIGHT = "section_without_weight"  # asked, but counts for nothing


ADVICE = frozenset({Fault.FLOOR_ABOVE_ZERO, Fault.SAME_POINTS, Fault.SECTION_WITHOUT_WEIGHT})
"""Faults that may be meant; all others forbid publishing."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """A fault and its place: keys of section, question and option, blank where the whole is meant."""

    fault: Fault
    section: str = ""
    question: str = ""
    option: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it forbids publishing."""
        return self.fault not in ADVICE


def unsound(form: Form) -> tuple[Unsound, ...]:
    """Return all that is wrong with a form, in the order of its parts; empty when nothing is."""
    return (*_in_form(form), *_in_sections(form), *_in_questions(form), *_in_conditions(form))


def _in_form(form: Form) -> Iterator[Unsound]:
    if not form.questions:
        yield Unsound(Fault.NO_QUESTIONS)
    if not form.name.strip():
        yield Unsound(Fault.BLANK_TEXT)
    if not 0 <= form.pass_mark <= 100:
        yield Unsound(Fault.PASS_MARK)
    by_section = form.renormalise is Renormalise.SECTION
    if by_section and form.sections and not any(section.weight > 0 for section in form.sections):
        yield Unsound(Fault.WEIGHTS_ZERO)


def _in_sections(form: Form) -> Iterator[Unsound]:
    for key in _repeated([section.key for section in form.sections]):
        yield Unsound(Fault.DUPLICATE_SECTION, key)
    for section in form.sections:
        yield from _in_section(form, section)


def _in_section(form: Form, section: Section) -> Iterator[Unsound]:
    if not section.key:
        yield Unsound(Fault.BLANK_KEY)
    if not section.title.strip():
        yield Unsound(Fault.BLANK_TEXT, section.key)
    if not section.weight >= 0:
        yield Unsound(Fault.NEGATIVE_WEIGHT, section.key)
    others_count = any(other.weight > 0 for other in form.sections)
    if section.weight == 0 and others_count and form.renormalise is Renormalise.SECTION:
        yield Unsound(Fault.SECTION_WITHOUT_WEIGHT, section.key)
    if not section.questions:
        yield Unsound(Fault.NO_QUESTIONS, section.key)


def _in_questions(form: Form) -> Iterator[Unsound]:
    homes = {question.key: section.key for section in form.sections for question in section.questions}
    for key in _repeated([question.key for question in form.questions]):
        yield Unsound(Fault.DUPLICATE_QUESTION, homes[key], key)
    for section in form.sections:
        for question in section.questions:
            for fault, option in (*_question_faults(question), *_option_faults(question)):
                yield Unsound(fault, section.key, question.key, option)


def _question_faults(question: Question) -> Iterator[tuple[Fault, str]]:
    if not question.key:
        yield Fault.BLANK_KEY, ""
    if not question.text.strip():
        yield Fault.BLANK_TEXT, ""
    if len(question.options) < 2:
        yield Fault.TOO_FEW_OPTIONS, ""
    if len(question.options) >= NOT_APPLICABLE:
        yield Fault.TOO_MANY_OPTIONS, ""
    yield from ((fault, "") for fault in _point_faults(question))


def _point_faults(question: Question) -> Iterator[Fault]:
    points = [option.points - question.floor for option in question.options]
    if not points or not all(option.points >= 0 for option in question.options):
        return
    if max(points) == 0:
        if not any(option.critical for option in question.options):
            yield Fault.NO_POINTS
    elif min(points) == max(points) and len(points) > 1:
        yield Fault.SAME_POINTS
    elif min(points) > 0:
        yield Fault.FLOOR_ABOVE_ZERO


def _option_faults(question: Question) -> Iterator[tuple[Fault, str]]:
    for key in _repeated([option.key for option in question.options]):
        yield Fault.DUPLICATE_OPTION, key
    for letter in _repeated([option.letter.casefold() for option in question.options if option.letter]):
        yield Fault.DUPLICATE_LETTER, letter
    for option in question.options:
        yield from ((fault, option.key) for fault in _faults_of(option))


def _faults_of(option: Option) -> Iterator[Fault]:
    if not option.key:
        yield Fault.BLANK_KEY
    if not option.label.strip():
        yield Fault.BLANK_TEXT
    if not 0 <= option.points < float("inf"):
        yield Fault.NEGATIVE_POINTS
    if option.critical is not None and option.scope is None:
        yield Fault.CRITICAL_WITHOUT_SCOPE
    if option.scope is not None and option.critical is None:
        yield Fault.SCOPE_WITHOUT_CRITICAL


def _in_conditions(form: Form) -> Iterator[Unsound]:
    questions = {question.key: question for question in form.questions}
    for section in form.sections:
        for question in section.questions:
            if not _reachable(question, questions, frozenset()):
                yield Unsound(Fault.UNREACHABLE, section.key, question.key)


def _reachable(question: Question, questions: dict[str, Question], passed: frozenset[str]) -> bool:
    """Whether some answers show it: its condition can be met, and so can those of all it waits for."""
    condition = question.shown_if
    if condition is None:
        return True
    parent = questions.get(condition.question)
    if parent is None or question.key in passed or not set(condition.options) & _answers_of(parent):
        return False
    return _reachable(parent, questions, passed | {question.key})


def _answers_of(question: Question) -> set[str]:
    return {option.key for option in question.options} | ({NA_KEY} if question.allow_na else set())


def _repeated(keys: list[str]) -> list[str]:
    return [key for place, key in enumerate(keys) if keys.index(key) < place]
