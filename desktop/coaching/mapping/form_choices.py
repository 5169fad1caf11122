"""What was chosen for the columns of a response sheet, as it is remembered for the same headers.

Answers and their points are not among it: they stand in the scorecard that the sheet was brought in on, and
cells may hold somebody's name.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from desktop.coaching.mapping.form_answers import Asked, Way, with_way
from desktop.coaching.mapping.form_sheet import Column, Columns, Part
from desktop.coaching.mapping.sheet import Cell

Remembered = Sequence[tuple[str, str]]
"""By column: its part, and as JSON its date order or how its question is answered."""


def remember(columns: Columns, asked: Iterable[Asked]) -> tuple[tuple[str, str], ...]:
    """What to keep of each column, in the order of the sheet."""
    ways = {one.index: (one.way.value, one.weight, one.blank_is_na) for one in asked}
    return tuple((one.part.value, json.dumps([one.order, *ways.get(one.index, ())])) for one in columns)


def recall_columns(before: Remembered | None) -> Columns:
    """The columns as they were chosen; none where nothing was remembered or it can't be read."""
    try:
        return tuple(
            Column(index, Part(part), str(json.loads(reading)[0]))
            for index, (part, reading) in enumerate(before or ())
        )
    except (ValueError, IndexError):
        return ()


def recall(asked: Asked, before: Remembered, cells: Callable[[int], Iterable[Cell]]) -> Asked:
    """A question answered, weighed and left blank as it was chosen; `cells` gives those of a column."""
    if asked.index >= len(before):
        return asked
    try:
        _, way, weight, blank = json.loads(before[asked.index][1])
        chosen = Way(way)
    except ValueError:
        return asked
    again = asked if chosen is asked.way else with_way(asked, chosen, cells(asked.index))
    return replace(again, weight=float(weight), blank_is_na=bool(blank))
