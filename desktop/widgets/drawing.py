"""Draws pictures on matplotlib axes in the theme's colours: data first, named lines instead of legends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.shell import text
from desktop.shell.text import tr
from desktop.shell.theme import Theme
from desktop.widgets.pictures import (
    BarRow,
    BarsPicture,
    ChartPoint,
    Picture,
    TrendPicture,
    ends,
    say,
    say_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MANY_POINTS = 40
HALF_MONTH = 15
FIGURE = "figure"
THICK = 0.44


@dataclass(frozen=True, slots=True)
class Spot:
    """A place the marker can stand on, in data coordinates, with what it says and opens."""

    x: float
    y: float
    words: str
    payload: object


def draw(axes: "Axes", picture: Picture, theme: Theme) -> list[Spot]:
    """Draw a picture and return its spots from left to right (top to bottom for bars)."""
    if isinstance(picture, TrendPicture):
        return _draw_trend(axes, picture, theme)
    return _draw_bars(axes, picture, theme)


def _draw_trend(axes: "Axes", picture: TrendPicture, theme: Theme) -> list[Spot]:
    colours = theme.chart_colours()
    spots = _draw_line(axes, picture.points, colours[0], picture)
    for series in picture.others:
        colour = colours[series.colour % len(colours)]
        spots += _draw_line(axes, series.points, colour, picture, series.name)
        _name_end(axes, series.points, series.name, colour)
    if picture.others:
        _name_end(axes, picture.points, picture.name, colours[0])
    _draw_signals(axes, picture, theme)
    _dress_trend(axes, picture)
    _draw_levels(axes, picture, theme)
    return sorted(spots, key=lambda spot: spot.x)


def _draw_line(
    axes: "Axes", points: Sequence[ChartPoint], colour: str, picture: TrendPicture, name: str = ""
) -> list[Spot]:
    from matplotlib.dates import date2num

    days = [float(date2num(point.x)) for point in points]
    values = [_number(point.value) for point in points]
    _draw_intervals(axes, days, points, colour, picture)
    dots = "" if len(points) > MANY_POINTS else "o"
    axes.plot(days, values, color=colour, marker=dots, zorder=3, solid_joinstyle="round")
    lead = f"{name}, " if name else ""
    return [
        Spot(x, point.value, f"{lead}{text.day(point.x)}: {say_figure(point, picture)}", point.payload)
        for x, point in zip(days, points, strict=True)
        if point.value is not None
    ]


def _draw_intervals(
    axes: "Axes", days: list[float], points: Sequence[ChartPoint], colour: str, picture: TrendPicture
) -> None:
    """A light stroke for each of a few points, a band behind many; cut where the measure ends."""
    cut = [ends(point, picture) for point in points]
    lows, highs = [_number(low) for low, _ in cut], [_number(high) for _, high in cut]
    if len(points) > MANY_POINTS:
        axes.fill_between(days, lows, highs, color=colour, alpha=0.14, linewidth=0, zorder=1)
    else:
        axes.vlines(days, lows, highs, color=colour, alpha=0.3, linewidth=5, zorder=1)


def _draw_signals(axes: "Axes", picture: TrendPicture, theme: Theme) -> None:
    from matplotlib.dates import date2num

    found = [picture.points[place] for place in picture.signals if picture.points[place].value is not None]
    days = [float(date2num(point.x)) for point in found]
    ring = theme.colour("signal").name()
    axes.plot(days, [_number(p.value) for p in found], "o", ms=11, mfc="none", mec=ring, mew=1.6, zorder=4)


def _dress_trend(axes: "Axes", picture: TrendPicture) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    locator = AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, picture.unit)))
    axes.margins(x=0.02, y=0.12)
    _keep_month(axes, picture)
    if picture.bounds is not None:
        axes.set_ylim(*picture.bounds)


def _keep_month(axes: "Axes", picture: TrendPicture) -> None:
    """A lone day stands amid its month; matplotlib would lay out years around it."""
    from matplotlib.dates import date2num

    lines = [picture.points, *(series.points for series in picture.others)]
    days = {float(date2num(point.x)) for line in lines for point in line}
    if len(days) == 1:
        lone = days.pop()
        axes.set_xlim(lone - HALF_MONTH, lone + HALF_MONTH)


def _draw_levels(axes: "Axes", picture: TrendPicture, theme: Theme) -> None:
    """Baseline, target, mean and limits as thin lines, each named at the right end, none over another."""
    muted, target = theme.colour("muted").name(), theme.colour("good").name()
    levels: list[tuple[float, str, str, Any]] = []
    if picture.limits is not None:
        levels += [
            (picture.limits.upper, tr("upper limit"), muted, (0, (2, 3))),
            (picture.limits.mean, tr("mean"), muted, "-"),
            (picture.limits.lower, tr("lower limit"), muted, (0, (2, 3))),
        ]
        # No percentage passes 0 or 100, so a limit beyond them limits nothing.
        levels = [level for level in levels if picture.unit != "%" or 0 <= level[0] <= 100]
    if picture.baseline is not None:
        levels.append((picture.baseline, tr("baseline"), muted, (0, (6, 3))))
    if picture.target is not None:
        levels.append((picture.target, tr("target"), target, (0, (6, 3))))
    for value, _, colour, dashes in levels:
        axes.axhline(value, color=colour, linewidth=0.9, linestyle=dashes, zorder=2)
    low, high = axes.get_ylim()
    if picture.bounds is None and picture.unit == "%":
        low, high = axes.set_ylim(max(low, -2.0), min(high, 102.0))
    heights = apart([level[0] for level in levels], (high - low) * 0.075)
    for (value, word, colour, _), height in zip(levels, heights, strict=True):
        words = f"{word} {say(value, picture.unit)}"
        _note(axes, height, words, colour)


def _note(axes: "Axes", height: float, words: str, colour: str) -> None:
    place = axes.get_yaxis_transform()
    axes.text(1.01, height, words, transform=place, color=colour, va="center", ha="left", size="small")


def _name_end(axes: "Axes", points: Sequence[ChartPoint], name: str, colour: str) -> None:
    from matplotlib.dates import date2num

    known = [point for point in points if point.value is not None]
    if known:
        where = (float(date2num(known[-1].x)), _number(known[-1].value))
        axes.annotate(
            name, where, (6, 0), textcoords="offset points", color=colour, va="center", annotation_clip=False
        )


def _draw_bars(axes: "Axes", picture: BarsPicture, theme: Theme) -> list[Spot]:
    low, high = picture.bounds
    accent, strong = theme.chart_colours()[0], theme.colour("text").name()
    for place, row in enumerate(picture.rows):
        axes.barh(place, high - low, left=low, height=THICK, color=theme.colour("sunken").name(), zorder=1)
        if row.value is not None:
            axes.barh(place, row.value - low, left=low, height=THICK, color=accent, alpha=0.55, zorder=2)
        start, end = ends(row, picture)
        if start is not None and end is not None:
            axes.hlines(place, start, end, color=strong, linewidth=1.4, zorder=3)
        if row.target is not None:
            axes.vlines(row.target, place - 0.36, place + 0.36, color=strong, linewidth=2.4, zorder=4)
    _write_figures(axes, picture, theme)
    words = _draw_marks(axes, picture, theme)
    _dress_bars(axes, picture, theme)
    _name_shapes(axes, picture, words, theme)
    return [
        Spot(
            _number(row.value if row.value is not None else low), place, bar_words(picture, row), row.payload
        )
        for place, row in enumerate(picture.rows)
    ]


def _write_figures(axes: "Axes", picture: BarsPicture, theme: Theme) -> None:
    """Value, interval and n at the right end of each bar; the chart hides them where there is no room."""
    place = axes.get_yaxis_transform()
    for at, row in enumerate(picture.rows):
        words = say_figure(row, picture)
        muted = theme.colour("muted").name()
        axes.text(1.01, at, words, transform=place, color=muted, va="center", size="small", gid=FIGURE)


def _draw_marks(axes: "Axes", picture: BarsPicture, theme: Theme) -> dict[str, tuple[str, str]]:
    """Draw the other values of each bar; returns shape and colour by word."""
    colours = theme.chart_colours()
    words = list(dict.fromkeys(mark.word for row in picture.rows for mark in row.marks))
    shown = {}
    for place, row in enumerate(picture.rows):
        for mark in row.marks:
            colour = colours[(words.index(mark.word) + 1) % len(colours)]
            edge = theme.colour("surface").name()
            shown[mark.word] = mark.shape, colour
            axes.plot(
                mark.value, place, mark.shape, color=colour, ms=8, mec=edge, mew=1.2, zorder=5, clip_on=False
            )
    return shown


def _name_shapes(axes: "Axes", picture: BarsPicture, marks: dict[str, tuple[str, str]], theme: Theme) -> None:
    """Say above the bars what each shape means, where there is more than the bar itself."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    named: list[Any] = [
        Patch(color=theme.chart_colours()[0], alpha=0.55, label=picture.value_word or tr("value"))
    ]
    if any(row.target is not None for row in picture.rows):
        tick = theme.colour("text").name()
        word = picture.target_word or tr("target")
        named.append(Line2D([], [], ls="", marker="|", ms=11, mew=2.4, color=tick, label=word))
    for word, (shape, colour) in marks.items():
        named.append(Line2D([], [], ls="", marker=shape, ms=8, color=colour, label=word))
    if len(named) > 1:
        axes.figure.legend(handles=named, loc="upper left", ncols=len(named), borderpad=0.2, handlelength=1.2)


def _dress_bars(axes: "Axes", picture: BarsPicture, theme: Theme) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    axes.set_xlim(*picture.bounds)
    axes.tick_params(axis="y", length=0, labelcolor=theme.colour("text").name())
    axes.grid(False)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, picture.unit)))


def bar_words(picture: BarsPicture, row: BarRow) -> str:
    """Return everything a row of bars shows, in words."""
    parts = [f"{row.label}: {say_figure(row, picture)}"]
    if row.target is not None:
        parts.append(f"{picture.target_word or tr('target')} {say(row.target, picture.unit)}")
    parts += [f"{mark.word} {say(mark.value, picture.unit)}" for mark in row.marks]
    return "; ".join(parts)


def apart(heights: Sequence[float], step: float) -> list[float]:
    """Move labels that would overlap until they stand at least `step` apart, keeping their order."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    moved = list(heights)
    for before, place in zip(order, order[1:], strict=False):
        moved[place] = max(moved[place], moved[before] + step)
    shift = sum(m - h for m, h in zip(moved, heights, strict=True)) / max(1, len(heights))
    return [height - shift for height in moved]


def _tick(value: float, unit: str) -> str:
    return text.number(value) + (f"{text.NBSP}%" if unit == "%" else "")


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
