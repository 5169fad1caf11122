"""What every document goes through on its way to paper: text made safe, set, and told what it lost."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from desktop.documents.engine import Compiled, compile_template
from desktop.documents.sanitise import breakable, clean

Paper = Literal["a4", "letter"]
Setting: TypeAlias = Callable[[dict[str, Any], date, bool], Compiled]
"""Sets data that is fit to print: (data, the document's date, whether the standards are asked for)."""


class Fault(StrEnum):
    """What could not be printed as it was written."""

    REPLACED = "replaced"
    NO_GLYPH = "no_glyph"
    NO_STANDARD = "no_standard"


@dataclass(frozen=True, slots=True)
class Misprint:
    """`place` is the field, e.g. `areas.0.goals.1.own_words`; blank for NO_STANDARD, the whole document."""

    fault: Fault
    place: str
    characters: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """`standard` is True where the file is PDF/A-2a and PDF/UA-1 in one."""

    pdf: bytes
    warnings: tuple[Misprint, ...] = ()
    standard: bool = True


def print_document(document: Any, paper: Paper, standard: bool, setting: Setting) -> Rendered:
    """Return the PDF of a dataclass of text that has `made_on` and `locale`.

    The same document gives the same bytes on every machine. With `standard` it is PDF/A-2a and PDF/UA-1 in
    one. Where a character has no glyph in any font, or the standard cannot be kept for another reason, the
    file is made without it and `warnings` say so.
    """
    data, replaced = _cleaned(document)
    language, region = _spoken(document.locale)
    page = {"paper": paper, "lang": language, "region": region}
    made = setting(data | page, document.made_on, standard)
    missing = tuple(_missing(data, made.unprintable))
    rest = (Misprint(Fault.NO_STANDARD, "", ""),) if made.fault and not missing else ()
    return Rendered(made.pdf, replaced + missing + rest, made.standard)


def set_once(template: str) -> Setting:
    """Set with a template whatever the length comes to."""

    def setting(data: dict[str, Any], made_on: date, standard: bool) -> Compiled:
        return compile_template(template, data | {"density": "roomy"}, made_on, standard=standard)

    return setting


def _spoken(locale: str) -> tuple[str, str]:
    """Return language and region as typst takes them, e.g. `zh`, `CN` of `zh_Hans_CN`; else English."""
    found = re.match(r"([a-z]{2,3})(?:[_-][A-Z][a-z]{3})?(?:[_-]([A-Z]{2}))?(?![A-Za-z])", locale)
    return (found[1], found[2] or "") if found else ("en", "")


def _cleaned(document: Any) -> tuple[dict[str, Any], tuple[Misprint, ...]]:
    """Return the document as plain data fit to print, and where characters had to be replaced."""
    warnings: list[Misprint] = []

    def fit(value: object, place: str) -> object:
        if isinstance(value, str):
            text, lost = clean(value)
            if lost:
                warnings.append(Misprint(Fault.REPLACED, place, lost))
            # A break could fall into the `{…}` of a sentence, and translators know how wide a label may be.
            return text if place.startswith("words.") else breakable(text)
        if isinstance(value, dict):
            return {key: fit(inner, f"{place}.{key}".lstrip(".")) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [fit(inner, f"{place}.{index}") for index, inner in enumerate(value)]
        return value.isoformat() if isinstance(value, date) else value

    fitted = fit(asdict(document), "")
    assert isinstance(fitted, dict)
    return fitted, tuple(warnings)


def _missing(data: dict[str, Any], unprintable: str) -> Iterator[Misprint]:
    for place, text in _texts(data, ""):
        without = "".join(character for character in unprintable if character in text)
        if without:
            yield Misprint(Fault.NO_GLYPH, place, without)


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{place}.{index}")
