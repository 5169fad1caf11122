"""Finds card numbers in a text, however they are spaced, split over lines or spelled; and masks them.

A number is looked for where a group of digits begins and another ends, among 13 to 19 digits that pass the
check of ISO/IEC 7812-1, annex B (Luhn). With the beginning and length of a known brand it is a card number;
without, it is a number that could be one, as every tenth order number passes the check by chance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from db.cards.brands import FEWEST, MOST, lengths_of
from db.cards.signs import BETWEEN, DIGIT_WORDS, SPOKEN, TIMES, UNIT, count_said, fold_digits, plain_digits

VEIL = "•••• •••• •••• "
LAST = 4
# A number of which fewer digits than this are words is found by its digits, or is none.
FEWEST_SAID = 4
# Possessive throughout: no text, however long, is read more than a few times over.
_LONG_RUN = re.compile(rf"\d(?:{BETWEEN}*+\d){{{FEWEST - 1},}}+")
# Any three signs between digits that are grouped as on a card; times and amounts are full of such signs.
_WIDE_RUN = re.compile(rf"\d(?:(?:\s*+[^\w\s•]){{0,3}}+\s*+\d){{{FEWEST - 1},}}+")
_SHAPES = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 4, 5), (8, 8))
_TOKEN = re.compile(rf"(?P<veiled>{VEIL}\d{{{LAST},}}+)|(?P<run>{_LONG_RUN.pattern})")
_DIGITS = re.compile(r"\d+")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


@dataclass(frozen=True, slots=True)
class Number:
    """Where a number stands in a text. `is_card`: a brand's; else it only passes the check."""

    start: int
    end: int
    digits: str
    is_card: bool

    @property
    def masked(self) -> str:
        return VEIL + self.digits[-LAST:]


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits without a sign between them, `start` to `end` in the text, or one word said for digits."""

    start: int
    end: int
    digits: str


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every number in the text that is a card's or could be, in order, none overlapping."""
    found: list[Number] = []
    text = fold_digits(text)
    if _LONG_RUN.search(text) or VEIL in text:
        for token in _TOKEN.finditer(text):
            found += _in_veil(token) if token["veiled"] else _in_run(list(_groups_of_digits(token)))
    for run in _WIDE_RUN.finditer(text):
        wide = _free(_in_run(list(_groups_of_digits(run))), found)
        found += [number for number in wide if number.is_card and _is_shaped(text, number)]
    if count_said(text) >= FEWEST_SAID:
        for spoken in SPOKEN.finditer(text):
            found += _free(_in_run(list(_groups_of_words(spoken))), found)
    return tuple(sorted(found, key=lambda number: number.start))


def passes_check(digits: str) -> bool:
    """Luhn's formula over digits 0–9."""
    return _luhn_sums(digits)(0, len(digits)) % 10 == 0


def _in_veil(token: re.Match[str]) -> list[Number]:
    """Digits typed on behind a masked number are its last ones: it was masked before it was complete."""
    digits = plain_digits(token[0])
    return [Number(token.start(), token.end(), digits, True)] if len(digits) > LAST else []


def _groups_of_digits(run: re.Match[str]) -> Iterator[_Group]:
    for one in _DIGITS.finditer(run[0]):
        yield _Group(run.start() + one.start(), run.start() + one.end(), plain_digits(one[0]))


def _groups_of_words(spoken: re.Match[str]) -> Iterator[_Group]:
    """Words said for digits as the digits they mean; "double four" is one group of two."""
    times, start = 1, -1
    for one in UNIT.finditer(spoken[0]):
        word = one[0].casefold()
        place = spoken.start() + one.start() if start < 0 else start
        if word in TIMES:
            times, start = TIMES[word], place
            continue
        digits = DIGIT_WORDS.get(word) or plain_digits(word)
        yield _Group(place, spoken.start() + one.end(), digits * times)
        times, start = 1, -1


def _is_shaped(text: str, number: Number) -> bool:
    """Whether the digits are grouped as on a card, or written one by one."""
    sizes = tuple(len(group) for group in _DIGITS.findall(text, number.start, number.end))
    return sizes in _SHAPES or set(sizes) == {1}


def _free(numbers: list[Number], found: list[Number]) -> list[Number]:
    """Those that overlap nothing found before."""
    taken = [(number.start, number.end) for number in found]
    return [
        number
        for number in numbers
        if not any(start < number.end and number.start < end for start, end in taken)
    ]


def _in_run(groups: list[_Group]) -> list[Number]:
    """The numbers of one run: cards first, then what is left between them looked at as a whole."""
    digits = "".join(group.digits for group in groups)
    ends = list(accumulate(len(group.digits) for group in groups))
    sum_of = _luhn_sums(digits)
    found: list[Number] = []
    rest = place = 0
    while place < len(groups):
        last = _card_from(place, digits, ends, sum_of)
        if last is None:
            place += 1
            continue
        found += _could_be(groups[rest:place])
        found.append(_number(groups[place : last + 1], True))
        rest = place = last + 1
    return found + _could_be(groups[rest:])


def _card_from(place: int, digits: str, ends: list[int], sum_of: "_Sums") -> int | None:
    """The last group of a card that begins with the group at `place`."""
    begin = ends[place - 1] if place else 0
    lengths = lengths_of(digits[begin : begin + 6]) if len(digits) - begin >= FEWEST else ()
    if not lengths:
        return None
    closing = {}
    for last in range(place, len(ends)):
        if ends[last] - begin > MOST:
            break
        closing[ends[last] - begin] = last
    for length in lengths:
        if length in closing and sum_of(begin, begin + length) % 10 == 0:
            return closing[length]
    return None


def _could_be(groups: list[_Group]) -> list[Number]:
    """What passes the check among groups that hold no card: all of them together, else each by itself."""
    whole = sum(len(group.digits) for group in groups)
    if FEWEST <= whole <= MOST:
        return _checked(groups)
    return [number for group in groups for number in _checked([group])]


def _checked(groups: list[_Group]) -> list[Number]:
    digits = "".join(group.digits for group in groups)
    fits = FEWEST <= len(digits) <= MOST and len(set(digits)) > 1
    return [_number(groups, False)] if fits and passes_check(digits) else []


def _number(groups: list[_Group], is_card: bool) -> Number:
    return Number(groups[0].start, groups[-1].end, "".join(group.digits for group in groups), is_card)


class _Sums:
    """Luhn's sum of any stretch of digits in one step, from two rows of running sums."""

    __slots__ = ("_doubled_even", "_doubled_odd")

    def __init__(self, digits: str) -> None:
        values = [int(digit) for digit in digits]
        even = (_DOUBLED[value] if place % 2 == 0 else value for place, value in enumerate(values))
        odd = (_DOUBLED[value] if place % 2 else value for place, value in enumerate(values))
        self._doubled_even = [0, *accumulate(even)]
        self._doubled_odd = [0, *accumulate(odd)]

    def __call__(self, start: int, end: int) -> int:
        # The last digit counts once, the one before it twice.
        sums = self._doubled_even if (end - 2) % 2 == 0 else self._doubled_odd
        return sums[end] - sums[start]


def _luhn_sums(digits: str) -> _Sums:
    return _Sums(digits)
