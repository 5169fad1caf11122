"""The answers of one evaluation: which questions apply, which code stands for what, what may be written.

Answers are one byte per question in the order of `Form.questions`; hidden is derived from them, never stored.
"""

from enum import StrEnum

from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Form, Option, Question

NA_KEY = "na"
"""In `ShownIf.options` this key stands for "not applicable", where the question asked about allows it."""


class AnswerState(StrEnum):
    ANSWERED = "answered"
    NA = "na"
    HIDDEN = "hidden"
    UNANSWERED = "unanswered"


class Refusal(StrEnum):
    """Why an answer can't be written."""

    NO_SUCH_QUESTION = "no_such_question"
    NO_SUCH_OPTION = "no_such_option"
    NA_NOT_ALLOWED = "na_not_allowed"
    HIDDEN = "hidden"


class NotAllowed(ValueError):
    """An answer that can't be written; `reason` says why, `position` (from 0) where."""

    def __init__(self, reason: Refusal, position: int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.position = position


def blank(form: Form) -> bytes:
    """Return the answers of a form nobody has begun to fill."""
    return bytes([UNANSWERED]) * len(form.questions)


def code_of(option: int) -> int:
    """Return the code of option number `option` (from 0)."""
    return option + 1


def option_of(question: Question, code: int) -> Option | None:
    """Return the option a code stands for; None for unanswered and N/A, ValueError if it has none."""
    if code == UNANSWERED or (code == NOT_APPLICABLE and question.allow_na):
        return None
    if not 1 <= code <= len(question.options):
        raise ValueError(f"code {code} means nothing for question {question.key!r}")
    return question.options[code - 1]


def applies(form: Form, answers: bytes) -> tuple[bool, ...]:
    """Tell of each question whether it is asked, given the answers it depends on.

    A question shown only if a hidden one has some answer is hidden too; so is one that waits for itself or
    for a question that isn't there. ValueError if the answers don't belong to this form.
    """
    questions = form.questions
    _check_length(questions, answers)
    places = _places(questions)
    known: dict[int, bool] = {}
    return tuple(_is_shown(place, questions, answers, places, known) for place in range(len(questions)))


def states(form: Form, answers: bytes) -> tuple[AnswerState, ...]:
    """Tell of each question, in order, how it stands. ValueError if the answers don't belong to this form."""
    shown = applies(form, answers)
    return tuple(
        _state(question, code, asked)
        for question, code, asked in zip(form.questions, answers, shown, strict=True)
    )


def with_answer(form: Form, answers: bytes, position: int, code: int) -> bytes:
    """Return the answers with the one at `position` (from 0) replaced; `NotAllowed` says why it can't be.

    Answers to questions that this hides are kept, so that changing one's mind brings them back.
    """
    if not 0 <= position < len(form.questions):
        raise NotAllowed(Refusal.NO_SUCH_QUESTION, position)
    if not applies(form, answers)[position]:
        raise NotAllowed(Refusal.HIDDEN, position)
    question = form.questions[position]
    if code == NOT_APPLICABLE and not question.allow_na:
        raise NotAllowed(Refusal.NA_NOT_ALLOWED, position)
    if code not in (UNANSWERED, NOT_APPLICABLE) and not 1 <= code <= len(question.options):
        raise NotAllowed(Refusal.NO_SUCH_OPTION, position)
    return answers[:position] + bytes([code]) + answers[position + 1 :]


def without_hidden(form: Form, answers: bytes) -> bytes:
    """Return the answers with those of hidden questions blanked, as they are stored once final."""
    shown = applies(form, answers)
    return bytes(code if asked else UNANSWERED for code, asked in zip(answers, shown, strict=True))


def next_unanswered(form: Form, answers: bytes, after: int = -1) -> int | None:
    """Return the position of the next unanswered question that applies, going round once; None if done."""
    places = [i for i, state in enumerate(states(form, answers)) if state is AnswerState.UNANSWERED]
    return next((place for place in places if place > after), places[0] if places else None)


def _check_length(questions: tuple[Question, ...], answers: bytes) -> None:
    if len(answers) != len(questions):
        raise ValueError(f"{len(answers)} answers for {len(questions)} questions")


def _places(questions: tuple[Question, ...]) -> dict[str, int]:
    """The first question of a key counts where a key stands twice (which `unsound` reports)."""
    return {questions[place].key: place for place in reversed(range(len(questions)))}


def _is_shown(
    place: int,
    questions: tuple[Question, ...],
    answers: bytes,
    places: dict[str, int],
    known: dict[int, bool],
) -> bool:
    if place in known:
        return known[place]
    known[place] = False  # stands if we come back here: a question can't wait for itself
    condition = questions[place].shown_if
    if condition is None:
        known[place] = True
    elif condition.question in places:
        parent = places[condition.question]
        asked = _is_shown(parent, questions, answers, places, known)
        known[place] = asked and _answer_key(questions[parent], answers[parent]) in condition.options
    return known[place]


def _answer_key(question: Question, code: int) -> str | None:
    option = option_of(question, code)
    if option is not None:
        return option.key
    return NA_KEY if code == NOT_APPLICABLE else None


def _state(question: Question, code: int, asked: bool) -> AnswerState:
    if not asked:
        return AnswerState.HIDDEN
    if option_of(question, code) is not None:
        return AnswerState.ANSWERED
    return AnswerState.NA if code == NOT_APPLICABLE else AnswerState.UNANSWERED
