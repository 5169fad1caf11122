"""Which signs people put between the digits of a number, and the words they say for digits."""

import re
from unicodedata import digit

# Spaces and line breaks of every script, dashes, dots, slashes, and what is there but not seen: soft hyphen,
# zero-width signs, marks of direction, the two signs that make a digit an emoji.
_SPACES = (
    r"\s\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\u00ad\ufe0f\u20e3"
)
_DASHES = r"\-\u02d7\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u301c\u30fc\ufe58\ufe63\uff0d_\u203f~"
_DOTS = r".,\u00b7\u2024-\u2027\u2219\u22c5\u30fb\uff0c\uff0e\uff65\u3001\u3002'\u2019"
_SLASHES = r"/\\\u2044\u2215\uff0f\uff3c"
BETWEEN = f"[{_SPACES}{_DASHES}{_DOTS}{_SLASHES}]"

DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "zero oh o nought null cero zéro nul",
            "one eins uno une un één",
            "two zwei zwo dos deux twee",
            "three drei tres trois drie",
            "four vier cuatro quatre",
            "five fünf cinco cinq vijf",
            "six sechs seis zes",
            "seven sieben siete sept zeven",
            "eight acht ocho huit",
            "nine neun nueve neuf negen",
        )
    )
    for word in words.split()
}
TIMES = {"double": 2, "treble": 3, "triple": 3, "doppel": 2, "doble": 2}

WORD = rf"(?:{'|'.join(sorted((*DIGIT_WORDS, *TIMES), key=len, reverse=True))})(?!\w)"
SPOKEN = re.compile(rf"(?<!\w)(?:{WORD}|\d+(?!\w))(?:{BETWEEN}++(?:{WORD}|\d+(?!\w))){{4,}}+", re.IGNORECASE)
UNIT = re.compile(rf"\d+|{WORD}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_SAID = DIGIT_WORDS.keys() | TIMES.keys()


def count_said(text: str) -> int:
    """How many words of the text may be said for digits; much faster than looking for where they stand."""
    return sum(map(_SAID.__contains__, _LETTERS.findall(text.casefold())))


_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")


def fold_digits(text: str) -> str:
    """The text with ciphers that are no decimals (², ③) as such and with tags blanked; as long as before."""
    if "<" in text:
        text = _TAG.sub(lambda tag: " " * len(tag[0]), text)
    if text.isascii():
        return text
    return "".join(sign if sign.isdecimal() or not sign.isdigit() else str(digit(sign)) for sign in text)


def plain_digits(text: str) -> str:
    """The digits of any script as 0–9; everything else is left out."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())
