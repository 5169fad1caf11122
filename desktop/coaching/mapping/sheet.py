"""A file's cells before anybody knows what they mean; rows are numbered as a spreadsheet shows them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 at the file's first row, blank ones included, so the header is mostly row 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`headers` are unique and never blank; a row may have fewer or more cells than there are headers."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1


def show(cell: Cell) -> str:
    """The cell as text, the way the file or a spreadsheet shows it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return str(cell)


def sample(sheet: Sheet, index: int, most: int) -> list[Cell]:
    """The first filled cells of one column, at most so many."""
    cells = (row.cells[index] for row in sheet.rows if index < len(row.cells))
    return list(islice((cell for cell in cells if not is_blank(cell)), most))


def name_headers(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """Headers as shown and remembered: on one line, `Column 4` for a blank one, `date (2)` for a twin."""
    names: dict[str, None] = {}
    counts: dict[str, int] = {}
    for position, cell in enumerate(cells, 1):
        name = " ".join(show(cell).split()) or f"Column {position}"
        twin, count = name, counts.get(name, 1)
        while twin in names:
            count += 1
            twin = f"{name} ({count})"
        counts[name] = count
        names[twin] = None
    return tuple(names)


def find_header(rows: list[Row]) -> int:
    """The position of the header among `rows`: the first with two filled cells, else the first filled one.

    A title line above a table fills one cell only. -1 when every row is blank.
    """
    filled = [sum(not is_blank(cell) for cell in row.cells) for row in rows[:50]]
    for least in (2, 1):
        for position, count in enumerate(filled):
            if count >= least:
                return position
    return -1


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def build_sheet(rows: list[Row]) -> Sheet:
    """Header and filled rows; blank rows are left away, their numbers stay used."""
    position = find_header(rows)
    if position < 0:
        return Sheet((), ())
    header = rows[position]
    kept = tuple(row for row in rows[position + 1 :] if not all(map(is_blank, row.cells)))
    return Sheet(name_headers(_trim(header.cells)), kept, header.number)


def _trim(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and is_blank(cells[end - 1]):
        end -= 1
    return cells[:end]
