"""An evaluation to be handed out: on paper with a line to sign, or as a page to fill in."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from desktop.documents.holdings import Fact
from desktop.documents.printing import Paper, Rendered, print_document, set_once

__all__ = ["Answer", "EvaluationDocument", "Fact", "Heard", "Part", "Words", "render_evaluation"]


@dataclass(frozen=True, slots=True)
class Words:
    """Every word the template itself prints; `{…}` is filled in. English unless given otherwise."""

    title: str = "Evaluation"
    heard: str = "What was heard"
    why: str = "Why this score"
    question: str = "Question"
    answer: str = "Answer"
    points: str = "Points"
    sums: str = "The sum"
    outside: str = "Left out"
    comment: str = "On the whole call"
    read: str = "I have read this evaluation."
    otherwise: str = "What I see otherwise, or want to say"
    signature: str = "Signature"
    signed_on: str = "Date"
    footer: str = "Evaluation of"
    page: str = "Page {page} of {pages}"

    @classmethod
    def translated(cls, tr: Callable[[str], str]) -> "Words":
        """Return the words passed through `tr` one by one."""
        return cls(**{word.name: tr(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class Heard:
    """A note: its second, its tag in words (blank for none) and what it says."""

    when: str
    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer and points as they are read; `said` are words beside the answer."""

    asked: str
    answer: str
    points: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the scorecard with its percentage in words."""

    title: str
    percent: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class EvaluationDocument:
    """All that is handed out, ready to print. `made_on` is the document's date, `printed` the same in words.

    `sums` are the lines by which the score can be redone, `outside` what stayed out of it and why.

    `code` names the file, so that a paper that comes back is known again.
    """

    name: str
    made_on: date
    printed: str
    headline: str
    facts: tuple[Fact, ...]
    heard: tuple[Heard, ...]
    parts: tuple[Part, ...]
    comment: str
    sums: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    site: str = ""
    code: str = ""
    words: Words = field(default_factory=Words)
    locale: str = "en_GB"


def render_evaluation(
    document: EvaluationDocument, paper: Paper = "a4", *, standard: bool = True
) -> Rendered:
    """Return the document as PDF with a line to sign; see `print_document`."""
    return print_document(document, paper, standard, set_once("evaluation.typ"))
