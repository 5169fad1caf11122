"""One revision of an evaluation as a document to be read, from what was kept of it and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from db.records.observations import DetailKind, Fact, NoteTag
from desktop.coaching import scoring
from desktop.features.monitoring import why
from desktop.features.monitoring.changing import Reading
from desktop.features.monitoring.why_document import document
from desktop.features.monitoring.wording import fact_words, promise_words, tag_words
from desktop.shell.colours import meaning_mark
from desktop.shell.text import clock, moment, ntr, tr


def reading_document(reading: Reading, colour: Callable[[str], str], told_why: bool = False) -> str:
    """Rich text: notes, strengths first, then the sum and the comment. `told_why` begins with the reason."""
    content = reading.revision.content
    answers = bytes.fromhex(content["evaluation"]["answers"])
    score = scoring.score(reading.form, answers)
    found = why.explain(reading.form, score, said_of(content))
    questions = {question.key: question.text for question in reading.form.questions}
    reason = f"<p>{escape(reason_words(reading))}</p>" if told_why and reading.revision.final.reason else ""
    summed = f"<h3>{escape(tr('Why this score'))}</h3>" + document(
        found, content["evaluation"]["comment"], colour
    )
    return reason + _notes(content["notes"], questions, colour) + summed


def said_of(content: Mapping[str, Any]) -> list[why.Said]:
    """What the answers say beside their codes; nothing in a final from before they could."""
    rows = content.get("details", ())
    return [why.Said(row["question"], DetailKind(row["kind"]), row["value"]) for row in rows]


def headline(reading: Reading) -> str:
    """Score and outcome in one line."""
    answers = bytes.fromhex(reading.revision.content["evaluation"]["answers"])
    return why.explain(reading.form, scoring.score(reading.form, answers)).headline


def reason_words(reading: Reading) -> str:
    """Which revision it is, and for one after the first who changed it and why."""
    one = reading.revision
    if one.final.revision == 1:
        return tr("Revision 1, finished by {name} on {when}", name=one.by, when=moment(one.final.made_at))
    return tr(
        "Revision {n}, changed by {name} on {when} because: {reason}",
        n=one.final.revision,
        name=one.by,
        when=moment(one.final.made_at),
        reason=one.final.reason,
    )


MOST_DIFFERENCES = 4


def differences(before: Reading, now: Reading) -> list[str]:
    """`3. Was the name asked once? Yes → No`, for the first few answers that differ; then the comment."""
    old, new = (one.revision.content["answers"] for one in (before, now))
    pairs = list(enumerate(zip(old, new, strict=False), 1))
    lines = [
        f"{place}. {was['asked']} {_answer(was)} → {_answer(is_now)}"
        for place, (was, is_now) in pairs
        if _answer(was) != _answer(is_now)
    ]
    if len(lines) > MOST_DIFFERENCES:
        more = len(lines) - MOST_DIFFERENCES + 1
        lines = [
            *lines[: MOST_DIFFERENCES - 1],
            ntr("{n} more answer differs.", "{n} more answers differ.", more),
        ]
    if len({frozenset(said_of(one.revision.content)) for one in (before, now)}) > 1:
        lines = [*lines, tr("What stands beside the answers differs.")]
    comments = {one.revision.content["evaluation"]["comment"] for one in (before, now)}
    return [*lines, tr("The comment differs.")] if len(comments) > 1 else lines


def _answer(line: Mapping[str, Any]) -> str:
    return line["answer"] or {
        "na": tr("N/A"),
        "hidden": tr("not asked"),
        "answered": tr("answered"),
    }.get(line["state"], tr("not answered"))


def _notes(
    notes: Sequence[Mapping[str, Any]], questions: Mapping[str, str], colour: Callable[[str], str]
) -> str:
    """Praise first: the talk begins with it."""
    if not notes:
        return ""
    strength = NoteTag.STRENGTH.value
    ordered = sorted(notes, key=lambda note: (note["tag"] != strength, note["at_s"]))
    lines = "".join(_note(note, questions, colour) for note in ordered)
    return f"<h3>{escape(tr('What was heard'))}</h3>{lines}"


def _note(note: Mapping[str, Any], questions: Mapping[str, str], colour: Callable[[str], str]) -> str:
    mark, below = "", []
    if note["tag"]:
        shape = meaning_mark(note["tag"])
        mark = f'<span style="color: {colour(shape.role)};">{shape.shape}</span> '
        below.append(tag_words(NoteTag(note["tag"])))
    if note.get("fact"):
        below.append(fact_words(Fact(note["fact"])))
    if terms := promise_words(*(str(note.get(key, "")) for key in ("who", "how", "due"))):
        below.append(terms)
    if note["question"]:
        below.append(tr("for “{question}”", question=questions.get(note["question"], note["question"])))
    told = f'<br><span style="color: {colour("muted")};">{escape(" · ".join(below))}</span>' if below else ""
    words = escape(note["text"]).replace("\n", "<br>")
    return f"<p>{clock(note['at_s'])}&nbsp;&nbsp;{mark}{words}{told}</p>"
