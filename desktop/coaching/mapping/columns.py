"""Which column fills which field: remembered, or guessed from header words and checked against the values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from db.records.contacts import ImportKind
from desktop.coaching.mapping import values
from desktop.coaching.mapping.dates import read_days
from desktop.coaching.mapping.fields import RULES, Field, FieldRule, Shape, meaning, rule_for, split_words
from desktop.coaching.mapping.names import fold
from desktop.coaching.mapping.sheet import Cell, Sheet, is_blank, sample, show
from desktop.coaching.mapping.trouble import Trouble

# How many filled cells of a column are looked at before its guess is believed, and the share that must fit.
SAMPLE = 200
BELIEVED = 0.6
# The score of a header whose words are exactly a field's.
OUTRIGHT = 100


class Because(StrEnum):
    """Why a column has its field: from whom the choice is."""

    HEADER = "header"
    VALUES = "values"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One column's field (None: left out). `reading` is the date order or the unit, "" for what is usual.

    `last` is the order that was chosen for the file before, to be said where the order is asked.
    """

    column: int
    field: Field | None = None
    reading: str = ""
    because: Because = Because.NOTHING
    last: str = ""


Mapping = tuple[Assignment, ...]


def guess(kind: ImportKind, sheet: Sheet, agents: Iterable[str] = ()) -> Mapping:
    """Guess a field for each column; `agents` are names already on the floor, found by their values."""
    claims = sorted(
        (-score, position, index, rule.field)
        for index, header in enumerate(sheet.headers)
        for position, rule in enumerate(RULES[kind])
        if (score := _score(rule, header)) and fits(rule.shape, sample(sheet, index, SAMPLE), _least(score))
    )
    taken: dict[int, Assignment] = {}
    used: set[Field] = set()
    for _, _, index, field in claims:
        if index not in taken and field not in used:
            taken[index] = Assignment(index, field, _unit(kind, field, sheet.headers[index]), Because.HEADER)
            used.add(field)
    _guess_from_values(kind, sheet, agents, taken)
    return tuple(taken.get(index, Assignment(index)) for index in range(len(sheet.headers)))


def recall(kind: ImportKind, sheet: Sheet, remembered: Sequence[tuple[str, str]]) -> Mapping:
    """The mapping kept for these headers, without date orders: those are proved or asked for each file."""
    known = {rule.field.value: rule for rule in RULES[kind]}
    made = []
    for index, (name, reading) in enumerate(remembered[: len(sheet.headers)]):
        rule = known.get(name)
        field, is_date = (rule.field, rule.shape is Shape.DATE) if rule else (None, False)
        kept, last = ("", reading) if is_date else (reading, "")
        made.append(Assignment(index, field, kept, Because.REMEMBERED, last))
    made += [Assignment(index) for index in range(len(made), len(sheet.headers))]
    return tuple(made)


def assign(mapping: Mapping, index: int, field: Field | None, reading: str = "") -> Mapping:
    """Give a column a field by hand; another column that had it is left out then."""
    changed = []
    for one in mapping:
        if one.column == index:
            one = Assignment(index, field, reading, Because.CHOSEN)
        elif field is not None and one.field is field:
            one = Assignment(one.column, None, "", Because.CHOSEN)
        changed.append(one)
    return tuple(changed)


def with_reading(mapping: Mapping, field: Field, reading: str) -> Mapping:
    """Say how a field's column is read: a date order or a unit."""
    return tuple(replace(one, reading=reading) if one.field is field else one for one in mapping)


def by_field(mapping: Mapping) -> dict[Field, Assignment]:
    return {one.field: one for one in mapping if one.field is not None}


def fits(shape: Shape, cells: Iterable[Cell], least: float = BELIEVED) -> bool:
    """Whether at least that share of the filled cells can be read so; a blank column fits everything."""
    filled = [cell for cell in cells if not is_blank(cell)]
    return sum(_reads(shape, cell) for cell in filled) >= least * len(filled)


def _least(score: int) -> float:
    """A header that says it outright is believed with half as many fitting values."""
    return BELIEVED / 2 if score >= OUTRIGHT else BELIEVED


def _reads(shape: Shape, cell: Cell) -> bool:
    if values.is_nothing(cell):
        return True
    if shape is Shape.DATE:
        return bool(read_days(cell))
    if shape is Shape.NAME:
        text = values.read_name(cell)
        return isinstance(text, str) and not isinstance(text, Trouble) and any(map(str.isalpha, text))
    readers: dict[Shape, values.Reader] = {
        Shape.TEXT: values.read_text,
        Shape.TIME: values.read_time,
        Shape.DURATION: values.read_duration,
        Shape.YES_NO: values.read_yes_no,
        Shape.RATING: values.read_rating,
        Shape.CHANNEL: values.read_channel,
        Shape.DIRECTION: values.read_direction,
    }
    return not isinstance(readers[shape](cell), Trouble)


def _score(rule: FieldRule, header: str) -> int:
    """100 and more where the header's words are the field's, about half where they hold them."""
    words = meaning(header)
    if words in rule.exact or frozenset(split_words(header)) in rule.exact:
        return OUTRIGHT + len(words)
    held = [len(part) for part in rule.within if part < words and len(words - part) <= 2]
    return 40 + 10 * max(held) - len(words) if held else 0


def _unit(kind: ImportKind, field: Field, header: str) -> str:
    rule = rule_for(kind, field)
    if rule is None or rule.shape is not Shape.DURATION:
        return ""
    words = set(split_words(header))
    if words & {"ms", "millisecond", "milliseconds", "msec"}:
        return "ms"
    if words & {"min", "mins", "minute", "minutes"} and not words & {"ss", "s", "sec", "seconds"}:
        return "min"
    return "h" if words & {"hours", "hrs"} else ""


def _guess_from_values(
    kind: ImportKind, sheet: Sheet, agents: Iterable[str], taken: dict[int, Assignment]
) -> None:
    used = {one.field for one in taken.values()}
    who = Field.AGENT if kind is ImportKind.CALLS else Field.NAME
    known = {fold(name) for name in agents}
    if known and not used & {who, Field.FIRST_NAME, Field.LAST_NAME}:
        _take_first(sheet, taken, who, lambda cell: fold(show(cell)) in known)
    if kind is ImportKind.CALLS and Field.DATE not in used:
        # A bare number is no evidence of a day: too many columns are numbers.
        _take_first(
            sheet, taken, Field.DATE, lambda cell: not isinstance(cell, int | float) and bool(read_days(cell))
        )


def _take_first(
    sheet: Sheet, taken: dict[int, Assignment], field: Field, is_it: Callable[[Cell], bool]
) -> None:
    for index in range(len(sheet.headers)):
        cells = sample(sheet, index, SAMPLE)
        if cells and index not in taken and sum(map(is_it, cells)) >= BELIEVED * len(cells):
            taken[index] = Assignment(index, field, "", Because.VALUES)
            return
