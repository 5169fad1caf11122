"""A file's cells without card numbers and security codes, before anybody sees or keeps anything of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.coaching.mapping.sheet import Cell, Row, Sheet, show
from desktop.coaching.redaction import VEIL, Allowed, Secret, allow_none, find_and_mask

# Shorter texts hold neither a number of 13 digits nor the name of a code with the code behind it.
SHORTEST = 6
SMALLEST = 10**12


@dataclass(frozen=True, slots=True)
class Concealed:
    """`rows` as the file numbers them, `count` of all that was masked in them, and the digits of the
    numbers that only could be a card's.
    """

    rows: tuple[int, ...] = ()
    count: int = 0
    could_be: tuple[str, ...] = ()


def conceal(sheet: Sheet, allowed: Allowed = allow_none) -> tuple[Sheet, Concealed]:
    """The sheet as it may be shown and kept, and what was masked in it."""
    masker = _Masker(allowed)
    headers = masker.row(Row(sheet.header_row, sheet.headers))
    rows = tuple(masker.row(row) for row in sheet.rows)
    if not masker.count:
        return sheet, Concealed()
    found = Concealed(tuple(masker.rows), masker.count, tuple(dict.fromkeys(masker.could_be)))
    return replace(sheet, headers=tuple(map(show, headers.cells)), rows=rows), found


def is_masked(reference: str) -> bool:
    """Whether a reference has lost digits, so that two equal ones need not be the same."""
    return VEIL in reference


class _Masker:
    """Remembers what it has looked at: most columns hold few different values."""

    __slots__ = ("_allowed", "_known", "could_be", "count", "rows")

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._known: dict[str, tuple[str, int, tuple[str, ...]]] = {}
        self.rows: list[int] = []
        self.could_be: list[str] = []
        self.count = 0

    def row(self, row: Row) -> Row:
        changed = dict(self._changes(row))
        if not changed:
            return row
        self.rows.append(row.number)
        return Row(row.number, tuple(changed.get(place, cell) for place, cell in enumerate(row.cells)))

    def _changes(self, row: Row) -> Iterator[tuple[int, Cell]]:
        for place, cell in enumerate(row.cells):
            text = _text(cell)
            if text is None:
                continue
            if text not in self._known:
                self._known[text] = self._look(text)
            masked, count, could_be = self._known[text]
            if count:
                self.count += count
                self.could_be += could_be
                yield place, masked

    def _look(self, text: str) -> tuple[str, int, tuple[str, ...]]:
        masked, found = find_and_mask(text, self._allowed)
        return masked, len(found), tuple(each.digits for each in found if each.secret is Secret.DIGITS)


def _text(cell: Cell) -> str | None:
    """The cell as text where it is long enough to hold anything: a card number may come as a number."""
    if isinstance(cell, str):
        return cell if len(cell) >= SHORTEST else None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= SMALLEST:
        return str(int(cell)) if cell == cell and cell != float("inf") else None
    return None
