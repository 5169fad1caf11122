"""The one typst compiler, kept between documents because starting it costs more than a document does."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import resources
from resources import fonts

STANDARDS = ("a-2a", "ua-1")
# Noto Sans Arabic builds a letter from its body and its dots, and readers then find that letter twice.
# DejaVu Sans, which comes with matplotlib, has whole letters: what was printed can be searched and copied.
_ARABIC = "DejaVu Sans"
_ARABIC_LETTERS = r"[\u{600}-\u{6FF}\u{750}-\u{77F}\u{8A0}-\u{8FF}\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFF}]"
_turn = Lock()


@dataclass(frozen=True, slots=True)
class Compiled:
    """`standard` tells whether the file claims PDF/A-2a and PDF/UA-1.

    Where it was asked for and could not be kept, `fault` is the compiler's reason and `unprintable` the
    characters that no font has a glyph for.
    """

    pdf: bytes
    standard: bool
    unprintable: str = ""
    fault: str = ""


def compile_template(name: str, data: Mapping[str, Any], made_on: date, *, standard: bool = True) -> Compiled:
    """Return the PDF of the template `name` in resources/documents, dated `made_on` and nothing else.

    `data`, with the `fonts` to use, reaches the template as JSON, never as markup. With `standard` the
    file is PDF/A-2a and PDF/UA-1 where that can be kept; `fault` and `unprintable` say why it was not.
    A template that does not compile raises `typst.TypstError`: a fault of ours, not of the data.
    """
    import typst

    text = json.dumps({**data, "fonts": _families()}, ensure_ascii=False, sort_keys=True)
    with _turn:
        if not standard:
            return Compiled(_compile(name, text, made_on, ()), standard=False)
        try:
            return Compiled(_compile(name, text, made_on, STANDARDS), standard=True)
        except typst.TypstError as error:
            pdf = _compile(name, text, made_on, ())
            return Compiled(pdf, False, _unprintable(set(text)), str(error.message))


def count_pages(pdf: bytes) -> int:
    """Return the number of pages, read from the page objects typst writes uncompressed."""
    return len(re.findall(rb"/Type ?/Page\b", pdf))


def _compile(name: str, data: str, made_on: date, standards: tuple[str, ...]) -> bytes:
    made = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    pdf = _compiler().compile(
        str(_folder() / name),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=list(standards),
        timestamp=int(made.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _unprintable(characters: set[str]) -> str:
    """Return those without a glyph, found by halving: typst names only the first it meets."""
    if not _prints("-"):
        return ""
    foreign = (character for character in characters if not character.isascii())
    return "".join(_without_glyph(sorted(filter(str.isprintable, foreign))))


def _without_glyph(characters: list[str]) -> list[str]:
    if not characters or _prints("\n".join(characters)):
        return []
    if len(characters) == 1:
        return characters
    half = len(characters) // 2
    return _without_glyph(characters[:half]) + _without_glyph(characters[half:])


def _prints(text: str) -> bool:
    import typst

    data = json.dumps({"text": text, "fonts": _families()})
    try:
        _compile("probe.typ", data, date(2000, 1, 1), STANDARDS)
    except typst.TypstError:
        return False
    return True


@cache
def _compiler() -> Any:
    import typst

    folders = [str(folder) for folder in (*fonts.folders(), _arabic_folder())]
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(root=str(_folder()), font_paths=faces, ignore_system_fonts=True)


def _families() -> list[str | dict[str, str]]:
    """Return the families in the order a glyph is looked for; one with `covers` is asked for those only."""
    own, *further = fonts.families()
    return [own, {"name": _ARABIC, "covers": _ARABIC_LETTERS}, *further]


def _arabic_folder() -> Path:
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("matplotlib, which brings the Arabic font, is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def _folder() -> Path:
    return Path(resources.path("documents"))
