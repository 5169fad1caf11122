"""How the answers of one evaluation lie in their bytes; known here, so that SQL's side reads them too.

First one code per question in the order of `Form.questions`, then for each question that takes several
answers its ticks, eight options a byte with the first in the lowest bit, then for each question with
`only_when` one byte that is 1 where the circumstances held. A form without such questions has codes alone.
"""

from collections.abc import Iterator

from db.records.scorecards import UNANSWERED, Form, Kind, Question

GIVEN = 1
"""The code of an answer that is no single option: ticks, words, a number without bands."""


def length(form: Form) -> int:
    """How many bytes the answers of this form take."""
    return sum(_size(question) for question in form.questions)


def tick_bytes(question: Question) -> int:
    """How many bytes its ticks take; none where it does not take several answers."""
    return (len(question.options) + 7) // 8 if question.kind is Kind.SEVERAL else 0


def tick_places(form: Form) -> dict[int, int]:
    """Where the ticks of each question begin, by the question's position."""
    questions = form.questions
    found, place = {}, len(questions)
    for position, question in enumerate(questions):
        if question.kind is Kind.SEVERAL:
            found[position] = place
            place += tick_bytes(question)
    return found


def around_places(form: Form) -> dict[int, int]:
    """Where it stands whether the circumstances of each question held, by the question's position."""
    bound = [place for place, question in enumerate(form.questions) if question.only_when is not None]
    return {position: length(form) - len(bound) + n for n, position in enumerate(bound)}


def ticked(form: Form, answers: bytes, position: int) -> tuple[int, ...]:
    """The options (from 0) ticked at a question that takes several; none for any other."""
    start = tick_places(form).get(position)
    if start is None:
        return ()
    return tuple(_set_bits(answers[start:], len(form.questions[position].options)))


def chosen(form: Form, answers: bytes, position: int) -> tuple[int, ...]:
    """The options (from 0) that the answer at `position` stands for: one, or those ticked, or none."""
    question, code = form.questions[position], answers[position]
    if question.kind is Kind.SEVERAL:
        return ticked(form, answers, position) if code == GIVEN else ()
    if question.kind is Kind.TEXT:
        return ()
    return (code - 1,) if UNANSWERED < code <= len(question.options) else ()


def _size(question: Question) -> int:
    return 1 + tick_bytes(question) + (question.only_when is not None)


def _set_bits(ticks: bytes, options: int) -> Iterator[int]:
    return (place for place in range(options) if ticks[place // 8] >> place % 8 & 1)
