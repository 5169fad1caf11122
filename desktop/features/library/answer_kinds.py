"""The six ways to answer that a builder chooses among, and what becomes of the answers when one changes."""

from dataclasses import replace
from enum import StrEnum

from db.records.scorecards import Cause, Kind, Option, Question
from desktop.features.library.form_edits import new_key, new_option
from desktop.shell.text import tr

STEPS = 5
FEWEST_STEPS = 3


class Way(StrEnum):
    """How a question is answered, as people call it; the first three are one kind to the scoring."""

    YES_NO = "yes_no"
    GRADED = "graded"
    SCALE = "scale"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"


def way_words() -> list[tuple[object, str]]:
    return [
        (Way.YES_NO, tr("Yes or no")),
        (Way.GRADED, tr("Graded answers")),
        (Way.SCALE, tr("A labelled scale")),
        (Way.SEVERAL, tr("Several may be ticked")),
        (Way.NUMBER, tr("A number")),
        (Way.TEXT, tr("Written words")),
    ]


def way_of(question: Question) -> Way:
    if question.kind is not Kind.CHOICE:
        return Way(question.kind.value)
    if question.scale:
        return Way.SCALE
    return Way.YES_NO if len(question.options) == 2 else Way.GRADED


def answered_as(question: Question, way: Way) -> Question:
    """The question answered another way; answers that fit the new way stay, the others are made anew."""
    if way is way_of(question):
        return question
    kind = Kind(way.value) if way in (Way.SEVERAL, Way.NUMBER, Way.TEXT) else Kind.CHOICE
    changed = replace(question, kind=kind, scale=way is Way.SCALE, options=_options(question, way))
    if kind is Kind.TEXT:
        changed = replace(changed, reversed=False, bonus=False)
    return changed if kind is Kind.NUMBER else replace(changed, unit="")


def _options(question: Question, way: Way) -> tuple[Option, ...]:
    if way in (Way.NUMBER, Way.TEXT):
        return ()
    before = tuple(replace(option, least=None) for option in question.options)
    if way is Way.YES_NO:
        return (before[0], before[-1]) if len(before) > 1 else (_new(tr("Yes"), 1), _new(tr("No"), 0))
    if way is Way.GRADED:
        return _graded(before)
    if way is Way.SCALE:
        return before if len(before) >= FEWEST_STEPS else _steps()
    return before if len(before) >= FEWEST_STEPS else tuple(_new("", 1) for _ in range(FEWEST_STEPS))


def _graded(before: tuple[Option, ...]) -> tuple[Option, ...]:
    if len(before) == 2:
        return before[0], _new(tr("Partly"), (before[0].points + before[1].points) / 2), before[1]
    return before or (_new(tr("Fully"), 2), _new(tr("Partly"), 1), _new(tr("Not at all"), 0))


def _steps() -> tuple[Option, ...]:
    return tuple(_new(str(step), step) for step in range(1, STEPS + 1))


def _new(label: str, points: float) -> Option:
    return new_option(label, float(points))


def causes_from(lines: str, before: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """Root causes as typed, one a line: the same words keep their key, and so does a reworded line."""
    labels = [line.strip() for line in lines.splitlines() if line.strip()]
    known = {cause.label: cause.key for cause in before}
    free = [cause.key for cause in before if cause.label not in labels]
    same_length = len(labels) == len(before)
    made = []
    for place, label in enumerate(labels):
        reworded = same_length and before[place].key in free
        made.append(Cause(known.get(label) or (before[place].key if reworded else new_key()), label))
    return tuple(made)


def words_from(line: str) -> tuple[str, ...]:
    """Topics or tags as typed, with commas between them."""
    return tuple(dict.fromkeys(word.strip() for word in line.split(",") if word.strip()))
