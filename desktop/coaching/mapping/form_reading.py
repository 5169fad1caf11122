"""The rows of a response sheet as filled scorecards: sound ones with answers, the others as problems."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from db.records.contacts import Channel
from db.records.observations import DetailKind
from db.records.scorecards import NOT_APPLICABLE, Around, Form, Kind, Question
from desktop.coaching import answers as answering
from desktop.coaching.answers import NA_KEY, NotAllowed, Refusal
from desktop.coaching.mapping import values
from desktop.coaching.mapping.dates import Order, Stamp, at_site, read_date
from desktop.coaching.mapping.form_answers import answer_text
from desktop.coaching.mapping.form_building import Target, meaning_of
from desktop.coaching.mapping.form_sheet import (
    Columns,
    Part,
    by_part,
    cell_of,
    find_date_orders,
    largest_bare,
    of_part,
    order_of,
    score_percent,
)
from desktop.coaching.mapping.names import Wanted
from desktop.coaching.mapping.sheet import Cell, Row, Sheet, is_blank
from desktop.coaching.mapping.trouble import Problem, Trouble


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row that can be finished. `timed`: it names a time of day, so that its start tells calls apart.

    `details` are (question key, kind, value); `own_percent` is the sheet's own score, None where it has none.
    """

    row: int
    who: Wanted
    started_at: datetime
    timed: bool
    answers: bytes
    details: tuple[tuple[str, DetailKind, str], ...] = ()
    reference: str = ""
    channel: Channel | None = None
    topic: str = ""
    evaluator: str = ""
    comment: str = ""
    sent_at: datetime | None = None
    own_percent: float | None = None


@dataclass(frozen=True, slots=True)
class FormReading:
    """`rows` are what could be read, in file order; every other row of the sheet has a problem."""

    rows: tuple[FormRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a row says about the call and the form."""

    who: Wanted | None
    when: Stamp | None
    clock: time | None
    sent: Stamp | None
    channel: Channel | None
    texts: dict[Part, str]


class _Wrong(Exception):
    """A cell that can't be read as an answer."""

    def __init__(self, trouble: Trouble, value: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble, self.value = trouble, value


def read_form_rows(
    sheet: Sheet, columns: Columns, form: Form, targets: Sequence[Target]
) -> Iterator[FormRow | tuple[Problem, ...]]:
    """Read the rows one by one: each as a filled form, or with what is wrong with it."""
    held = by_part(columns)
    orders = {
        part: order_of(held[part], finding) for part, finding in find_date_orders(sheet, columns).items()
    }
    score = held.get(Part.SCORE)
    largest = largest_bare(cell_of(row, score.index) for row in sheet.rows) if score else 0.0
    for row in sheet.rows:
        problems: list[Problem] = []
        facts = _read_facts(row, (sheet, columns), orders, problems)
        around = Around(facts.channel or Channel.CALL, facts.texts.get(Part.TOPIC, ""))
        filled = _fill(row, form, targets, around)
        headers = {target.position: sheet.headers[target.index] for target in targets}
        problems += [
            Problem(row.number, headers.get(place, form.questions[place].text), wrong.trouble, wrong.value)
            for place, wrong in filled.wrong
        ]
        if problems or facts.who is None:
            yield tuple(problems)
        else:
            own = score_percent(cell_of(row, score.index), largest) if score else None
            yield _build(row, facts, filled, (_comment(row, columns), own))


def _build(row: Row, facts: _Facts, filled: "_Filled", extra: tuple[str, float | None]) -> FormRow:
    assert facts.who is not None
    stamp = facts.when or facts.sent
    assert stamp is not None
    clock = facts.clock or stamp.clock
    return FormRow(
        row=row.number,
        who=facts.who,
        started_at=at_site(Stamp(stamp.day, clock, stamp.zone)),
        timed=clock is not None,
        answers=filled.answers,
        details=tuple(filled.details),
        reference=facts.texts.get(Part.REFERENCE, ""),
        channel=facts.channel,
        topic=facts.texts.get(Part.TOPIC, ""),
        evaluator=facts.texts.get(Part.EVALUATOR, ""),
        comment=extra[0],
        sent_at=at_site(facts.sent) if facts.sent else None,
        own_percent=extra[1],
    )


def _read_facts(
    row: Row, of: tuple[Sheet, Columns], orders: dict[Part, Order | None], problems: list[Problem]
) -> _Facts:
    sheet, held = of[0], by_part(of[1])
    found: dict[Part, object] = {}
    for part, reader in _READERS.items():
        if part not in held:
            continue
        cell = cell_of(row, held[part].index)
        value = (partial(read_date, order=orders.get(part)) if part in orders else reader)(cell)
        if isinstance(value, Trouble):
            problems.append(Problem(row.number, sheet.headers[held[part].index], value, answer_text(cell)))
        elif value is not None:
            found[part] = value
    name, number = str(found.get(Part.AGENT, "")), str(found.get(Part.AGENT_REFERENCE, ""))
    who = Wanted(name or number, number) if name or number else None
    _find_lacking(row, (sheet, of[1]), found, problems)
    when, sent, clock, channel = (
        found.get(part) for part in (Part.WHEN, Part.STAMPED, Part.TIME, Part.CHANNEL)
    )
    return _Facts(
        who,
        when if isinstance(when, Stamp) else None,
        clock if isinstance(clock, time) else None,
        sent if isinstance(sent, Stamp) else None,
        channel if isinstance(channel, Channel) else None,
        {part: value for part, value in found.items() if isinstance(value, str)},
    )


def _find_lacking(
    row: Row, of: tuple[Sheet, Columns], found: dict[Part, object], problems: list[Problem]
) -> None:
    """Nobody is evaluated without a name, and nothing counts in a week without a day."""
    sheet, held = of[0], by_part(of[1])
    wrong = {problem.column for problem in problems}
    for group in ((Part.AGENT, Part.AGENT_REFERENCE), (Part.WHEN, Part.STAMPED)):
        headers = [sheet.headers[held[part].index] for part in group if part in held]
        if headers and not wrong & set(headers) and not any(part in found for part in group):
            problems.append(Problem(row.number, headers[0], Trouble.BLANK_FACT))


_READERS: dict[Part, values.Reader] = {
    Part.AGENT: values.read_name,
    Part.AGENT_REFERENCE: values.read_text,
    Part.WHEN: values.read_text,
    Part.STAMPED: values.read_text,
    Part.TIME: values.read_time,
    Part.REFERENCE: values.read_text,
    Part.CHANNEL: values.read_channel,
    Part.TOPIC: values.read_text,
    Part.EVALUATOR: values.read_text,
}


def _comment(row: Row, columns: Columns) -> str:
    """The comments of a row, each on its own line."""
    cells = (cell_of(row, index) for index in of_part(columns, Part.COMMENT))
    return "\n".join(answer_text(cell) for cell in cells if not is_blank(cell))


@dataclass(slots=True)
class _Filled:
    """A form as a row fills it, and what could not be read."""

    answers: bytes
    details: list[tuple[str, DetailKind, str]]
    wrong: list[tuple[int, _Wrong]]


def _fill(row: Row, form: Form, targets: Sequence[Target], around: Around) -> _Filled:
    """Answer question by question; what waits for a later answer is answered in the next round."""
    filled = _Filled(answering.blank(form, around), [], [])
    waiting = [target for target in targets if _says_something(row, target)]
    while waiting:
        hidden = []
        for target in waiting:
            try:
                _answer(form, filled, target, cell_of(row, target.index))
            except NotAllowed as refused:
                if refused.reason is Refusal.HIDDEN:
                    hidden.append(target)
                else:
                    filled.wrong.append(
                        (target.position, _Wrong(Trouble.UNKNOWN_ANSWER, _shown(row, target)))
                    )
            except _Wrong as wrong:
                filled.wrong.append((target.position, wrong))
        if len(hidden) == len(waiting):
            break
        waiting = hidden
    seen = {place for place, _ in filled.wrong}
    _pass_over(form, filled, {target.position for target in targets})
    for place, state in enumerate(answering.states(form, filled.answers)):
        if state is answering.AnswerState.UNANSWERED and place not in seen:
            filled.wrong.append((place, _Wrong(Trouble.UNANSWERED)))
    return filled


def _pass_over(form: Form, filled: _Filled, asked: set[int]) -> None:
    """A question that counts for nothing and has no column is left out of every row."""
    shown = answering.applies(form, filled.answers)
    for place, question in enumerate(form.questions):
        if place not in asked and shown[place] and not question.earns and question.allow_na:
            filled.answers = answering.with_answer(form, filled.answers, place, NOT_APPLICABLE)


def _shown(row: Row, target: Target) -> str:
    return answer_text(cell_of(row, target.index))


def _says_something(row: Row, target: Target) -> bool:
    """A blank cell says that nothing was written, that it did not apply, or nothing at all."""
    blank = is_blank(cell_of(row, target.index))
    return not blank or target.blank_is_na or target.question.kind in (Kind.TEXT, Kind.NUMBER)


def _answer(form: Form, filled: _Filled, target: Target, cell: Cell) -> None:
    question, place = target.question, target.position
    if is_blank(cell) and question.allow_na:
        filled.answers = answering.with_answer(form, filled.answers, place, NOT_APPLICABLE)
        return
    words = answer_text(cell)
    if question.kind is Kind.TEXT:
        filled.answers = answering.with_answer(form, filled.answers, place, answering.GIVEN)
        filled.details.append((question.key, DetailKind.TEXT, words))
    elif question.kind is Kind.NUMBER:
        _answer_number(form, filled, target, cell)
    else:
        keys = meaning_of(target, words)
        if keys is None:
            raise _Wrong(Trouble.UNKNOWN_ANSWER, words)
        filled.answers = _with_keys(form, filled.answers, place, keys)


def _answer_number(form: Form, filled: _Filled, target: Target, cell: Cell) -> None:
    number = values.read_number(cell)
    if number is None:
        filled.answers = answering.with_answer(form, filled.answers, target.position, NOT_APPLICABLE)
    elif isinstance(number, Trouble):
        raise _Wrong(number, answer_text(cell))
    else:
        filled.answers = answering.with_number(form, filled.answers, target.position, number)
        filled.details.append((target.question.key, DetailKind.NUMBER, f"{number:.15g}"))


def _with_keys(form: Form, answers: bytes, place: int, keys: tuple[str, ...]) -> bytes:
    question = form.questions[place]
    if keys == (NA_KEY,):
        return answering.with_answer(form, answers, place, NOT_APPLICABLE)
    indexes = [_place_of(question, key) for key in keys]
    if question.kind is Kind.SEVERAL:
        return answering.with_ticks(form, answers, place, indexes)
    return answering.with_answer(form, answers, place, answering.code_of(indexes[0]))


def _place_of(question: Question, key: str) -> int:
    return next(place for place, option in enumerate(question.options) if option.key == key)
