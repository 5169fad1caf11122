"""Rows read with a mapping: sound ones as calls or people, the others as problems with row and column."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from functools import partial
from typing import cast

from db.records.contacts import Channel, Direction, ImportKind, NewContact
from desktop.coaching.mapping import values
from desktop.coaching.mapping.columns import Assignment, Mapping, by_field
from desktop.coaching.mapping.dates import Finding, Order, Stamp, at_site, find_order, read_date
from desktop.coaching.mapping.fields import Field, Shape, rule_for
from desktop.coaching.mapping.names import Wanted
from desktop.coaching.mapping.sheet import Cell, Row, Sheet, is_blank, show
from desktop.coaching.mapping.trouble import Problem, Trouble

Readers = list[tuple[Field, int, values.Reader]]
Values = dict[Field, object]


@dataclass(frozen=True, slots=True)
class CallRow:
    """A sound row of a call log. `contact.agent_id` is 0 until the person is found or added."""

    row: int
    who: Wanted
    contact: NewContact


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A sound row of a staff list."""

    row: int
    who: Wanted
    hired_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """`rows` are what could be read, in file order; every other row of the sheet has a problem."""

    rows: tuple[CallRow | PersonRow, ...]
    problems: tuple[Problem, ...]


def find_orders(kind: ImportKind, sheet: Sheet, mapping: Mapping) -> dict[Field, Finding]:
    """What the values of each date column say about its order."""
    found = {}
    for field, one in by_field(mapping).items():
        rule = rule_for(kind, field)
        if rule is not None and rule.shape is Shape.DATE:
            found[field] = find_order((row.number, _cell(row, one.column)) for row in sheet.rows)
    return found


def order_of(assignment: Assignment, finding: Finding) -> Order | None:
    """The order chosen by hand, else the one that the values prove; None while it has to be asked."""
    return Order(assignment.reading) if assignment.reading in set(Order) else finding.order


def read_rows(
    kind: ImportKind,
    sheet: Sheet,
    mapping: Mapping,
    orders: dict[Field, Finding] | None = None,
    zone: tzinfo | None = None,
) -> Reading:
    """Read every row. `zone` is the site's, for times that name another (None: this machine's)."""
    orders = find_orders(kind, sheet, mapping) if orders is None else orders
    readers = _readers(kind, mapping, orders)
    build = partial(_build_call, zone=zone) if kind is ImportKind.CALLS else _build_person
    names = {field.value: sheet.headers[one.column] for field, one in by_field(mapping).items()}
    rows: list[CallRow | PersonRow] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        found, wrong = _read(row, readers, sheet.headers)
        built = wrong or build(row.number, found)
        if isinstance(built, CallRow | PersonRow):
            rows.append(built)
        else:
            problems += wrong or [replace(one, column=names.get(one.column, "")) for one in built]
    return Reading(tuple(rows), tuple(problems))


def _cell(row: Row, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else None


def _readers(kind: ImportKind, mapping: Mapping, orders: dict[Field, Finding]) -> Readers:
    readers: Readers = []
    for field, one in by_field(mapping).items():
        rule = rule_for(kind, field)
        if rule is not None:
            order = order_of(one, orders[field]) if field in orders else None
            readers.append((field, one.column, _remembering(_reader(rule.shape, one.reading, order))))
    return readers


def _reader(shape: Shape, reading: str, order: Order | None) -> values.Reader:
    if shape is Shape.DATE:
        return partial(read_date, order=order)
    if shape is Shape.DURATION:
        return partial(values.read_duration, unit=reading or "s")
    return {
        Shape.TEXT: values.read_text,
        Shape.NAME: values.read_name,
        Shape.TIME: values.read_time,
        Shape.YES_NO: values.read_yes_no,
        Shape.RATING: values.read_rating,
        Shape.CHANNEL: values.read_channel,
        Shape.DIRECTION: values.read_direction,
    }[shape]


def _remembering(reader: values.Reader) -> values.Reader:
    """The reader with a memory: most columns hold few different values. True and 1 are kept apart."""
    memory: dict[tuple[type, Cell], object] = {}

    def read(cell: Cell) -> object:
        key = (cell.__class__, cell)
        if key not in memory:
            memory[key] = reader(cell)
        return memory[key]

    return read


def _read(row: Row, readers: Readers, headers: tuple[str, ...]) -> tuple[Values, list[Problem]]:
    found: Values = {}
    wrong: list[Problem] = []
    if len(row.cells) > len(headers) and not all(map(is_blank, row.cells[len(headers) :])):
        count, width = len(row.cells), len(headers)
        return found, [Problem(row.number, "", Trouble.TOO_MANY_CELLS, str(count), str(width))]
    for field, index, reader in readers:
        if index >= len(row.cells):
            return found, [Problem(row.number, headers[index], Trouble.ENDS_EARLY, str(len(row.cells)))]
        value = reader(row.cells[index])
        if isinstance(value, Trouble):
            wrong.append(Problem(row.number, headers[index], value, show(row.cells[index])))
        found[field] = value
    return found, wrong


def _build_call(row: int, found: Values, zone: tzinfo | None) -> CallRow | list[Problem]:
    stamp = cast(Stamp | None, found.get(Field.DATE))
    who = _who(found, Field.AGENT, Field.AGENT_REFERENCE)
    wrong = [Problem(row, Field.AGENT.value, Trouble.BLANK)] if who is None else []
    if stamp is None:
        wrong.append(Problem(row, Field.DATE.value, Trouble.BLANK))
    if who is None or stamp is None:
        return wrong
    return CallRow(row, who, _build_contact(found, _started(stamp, found, zone)))


def _started(stamp: Stamp, found: Values, zone: tzinfo | None) -> datetime:
    clock = cast(time | None, found.get(Field.TIME))
    return at_site(Stamp(stamp.day, clock, stamp.zone) if clock is not None else stamp, zone)


def _build_contact(found: Values, started_at: datetime) -> NewContact:
    return NewContact(
        agent_id=0,
        started_at=started_at,
        reference=_text(found, Field.REFERENCE),
        channel=cast(Channel, found.get(Field.CHANNEL) or Channel.CALL),
        direction=cast(Direction, found.get(Field.DIRECTION) or Direction.INBOUND),
        topic=_text(found, Field.TOPIC),
        answered=cast(bool | None, found.get(Field.ANSWERED)),
        resolved=cast(bool | None, found.get(Field.RESOLVED)),
        answer_s=cast(float | None, found.get(Field.ANSWER_S)),
        talk_s=cast(float | None, found.get(Field.TALK_S)),
        hold_s=cast(float | None, found.get(Field.HOLD_S)),
        wrap_s=cast(float | None, found.get(Field.WRAP_S)),
        rating=cast(float | None, found.get(Field.RATING)),
    )


def _build_person(row: int, found: Values) -> PersonRow | list[Problem]:
    parts = [_text(found, Field.FIRST_NAME), _text(found, Field.LAST_NAME)]
    name = _text(found, Field.NAME) or " ".join(filter(None, parts))
    if not name:
        return [Problem(row, Field.NAME.value, Trouble.BLANK)]
    stamp = cast(Stamp | None, found.get(Field.HIRED_ON))
    who = Wanted(name, _text(found, Field.REFERENCE), _text(found, Field.TEAM))
    return PersonRow(row, who, stamp.day if stamp else None)


def _who(found: Values, name: Field, reference: Field) -> Wanted | None:
    """The person of a row; where only a reference is given it stands for the name as well."""
    called, number = _text(found, name), _text(found, reference)
    return Wanted(called or number, number, _text(found, Field.TEAM)) if called or number else None


def _text(found: Values, field: Field) -> str:
    return cast(str | None, found.get(field)) or ""
