"""Everything held on one person, in print: for the person themselves, who may never have seen the program."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from desktop.documents.printing import Paper, Rendered, print_document, set_once


@dataclass(frozen=True, slots=True)
class Words:
    """Every word the template itself prints; `{…}` is filled in. English unless given otherwise."""

    title: str = "Everything we hold"
    contents: str = "In this document"
    nothing: str = "Nothing of this kind is held."
    footer: str = "Everything we hold on"
    page: str = "Page {page} of {pages}"

    @classmethod
    def translated(cls, tr: Callable[[str], str]) -> "Words":
        """Return the words passed through `tr` one by one."""
        return cls(**{word.name: tr(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is known under it, both ready to print."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`when` stands in the margin, `line` in the quiet under the title, the facts one under another."""

    when: str
    title: str
    line: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under `columns`, or entries; `count` is how many, ready to print, `note` a sentence about them."""

    title: str
    count: str
    note: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class HoldingsDocument:
    """All that is printed, ready to print. `made_on` is the document's date, `printed` the same in words."""

    name: str
    made_on: date
    printed: str
    site: str = ""
    facts: tuple[Fact, ...] = ()
    about: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    words: Words = field(default_factory=Words)
    locale: str = "en_GB"


def render_holdings(document: HoldingsDocument, paper: Paper = "a4", *, standard: bool = True) -> Rendered:
    """Return the document as PDF; see `print_document`."""
    return print_document(document, paper, standard, set_once("holdings.typ"))
