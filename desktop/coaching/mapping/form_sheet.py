"""What each column of a form's response sheet is: about the call, about the form, or a question of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from db.records.contacts import ImportKind
from desktop.coaching.mapping import values
from desktop.coaching.mapping.dates import Finding, Order, find_order, read_days
from desktop.coaching.mapping.fields import Field, meaning, rule_for, split_words
from desktop.coaching.mapping.names import fold
from desktop.coaching.mapping.sheet import Cell, Row, Sheet, is_blank, sample, show

SAMPLE = 200
BELIEVED = 0.6


class Part(StrEnum):
    """What a column holds. STAMPED: when the form was sent; WHEN: when the call was."""

    QUESTION = "question"
    AGENT = "agent"
    AGENT_REFERENCE = "agent_reference"
    WHEN = "when"
    TIME = "time"
    REFERENCE = "reference"
    CHANNEL = "channel"
    TOPIC = "topic"
    STAMPED = "stamped"
    EVALUATOR = "evaluator"
    COMMENT = "comment"
    SCORE = "score"
    OUT = "out"


# Of these a sheet may have several columns.
MANY = frozenset({Part.QUESTION, Part.COMMENT, Part.OUT})
DATES = (Part.WHEN, Part.STAMPED)


@dataclass(frozen=True, slots=True)
class Column:
    """`order` is the date order chosen by hand, "" for what the values prove."""

    index: int
    part: Part
    order: str = ""


Columns = tuple[Column, ...]


def _words(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(part.split()) for part in text.split(","))


_STAMPED = _words(
    "timestamp, submitted, submitted on, submission date, submitted at, date submitted, evaluation date, "
    "date evaluation, evaluated on, review date, date review, audit date, completion time, marca temporal, "
    "zeitstempel, horodateur, start time form"
)
_EVALUATOR = _words(
    "email address, email, e mail, e mail address, username, evaluator, evaluator name, evaluator email, "
    "evaluated, qa, qa name, qa analyst, reviewer, reviewed, reviewer name, auditor, monitored, monitor, "
    "supervisor, assessor, your name, your email, scored, coach, team leader"
)
_COMMENT = {
    "comment",
    "comments",
    "feedback",
    "notes",
    "remarks",
    "remark",
    "notizen",
    "kommentar",
    "observations",
}
_SCORE = _words(
    "score, total score, total, points, total points, final score, quiz score, overall score, punkte"
)
_FROM_CALLS = {
    Part.AGENT: Field.AGENT,
    Part.AGENT_REFERENCE: Field.AGENT_REFERENCE,
    Part.REFERENCE: Field.REFERENCE,
    Part.TIME: Field.TIME,
    Part.CHANNEL: Field.CHANNEL,
    Part.TOPIC: Field.TOPIC,
}
_CALLED = {
    "call",
    "contact",
    "chat",
    "interaction",
    "conversation",
    "date",
    "day",
    "when",
    "time",
    "email",
    "ticket",
}


# How a form asks for what a table only names: "Which agent was it?"
_ASKING = frozenset({"which", "who", "whose", "select", "choose", "please", "enter", "was", "it"})


def guess_columns(sheet: Sheet, agents: Iterable[str] = ()) -> Columns:
    """Say of each column what it is; a header that says nothing of the kind is a question's."""
    known = {fold(name) for name in agents}
    taken: set[Part] = set()
    made = []
    for index, header in enumerate(sheet.headers):
        part = _part(header, sample(sheet, index, SAMPLE), known, taken)
        taken.add(part)
        made.append(Column(index, part))
    return _agent_by_names(sheet, tuple(made), known)


def assign_part(columns: Columns, index: int, part: Part) -> Columns:
    """Give a column its part by hand; another column that had it, and may not, is left out then."""
    changed = []
    for one in columns:
        if one.index == index:
            one = Column(index, part)
        elif one.part is part and part not in MANY:
            one = Column(one.index, Part.OUT)
        changed.append(one)
    return tuple(changed)


def with_order(columns: Columns, part: Part, order: str) -> Columns:
    """Say how the dates of a part's column are written."""
    return tuple(replace(one, order=order) if one.part is part else one for one in columns)


def by_part(columns: Columns) -> dict[Part, Column]:
    """The column of each part that has one column only."""
    return {one.part: one for one in columns if one.part not in MANY}


def of_part(columns: Columns, part: Part) -> tuple[int, ...]:
    """The columns of that part, in the order of the sheet."""
    return tuple(one.index for one in columns if one.part is part)


def find_date_orders(sheet: Sheet, columns: Columns) -> dict[Part, Finding]:
    """What the values of each date column say about its order."""
    held = by_part(columns)
    return {
        part: find_order((row.number, cell_of(row, held[part].index)) for row in sheet.rows)
        for part in DATES
        if part in held
    }


def order_of(column: Column, finding: Finding) -> Order | None:
    """The order chosen by hand, else the one that the values prove; None while it has to be asked."""
    return Order(column.order) if column.order in set(Order) else finding.order


def missing_parts(columns: Columns) -> tuple[tuple[Part, ...], ...]:
    """The groups of parts of which one at least is needed and none has a column."""
    have = {one.part for one in columns}
    groups = ((Part.AGENT, Part.AGENT_REFERENCE), (Part.WHEN, Part.STAMPED), (Part.QUESTION,))
    return tuple(group for group in groups if not have.intersection(group))


def cell_of(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _part(header: str, cells: Sequence[Cell], agents: set[str], taken: set[Part]) -> Part:
    words, whole = meaning(header) - _ASKING, frozenset(split_words(header))
    if header.rstrip().casefold().endswith(("[score]", "[feedback]")) or not cells:
        return Part.OUT
    for part, names, fits in (
        (Part.STAMPED, _STAMPED, _are_dates(cells)),
        (Part.EVALUATOR, _EVALUATOR, not _all_of(cells, _is_known(agents))),
        (Part.SCORE, _SCORE, _all_of(cells, _is_score)),
    ):
        if part not in taken and fits and (words in names or whole in names):
            return part
    if Part.WHEN not in taken and _are_dates(cells) and whole & _CALLED:
        return Part.WHEN
    for part, field in _FROM_CALLS.items():
        rule = rule_for(ImportKind.CALLS, field)
        if part not in taken and rule is not None and (words in rule.exact or whole in rule.exact):
            return part
    return Part.COMMENT if whole & _COMMENT and len(whole) <= 5 else Part.QUESTION


def _agent_by_names(sheet: Sheet, columns: Columns, known: set[str]) -> Columns:
    """Where no header says so, the agents' column is the one that holds their names."""
    if not known or any(one.part in (Part.AGENT, Part.AGENT_REFERENCE) for one in columns):
        return columns
    for one in columns:
        if one.part is Part.QUESTION and _all_of(sample(sheet, one.index, SAMPLE), _is_known(known)):
            return assign_part(columns, one.index, Part.AGENT)
    return columns


def _all_of(cells: Sequence[Cell], is_it: Callable[[Cell], bool]) -> bool:
    return bool(cells) and sum(map(is_it, cells)) >= BELIEVED * len(cells)


def _is_known(agents: set[str]) -> Callable[[Cell], bool]:
    return lambda cell: fold(show(cell)) in agents


def _are_dates(cells: Sequence[Cell]) -> bool:
    return _all_of(cells, lambda cell: not isinstance(cell, int | float) and bool(read_days(cell)))


def _is_score(cell: Cell) -> bool:
    return read_score(cell) is not None


def read_score(cell: Cell) -> tuple[float, float] | None:
    """A sheet's own score as (earned, possible): `8 / 10`, `80%`; of a bare number possible is 0: unsaid."""
    if is_blank(cell):
        return None
    text = show(cell).strip()
    earned, slash, possible = text.partition("/")
    of = possible.strip() if slash else "100" if text.endswith("%") else "0"
    parts = [values.read_number(part.strip().removesuffix("%").strip()) for part in (earned, of)]
    found = [part for part in parts if isinstance(part, float)]
    return (found[0], found[1]) if len(found) == 2 and not (slash and not found[1]) else None


def score_percent(cell: Cell, largest: float) -> float | None:
    """A sheet's own score in percent. `largest` is its column’s largest bare number: shares end at 1."""
    found = read_score(cell)
    if found is None:
        return None
    earned, possible = found
    return 100 * earned / (possible or (1.0 if largest <= 1 else 100.0))


def largest_bare(cells: Iterable[Cell]) -> float:
    """The largest score that does not say what it is out of."""
    found = (read_score(cell) for cell in cells)
    return max((earned for earned, possible in filter(None, found) if not possible), default=0.0)
