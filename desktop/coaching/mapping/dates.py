"""Dates, and the order of day and month in a column: proved by a value, asked, or without importance.

01/02/2021 can be read in two ways. A column's order counts as known only when its own values leave one
reading; otherwise a person says which it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache

from desktop.coaching.mapping.sheet import Cell, show
from desktop.coaching.mapping.trouble import Trouble
from desktop.coaching.mapping.values import EXCEL_ZERO, is_nothing, read_time

FIRST_YEAR, LAST_YEAR = 1900, 2199
# Excel's day numbers for 1954–2119, for date cells that lost their format.
_SERIALS = (20_000, 80_400)


class Order(StrEnum):
    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Verdict(StrEnum):
    """CLEAR: no value has a second reading. PROVED: some have, and another value shows which is meant.
    ASK: all have two. MIXED: the values contradict each other. NONE: there are no dates.
    """

    NONE = "none"
    CLEAR = "clear"
    PROVED = "proved"
    ASK = "ask"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value that only `order` can read, and the row it stands in."""

    order: Order
    row: int
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a column's values say about its order. `unsure` counts those with several readings.

    `evidence` has the first value for each order that is proved; `example` is one with several readings.
    `beside` is the first true date of a spreadsheet in a column that also has dates as text.
    """

    verdict: Verdict
    order: Order | None = None
    evidence: tuple[Evidence, ...] = ()
    example: Evidence | None = None
    unsure: int = 0
    beside: Evidence | None = None

    @property
    def asks(self) -> bool:
        return self.verdict in (Verdict.ASK, Verdict.MIXED)

    @property
    def choices(self) -> tuple[Order, ...]:
        """The orders worth asking about: those that can read the example or are proved."""
        able = {one.order for one in self.evidence}
        if self.example is not None:
            able.update(_days_of_text(self.example.value.strip().casefold()))
        return tuple(order for order in Order if order in able)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, and the time of day where the cell held one. `zone` is set when the cell named its own."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None


_NUMBERS = re.compile(r"(\d{1,4})([/.\-\s])\s?(\d{1,2})\2\s?(\d{1,4})\.?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DAY_MONTH = re.compile(
    r"(?:[a-z]{3,9}\.?,? )?(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]+([a-z]{3,9})\.?[\s.,\-/]+(\d{2,4})"
)
_MONTH_DAY = re.compile(r"(?:[a-z]{3,9}\.?,? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{2,4})")
_ZONE = re.compile(r"\s?(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2})?)", re.ASCII)
_CLOCK_PART = re.compile(
    r"(?:t|,?\s+|,)(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,9})?(?:\s?[ap]\.?m\.?)?)(\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}))?$",
    re.ASCII,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}


def find_order(cells: Iterable[tuple[int, Cell]]) -> Finding:
    """Say which order the dates of a column are written in; `cells` are row numbers with their cells."""
    allowed, unsure, dates = set(Order), 0, 0
    proofs: dict[Order, Evidence] = {}
    example: Evidence | None = None
    real: Evidence | None = None
    for row, cell in cells:
        readings = {} if is_nothing(cell) else read_days(cell)
        if not readings:
            continue
        if real is None and isinstance(cell, date):
            real = Evidence(Order.YMD, row, show(cell))
        dates += 1
        allowed &= set(readings)
        if len(set(readings.values())) > 1:
            unsure += 1
            example = example or Evidence(next(iter(readings)), row, show(cell))
        elif len(readings) == 1:
            order = next(iter(readings))
            proofs.setdefault(order, Evidence(order, row, show(cell)))
    found = _conclude(allowed if dates else None, tuple(proofs.values()), example, unsure)
    return replace(found, beside=real) if proofs or example else found


def _conclude(
    allowed: set[Order] | None, proofs: tuple[Evidence, ...], example: Evidence | None, unsure: int
) -> Finding:
    if allowed is None:
        return Finding(Verdict.NONE)
    if not allowed or len(proofs) > 1:
        return Finding(Verdict.MIXED, None, proofs, example, unsure)
    if len(allowed) == 1:
        verdict = Verdict.PROVED if unsure else Verdict.CLEAR
        return Finding(verdict, next(iter(allowed)), proofs, example, unsure)
    if unsure:
        return Finding(Verdict.ASK, None, proofs, example, unsure)
    return Finding(Verdict.CLEAR, next(order for order in Order if order in allowed))


def read_date(cell: Cell, order: Order | None) -> Stamp | Trouble | None:
    """The cell's day in `order`. Without an order only what has a single reading is read."""
    if is_nothing(cell):
        return None
    readings = read_days(cell)
    if not readings:
        return Trouble.NOT_A_DATE
    if order is None and len(set(readings.values())) > 1:
        return Trouble.NO_ORDER
    day = next(iter(readings.values())) if order is None else readings.get(order)
    if day is None:
        return Trouble.OTHER_ORDER
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Trouble.YEAR
    clock, zone = _clock_of(cell)
    return Trouble.NOT_A_TIME if isinstance(clock, Trouble) else Stamp(day, clock, zone)


def at_site(stamp: Stamp, zone: tzinfo | None = None) -> datetime:
    """The site's wall clock: midnight without a time; a time with its own zone is turned into `zone`
    (None: this machine's).
    """
    moment = datetime.combine(stamp.day, stamp.clock or time())
    if stamp.zone is None:
        return moment
    try:
        return moment.replace(tzinfo=stamp.zone).astimezone(zone).replace(tzinfo=None)
    except (OverflowError, OSError):
        return moment


def read_days(cell: Cell) -> dict[Order, date]:
    """The day that each order reads; the same day three times where nothing hangs on the order."""
    if isinstance(cell, datetime):
        return dict.fromkeys(Order, cell.date())
    if isinstance(cell, date):
        return dict.fromkeys(Order, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        inside = _SERIALS[0] <= cell <= _SERIALS[1]
        return dict.fromkeys(Order, (EXCEL_ZERO + timedelta(days=cell)).date()) if inside else {}
    return _days_of_text(cell.strip().casefold()) if isinstance(cell, str) else {}


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, str, str]:
    """Day, time and zone of a text; the last two may be blank."""
    found = _CLOCK_PART.search(text)
    return (text[: found.start()], found[1], found[2] or "") if found else (text, "", "")


@lru_cache(maxsize=4096)
def _days_of_text(text: str) -> dict[Order, date]:
    day = _split(text)[0].strip()
    if found := _NUMBERS.fullmatch(day):
        return _days_of_numbers(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(day):
        return _same(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DAY_MONTH.fullmatch(day)) and found[2] in _MONTHS:
        return _same(_full_year(found[3]), _MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_DAY.fullmatch(day)) and found[1] in _MONTHS:
        return _same(_full_year(found[3]), _MONTHS[found[1]], int(found[2]))
    return {}


def _days_of_numbers(first: str, second: str, third: str) -> dict[Order, date]:
    if len(first) == 4:
        return _same(int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        return {}
    tries = {
        Order.DMY: _make(_full_year(third), int(second), int(first)),
        Order.MDY: _make(_full_year(third), int(first), int(second)),
    }
    if len(third) == 2 and len(first) == 2:
        tries[Order.YMD] = _make(_full_year(first), int(second), int(third))
    return {order: day for order, day in tries.items() if day is not None}


def _full_year(text: str) -> int:
    """Two digits mean 1970–2069, as POSIX has it within a year."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


def _same(year: int, month: int, day: int) -> dict[Order, date]:
    made = _make(year, month, day)
    return dict.fromkeys(Order, made) if made else {}


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock_of(cell: Cell) -> tuple[time | Trouble | None, tzinfo | None]:
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0), cell.tzinfo
    if isinstance(cell, float) and not cell.is_integer():
        return (EXCEL_ZERO + timedelta(seconds=round(cell * 86_400))).time(), None
    if not isinstance(cell, str):
        return None, None
    _, clock, zone = _split(cell.strip().casefold())
    return (read_time(clock) if clock else None), _read_zone(zone)


@lru_cache(maxsize=64)
def _read_zone(text: str) -> tzinfo | None:
    found = _ZONE.fullmatch(text) if text else None
    if found is None:
        return None
    if found[1]:
        return UTC
    minutes = int(found[3]) * 60 + int(found[4] or 0)
    offset = timedelta(minutes=minutes if found[2] == "+" else -minutes)
    return timezone(offset) if abs(offset) < timedelta(days=1) else None
