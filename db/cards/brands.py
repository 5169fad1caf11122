"""Which digits begin the number of a payment card, and how long such a number is.

Source: the public list of issuer identification numbers (ISO/IEC 7812) kept at
https://en.wikipedia.org/wiki/Payment_card_number, section "Issuer identification number". Left out are ranges
that say next to nothing (UATP: every number that begins with 1) and numbers shorter than 13 digits.
"""

from dataclasses import dataclass
from functools import cache

FEWEST, USUAL, MOST = 13, 16, 19
_WIDTH = 6


@dataclass(frozen=True, slots=True)
class Brand:
    """`lengths` in digits, the usual one first; `ranges` are first and last beginnings of equal length."""

    name: str
    lengths: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]


_LONG = (16, 17, 18, 19)
_ANY = (16, 13, 14, 15, 17, 18, 19)

BRANDS = (
    Brand("Visa", (16, 13, 18, 19), ((4, 4),)),
    Brand("Mastercard", (16,), ((51, 55), (2221, 2720))),
    Brand("American Express", (15,), ((34, 34), (37, 37))),
    Brand("Diners Club", (14, 16, 15, 17, 18, 19), ((30, 30), (36, 36), (38, 39))),
    Brand("Discover", _LONG, ((6011, 6011), (644, 649), (65, 65))),
    Brand("UnionPay", _LONG, ((62, 62), (81, 81))),
    Brand("JCB", _LONG, ((3528, 3589),)),
    Brand("JCB, old", (15,), ((1800, 1800), (2131, 2131))),
    Brand("Maestro", _ANY, ((5018, 5018), (5020, 5020), (5038, 5038), (5893, 5893), (6304, 6304))),
    Brand("Maestro", _ANY, ((6759, 6759), (6761, 6763), (676770, 676770), (676774, 676774))),
    Brand("RuPay", (16,), ((60, 60), (82, 82), (508, 508), (353, 353), (356, 356))),
    Brand("Mir", _LONG, ((2200, 2204),)),
    Brand("Verve", (16, 18, 19), ((506099, 506198), (507865, 507964), (650002, 650027))),
    Brand("InterPayment", _LONG, ((636, 636),)),
    Brand("InstaPayment", (16,), ((637, 639),)),
    Brand("Dankort", (16,), ((5019, 5019),)),
    Brand("Troy", (16,), ((9792, 9792),)),
    Brand("UzCard", (16,), ((8600, 8600), (5614, 5614))),
    Brand("Humo", (16,), ((9860, 9860),)),
    Brand("Elo", (16,), ((504175, 504175), (506699, 506778), (509000, 509999), (636297, 636297))),
)


@cache
def lengths_of(start: str) -> tuple[int, ...]:
    """How many digits a card number has that begins with these six, the usual length first; () for none."""
    found: list[int] = []
    for brand in BRANDS:
        if any(_begins(start, low, high) for low, high in brand.ranges):
            found += brand.lengths
    return tuple(dict.fromkeys(found))


def _begins(start: str, low: int, high: int) -> bool:
    return low <= int(start[: len(str(low))]) <= high


def is_full_length(digits: str) -> bool:
    """Whether such a number is as long as its kind usually gets: no further digit is to be waited for."""
    lengths = lengths_of(digits[:_WIDTH])
    return len(digits) in lengths and (len(digits) >= USUAL or len(lengths) == 1)
