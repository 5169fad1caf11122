"""The recovery sheet: the code that opens a store when every passphrase is lost, on one page to lock away."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from desktop.documents.printing import Paper, Rendered, print_document, set_once


@dataclass(frozen=True, slots=True)
class Words:
    """Every label the template prints. English unless given otherwise."""

    kind: str = "Deskside"
    title: str = "Recovery sheet"
    site: str = "Site"
    store: str = "Store"
    person: str = "Made by"
    made: str = "Made on"
    code: str = "Recovery code"
    what: str = "What this is"
    how: str = "How to use it"
    where: str = "Where to keep it"
    footer: str = "Whoever holds this sheet and the store can read everything in it."

    @classmethod
    def translated(cls, tr: Callable[[str], str]) -> "Words":
        """Return the words passed through `tr` one by one."""
        return cls(**{word.name: tr(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """All that is printed. `groups` are the code's, in order; `steps` say how it is used, one sentence each.

    `made_on` is the document's own date (its metadata), `printed` the same in the reader's words. `store` is
    the file's name and never its folder: a sheet that is found should not say where to look.
    """

    groups: tuple[str, ...]
    store: str
    made_on: date
    printed: str
    what: str
    steps: tuple[str, ...]
    where: str
    site: str = ""
    person: str = ""
    words: Words = field(default_factory=Words)
    locale: str = "en_GB"


def render(sheet: RecoverySheet, paper: Paper = "a4", *, standard: bool = True) -> Rendered:
    """Return the sheet as PDF, one page; see `printing.print_document`."""
    return print_document(sheet, paper, standard, set_once("recovery.typ"))
