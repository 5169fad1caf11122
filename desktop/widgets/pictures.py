"""What a chart shows, as plain data: the same records become the drawing and the table of its numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from desktop.shell import text
from desktop.shell.text import tr


class Limits(Protocol):
    """The centre line and natural limits of an individuals chart, in the picture's unit."""

    @property
    def mean(self) -> float: ...
    @property
    def lower(self) -> float: ...
    @property
    def upper(self) -> float: ...


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value (None is a gap) at a day, with its 95 % interval where there is one and the count behind it."""

    x: date
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    payload: object = None


@dataclass(frozen=True, slots=True)
class Series:
    """One more line, named at its end; `colour` counts from 0 in the theme's series colours."""

    name: str
    points: tuple[ChartPoint, ...]
    colour: int = 1


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """A measure over time. `bounds` fixes the axis, e.g. (0, 100); `signals` are places in `points` that
    stand out; `name` names the line where there are `others`.
    """

    title: str
    subtitle: str
    points: tuple[ChartPoint, ...]
    limits: Limits | None = None
    baseline: float | None = None
    target: float | None = None
    unit: str = "%"
    bounds: tuple[float, float] | None = None
    signals: tuple[int, ...] = ()
    name: str = ""
    others: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class BarMark:
    """One more value on a bar's line, such as the agent's own rating; `shape` is o, s, D or ^."""

    word: str
    value: float
    shape: str = "D"


@dataclass(frozen=True, slots=True)
class BarRow:
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    target: float | None = None
    marks: tuple[BarMark, ...] = ()
    payload: object = None


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """Things beside each other, in the order given; `target_word` names the target's tick."""

    title: str
    subtitle: str
    rows: tuple[BarRow, ...]
    unit: str = "%"
    bounds: tuple[float, float] = (0, 100)
    target_word: str = ""
    value_word: str = ""


Picture = TrendPicture | BarsPicture


def say(value: float | None, unit: str) -> str:
    """Return a value in words and unit: whole percent, a level as it is, or one decimal."""
    if value is None:
        return ""
    level = not unit and float(value).is_integer()
    digits = 0 if unit == "%" or level else 1
    return text.number(value, digits) + (f"{text.NBSP}{unit}" if unit else "")


def ends(one: ChartPoint | BarRow, picture: Picture) -> tuple[float | None, float | None]:
    """Return the ends of the interval as drawn, said and listed: no further than the measure can go."""
    bounds = limits_of(picture)
    return text.cut(one.low, bounds), text.cut(one.high, bounds)


def limits_of(picture: Picture) -> tuple[float, float] | None:
    """Return the least and the most that a picture's measure can be, None where nothing ends it."""
    if picture.unit == "%":
        return 0.0, 100.0
    # The bounds of a trend are those of its axis, which may show a part only.
    return picture.bounds if isinstance(picture, BarsPicture) else None


def say_figure(one: ChartPoint | BarRow, picture: Picture) -> str:
    """Return value, interval and count as they stand everywhere else."""
    unit = picture.unit
    if unit == "%":
        return text.percent_figure(one)
    if not one.n and not unit:
        return say(one.value, unit) or tr("not seen yet")
    return text.amount(one.value, *ends(one, picture), one.n, unit)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table under a chart: cells in the order of `headings`, and what it opens."""

    cells: tuple[str, ...]
    payload: object = None


def headings(picture: Picture) -> tuple[str, ...]:
    """Return the column titles of a picture's table."""
    numbers = (tr("Value"), tr("From"), tr("To"), tr("n"))
    if isinstance(picture, TrendPicture):
        named = (tr("Line"),) if picture.others else ()
        return (tr("Day"), *named, *numbers)
    words = dict.fromkeys(mark.word for row in picture.rows for mark in row.marks)
    target = (
        (picture.target_word or tr("Target"),) if any(row.target is not None for row in picture.rows) else ()
    )
    counted = numbers[1:] if _is_counted(picture) else ()
    return (tr("What"), picture.value_word or numbers[0], *counted, *target, *words)


def table(picture: Picture) -> tuple[Line, ...]:
    """Return every number of a picture, gaps included."""
    if isinstance(picture, TrendPicture):
        return _trend_table(picture)
    return tuple(_bar_line(picture, row) for row in picture.rows)


def _trend_table(picture: TrendPicture) -> tuple[Line, ...]:
    lines = [(picture.name, point) for point in picture.points]
    lines += [(series.name, point) for series in picture.others for point in series.points]
    return tuple(
        Line(
            (text.day(point.x), *((name,) if picture.others else ()), *_numbers(point, picture)),
            point.payload,
        )
        for name, point in lines
    )


def _bar_line(picture: BarsPicture, row: BarRow) -> Line:
    counted = _is_counted(picture)
    extra = headings(picture)[5 if counted else 2 :]
    numbers = _numbers(row, picture)[: 4 if counted else 1]
    by_word: dict[str, float | None] = {mark.word: mark.value for mark in row.marks}
    by_word[picture.target_word or tr("Target")] = row.target
    cells = tuple(say(by_word.get(word), picture.unit) for word in extra)
    return Line((row.label, *numbers, *cells), row.payload)


def _is_counted(picture: BarsPicture) -> bool:
    """Levels are one person's view: they have no count and no interval, so the table has no such columns."""
    return bool(picture.unit) or any(row.n for row in picture.rows)


def _numbers(one: ChartPoint | BarRow, picture: Picture) -> tuple[str, ...]:
    low, high = (say(end, picture.unit) for end in ends(one, picture))
    return say(one.value, picture.unit), low, high, text.number(one.n)
