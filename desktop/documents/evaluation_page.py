"""An evaluation as one page of HTML to fill in offline, and the same page read back.

The page fetches nothing and may run nothing but the few lines that save it: its policy names them by their
digest. What the agent may write stands in a form; everything else is the document, whose words give the
digest that its code is made with, however a browser writes the page when it saves it.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

from desktop.documents.evaluation import EvaluationDocument, Part

MOST_BYTES = 4_000_000
MOST_STEPS = 10 * MOST_BYTES
DOCUMENT, ANSWER = "document", "answer"

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; }
tr { border-bottom: 1px solid GrayText; }
td:last-child, th:last-child { text-align: right; white-space: nowrap; padding-right: 0; }
h1 { line-height: 1.2; } dt { color: GrayText; } dd { margin: 0 0 .5rem; }
textarea, select, input[type=text], input[type=date] { font: inherit; width: 100%; box-sizing: border-box; }
textarea { min-height: 4rem; } label { display: block; margin: .6rem 0 .2rem; }
fieldset { margin: 1.5rem 0; border: 1px solid GrayText; } details { margin: .5rem 0; }
label.tick { display: flex; gap: .6rem; } label.tick input { flex: none; }
button { font: inherit; padding: .5rem 1.2rem; } small { color: GrayText; }
@media print { button { display: none; } }
"""
SCRIPT = """
document.getElementById('save').addEventListener('click', function () {
  document.querySelectorAll('textarea').forEach(function (one) { one.textContent = one.value; });
  document.querySelectorAll('option').forEach(function (one) {
    one.toggleAttribute('selected', one.selected);
  });
  document.querySelectorAll('input').forEach(function (one) {
    if (one.type === 'checkbox') { one.toggleAttribute('checked', one.checked); }
    else { one.setAttribute('value', one.value); }
  });
  var page = new Blob(['<!doctype html>\\n', document.documentElement.outerHTML], { type: 'text/html' });
  var link = document.createElement('a');
  link.href = URL.createObjectURL(page);
  link.download = document.body.dataset.name;
  link.click();
});
"""


class NoAnswer(ValueError):
    """A file that is none of these pages, or not whole."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """Every word of the form; English unless given otherwise."""

    about: str = (
        "This page holds all of it and sends nothing. Read it, write what you want to say, save your answer "
        "and give the saved file back."
    )
    yours: str = "Your answer"
    read: str = "I have read this evaluation."
    words: str = "What you want to say about it, if anything"
    otherwise: str = "What you see otherwise"
    choose: str = "Tick a question to dispute it. Somebody who did not evaluate the call decides about it."
    whole: str = "The evaluation as a whole should not count"
    says: str = "It says: {answer}"
    dispute: str = "I see this otherwise"
    proposed: str = "What you would answer"
    undecided: str = "I leave it to whoever decides"
    reason: str = "Why you see it otherwise"
    evidence: str = "What shows it: minute and second, or your own words"
    name: str = "Your name"
    save: str = "Save my answer"
    unsaved: str = "Nothing leaves this page before you save it. The saved file is your answer."

    @classmethod
    def translated(cls, tr: Callable[[str], str]) -> "PageWords":
        """Return the words passed through `tr` one by one."""
        return cls(**{word.name: tr(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that can be disputed: its key, text and answer, and the answers there are."""

    key: str
    asked: str
    answer: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """How the file is known again; in hexadecimal. `code` is made with the words of the document."""

    out: str
    final: str
    sha256: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A question (its key, blank for the whole) that was ticked, with what was written."""

    key: str
    proposed: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a page that came back says. `document` are the words of its document, `sha256` the file's own."""

    marks: Marks
    document: str
    read: bool
    words: str
    name: str
    disputed: tuple[Disputed, ...]
    sha256: str = ""


@dataclass(slots=True)
class _Control:
    """One control of the form while it is read."""

    value: str = ""
    ticked: bool = False
    chosen: str | None = None
    first: str | None = None
    text: list[str] = field(default_factory=list)


def document_html(document: EvaluationDocument) -> str:
    """The part of the page that is fixed, between its tags."""
    words = document.words
    facts = "".join(f"<dt>{escape(one.name)}</dt><dd>{escape(one.value)}</dd>" for one in document.facts)
    heard = "".join(
        f"<p><small>{escape(' '.join(part for part in (one.when, one.tag) if part))}</small><br>"
        f"{_lines(one.text)}</p>"
        for one in document.heard
    )
    parts = "".join(_part(one, document) for one in document.parts)
    parts += _listed(words.sums, document.sums) + _listed(words.outside, document.outside)
    comment = f"<h2>{escape(words.comment)}</h2><p>{_lines(document.comment)}</p>" if document.comment else ""
    return (
        f"<h1>{escape(words.title)}: {escape(document.name)}</h1><dl>{facts}</dl>"
        f"<p><strong>{escape(document.headline)}</strong></p>"
        + (f"<h2>{escape(words.heard)}</h2>{heard}" if heard else "")
        + f"<h2>{escape(words.why)}</h2>{parts}{comment}"
    )


def _listed(head: str, lines: Sequence[str]) -> str:
    said = "".join(f"<p>{_lines(line)}</p>" for line in lines)
    return f"<h3>{escape(head)}</h3>{said}" if lines else ""


def _part(part: Part, document: EvaluationDocument) -> str:
    words = document.words
    rows = "".join(
        f"<tr><td>{escape(one.asked)}{'<br><small>' + _lines(one.said) + '</small>' if one.said else ''}</td>"
        f"<td>{escape(one.answer)}</td><td>{escape(one.points)}</td></tr>"
        for one in part.answers
    )
    head = f"<th>{escape(part.title or words.question)}</th><th>{escape(words.answer)}</th>"
    return f"<table><tr>{head}<th>{escape(part.percent or words.points)}</th></tr>{rows}</table>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def document_words(html: str) -> str:
    """The words of a document, as a browser cannot change them when it saves: blanks folded into one."""
    reader = _Reader()
    reader.feed(f'<article id="{DOCUMENT}">{html}</article>')
    reader.close()
    return reader.words()


def make_page(
    document: EvaluationDocument, asked: Sequence[Asked], marks: Marks, said: PageWords, file_name: str
) -> str:
    """The whole page. `marks.code` must be made of `document_words(document_html(document))`."""
    style, script = (_digest(text) for text in (STYLE, SCRIPT))
    policy = (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"
    )
    language = document.locale.replace("_", "-")
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in (("out", marks.out), ("final", marks.final), ("sha256", marks.sha256))
    )
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(document.words.title)}: {escape(document.name)}</title><style>{STYLE}</style></head>"
        f'<body data-name="{escape(file_name)}"><p>{escape(said.about)}</p>'
        f'<article id="{DOCUMENT}">{document_html(document)}</article>'
        f'<form id="{ANSWER}" autocomplete="off">{hidden}'
        f'<input type="hidden" name="code" value="{escape(marks.code)}">{_form(asked, said)}</form>'
        f"<script>{SCRIPT}</script></body></html>\n"
    )


def _form(asked: Sequence[Asked], said: PageWords) -> str:
    questions = "".join(_question(place, one, said) for place, one in enumerate(asked))
    return (
        f"<h2>{escape(said.yours)}</h2>"
        f'<label class="tick"><input type="checkbox" name="read"> {escape(said.read)}</label>'
        f'<label for="words">{escape(said.words)}</label><textarea id="words" name="words"></textarea>'
        f"<fieldset><legend>{escape(said.otherwise)}</legend><p>{escape(said.choose)}</p>{questions}</fieldset>"
        f'<label for="name">{escape(said.name)}</label><input type="text" id="name" name="name">'
        f'<p><button type="button" id="save">{escape(said.save)}</button></p>'
        f"<p><small>{escape(said.unsaved)}</small></p>"
    )


def _question(place: int, one: Asked, said: PageWords) -> str:
    answers = "".join(f'<option value="{escape(key)}">{escape(words)}</option>' for key, words in one.choices)
    says = f"<p>{escape(said.says.replace('{answer}', one.answer))}</p>" if one.answer else ""
    proposed = (
        f'<label for="p{place}">{escape(said.proposed)}</label>'
        f'<select id="p{place}" name="p.{escape(one.key)}">'
        f'<option value="">{escape(said.undecided)}</option>{answers}</select>'
        if answers
        else ""
    )
    return (
        f"<details><summary>{escape(one.asked)}</summary>{says}"
        f'<label class="tick"><input type="checkbox" name="d.{escape(one.key)}"> '
        f"{escape(said.dispute)}</label>"
        f"{proposed}"
        f'<label for="r{place}">{escape(said.reason)}</label>'
        f'<textarea id="r{place}" name="r.{escape(one.key)}"></textarea>'
        f'<label for="e{place}">{escape(said.evidence)}</label>'
        f'<textarea id="e{place}" name="e.{escape(one.key)}"></textarea></details>'
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def read_page(content: bytes) -> Returned:
    """Read a page that came back; NoAnswer for anything else. What it claims is still to be checked."""
    if len(content) > MOST_BYTES:
        raise NoAnswer("too large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoAnswer("no text") from error
    reader = _Reader()
    _demand_closed(text)
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # what Python's parser says of a declaration it doesn't know
        raise NoAnswer("no page") from error
    found = reader.controls
    names = ("out", "final", "sha256", "code")
    if reader.documents != 1 or any(name not in found or not found[name].value for name in names):
        raise NoAnswer("not one of our pages")
    return Returned(
        marks=Marks(*(found[name].value for name in names)),
        document=reader.words(),
        read="read" in found and found["read"].ticked,
        words=_text(found, "words"),
        name=found["name"].value.strip() if "name" in found else "",
        disputed=tuple(_disputed(found)),
        sha256=sha256(content).hexdigest(),
    )


def _demand_closed(text: str) -> None:
    """Refuse tags that open and don't close: Python's parser goes through what follows from each of them."""
    if sum(piece.count("<") * len(piece) for piece in text.split(">")) > MOST_STEPS:
        raise NoAnswer("tags that don't close")


def _disputed(found: Mapping[str, _Control]) -> list[Disputed]:
    told = []
    for name, control in found.items():
        if name.startswith("d.") and control.ticked:
            key = name[2:]
            picked = found.get(f"p.{key}", _Control())
            proposed = picked.chosen if picked.chosen is not None else ""
            told.append(Disputed(key, proposed, _text(found, f"r.{key}"), _text(found, f"e.{key}")))
    return told


def _text(found: Mapping[str, _Control], name: str) -> str:
    return "".join(found[name].text).strip() if name in found else ""


class _Reader(HTMLParser):
    """The words of the document and the controls of the form. Nothing else of the page is looked at."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.controls: dict[str, _Control] = {}
        self.documents = 0
        self._said: list[str] = []
        self._inside = False
        self._writing: _Control | None = None
        self._choosing: _Control | None = None

    def words(self) -> str:
        return " ".join("".join(self._said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "article":
            self._inside = given.get("id") == DOCUMENT
            self.documents += self._inside
        elif self._inside:
            self._said.append(" ")
        if tag in ("input", "textarea", "select") and not self._inside:
            self._take(tag, given)
        elif tag == "option" and self._choosing is not None and "selected" in given:
            self._choosing.chosen = given.get("value") or ""

    def _take(self, tag: str, given: Mapping[str, str | None]) -> None:
        control = self.controls.setdefault(given.get("name") or "", _Control())
        if tag == "input":
            control.value = given.get("value") or ""
            control.ticked = "checked" in given
        elif tag == "textarea":
            self._writing = control
        else:
            self._choosing = control

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._inside = False
        elif self._inside:
            self._said.append(" ")
        if tag == "textarea":
            self._writing = None
        elif tag == "select":
            self._choosing = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._said.append(data)
        elif self._writing is not None:
            self._writing.text.append(data)
