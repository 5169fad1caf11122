"""The one rule for text that is to be kept: no card number in it, and nothing of a security code."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from db.cards.codes import CODE_VEIL, find_codes
from db.cards.numbers import Number, find_numbers
from db.cards.signs import count_said, fold_digits

Allowed = Callable[[str], bool]
_DIGIT = re.compile(r"\d")
FEWEST_DIGITS = 3


class Secret(StrEnum):
    """What was masked: `digits` only pass the check, and may be let through with a reason."""

    CARD = "card"
    DIGITS = "digits"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Masked:
    """One thing that was masked: `start` and `end` in the text given, what stands there now, its digits.

    `digits` is blank for a security code.
    """

    secret: Secret
    start: int
    end: int
    shown: str
    digits: str = ""


def allow_none(digits: str) -> bool:
    return False


def mask(text: str, allowed: Allowed = allow_none) -> str:
    """The text as it may be kept. `allowed` says which numbers, that are no card's, were let through."""
    return find_and_mask(text, allowed)[0]


def find_and_mask(text: str, allowed: Allowed = allow_none) -> tuple[str, tuple[Masked, ...]]:
    """The text as it may be kept, and what was masked in it, in order of finding."""
    if not _DIGIT.search(fold_digits(text)) and count_said(text) < FEWEST_DIGITS:
        return text, ()
    masked: list[Masked] = []
    while numbers := [each for each in find_numbers(text) if each.is_card or not allowed(each.digits)]:
        masked += map(_masked_number, numbers)
        text = _put(text, [(each.start, each.end, each.masked) for each in numbers])
    while codes := find_codes(text):
        masked += [Masked(Secret.CODE, code.start, code.end, CODE_VEIL) for code in codes]
        text = _put(text, [(code.start, code.end, CODE_VEIL) for code in codes])
    return text, tuple(masked)


def _masked_number(number: Number) -> Masked:
    secret = Secret.CARD if number.is_card else Secret.DIGITS
    return Masked(secret, number.start, number.end, number.masked, number.digits)


def _put(text: str, changes: list[tuple[int, int, str]]) -> str:
    parts, place = [], 0
    for start, end, shown in changes:
        parts += [text[place:start], shown]
        place = end
    return "".join([*parts, text[place:]])
