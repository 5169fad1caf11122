"""The answers of one evaluation: which questions apply, which code stands for what, what may be written.

How they lie in their bytes says `db.records.answer_bytes`. Hidden is derived from them, never stored; the
circumstances of the contact are, so that a score stays what it was when a tag is taken away later.
"""

import math
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from db.records.answer_bytes import GIVEN as GIVEN
from db.records.answer_bytes import around_places, tick_bytes, tick_places
from db.records.answer_bytes import chosen as chosen
from db.records.answer_bytes import length as length
from db.records.answer_bytes import ticked as ticked
from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, Around, Form, Kind, OnlyWhen, Option, Question

NA_KEY = "na"
"""In `ShownIf.options` this key stands for "not applicable", where the question asked about allows it."""


class AnswerState(StrEnum):
    ANSWERED = "answered"
    NA = "na"
    HIDDEN = "hidden"
    UNANSWERED = "unanswered"


class HiddenBy(StrEnum):
    """Why a question is not asked: another answer, or the circumstances of the contact."""

    ANSWER = "answer"
    CIRCUMSTANCES = "circumstances"


class Refusal(StrEnum):
    """Why an answer can't be written."""

    NO_SUCH_QUESTION = "no_such_question"
    NO_SUCH_OPTION = "no_such_option"
    NA_NOT_ALLOWED = "na_not_allowed"
    HIDDEN = "hidden"
    NO_BAND = "no_band"  # the scorecard says nothing about so low a number


class NotAllowed(ValueError):
    """An answer that can't be written; `reason` says why, `position` (from 0) where."""

    def __init__(self, reason: Refusal, position: int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.position = position


def blank(form: Form, around: Around | None = None) -> bytes:
    """Return the answers of a form nobody has begun to fill, on a contact in these circumstances."""
    return with_around(form, bytes([UNANSWERED]) * length(form), around or Around())


def code_of(option: int) -> int:
    """Return the code of option number `option` (from 0)."""
    return option + 1


def most_code(question: Question) -> int:
    """Return the highest code that is an answer of this question, other than N/A."""
    single = question.kind is Kind.CHOICE or (question.kind is Kind.NUMBER and question.options)
    return len(question.options) if single else GIVEN


def option_of(question: Question, code: int) -> Option | None:
    """Return the one option a code stands for; None where it stands for none (also for ticks and words).

    ValueError if the code means nothing for this question.
    """
    if code == UNANSWERED or (code == NOT_APPLICABLE and question.allow_na):
        return None
    if not 1 <= code <= most_code(question):
        raise ValueError(f"code {code} means nothing for question {question.key!r}")
    if question.kind in (Kind.CHOICE, Kind.NUMBER) and question.options:
        return question.options[code - 1]
    return None


def options_of(form: Form, answers: bytes, position: int) -> tuple[Option, ...]:
    """Return the options the answer at `position` stands for, in the form's order."""
    options = form.questions[position].options
    return tuple(options[place] for place in chosen(form, answers, position))


def applies(form: Form, answers: bytes) -> tuple[bool, ...]:
    """Tell of each question whether it is asked, given its circumstances and the answers it depends on.

    A question shown only if a hidden one has some answer is hidden too; so is one that waits for itself or
    for a question that isn't there. ValueError if the answers don't belong to this form.
    """
    return tuple(reason is None for reason in hidden_by(form, answers))


def hidden_by(form: Form, answers: bytes) -> tuple[HiddenBy | None, ...]:
    """Tell of each question why it is not asked, None where it is. Raises as `applies` does.

    One that waits for the answer of a question that is itself not asked is hidden by an answer.
    """
    _check_length(form, answers)
    known: list[HiddenBy | None] = [None] * len(form.questions)
    for position, place in around_places(form).items():
        if answers[place] != 1:
            known[position] = HiddenBy.CIRCUMSTANCES
    if any(question.shown_if is not None for question in form.questions):
        _hide_by_answers(form, answers, known)
    return tuple(known)


def states(form: Form, answers: bytes) -> tuple[AnswerState, ...]:
    """Tell of each question, in order, how it stands. ValueError if the answers don't belong to this form."""
    shown = applies(form, answers)
    return tuple(
        state_of(question, code, asked)
        for question, code, asked in zip(form.questions, answers, shown, strict=False)
    )


def with_answer(form: Form, answers: bytes, position: int, code: int) -> bytes:
    """Return the answers with the one at `position` (from 0) replaced; `NotAllowed` says why it can't be.

    Of a question that takes several answers the code is `GIVEN`, which keeps its ticks, or one that clears
    them. Answers to questions that this hides are kept, so that changing one's mind brings them back.
    """
    question = _question(form, answers, position)
    if code == NOT_APPLICABLE and not question.allow_na:
        raise NotAllowed(Refusal.NA_NOT_ALLOWED, position)
    if code not in (UNANSWERED, NOT_APPLICABLE) and not 1 <= code <= most_code(question):
        raise NotAllowed(Refusal.NO_SUCH_OPTION, position)
    changed = bytearray(answers)
    changed[position] = code
    if question.kind is Kind.SEVERAL and code != GIVEN:
        _clear_ticks(form, changed, position)
    return bytes(changed)


def with_ticks(form: Form, answers: bytes, position: int, indexes: Iterable[int]) -> bytes:
    """Return the answers with exactly these options (from 0) ticked, and the question answered.

    No tick at all is an answer too: none of them. Raises `NotAllowed` as `with_answer` does.
    """
    question = _question(form, answers, position)
    ticks = set(indexes)
    if question.kind is not Kind.SEVERAL or not ticks <= set(range(len(question.options))):
        raise NotAllowed(Refusal.NO_SUCH_OPTION, position)
    changed, start = bytearray(answers), tick_places(form)[position]
    changed[position] = GIVEN
    _clear_ticks(form, changed, position)
    for place in ticks:
        changed[start + place // 8] |= 1 << place % 8
    return bytes(changed)


def with_number(form: Form, answers: bytes, position: int, number: float | None) -> bytes:
    """Return the answers with the number's band at `position`; None takes the answer away.

    The number itself is a detail beside the answers. Raises `NotAllowed` as `with_answer` does, and where
    the number is none of any band.
    """
    question = _question(form, answers, position)
    if number is None:
        return with_answer(form, answers, position, UNANSWERED)
    if question.kind is not Kind.NUMBER:
        raise NotAllowed(Refusal.NO_SUCH_OPTION, position)
    band = band_of(question, number)
    if band is None and (question.options or not math.isfinite(number)):
        raise NotAllowed(Refusal.NO_BAND, position)
    return with_answer(form, answers, position, GIVEN if band is None else code_of(band))


def band_of(question: Question, number: float) -> int | None:
    """Return the option (from 0) a number falls to: the last one whose `least` it reaches; None for none."""
    if not math.isfinite(number):
        return None
    reached = [place for place, option in enumerate(question.options) if _reaches(option, number)]
    return reached[-1] if reached else None


def with_around(form: Form, answers: bytes, around: Around) -> bytes:
    """Return the answers with what `OnlyWhen` says of these circumstances; the answers themselves stay."""
    _check_length(form, answers)
    changed, questions = bytearray(answers), form.questions
    for position, place in around_places(form).items():
        condition = questions[position].only_when
        changed[place] = condition is not None and holds(condition, around)
    return bytes(changed)


def holds(condition: OnlyWhen, around: Around) -> bool:
    """Whether the circumstances are those the condition asks for; a list that is empty asks for nothing."""
    return (
        (not condition.channels or around.channel in condition.channels)
        and (not condition.topics or fold(around.topic) in map(fold, condition.topics))
        and (not condition.tags or bool(set(map(fold, around.tags)) & set(map(fold, condition.tags))))
    )


def fold(word: str) -> str:
    """A topic or tag as it is compared: without case, outer blanks and differences of encoding."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def without_hidden(form: Form, answers: bytes) -> bytes:
    """Return the answers with those of hidden questions blanked, as they are stored once final."""
    changed = bytearray(answers)
    for position, asked in enumerate(applies(form, answers)):
        if not asked:
            changed[position] = UNANSWERED
    for position in tick_places(form):
        if changed[position] != GIVEN:
            _clear_ticks(form, changed, position)
    return bytes(changed)


def next_unanswered(form: Form, answers: bytes, after: int = -1) -> int | None:
    """Return the position of the next unanswered question that applies, going round once; None if done."""
    places = [i for i, state in enumerate(states(form, answers)) if state is AnswerState.UNANSWERED]
    return next((place for place in places if place > after), places[0] if places else None)


def carry(old: Form, answers: bytes, new: Form, around: Around | None = None) -> bytes:
    """Return the answers of one form on another: by question key, where the option's key exists there too.

    A number is banded anew only where its band has the same key; `around` are the contact's circumstances.
    """
    places = {question.key: place for place, question in enumerate(old.questions)}
    changed = bytearray(blank(new, around))
    for position, question in enumerate(new.questions):
        place = places.get(question.key)
        if place is not None and old.questions[place].kind is question.kind:
            _carry_one((old, answers, place), new, changed, position)
    return bytes(changed)


def _carry_one(given: tuple[Form, bytes, int], new: Form, changed: bytearray, position: int) -> None:
    question, code = new.questions[position], given[1][given[2]]
    keys = {option.key: place for place, option in enumerate(question.options)}
    before = options_of(*given)
    kept = [keys[option.key] for option in before if option.key in keys]
    if code == NOT_APPLICABLE:
        changed[position] = NOT_APPLICABLE if question.allow_na else UNANSWERED
    elif len(kept) < len(before):  # what was said is no longer there to be said
        changed[position] = UNANSWERED
    elif question.kind is Kind.SEVERAL:
        changed[position] = code
        for place in kept:
            changed[tick_places(new)[position] + place // 8] |= 1 << place % 8
    elif kept:
        changed[position] = code_of(kept[0])
    elif most_code(question) == GIVEN and question.kind is not Kind.CHOICE:
        changed[position] = code


def _question(form: Form, answers: bytes, position: int) -> Question:
    """The question there, which must be one that is asked."""
    if not 0 <= position < len(form.questions):
        raise NotAllowed(Refusal.NO_SUCH_QUESTION, position)
    if not applies(form, answers)[position]:
        raise NotAllowed(Refusal.HIDDEN, position)
    return form.questions[position]


def _clear_ticks(form: Form, answers: bytearray, position: int) -> None:
    start = tick_places(form)[position]
    size = tick_bytes(form.questions[position])
    answers[start : start + size] = bytes(size)


def _reaches(option: Option, number: float) -> bool:
    return option.least is None or option.least <= number


def _check_length(form: Form, answers: bytes) -> None:
    if len(answers) != length(form):
        raise ValueError(f"{len(answers)} bytes of answers for a form of {length(form)}")


def _hide_by_answers(form: Form, answers: bytes, known: list[HiddenBy | None]) -> None:
    """Mark what its condition hides, from the questions that wait for nothing on down.

    The first question of a key counts where a key stands twice (which `unsound` reports).
    """
    questions = form.questions
    places = {questions[place].key: place for place in reversed(range(len(questions)))}
    settled = {place for place, question in enumerate(questions) if question.shown_if is None}
    waiting = [place for place in range(len(questions)) if place not in settled]
    while ready := [place for place in waiting if places.get(_awaited(questions[place]), -1) in settled]:
        for place in ready:
            parent = places[_awaited(questions[place])]
            met = known[parent] is None and _is_met(form, answers, parent, questions[place])
            known[place] = known[place] or (None if met else HiddenBy.ANSWER)
        settled.update(ready)
        waiting = [place for place in waiting if place not in settled]
    for place in waiting:
        known[place] = known[place] or HiddenBy.ANSWER


def _awaited(question: Question) -> str:
    return question.shown_if.question if question.shown_if is not None else ""


def _is_met(form: Form, answers: bytes, parent: int, question: Question) -> bool:
    assert question.shown_if is not None
    return bool(answer_keys(form, answers, parent) & set(question.shown_if.options))


def answer_keys(form: Form, answers: bytes, position: int) -> frozenset[str]:
    """The keys that a condition can wait for: of the option or the ticks, or `NA_KEY`."""
    code = answers[position]
    option_of(form.questions[position], code)  # raises where the code means nothing
    if code == NOT_APPLICABLE:
        return frozenset({NA_KEY})
    return frozenset(option.key for option in options_of(form, answers, position))


def state_of(question: Question, code: int, asked: bool) -> AnswerState:
    """How one question stands, given its code and whether it is asked; ValueError for a meaningless code."""
    if not asked:
        return AnswerState.HIDDEN
    if code == UNANSWERED:
        return AnswerState.UNANSWERED
    option_of(question, code)  # raises where the code means nothing
    return AnswerState.NA if code == NOT_APPLICABLE else AnswerState.ANSWERED
