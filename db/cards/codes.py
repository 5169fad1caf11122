"""Finds the security code of a card by what is said around it, in digits or words, in a few languages.

Nothing of such a code may be kept once a payment is approved (PCI DSS 4.0, requirement 3.3.1.2), so all of it
is masked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from db.cards.numbers import VEIL
from db.cards.signs import WORD

CODE_VEIL = "•••"
_SPELT = (
    r"c\.?v\.?[vcn]\.?2?",
    r"c\.?s\.?c\.?",
    r"(?:card\s)?security\s(?:code|number|digits)",
    r"card\s(?:verification|validation|identification|check)\s?(?:value|code|number)?",
    r"(?:verification|signature)\s(?:value|panel|strip)",
    r"(?:last\s)?(?:three|four|3|4)[\s\-](?:digits?|numbers?)(?:\scode)?\s(?:on|at|from|of)\s(?:the|her|his|my|your|their)?\s?(?:back|front|reverse|signature)",
    r"(?:number|code|digits)\son\sthe\s(?:back|reverse|signature)",
    r"(?:karten)?prüf(?:ziffer|nummer|zahl|code)n?",
    r"sicherheits(?:code|nummer|zahl)",
    r"c[óo]digo\sde\s(?:seguridad|segurança|seguranca|verificaci[óo]n)",
    r"(?:code\sde\ss[ée]curit[ée]|cryptogramme(?:\svisuel)?)",
    r"codice\sdi\s(?:sicurezza|verifica|controllo)",
    r"(?:beveiligings|veiligheids)code",
    r"kod\s(?:bezpieczeństwa|cvv)",
)
_CID = r"(?-i:CID)"
_NAMED = rf"(?<!\w)(?:{'|'.join(_SPELT)}|{_CID})(?!\w)"
_SPACE = r"[\s\u00a0\u2009\u202f.\-–/,]"
_UNIT = rf"(?:\d|(?<!\w){WORD})"
_CODE = rf"{_UNIT}(?:{_SPACE}{{0,3}}{_UNIT}){{2,3}}(?!\d)"
_CODE_CLOSE = rf"{_UNIT}(?: ?{_UNIT}){{2,3}}(?!\d)"
# What may stand between: not many signs, no other number but a masked card's, nothing masked already.
_GAP = rf"(?:{VEIL}\d{{4}}|[^\d•]){{0,32}}?"
_AFTER = re.compile(rf"{_NAMED}(?P<gap>{_GAP})(?<![\d•])(?P<code>{_CODE})(?!{_SPACE}?\d)", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\d•/])(?<!•••• )(?P<code>{_CODE_CLOSE})[\s()=–-]{{1,3}}(?:(?:is|was|as|for|ist|als|es|est)\s)?"
    rf"(?:the\s|her\s|his\s|my\s|your\s|der\s|die\s|el\s|le\s|la\s)?{_NAMED}",
    re.IGNORECASE,
)
# Behind the number itself, with the month and year between or not: "•••• 1111 12/26 123".
_BEHIND = re.compile(
    rf"{VEIL}\d{{4}}[\s,;]{{1,3}}(?:(?:exp\w*\.?\s?)?(?:0[1-9]|1[0-2])\s?[/\-.]\s?(?:20)?\d\d[\s,;]{{1,3}})?"
    r"(?P<code>\d{3,4})(?=[\s,;.]*$|[,;.]\s|\n)",
    re.MULTILINE | re.IGNORECASE,
)
# A digit typed on behind a masked code belongs to it.
_TYPED_ON = re.compile(rf"(?<!•)(?P<code>{CODE_VEIL}\d{{1,3}})(?!\d)")
# A piece of each of the names above: to look for these first is much faster.
_PIECES = (
    *("cv", "c.v", "csc", "c.s", "cid", "digit", "number", "verif", "valid", "check", "identif", "secur"),
    *("segur", "sécur", "sicur", "sicher", "prüf", "cryptogr", "codice", "veilig", "bezpie", "signature"),
    *("code on", CODE_VEIL),
)
# "asked for the security code after 120 seconds" is a time.
_TIME_BEFORE = re.compile(
    r"\b(?:after|in|within|for|at|by|took|than|nach|room|ext|extension)\W*$", re.IGNORECASE
)
_MEASURE_BEHIND = re.compile(
    r"\W?(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?|weeks?|calls?|times?|percent|%|€|£|\$|euros?|pounds?"
    r"|dollars?|am|pm|sekunden|minuten|uhr|mal|veces)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Code:
    """Where a security code stands in a text."""

    start: int
    end: int


def find_codes(text: str) -> tuple[Code, ...]:
    """Every security code in a text in which card numbers are masked already, in order."""
    folded = text.casefold()
    if not any(piece in folded for piece in _PIECES):
        return ()
    found = {match.span("code") for match in _matches(text) if not _measures(text, match)}
    codes: list[Code] = []
    for start, end in sorted(found):
        if not codes or start >= codes[-1].end:
            codes.append(Code(start, end))
    return tuple(codes)


def _matches(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_AFTER, _BEFORE, _BEHIND, _TYPED_ON):
        yield from pattern.finditer(text)


def _measures(text: str, match: re.Match[str]) -> bool:
    """Whether the digits are a time or an amount, by the words beside them."""
    start, end = match.span("code")
    return bool(_TIME_BEFORE.search(text[max(0, start - 12) : start]) or _MEASURE_BEHIND.match(text, end))
