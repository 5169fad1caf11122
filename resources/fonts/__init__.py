"""The typefaces Deskside writes with, on screen and on paper, so that both look alike on every machine.

All are under the Open Font License. Inter (Latin, Greek, Cyrillic) lies here in four fixed weights, because
Qt and matplotlib read only the default weight of a variable font. Noto Sans for twenty further scripts,
symbols and one-colour emoji, and Noto Sans CJK for Chinese, Japanese and Korean, are ordinary dependencies.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

UI_FAMILY = "Inter"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: the package it comes in, its name there, and the family it holds."""

    package: str
    file: str
    family: str


_UI = (
    Face(__name__, "Inter-Regular.ttf", UI_FAMILY),
    Face(__name__, "Inter-SemiBold.ttf", UI_FAMILY),
    Face(__name__, "Inter-Bold.ttf", UI_FAMILY),
    Face(__name__, "Inter-Italic.ttf", UI_FAMILY),
)
_SCRIPTS = (
    "Arabic", "Hebrew", "Devanagari", "Thai", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam",
    "Oriya", "Sinhala", "Tamil", "Telugu", "Khmer", "Lao", "Myanmar", "Armenian", "Georgian", "Ethiopic",
    "Symbols",
)  # fmt: skip
_FURTHER = (
    Face("manimgx_fonts", "NotoSans[wght].ttf", "Noto Sans"),
    *(Face("manimgx_fonts", f"NotoSans{name}[wght].ttf", f"Noto Sans {name}") for name in _SCRIPTS),
    Face("manimgx_fonts", "NotoEmoji[wght].ttf", "Noto Emoji"),
    Face("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
)


def files() -> list[Path]:
    """Return every font file, the interface's own first; FileNotFoundError names what is not installed."""
    return [_find(face) for face in (*_UI, *_FURTHER)]


def folders() -> list[Path]:
    """Return the folders that hold these files: the PDF engine takes folders, not files."""
    return list(dict.fromkeys(file.parent for file in files()))


def families() -> list[str]:
    """Return the families in the order in which a missing glyph is looked for."""
    return list(dict.fromkeys(face.family for face in (*_UI, *_FURTHER)))


def _find(face: Face) -> Path:
    found = _folder(face.package) / face.file
    if not found.is_file():
        raise FileNotFoundError(f"The font {face.file} of {face.package} is not installed")
    return found


@cache
def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font package {package} is not installed")
    return Path(spec.origin).parent
