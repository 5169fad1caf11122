"""Writes the sum of an evaluation as one document that wraps and copies: table first, then the steps."""

from collections.abc import Callable, Sequence
from html import escape

from desktop.features.monitoring.why import Row, Why, explanation, headings
from desktop.shell.colours import meaning_mark
from desktop.shell.text import tr

NUMBERS_FROM = 3
"""From this column on, cells are figures and stand at the right."""


def document(why: Why, comment: str, colour: Callable[[str], str]) -> str:
    """Rich text for a QTextBrowser; `colour` gives `#rrggbb` for a role of the theme."""
    blocks = (
        (tr("The sum"), why.sums),
        (tr("Critical answers"), why.criticals),
        (tr("Left out"), why.outside),
        (tr("Comment"), (comment,) if comment else ()),
    )
    lists = "".join(_block(head, lines) for head, lines in blocks if lines)
    told = f'<p style="color: {colour("muted")}">{escape(explanation())}</p>'
    return _table(why.rows, colour) + told + lists


def _table(rows: Sequence[Row], colour: Callable[[str], str]) -> str:
    head = "".join(
        f'<th align="{_side(place)}" style="color: {colour("muted")}">{escape(words)}</th>'
        for place, words in enumerate(headings())
    )
    body = "".join(_row(row, colour) for row in rows)
    return f'<table width="100%" cellspacing="0" cellpadding="4"><tr>{head}</tr>{body}</table>'


def _row(row: Row, colour: Callable[[str], str]) -> str:
    line = f"border-top: 1px solid {colour('line')};"
    look = f"{line} font-weight: 600;" if row.is_section else line
    cells = list(row.cells())
    if row.critical and not row.is_section:
        cells[2] = f"{meaning_mark('critical').shape} {cells[2]}"
    marked = f" color: {colour('critical')};" if row.critical and not row.is_section else ""
    parts = []
    for place, words in enumerate(cells):
        style = look + (marked if place == 2 else "")
        whole = ' style="white-space: pre;"' if place >= NUMBERS_FROM else ""
        told = _beside(row, colour) if place == 1 else ""
        parts.append(
            f'<td align="{_side(place)}" style="{style}"><span{whole}>{escape(words)}</span>{told}</td>'
        )
    return f"<tr>{''.join(parts)}</tr>"


def _beside(row: Row, colour: Callable[[str], str]) -> str:
    """What was said of the answer, under its question."""
    lines = "<br>".join(escape(line).replace("\n", "<br>") for line in row.beside)
    return f'<br><span style="color: {colour("muted")};">{lines}</span>' if lines else ""


def _side(place: int) -> str:
    return "right" if place >= NUMBERS_FROM or place == 0 else "left"


def _block(head: str, lines: Sequence[str]) -> str:
    body = "".join(f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in lines)
    return f"<h3>{escape(head)}</h3>{body}"
