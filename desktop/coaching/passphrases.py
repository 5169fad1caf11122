"""What makes a passphrase good enough to keep a floor behind: length and how hard it is to guess.

No rule asks for digits or signs: they make people write `Password1!` (NIST SP 800-63B, 5.1.1.2). How hard a
text is to guess is estimated by zxcvbn, a port of Wheeler's estimator (USENIX Security 2016).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SHORTEST = 12
"""In characters."""
LONGEST = 1024
GOOD_SCORE = 3
"""Of zxcvbn's 0 to 4: safe against an offline attack on a slow hash."""
WEIGHED = 100
"""Characters looked at; the estimate's time grows faster than its text, and what follows only adds to it."""


class Flaw(StrEnum):
    """Why a passphrase is not taken."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    GUESSABLE = "guessable"


class Hint(StrEnum):
    """What makes a passphrase easy to guess."""

    NONE = "none"
    KNOWN = "known"
    COMMON = "common"
    KEYBOARD = "keyboard"
    REPEATED = "repeated"
    SEQUENCE = "sequence"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Weighed:
    """`score` is 0 (guessed at once) to 4; `missing` is how many characters are still to come."""

    score: int
    missing: int = 0
    flaw: Flaw | None = None
    hint: Hint = Hint.NONE

    def good(self) -> bool:
        return self.flaw is None


def weigh(passphrase: str, known: Iterable[str] = ()) -> Weighed:
    """Return how good a passphrase is; words of `known` (site, team, own name) count for nothing in it."""
    missing = max(0, SHORTEST - len(passphrase))
    if not passphrase.strip():
        return Weighed(0, missing, Flaw.EMPTY)
    if len(passphrase) > LONGEST:
        return Weighed(0, 0, Flaw.LONG)
    words = _words(known)
    score, hint = _estimate(passphrase, words)
    if missing:
        return Weighed(score, missing, Flaw.SHORT, hint)
    if score < GOOD_SCORE:
        return Weighed(score, 0, Flaw.GUESSABLE, hint)
    return Weighed(score)


def _words(known: Iterable[str]) -> tuple[str, ...]:
    """Return each name and each word in one, longest first, too short ones left out."""
    found = {word for name in known for word in (name, *re.split(r"[^\w]+", name))}
    return tuple(sorted((word.casefold() for word in found if len(word) > 2), key=len, reverse=True))


def _estimate(passphrase: str, words: tuple[str, ...]) -> tuple[int, Hint]:
    """Score the whole, and again what is left beside the known words: the lower one counts."""
    score, hint = _ask(passphrase[:WEIGHED], words)
    rest = _without(passphrase[:WEIGHED], words)
    if rest == passphrase[:WEIGHED].casefold():
        return score, hint
    lower = _ask(rest, ())[0] if rest.strip() else 0
    return (lower, Hint.KNOWN) if lower < score else (score, hint)


def _without(passphrase: str, words: tuple[str, ...]) -> str:
    left = passphrase.casefold()
    for word in words:
        left = left.replace(word, " ")
    return re.sub(r"\s+", " ", left) if left != passphrase.casefold() else left


def _ask(text: str, words: tuple[str, ...]) -> tuple[int, Hint]:
    from zxcvbn import zxcvbn

    found = zxcvbn(text, user_inputs=list(words), max_length=WEIGHED)
    return int(found["score"]), _hint(found["sequence"])


def _hint(parts: list[dict[str, Any]]) -> Hint:
    """Return what the longest guessable part is."""
    guessed = [part for part in parts if part["pattern"] != "bruteforce"]
    if not guessed:
        return Hint.NONE
    part = max(guessed, key=_length)
    if part["pattern"] == "dictionary":
        return Hint.KNOWN if part["dictionary_name"] == "user_inputs" else Hint.COMMON
    return _HINTS.get(part["pattern"], Hint.NONE)


def _length(part: dict[str, Any]) -> int:
    return len(part["token"])


_HINTS = {
    "spatial": Hint.KEYBOARD,
    "repeat": Hint.REPEATED,
    "sequence": Hint.SEQUENCE,
    "date": Hint.DATE,
    "regex": Hint.DATE,
}
