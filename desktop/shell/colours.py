"""Colours by what they are for, read from a theme file, and the rules they must keep.

Roles: surfaces (`window` behind everything, `surface` under content, `raised` for menus and tips,
`sunken` for wells, `hover`, `line` for hairlines, `line_strong` for the edge of a control), text (`text`,
`muted`, `disabled`, `link`), accent (`accent`, `accent_hover`, `accent_text` upon it, `focus`, `selection`,
`selection_text`), a colour for each meaning, and `<meaning>_tint`, the quiet surface behind it. No Qt here,
so that documents may use the same colours.
"""

import tomllib
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import resources

NAMES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One theme: `roles` maps each role to `#rrggbb`; `series` are chart colours in order of use."""

    name: str
    dark: bool
    roles: MappingProxyType[str, str]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a meaning looks like without its colour: a shape, a letter, an icon; and its colour's role."""

    shape: str
    letter: str
    icon: str
    role: str


_MARKS = {
    "strength": Mark("▲", "S", "strength", "strength"),
    "opportunity": Mark("◆", "O", "opportunity", "opportunity"),
    "promise": Mark("●", "P", "promise", "promise"),
    "effort": Mark("■", "E", "effort", "effort"),
    "no_moment": Mark("○", "N", "no-moment", "no_moment"),
    "critical": Mark("⊗", "C", "critical", "critical"),
    "signal": Mark("◇", "G", "signal", "signal"),
    "good": Mark("✓", "+", "check", "good"),
    "warn": Mark("⚠", "!", "warning", "warn"),
    "info": Mark("□", "i", "info", "info"),
}
MEANINGS = tuple(_MARKS)


def meaning_mark(meaning: str) -> Mark:
    """Return shape, letter, icon and colour role of a meaning; KeyError for one that does not exist."""
    return _MARKS[meaning]


def load_scheme(name: str) -> Scheme:
    """Read `light`, `dark` or `contrast`; FileNotFoundError or KeyError mean a broken installation."""
    with resources.path(f"themes/{name}.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    roles = {**data["surfaces"], **data["text"], **data["accent"], **data["meanings"]}
    roles |= {f"{meaning}_tint": colour for meaning, colour in data["tints"].items()}
    roles |= {"grid": data["charts"]["grid"], "band": data["charts"]["band"]}
    return Scheme(data["name"], data["dark"], MappingProxyType(roles), tuple(data["charts"]["series"]))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1–21 (WCAG 2.2, relative luminance)."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0–1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
