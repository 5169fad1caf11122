"""Make typed text safe to print: one forbidden character would otherwise fail the whole document."""

import unicodedata
from collections.abc import Iterator

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_WORD = 26
PIECE = 12

_NEW_LINES = str.maketrans(
    {"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}
)
# Overrides turn the reading order of what follows; the others have no width, no glyph and no meaning here.
_DROPPED = frozenset("\u202d\u202e\ufeff\ufff9\ufffa\ufffb\ufffc")
# Written without spaces: their lines break inside a run of letters anyway.
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "TIBETAN")


def clean(text: str) -> tuple[str, str]:
    """Return the text as it can be printed, and the characters that had to be replaced (each once).

    Control characters go; private-use characters, lone surrogates and noncharacters become U+FFFD.
    """
    lined = text.replace("\r\n", "\n").translate(_NEW_LINES)
    kept: list[str] = []
    lost: dict[str, None] = {}
    for character in lined:
        kind = _fate(character)
        kept.append({"keep": character, "drop": "", "replace": REPLACEMENT}[kind])
        if kind == "replace":
            lost[character] = None
    return unicodedata.normalize("NFC", "".join(kept)).strip(), "".join(lost)


def _fate(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n":
        return "keep"
    if category == "Cc" or character in _DROPPED:
        return "drop"
    if category in ("Co", "Cs") or _is_noncharacter(ord(character)):
        return "replace"
    return "keep"


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def breakable(text: str) -> str:
    """Return the text with invisible break points inside words too long for a line."""
    return " ".join(_break(word) if len(word) > LONGEST_WORD else word for word in text.split(" "))


def _break(word: str) -> str:
    if any(line for line in word.split("\n") if len(line) > LONGEST_WORD and not _is_unspaced(line)):
        return "\n".join(BREAK.join(_pieces(line)) for line in word.split("\n"))
    return word


def _is_unspaced(word: str) -> bool:
    return any(unicodedata.name(character, "").startswith(_UNSPACED) for character in word)


def _pieces(word: str) -> Iterator[str]:
    """Cut only before a character that stands on its own, so that marks and joined emoji stay whole."""
    piece = ""
    for character in word:
        if len(piece) >= PIECE and _stands_alone(character) and piece[-1] != "\N{ZERO WIDTH JOINER}":
            yield piece
            piece = ""
        piece += character
    yield piece


def _stands_alone(character: str) -> bool:
    if "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}" <= character <= "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}":
        return False
    return unicodedata.category(character) not in ("Mn", "Mc", "Me", "Cf")
