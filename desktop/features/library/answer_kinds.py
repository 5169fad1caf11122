"""The six ways to answer that a builder chooses among, how they count, and what a change of one brings."""

from dataclasses import replace
from enum import StrEnum

from db.records.scorecards import Cause, Kind, Option, Question
from desktop.coaching.answer_keys import PLACES, digits_of, follows_numbers
from desktop.features.library.form_edits import new_key, new_option
from desktop.features.library.weights import plain
from desktop.shell.text import percent, tr

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
        (Way.GRADED, tr("Answers with points")),
        (Way.SCALE, tr("A labelled scale: its lowest step is 0 %")),
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


def say_counting(question: Question) -> str:
    """What the answers come to, told by the question's own; blank where there is nothing to take wrongly."""
    way, room = way_of(question), question.most - question.floor
    if way not in (Way.GRADED, Way.SCALE) or room <= 0 or question.bonus:
        return ""
    ranked = sorted(question.options, key=question.worth)
    shown = ranked if len(ranked) <= FEWEST_STEPS else [ranked[0], ranked[-2], ranked[-1]]
    examples = ", ".join(_example(question, option, room) for option in shown)
    if way is Way.SCALE:
        words = tr("The lowest step counts for nothing: {examples}.", examples=examples)
        kept = tr("Where it should keep its points, choose “Answers with points”.")
        return f"{words} {kept}" if question.least > 0 else words
    return tr("Each answer counts its points out of the most: {examples}.", examples=examples)


def _example(question: Question, option: Option, room: float) -> str:
    share = percent((question.worth(option) - question.floor) / room)
    points = plain(option.points)
    if not option.label.strip() or option.label.strip() == points:
        return tr("{points} is {share}", points=points, share=share)
    return tr("“{answer}” ({points}) is {share}", answer=option.label.strip(), points=points, share=share)


def say_keys(question: Question) -> str:
    """Which keys pick the answers while listening; blank where none do."""
    digits = [digit for digit in digits_of(question) if digit]
    if question.kind not in (Kind.CHOICE, Kind.SEVERAL) or not digits:
        return ""
    if follows_numbers(question):
        return tr("Keys: each answer’s own number, {digits}.", digits=" ".join(digits))
    return tr("Keys: {first} to {last}, from the top.", first=PLACES[0], last=digits[-1])


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
