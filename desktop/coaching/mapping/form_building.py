"""A scorecard out of the questions of a response sheet, or the published one that asks the same."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from db.records.scorecards import Form, Kind, Option, Question, Renormalise, ScorecardVersion, Section
from desktop.coaching.answers import NA_KEY
from desktop.coaching.mapping.fields import split_words
from desktop.coaching.mapping.form_answers import Answer, Asked, Way, fold_answer, is_na, split_ticks

LONGEST_KEY = 40
_KINDS = {
    Way.POINTS: Kind.CHOICE,
    Way.SCALE: Kind.CHOICE,
    Way.SEVERAL: Kind.SEVERAL,
    Way.NUMBER: Kind.NUMBER,
    Way.WORDS: Kind.TEXT,
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column's cells go: the question at `position` of the form, and what each answer means there.

    `meanings` has an option's key, or `NA_KEY`, for each folded answer; what is not in it is not understood.
    """

    index: int
    position: int
    question: Question
    meanings: Mapping[str, str] = field(default_factory=dict)
    blank_is_na: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A published version that asks what the sheet asks: the columns by the position of their question.

    `unused` are columns it does not ask about, `lacking` its questions without a column: with some of these
    no row could be finished unless they are hidden.
    """

    version: ScorecardVersion
    columns: Mapping[int, int]
    unused: tuple[int, ...]
    lacking: tuple[Question, ...]

    @property
    def fits(self) -> bool:
        """Whether rows can be finished: what lacks a column is asked in some cases only, or never counts."""
        return bool(self.columns) and not any(_must_be_asked(one) for one in self.lacking)


def build_form(name: str, title: str, asked: Sequence[Asked], pass_mark: float = 80.0) -> Form:
    """A form in which each question carries its own weight; `title` is for questions outside any grid."""
    parts = []
    for heading, group in groupby(asked, key=lambda one: _split_grid(one.text)[0]):
        parts.append((heading or title, [_question(one) for one in group]))
    keys: dict[str, int] = {}
    sections = []
    for heading, questions in parts:
        key = make_key(heading)
        keys[key] = keys.get(key, 0) + 1
        sections.append(
            Section(key if keys[key] == 1 else f"{key}-{keys[key]}", heading, 1.0, tuple(questions))
        )
    return Form(name, tuple(sections), pass_mark=pass_mark, renormalise=Renormalise.QUESTION)


def targets_of(form: Form, asked: Sequence[Asked]) -> tuple[Target, ...]:
    """The columns of a form that was built from them."""
    return tuple(
        Target(one.index, place, question, _own_meanings(one, question), one.blank_is_na)
        for place, (one, question) in enumerate(zip(asked, form.questions, strict=True))
    )


def find_matches(versions: Sequence[ScorecardVersion], texts: Mapping[int, str]) -> tuple[Match, ...]:
    """Published versions asking some of the same questions, the best first; `texts` are headers by column."""
    folded = {fold_question(text): index for index, text in reversed(list(texts.items()))}
    found = []
    for version in versions:
        columns = {
            place: folded[fold_question(question.text)]
            for place, question in enumerate(version.form.questions)
            if fold_question(question.text) in folded
        }
        used = set(columns.values())
        lacking = tuple(
            question for place, question in enumerate(version.form.questions) if place not in columns
        )
        if columns:
            unused = tuple(index for index in texts if index not in used)
            found.append(Match(version, columns, unused, lacking))
    return tuple(sorted(found, key=lambda one: (not one.fits, len(one.lacking), -len(one.columns))))


def targets_of_match(
    match: Match, asked: Sequence[Asked], said: Mapping[tuple[int, str], str]
) -> tuple[Target, ...]:
    """The columns of a known scorecard; `said` are the meanings a person gave to answers, by column."""
    by_column = {one.index: one for one in asked}
    questions = match.version.form.questions
    made = []
    for place, index in sorted(match.columns.items()):
        one = by_column[index]
        meanings = dict(_known_meanings(one, questions[place]))
        meanings |= {key: option for (column, key), option in said.items() if column == index and option}
        made.append(Target(index, place, questions[place], meanings, one.blank_is_na))
    return tuple(made)


def not_understood(target: Target, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers of a column that stand for nothing in its question."""
    if target.question.kind in (Kind.NUMBER, Kind.TEXT):
        return ()
    return tuple(one for one in answers if one.count and meaning_of(target, one.words) is None)


def meaning_of(target: Target, words: str) -> tuple[str, ...] | None:
    """The option keys that an answer stands for, (`NA_KEY`,) for N/A; None where it is not understood."""
    known = target.meanings.get(fold_answer(words))
    if known is not None:
        return (known,)
    if target.question.kind is not Kind.SEVERAL:
        return None
    by_label = {key: option for key, option in target.meanings.items() if option != NA_KEY}
    ticked = split_ticks(words, list(by_label))
    return None if ticked is None else tuple(dict.fromkeys(by_label[label] for label in ticked))


def fold_question(text: str) -> str:
    """Two questions are the same where they differ in case, spaces and their last sign alone."""
    return " ".join(text.split()).casefold().rstrip(" ?:.*")


def make_key(text: str) -> str:
    """A key that the same words always get, and other words never."""
    words = "-".join(split_words(text))[:LONGEST_KEY].strip("-")
    mark = hashlib.sha256(fold_question(text).encode()).hexdigest()[:6]
    return f"{words}-{mark}" if words else mark


def _split_grid(text: str) -> tuple[str, str]:
    """A grid's heading and row, as forms write their column: `How was it? [The greeting]`."""
    heading, bracket, row = text.rstrip().rpartition(" [")
    return (heading.strip(), row[:-1].strip()) if bracket and row.endswith("]") else ("", text)


def _question(one: Asked) -> Question:
    return Question(
        key=make_key(one.text),
        text=one.text,
        options=_options(one.options) if one.counts else (),
        allow_na=True,
        scale=one.way is Way.SCALE,
        kind=_KINDS[one.way],
        weight=one.weight,
    )


def _options(answers: Sequence[Answer]) -> tuple[Option, ...]:
    keys: dict[str, int] = {}
    made = []
    for one in answers:
        key = "-".join(split_words(one.words))[:LONGEST_KEY].strip("-") or "answer"
        key = f"{key}-answer" if key == NA_KEY else key
        keys[key] = keys.get(key, 0) + 1
        made.append(Option(key if keys[key] == 1 else f"{key}-{keys[key]}", one.words, one.points or 0.0))
    return tuple(made)


def _own_meanings(one: Asked, question: Question) -> dict[str, str]:
    meanings = {answer.key: NA_KEY for answer in one.answers if answer.is_na}
    options = zip(one.options, question.options, strict=True) if one.counts else ()
    return meanings | {answer.key: option.key for answer, option in options}


def _known_meanings(one: Asked, question: Question) -> Mapping[str, str]:
    """By the words of the options; a leading number and the label behind it are each enough."""
    labels = {fold_answer(option.label): option.key for option in question.options}
    found = dict(labels) if question.kind is Kind.SEVERAL else {}
    for answer in one.answers:
        if answer.key in labels:
            found[answer.key] = labels[answer.key]
        elif question.allow_na and (answer.is_na or is_na(answer.words)):
            found[answer.key] = NA_KEY
        elif question.kind is Kind.CHOICE and (key := _by_points(answer, question)):
            found[answer.key] = key
    return found


def _by_points(answer: Answer, question: Question) -> str:
    """A bare number stands for the one option of a scale that has these points."""
    try:
        number = float(answer.words.replace(",", "."))
    except ValueError:
        return ""
    fits = [option.key for option in question.options if option.points == number]
    return fits[0] if question.scale and len(fits) == 1 else ""


def _must_be_asked(question: Question) -> bool:
    waits = question.shown_if is not None or question.only_when is not None
    return not waits and (question.earns or not question.allow_na)
