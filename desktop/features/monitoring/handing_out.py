"""Handing an evaluation out as a file: what it says, as a document; a page to fill in, or a PDF to sign."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.connection import Database
from db.queries import evaluations, handed_out, log, people, revising
from db.records.disputes import HandedOut
from db.records.finals import Revision
from db.records.observations import Evaluation, EvaluationState, NoteTag
from db.records.people import User
from db.records.scorecards import Form
from db.store import Store
from desktop.coaching import disputes as rules
from desktop.coaching import scoring
from desktop.coaching.access import Deed, demand
from desktop.coaching.disputes import Refusal, Refused
from desktop.documents.evaluation import (
    Answer,
    EvaluationDocument,
    Fact,
    Heard,
    Part,
    Words,
    render_evaluation,
)
from desktop.documents.evaluation_page import (
    Asked,
    Marks,
    PageWords,
    document_html,
    document_words,
    make_page,
)
from desktop.documents.files import put_whole
from desktop.documents.printing import Misprint, Paper
from desktop.features.monitoring import why
from desktop.features.monitoring.reading_document import said_of
from desktop.features.monitoring.wording import tag_words
from desktop.shell.dispute_words import answer_label, choices, question_label
from desktop.shell.finals import form_of, kept_final
from desktop.shell.text import clock, day, locale_in_use, moment, tr

OUT = ("evaluation", "final", "final_text", "handed_out", "event", "change")
LONGEST = 120  # bytes of a name in a file's name
UNFIT = re.compile(r'[\s\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class GivenOut:
    """Where the file is, and what could not be printed as written."""

    path: Path
    warnings: tuple[Misprint, ...] = ()


def hand_out_page(store: Store, evaluation_id: int, path: Path, by: User) -> GivenOut:
    """Write the page to fill in to `path`; handing it out shares the evaluation.

    The agent reads it anywhere, offline, and gives the saved file back. OSError where the place can't be
    written; then nothing was handed out.
    """
    demand(by, Deed.EXPORT)
    with store.writing(*OUT) as db:
        one, revision, form = _share(db, evaluation_id)
        document = _document(db, revision, form, store.now())
        out = handed_out.hand_out(db, revision.final, by.id, "html", store.now())
        marks = _marks(out, revision, document)
        words = PageWords.translated(tr)
        page = make_page(document, _asked(form, one, words), marks, words, path.name)
        put_whole(path, page.encode())
        log.say(db, "export", "evaluation", "agent", people.agent(db, one.agent_id).uid)
    return GivenOut(path)


def hand_out_paper(store: Store, evaluation_id: int, path: Path, by: User, paper: Paper = "a4") -> GivenOut:
    """Write the PDF with a line to sign to `path`; handing it out shares the evaluation."""
    demand(by, Deed.EXPORT)
    with store.writing(*OUT) as db:
        one, revision, form = _share(db, evaluation_id)
        out = handed_out.hand_out(db, revision.final, by.id, "pdf", store.now())
        code = f"{out.uid.hex()[-8:]} · {revision.final.revision} · {revision.final.sha256[:8]}"
        document = replace(_document(db, revision, form, store.now()), code=code)
        made = render_evaluation(document, paper)
        put_whole(path, made.pdf)
        log.say(db, "export", "evaluation", "agent", people.agent(db, one.agent_id).uid)
    return GivenOut(path, made.warnings)


def _share(db: Database, evaluation_id: int) -> tuple[Evaluation, Revision, Form]:
    one = evaluations.evaluation(db, evaluation_id)
    if one.state is EvaluationState.DRAFT:
        raise Refused(Refusal.NO_SLIP)
    if one.state is EvaluationState.DISPUTED:
        raise Refused(Refusal.IS_DISPUTED)
    revision = kept_final(db, one)
    if one.state is EvaluationState.FINAL:
        revising.set_state(db, one.id, EvaluationState.SHARED)
    return one, revision, form_of(db, revision.content)


def _marks(out: HandedOut, revision: Revision, document: EvaluationDocument) -> Marks:
    said = document_words(document_html(document))
    code = handed_out.code(out, revision.final, said)
    return Marks(out.uid.hex(), revision.final.uid.hex(), revision.final.sha256, code)


def _asked(form: Form, one: Evaluation, words: PageWords) -> list[Asked]:
    found = [
        Asked(
            question.key,
            f"{place}. {question.text}",
            answer_label(question, rules.standing(form, one.answers, question.key)),
            tuple(choices(question)),
        )
        for place, question in enumerate(form.questions, 1)
        if question in rules.disputable(form, one.answers)
    ]
    return [*found, Asked(rules.WHOLE, question_label(None), "", ((rules.VOID, words.whole),))]


def _document(db: Database, revision: Revision, form: Form, now: datetime) -> EvaluationDocument:
    content = revision.content
    site = people.site(db)
    answers = bytes.fromhex(content["evaluation"]["answers"])
    found = scoring.score(form, answers)
    told = why.explain(form, found, said_of(content))
    made_on = now.astimezone().date()
    return EvaluationDocument(
        name=content["agent"]["name"],
        made_on=made_on,
        printed=day(made_on),
        headline=told.headline,
        facts=tuple(_facts(revision)),
        heard=tuple(_heard(content["notes"])),
        parts=tuple(_parts(told, found)),
        sums=told.sums,
        outside=told.outside,
        comment=content["evaluation"]["comment"],
        site=site.name if site else "",
        words=Words.translated(tr),
        locale=locale_in_use(),
    )


def _facts(revision: Revision) -> Iterable[Fact]:
    content, final = revision.content, revision.final
    contact = content["contact"]
    about = ", ".join(str(part) for part in (contact["topic"], contact["reference"]) if part)
    yield Fact(tr("Call"), " · ".join(part for part in (_when(contact["started_at"]), about) if part))
    yield Fact(tr("Scorecard"), f"{content['scorecard']['name']}, {content['scorecard']['number']}")
    yield Fact(tr("Listened"), content["by"])
    words = tr("{n}, {when}", n=final.revision, when=moment(final.made_at))
    yield Fact(tr("Revision"), f"{words}: {final.reason}" if final.reason else words)


def _when(text: Any) -> str:
    return day(date.fromisoformat(str(text)[:10])) if text else ""


def _heard(notes: Iterable[Mapping[str, Any]]) -> Iterable[Heard]:
    """Praise first, as everywhere an agent reads."""
    strength = NoteTag.STRENGTH.value
    for note in sorted(notes, key=lambda note: (note["tag"] != strength, note["at_s"])):
        tag = tag_words(NoteTag(note["tag"])) if note["tag"] else ""
        yield Heard(clock(note["at_s"]), tag, note["text"])


def _parts(told: why.Why, found: scoring.Score) -> Iterable[Part]:
    rows = {row.place: row for row in told.rows if not row.is_section}
    heads = [row for row in told.rows if row.is_section]
    for head, section in zip(heads, found.sections, strict=True):
        answers = tuple(
            _answer(rows[str(line.position + 1)])
            for line in section.questions
            if line.state is not scoring.AnswerState.HIDDEN
        )
        if answers:
            yield Part(head.what, head.answer if section.percent is not None else "", answers)


def _answer(row: why.Row) -> Answer:
    return Answer(f"{row.place}. {row.what}", row.answer, row.points, "\n".join(row.beside))


def file_name(agent: str, suffix: str) -> str:
    """A name any system takes, without the folder: `Evaluation Imani Okafor.html`."""
    short = UNFIT.sub(" ", agent).encode()[:LONGEST].decode(errors="ignore").strip(" .")
    return f"{tr('Evaluation')} {short or tr('agent')}{suffix}"
