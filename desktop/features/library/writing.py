"""Small parts of rich text, so that every sheet of the library is set alike. Everything is escaped here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

Colour = Callable[[str], str]
"""Gives `#rrggbb` for a role of the theme."""
LINES = "line-height: 120%;"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes in the colours of the theme in force."""

    colour: Colour

    def title(self, words: str) -> str:
        return f'<p style="font-size: x-large; font-weight: 600; margin: 0 0 4px 0;">{escape(words)}</p>'

    def heading(self, words: str) -> str:
        return f'<p style="font-size: large; font-weight: 600; margin: 20px 0 4px 0;">{escape(words)}</p>'

    def head(self, words: str) -> str:
        """A smaller heading, over one question or one list."""
        return f'<p style="font-weight: 600; margin: 14px 0 2px 0;">{escape(words)}</p>'

    def text(self, words: str) -> str:
        return f'<p style="margin: 4px 0 4px 0; {LINES}">{escape(words)}</p>' if words else ""

    def muted(self, words: str) -> str:
        return f'<p style="margin: 2px 0 8px 0; color: {self.colour("muted")}; {LINES}">{escape(words)}</p>'

    def marked(self, shape: str, words: str, role: str) -> str:
        """A line with a shape in front in the colour of a meaning; the words stay in the text's colour."""
        sign = f'<span style="color: {self.colour(role)};">{escape(shape)}</span>'
        return f'<p style="margin: 2px 0 2px 0;">{sign}&nbsp;&nbsp;{escape(words)}</p>'

    def bullets(self, lines: Iterable[str]) -> str:
        items = "".join(f'<li style="margin: 2px 0 2px 0; {LINES}">{escape(line)}</li>' for line in lines)
        return f'<ul style="margin: 2px 0 6px 0; -qt-list-indent: 1;">{items}</ul>' if items else ""

    def numbered(self, lines: Iterable[str]) -> str:
        items = "".join(f'<li style="margin: 3px 0 3px 0; {LINES}">{escape(line)}</li>' for line in lines)
        return f'<ol style="margin: 2px 0 6px 0; -qt-list-indent: 1;">{items}</ol>' if items else ""

    def link(self, to: str, words: str, after: str = "") -> str:
        """A line that goes elsewhere: `to` is `kind:id`."""
        look = f'style="color: {self.colour("link")}; text-decoration: none;"'
        tail = f'<span style="color: {self.colour("muted")};">&emsp;{escape(after)}</span>' if after else ""
        return f'<p style="margin: 2px 0 2px 0;"><a href="{escape(to)}" {look}>{escape(words)}</a>{tail}</p>'

    def table(self, headings: Iterable[str], rows: Iterable[Iterable[str]], last_bold: bool = False) -> str:
        """Hairlines between rows; every column but the first holds figures and stands at the right."""
        line = f"border-top: 1px solid {self.colour('line')};"
        muted = f"color: {self.colour('muted')};"
        written = [_row("th", headings, f"font-weight: 400; {muted}")]
        body = [list(row) for row in rows]
        for place, row in enumerate(body):
            bold = " font-weight: 600;" if last_bold and place == len(body) - 1 else ""
            written.append(_row("td", row, line + bold))
        return (
            f'<table cellspacing="0" cellpadding="4" style="margin: 4px 0 4px 0;">{"".join(written)}</table>'
        )

    def beside(self, headings: tuple[str, str, str], rows: Iterable[tuple[str, str, str]]) -> str:
        """What, and two texts side by side in columns of one width."""
        line = f"border-top: 1px solid {self.colour('line')};"
        head = _beside("th", headings, f"font-weight: 400; color: {self.colour('muted')};")
        body = "".join(_beside("td", row, line) for row in rows)
        look = 'cellspacing="0" cellpadding="6" width="100%" style="margin: 4px 0 12px 0;"'
        return f"<table {look}>{head}{body}</table>"


def _beside(cell: str, cells: Iterable[str], style: str) -> str:
    widths = ("24%", "38%", "38%")
    parts = [
        f'<{cell} align="left" valign="top" width="{width}" style="{style}">{escape(words)}</{cell}>'
        for words, width in zip(cells, widths, strict=True)
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _row(cell: str, cells: Iterable[str], style: str) -> str:
    parts = []
    for place, words in enumerate(cells):
        side = "right" if place else "left"
        parts.append(f'<{cell} align="{side}" style="{style}">{escape(words)}</{cell}>')
    return f"<tr>{''.join(parts)}</tr>"
