"""Words as one types them in a hurry: no capitals, no accents, so that "lukasz zolc" finds Łukasz Żółć."""

import unicodedata

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def fold(text: str) -> str:
    """Return the text without capitals and accents; other scripts keep their letters."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_PLAIN)


def holds(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands somewhere in the text."""
    folded = fold(text)
    return all(word in folded for word in fold(wanted).split())
