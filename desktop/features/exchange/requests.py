"""An import asked for in one line, as a script does: the file, what it holds, what its columns mean."""

from dataclasses import dataclass, replace
from pathlib import Path

from db.records.contacts import ImportKind
from db.store import Store
from desktop.coaching.mapping.columns import assign, by_field, with_reading
from desktop.coaching.mapping.dates import Order
from desktop.coaching.mapping.fields import RULES, Field, Shape, rule_for
from desktop.coaching.mapping.values import UNITS
from desktop.features.exchange.actions import open_file
from desktop.features.exchange.planning import Draft
from desktop.features.exchange.refusals import Reason, Refused

# What people write instead of a field's own name.
OTHER_NAMES = {
    "id": Field.REFERENCE,
    "started": Field.DATE,
    "started_at": Field.DATE,
    "datetime": Field.DATE,
    "talk": Field.TALK_S,
    "hold": Field.HOLD_S,
    "wrap": Field.WRAP_S,
    "speed_of_answer": Field.ANSWER_S,
    "wait": Field.ANSWER_S,
    "hired": Field.HIRED_ON,
    "first": Field.FIRST_NAME,
    "last": Field.LAST_NAME,
}


@dataclass(frozen=True, slots=True)
class Request:
    """`maps` are pairs such as `Agent=agent`, `date=date:dmy`, `AHT=` (leave out); they come on top of what
    is remembered or guessed. `order` is for all date columns; a blank `team` means the only one here.
    """

    path: Path
    kind: ImportKind
    maps: tuple[str, ...] = ()
    order: str = ""
    team: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A column by its header, the field it fills (None: left out), and the date order or unit."""

    header: str
    field: Field | None
    reading: str = ""


def parse_pair(text: str, kind: ImportKind) -> Pair:
    """Read `header=field` or `header=field:reading`; the header may itself hold an `=`. Raises Refused."""
    header, sign, meant = text.rpartition("=")
    if not sign or not header.strip():
        raise Refused(Reason.NOT_A_PAIR, text=text)
    name, _, reading = (part.strip().casefold() for part in meant.partition(":"))
    if not name:
        return Pair(header.strip(), None)
    field = _field(name, kind)
    _check_reading(field, kind, reading)
    return Pair(header.strip(), field, reading)


def _field(name: str, kind: ImportKind) -> Field:
    known = {rule.field.value: rule.field for rule in RULES[kind]}
    named = name.replace(" ", "_").replace("-", "_")
    field = known.get(named) or OTHER_NAMES.get(named)
    if field is None or field not in known.values():
        raise Refused(Reason.NO_SUCH_FIELD, field=name, fields=tuple(known))
    return field


def _check_reading(field: Field, kind: ImportKind, reading: str) -> None:
    rule = rule_for(kind, field)
    shape = rule.shape if rule else Shape.TEXT
    allowed = tuple(Order) if shape is Shape.DATE else tuple(UNITS) if shape is Shape.DURATION else ()
    if reading and reading not in allowed:
        raise Refused(Reason.NO_SUCH_READING, field=field.value, reading=reading, readings=allowed)


def draft_request(store: Store, request: Request) -> Draft:
    """The file opened with the request's columns, order and team. Raises Refused."""
    draft = open_file(store, request.path, request.kind, request.sheet)
    mapping, headers = draft.mapping, draft.file.sheet.headers
    places = {header.casefold(): place for place, header in enumerate(headers)}
    named: set[Field] = set()
    for pair in (parse_pair(text, request.kind) for text in request.maps):
        place = places.get(pair.header.casefold())
        if place is None:
            raise Refused(Reason.NO_SUCH_COLUMN, column=pair.header, columns=headers)
        if pair.field in named:
            raise Refused(Reason.FIELD_TWICE, field=pair.field)
        named |= {pair.field} if pair.field else set()
        mapping = assign(mapping, place, pair.field, pair.reading)
    if request.order:
        for field, one in by_field(mapping).items():
            rule = rule_for(request.kind, field)
            if rule is not None and rule.shape is Shape.DATE and not one.reading:
                mapping = with_reading(mapping, field, request.order)
    return replace(draft, mapping=mapping, team=request.team or draft.team)
