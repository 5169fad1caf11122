"""What a level rests on: the views with their words, the notes and answers linked to them, and the calls."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from db.connection import Database
from db.queries import behind, evaluations, observations, people, scorecards, skills
from db.records.answer_bytes import chosen
from db.records.figures import Scope
from db.records.observations import NoteTag
from db.records.skills import Assessment, AssessmentKind, Evidence, Rating, Skill
from desktop.coaching import blind, scoring
from desktop.features.skills import reading

MOST_CALLS = 2000
MOST_ANSWERS = 200


class Kind(StrEnum):
    """What one row under a figure is."""

    VIEW = "view"
    NOTE = "note"
    ANSWER = "answer"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Basis:
    """One row; `id` is the assessment's, the note's or the evaluation's.

    `level` is a view's (None: not seen yet), `percent` (0–100) an answer's or a call's.
    """

    kind: Kind
    id: int
    day: date
    title: str
    words: str
    level: int | None = None
    percent: float | None = None
    tag: NoteTag | None = None
    view: AssessmentKind | None = None


def basis(db: Database, agent_id: int, skill_id: int, today: date) -> tuple[Basis, ...]:
    """Views newest first, each with its evidence after it; then the calls whose questions show the skill."""
    known = reading.everything(db, agent_id)
    skill = next(one for one in skills.skills(db) if one.id == skill_id)
    open_ones = reversed(blind.seen(known.assessments.get(agent_id, [])))
    rows: list[Basis] = []
    for one in open_ones:
        held = known.contents[one.id]
        for rating in (each for each in held.ratings if each.skill_id == skill_id):
            rows.append(_view(db, one, rating))
            rows += [_seen(db, each) for each in held.evidence if each.rating_id == rating.id]
    return (*rows, *calls(db, skill, reading.heard_scope(agent_id, today)))


def _view(db: Database, one: Assessment, rating: Rating) -> Basis:
    by = people.user(db, one.user_id).name if one.kind is not AssessmentKind.SELF else ""
    return Basis(Kind.VIEW, one.id, one.begun_on, by, rating.comment, rating.level, view=one.kind)


def _seen(db: Database, evidence: Evidence) -> Basis:
    if evidence.note_id is not None:
        note = observations.note(db, evidence.note_id)
        return Basis(Kind.NOTE, note.id, note.written_at.date(), "", note.text, tag=note.tag)
    assert evidence.evaluation_id is not None
    one = evaluations.evaluation(db, evidence.evaluation_id)
    form = scorecards.version(db, one.version_id).form
    questions = [each.key for each in form.questions]
    if evidence.question not in questions:
        return Basis(Kind.ANSWER, one.id, one.day, form.name, evidence.question)
    place = questions.index(evidence.question)
    question = form.questions[place]
    answer = "; ".join(question.options[each].label for each in chosen(form, one.answers, place))
    return Basis(Kind.ANSWER, one.id, one.day, form.name, f"{question.text} {answer}".strip())


def calls(db: Database, skill: Skill, scope: Scope) -> Iterable[Basis]:
    """The finished evaluations behind the mean of the skill's questions, newest first."""
    assert scope.agent_id is not None
    lines = {line.evaluation_id: line for line in behind.scores(db, scope, MOST_CALLS)}
    filled = evaluations.counted(db, scope.agent_id, scope.since, scope.until, MOST_CALLS)
    forms = {one.id: one.form for one in scorecards.versions(db, {one.version_id for one in filled})}
    for one in filled:
        percent = scoring.skill_percents(forms[one.version_id], one.answers).get(skill.key)
        if percent is not None:
            contact = lines[one.id].contact if one.id in lines else ""
            yield Basis(Kind.CALL, one.id, one.day, contact, forms[one.version_id].name, percent=percent)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A note or an answer that can be linked to a rating; `evidence_id` is set where it is."""

    note_id: int | None
    evaluation_id: int | None
    question: str
    day: date
    contact: str
    asked: str
    words: str
    tag: NoteTag | None = None
    percent: float | None = None
    evidence_id: int | None = None

    @property
    def mark(self) -> tuple[int | None, int | None, str]:
        return self.note_id, self.evaluation_id, self.question if self.evaluation_id else ""


def sightings(
    db: Database, agent_id: int, skill: Skill, linked: Iterable[Evidence], every_note: bool
) -> tuple[Sighting, ...]:
    """What was heard on the skill's questions (or all notes), newest first; what is linked stands before."""
    asked = {key: one.text for key, one in scorecards.questions(db).items() if one.skill == skill.key}
    under = {
        (one.note_id, one.evaluation_id, one.question if one.evaluation_id else ""): one for one in linked
    }
    found = [*_notes(db, agent_id, asked), *_answers(db, agent_id, asked)]
    ours = [
        one for one in found if every_note or one.evaluation_id or one.question in asked or one.mark in under
    ]
    marked = [_linked(one, under.get(one.mark)) for one in ours]
    newest = sorted(marked, key=lambda one: one.day, reverse=True)
    return tuple(sorted(newest, key=lambda one: one.evidence_id is None))


def _linked(one: Sighting, evidence: Evidence | None) -> Sighting:
    return one if evidence is None else replace(one, evidence_id=evidence.id)


def _notes(db: Database, agent_id: int, asked: dict[str, str]) -> Iterable[Sighting]:
    for one in skills.heard_notes(db, agent_id):
        note = one.note
        yield Sighting(
            note.id,
            None,
            note.question,
            one.day,
            one.contact,
            asked.get(note.question, ""),
            note.text,
            note.tag,
        )


def _answers(db: Database, agent_id: int, asked: dict[str, str]) -> Iterable[Sighting]:
    for key, text in asked.items():
        for line in behind.answers(db, key, Scope(agent_id), MOST_ANSWERS):
            yield Sighting(
                None, line.evaluation_id, key, line.day, line.contact, text, line.answer, percent=line.percent
            )
