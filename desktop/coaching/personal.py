"""Details of people that may have no business in a text: e-mail addresses, telephone numbers, national ids.

They are pointed out, or masked where the floor has agreed on it; unlike card numbers they may be kept. Each
rule asks for the shape in which people write such a number, or for its name before it, as well as for its
check digits, so that booking numbers raise no alarm.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from itertools import chain


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_ID = "national_id"


VEILS = {Kind.EMAIL: "•••@•••", Kind.PHONE: "••• •••", Kind.NATIONAL_ID: "•••••"}


@dataclass(frozen=True, slots=True)
class Personal:
    """Where such a detail stands in a text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _NationalId:
    """`shape` has the number in its group "id"; `module` is its check in python-stdnum, blank for none."""

    name: str
    shape: re.Pattern[str]
    module: str = ""


_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_MAY_BE_PHONE = re.compile(r"\d(?:[\s().\-/\u2010-\u2015]{0,3}+\d){6,}+")
# Ten digits in one go may be an order; nobody writes an order like this.
_PHONE_SHAPE = re.compile(r"[+(0]|\d{3}([. ])\d{3}\1\d{4}$|[^.]*\d[-\u2010-\u2015]\d")
_DIGIT = re.compile(r"\d")


def _named(words: str, number: str) -> re.Pattern[str]:
    """A number only behind its name, as in "BSN: 111222333"."""
    return re.compile(
        rf"(?<!\w)(?:{words})\W{{1,4}}(?:is\s|ist\s|es\s)?(?P<id>{number})(?!\w)", re.IGNORECASE
    )


def _shaped(number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<id>{number})(?![\w-])")


# Of each the public rule: python-stdnum 2.2 names its source in the module given; the National Insurance
# number is that of HMRC's manual NIM39110.
_IDS = (
    _NationalId(
        "GB NINO",
        _shaped(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
    ),
    _NationalId("GB NHS", _named(r"NHS(?:\s(?:no|number))?", r"\d{3}[ -]?\d{3}[ -]?\d{4}"), "stdnum.gb.nhs"),
    _NationalId("US SSN", _shaped(r"\d{3}-\d{2}-\d{4}"), "stdnum.us.ssn"),
    _NationalId("DE IdNr", _shaped(r"\d{2} \d{3} \d{3} \d{3}"), "stdnum.de.idnr"),
    _NationalId(
        "DE IdNr",
        _named(r"steuer-?id(?:nr)?|idnr|steueridentifikationsnummer|tax id", r"\d{11}"),
        "stdnum.de.idnr",
    ),
    _NationalId(
        "FR NIR",
        _shaped(r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}"),
        "stdnum.fr.nir",
    ),
    _NationalId("ES DNI", _shaped(r"\d{8}-?[A-Z]"), "stdnum.es.dni"),
    _NationalId("ES NIE", _shaped(r"[XYZ]-?\d{7}-?[A-Z]"), "stdnum.es.nie"),
    _NationalId(
        "IT CF", _shaped(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"), "stdnum.it.codicefiscale"
    ),
    _NationalId("IN Aadhaar", _shaped(r"[2-9]\d{3} \d{4} \d{4}"), "stdnum.in_.aadhaar"),
    _NationalId("PT NIF", _named(r"NIF|contribuinte", r"\d{3} ?\d{3} ?\d{3}"), "stdnum.pt.nif"),
    _NationalId(
        "NL BSN", _named(r"BSN|burgerservicenummer|sofinummer", r"\d{4}[ .]?\d{2}[ .]?\d{3}"), "stdnum.nl.bsn"
    ),
    _NationalId("PL PESEL", _named(r"PESEL", r"\d{11}"), "stdnum.pl.pesel"),
    _NationalId("SE personnummer", _shaped(r"\d{6}[-+]\d{4}"), "stdnum.se.personnummer"),
)


def find_personal(text: str, region: str = "GB") -> tuple[Personal, ...]:
    """The details in a text, in order, none overlapping; `region` as two letters, for telephone numbers."""
    found: list[Personal] = []
    for one in chain(_emails(text), _national_ids(text), _phones(text, region)):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def mask_personal(text: str, found: tuple[Personal, ...]) -> str:
    """The text with these details masked."""
    for one in reversed(found):
        text = text[: one.start] + VEILS[one.kind] + text[one.end :]
    return text


def _emails(text: str) -> Iterator[Personal]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Personal(Kind.EMAIL, *match.span())


def _national_ids(text: str) -> Iterator[Personal]:
    if not _DIGIT.search(text):
        return
    for rule in _IDS:
        for match in rule.shape.finditer(text):
            if _is_valid(rule.module, match["id"]):
                yield Personal(Kind.NATIONAL_ID, *match.span("id"))


def _is_valid(module: str, number: str) -> bool:
    return not module or _check_of(module)(number)


@cache
def _check_of(module: str) -> Callable[[str], bool]:
    check: Callable[[str], bool] = import_module(module).is_valid
    return check


def _phones(text: str, region: str) -> Iterator[Personal]:
    """Numbers in the shape of one that are valid in the region, or anywhere with their country first."""
    if not _MAY_BE_PHONE.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
        if _PHONE_SHAPE.match(match.raw_string):
            yield Personal(Kind.PHONE, match.start, match.end)
