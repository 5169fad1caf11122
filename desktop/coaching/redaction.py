"""What a text may keep, while it is typed and when it stands: fields, drafts, notes that follow each other.

The finding of card numbers and security codes itself is `db.cards`, for the store asks it too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from db.cards.brands import MOST, is_full_length
from db.cards.codes import CODE_VEIL, find_codes
from db.cards.masking import Allowed, Masked, Secret, allow_none, find_and_mask, mask
from db.cards.numbers import VEIL, find_numbers
from db.cards.signs import BETWEEN

__all__ = [
    "VEIL",
    "Allowed",
    "Masked",
    "Secret",
    "Typed",
    "allow_none",
    "find_and_mask",
    "hold_back",
    "mask",
    "mask_successive",
    "mask_typed",
]

KEPT_OF_RUN = 6
"""Digits of an unfinished number that a draft may hold: the first six of a card tell its bank and no more."""
PART = "••••"
# How far from the cursor a number is looked for that is just being typed.
_FARTHEST = 400
_BETWEEN = re.compile(BETWEEN)
_GROUP = re.compile(r"\d+")
# Neither digit nor space nor letter: stands for digits that are not looked at yet.
_UNSEEN = "\x00"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it may stand on the screen, where the cursor then is, and what was masked just now."""

    text: str
    at: int
    masked: tuple[Masked, ...]


def mask_typed(text: str, at: int, finished: bool, allowed: Allowed = allow_none) -> Typed:
    """Mask what is complete in a text whose cursor stands before the sign `at`.

    A number right at the cursor that may go on waits until `finished`: one that is shorter than cards of its
    kind usually are, or that only passes the check.
    """
    start, end = (0, 0) if finished else _waiting(text, at)
    seen = text[:start] + _UNSEEN * (end - start) + text[end:]
    masked, found = find_and_mask(seen, allowed)
    if not found:
        return Typed(text, at, ())
    masked = masked.replace(_UNSEEN * (end - start), text[start:end], 1) if start < end else masked
    return Typed(masked, _moved(at, text, masked), found)


def _moved(at: int, text: str, masked: str) -> int:
    """The place of the cursor in the masked text: as it was in front of it, else as near the end."""
    if at <= len(commonprefix([text, masked])):
        return at
    return len(masked) - len(commonprefix([text[at:][::-1], masked[::-1]]))


def _waiting(text: str, at: int) -> tuple[int, int]:
    """Where the number stands that the cursor is at and that may go on; (0, 0) for none."""
    begin, end = _run_at(text, at)
    for number in find_numbers(text[begin:end]):
        if begin + number.end == end and not (number.is_card and is_full_length(number.digits)):
            return begin + number.start, end
    return 0, 0


def hold_back(text: str, at: int | None = None) -> str:
    """The text as a draft may hold it: of a number that is still being typed, only the first six digits.

    `at` is the place of the cursor, None for the end. Of a security code that is begun, nothing is held.
    """
    at = len(text) if at is None else at
    begin, end = _run_at(text, at)
    groups = [one.span() for one in _GROUP.finditer(text[begin:end])]
    while groups and sum(stop - start for start, stop in groups) > MOST:
        groups = groups[1:]
    digits = [begin + place for start, stop in groups for place in range(start, stop)]
    if not digits:
        return text
    kept = 0 if len(digits) < 3 and _is_code(text, digits) else KEPT_OF_RUN
    return text if len(digits) <= kept else text[: digits[kept]] + text[digits[-1] + 1 :]


def _is_code(text: str, digits: list[int]) -> bool:
    """Whether one or two digits are the beginning of a security code: with a third they would be one."""
    whole = text[: digits[-1] + 1] + "000"[len(digits) :]
    return any(code.end == len(whole) for code in find_codes(mask(text[: digits[0]]) + whole[digits[0] :]))


def _run_at(text: str, at: int) -> tuple[int, int]:
    """Where the digits begin and end, with the signs between them, that the cursor is in or behind."""
    begin = end = at
    least, most = max(0, at - _FARTHEST), min(len(text), at + _FARTHEST)
    while begin > least and _is_of_number(text[begin - 1]):
        begin -= 1
    while end < most and _is_of_number(text[end]):
        end += 1
    while begin < end and not text[begin].isdecimal():
        begin += 1
    while end > begin and not text[end - 1].isdecimal():
        end -= 1
    return begin, end


def _is_of_number(sign: str) -> bool:
    return sign.isdecimal() or _BETWEEN.match(sign) is not None


def mask_successive(texts: Sequence[str], allowed: Allowed = allow_none) -> tuple[str, ...]:
    """Texts written one after the other, with what runs from one into the next masked in all of them.

    The last part of a number carries its last four digits, the parts before it carry none.
    """
    found = list(texts)
    while (change := _next_change("\n".join(found), allowed)) is not None:
        found = _put_over(found, *change)
    return tuple(found)


def _next_change(joined: str, allowed: Allowed) -> tuple[int, int, str] | None:
    for number in find_numbers(joined):
        if number.is_card or not allowed(number.digits):
            return number.start, number.end, number.masked
    return next(((code.start, code.end, CODE_VEIL) for code in find_codes(joined)), None)


def _put_over(texts: list[str], start: int, end: int, shown: str) -> list[str]:
    """The texts with `shown` in the place from `start` to `end`, counted as if a line break joined them."""
    changed = []
    for text in texts:
        low, high = max(start, 0), min(end, len(text))
        if low < high:
            changed.append(text[:low] + (shown if end <= len(text) else PART) + text[high:])
        else:
            changed.append(text)
        start, end = start - len(text) - 1, end - len(text) - 1
    return changed
