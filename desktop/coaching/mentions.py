"""Finds a person's name in words that are not theirs: whole, or one of its parts."""

import re
import unicodedata
from dataclasses import dataclass

SHORTEST_PART = 3
LONG_FROM = 7
"""A reference of fewer signs would be found in half of all numbers."""

_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Sought:
    """Patterns over folded text: the whole name, and its parts; `words` are all of these, folded."""

    words: tuple[str, ...]
    whole: re.Pattern[str]
    parts: re.Pattern[str] | None


def seek(name: str, reference: str = "") -> Sought:
    """What to look for. A staff number is looked for as a whole, where it is long enough to be one."""
    pieces = [piece for piece in re.split(r"[\s\-]+", name) if len(piece) >= _shortest(piece)]
    wholes = [name, *([reference] if len(reference) >= LONG_FROM else [])]
    # A name's words may stand with any space between them, so it is looked for by the longest of them.
    longest = [max(fold(one).split(), key=len, default="") for one in wholes]
    words = tuple(word for word in dict.fromkeys([*map(fold, pieces), *longest]) if word)
    return Sought(words, _pattern(wholes), _pattern(pieces) if pieces else None)


def find(sought: Sought, text: str) -> tuple[str, bool] | None:
    """What was found and whether it is the whole name; None where nothing is."""
    folded = fold(text)
    if found := sought.whole.search(folded):
        return found[0], True
    if sought.parts is not None and (found := sought.parts.search(folded)):
        return found[0], False
    return None


def fold(text: str) -> str:
    """Without capitals and accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_PLAIN)


def _shortest(piece: str) -> int:
    return SHORTEST_PART if _has_capitals(piece) else 2


def _has_capitals(text: str) -> bool:
    """Scripts with capitals set words apart by spaces; others (Chinese, Thai) may not."""
    return text.lower() != text.upper()


def _pattern(words: list[str]) -> re.Pattern[str]:
    choices = "|".join(_bounded(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(choices)


def _bounded(word: str) -> str:
    escaped = r"\s+".join(map(re.escape, fold(word).split()))
    return rf"(?<!\w){escaped}(?!\w)" if _has_capitals(word) or word.isdigit() else escaped
