"""What differs between two versions of a scorecard, in words: what it is, how it was, how it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from db.records.contacts import Channel
from db.records.scorecards import (
    Aim,
    Band,
    Cause,
    CriticalEffect,
    Form,
    Kind,
    OnlyWhen,
    Option,
    Question,
    Renormalise,
    Section,
    ShownIf,
)
from desktop.coaching.answers import NA_KEY
from desktop.coaching.form_changes import Change, Difference, forces_version
from desktop.features.library.weights import plain
from desktop.features.library.writing import Pen
from desktop.shell.text import ntr, percent, tr
from desktop.shell.words import word

WHAT: dict[Change, str] = {
    Change.NAME: "Name",
    Change.DESCRIPTION: "What it is for",
    Change.PASS_MARK: "Pass mark",
    Change.RENORMALISE: "What carries the weight",
    Change.CRITICAL_EFFECT: "What a critical answer does",
    Change.BONUS_CAP: "Most that bonus questions may add",
    Change.BAND_ADDED: "A band added",
    Change.BAND_REMOVED: "A band removed",
    Change.BAND_RENAMED: "Name of a band",
    Change.BAND_LEAST: "Where a band begins",
    Change.SECTION_ADDED: "A section added",
    Change.SECTION_REMOVED: "The section removed",
    Change.SECTION_RENAMED: "Title of the section",
    Change.SECTION_WEIGHT: "Weight of the section",
    Change.SECTION_MOVED: "The section moved",
    Change.QUESTION_ADDED: "A question added",
    Change.QUESTION_REMOVED: "The question removed",
    Change.QUESTION_MOVED: "The question moved",
    Change.REWORDED: "Words of the question",
    Change.GUIDANCE: "Guidance",
    Change.GOOD: "Good example",
    Change.POOR: "Poor example",
    Change.KIND: "How it is answered",
    Change.QUESTION_WEIGHT: "Weight of the question",
    Change.SCALE: "A labelled scale",
    Change.REVERSED: "Reversed",
    Change.BONUS: "A bonus",
    Change.ALLOW_NA: "N/A is possible",
    Change.SHOWN_IF: "Asked only after",
    Change.ONLY_WHEN: "Asked only for",
    Change.SKILL: "Skill it shows",
    Change.BEHAVIOUR: "Key behaviour",
    Change.AIM: "Compliance or intent",
    Change.UNIT: "Unit of the number",
    Change.OPTION_ADDED: "An answer added",
    Change.OPTION_REMOVED: "An answer removed",
    Change.OPTION_RENAMED: "Words of an answer",
    Change.OPTION_MOVED: "An answer moved",
    Change.POINTS: "Points",
    Change.LETTER: "Key of an answer",
    Change.CRITICAL: "Critical answer",
    Change.OPTION_LEAST: "From which number on",
    Change.CAUSE_ADDED: "A root cause added",
    Change.CAUSE_REMOVED: "A root cause removed",
    Change.CAUSE_RENAMED: "Words of a root cause",
    Change.CAUSE_MOVED: "A root cause moved",
    Change.RETIRED: "Retiring a version",
    Change.USED_AGAIN: "Using a retired version again",
    Change.DRAFT_BEGUN: "Beginning a draft from a version",
}
_PERCENT = frozenset({Change.PASS_MARK, Change.BAND_LEAST})
_PLACES = frozenset({Change.SECTION_MOVED, Change.OPTION_MOVED, Change.CAUSE_MOVED})
_VALUES: dict[type[StrEnum], dict[str, str]] = {
    Renormalise: {"section": "the sections", "form": "the points alone", "question": "the questions"},
    CriticalEffect: {
        "none": "the score stays",
        "zero_section": "its section counts 0",
        "zero_score": "the score is 0",
    },
    Kind: {
        "choice": "one answer",
        "several": "several may be ticked",
        "number": "a number",
        "text": "written words",
    },
    Aim: {"compliance": "compliance", "intent": "intent"},
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The two forms that are compared, and what skills and behaviours are called by key."""

    old: Form
    new: Form
    named: dict[str, str]


def comparison_sheet(pen: Pen, pair: Pair, titles: tuple[str, str], found: tuple[Difference, ...]) -> str:
    """All differences under the part they are in, before and after side by side."""
    count = ntr("{n} difference", "{n} differences", len(found)) if found else tr("They say the same.")
    parts = [pen.title(pair.new.name), pen.muted(count)]
    for place, rows in _grouped(pair, found):
        parts.append(pen.head(place))
        parts.append(pen.beside((tr("What"), *titles), rows))
    return "".join(parts)


def _grouped(pair: Pair, found: tuple[Difference, ...]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for one in found:
        groups.setdefault(say_where(pair, one), []).append(say_difference(pair, one))
    yield from groups.items()


def say_where(pair: Pair, one: Difference) -> str:
    """The question or section a difference is in, as the newer form calls it."""
    for form in (pair.new, pair.old):
        for number, question in enumerate(form.questions, 1):
            if one.question and question.key == one.question:
                return tr("Question {n}: {text}", n=number, text=question.text or tr("not written yet"))
        for section in form.sections:
            if one.section and section.key == one.section and not one.question:
                return tr("Section: {title}", title=section.title or tr("no title yet"))
    return tr("The scorecard as a whole")


def say_difference(pair: Pair, one: Difference) -> tuple[str, str, str]:
    """What, before, after. Blank where there is nothing."""
    what = tr(WHAT[one.kind])
    if one.option and (name := _option_name(pair, one)):
        what = f"{what}: {name}"
    return what, _say(pair, one.kind, one.before), _say(pair, one.kind, one.after)


def _option_name(pair: Pair, one: Difference) -> str:
    if one.kind in (Change.OPTION_ADDED, Change.OPTION_REMOVED, Change.OPTION_RENAMED):
        return ""
    for form in (pair.new, pair.old):
        for question in form.questions:
            if question.key == one.question:
                parts: tuple[Option | Cause, ...] = (*question.options, *question.causes)
                return next((part.label for part in parts if part.key == one.option), "")
    return ""


def _say(pair: Pair, kind: Change, value: Any) -> str:
    if value is None or value == "":
        return ""
    if kind in (Change.SKILL, Change.BEHAVIOUR):
        return pair.named.get(value, str(value))
    if kind in _PERCENT:
        return percent(value / 100)
    if kind in _PLACES:
        return tr("in place {n}", n=value)
    if kind is Change.QUESTION_MOVED:
        return _say_home(pair, value)
    if kind is Change.CRITICAL:
        return ", ".join(word(each) for each in value if each) or tr("not critical")
    return _say_value(pair, value)


def _say_home(pair: Pair, home: tuple[str, int]) -> str:
    sections = (*pair.new.sections, *pair.old.sections)
    title = next((section.title for section in sections if section.key == home[0]), "")
    return tr("{section}, place {n}", section=title, n=home[1])


def _say_value(pair: Pair, value: Any) -> str:
    for kind, say in _SAYINGS.items():
        if isinstance(value, kind):
            return say(pair, value)
    return str(value)


def _say_enum(_pair: Pair, value: Any) -> str:
    return tr(_VALUES[type(value)][value.value]) if type(value) in _VALUES else str(value.value)


def _say_bool(_pair: Pair, value: Any) -> str:
    return tr("yes") if value else tr("no")


def _say_number(_pair: Pair, value: Any) -> str:
    return plain(value)


def _say_option(_pair: Pair, option: Any) -> str:
    points = tr("{points} points", points=plain(option.points))
    critical = f", {word(option.critical).lower()}" if option.critical else ""
    return f"{option.label} ({points}{critical})"


def _say_band(_pair: Pair, band: Any) -> str:
    return tr("{band} from {least}", band=band.label, least=percent(band.least / 100))


def _say_section(_pair: Pair, section: Any) -> str:
    count = ntr("{n} question", "{n} questions", len(section.questions))
    return f"{section.title} ({count})"


def _say_question(_pair: Pair, question: Any) -> str:
    answers = ", ".join(option.label for option in question.options)
    return f"{question.text} ({answers})" if answers else str(question.text)


def _say_rule(pair: Pair, rule: Any) -> str:
    questions = (*pair.new.questions, *pair.old.questions)
    asked = next((each for each in questions if each.key == rule.question), None)
    if asked is None:
        return tr("a question that is gone")
    labels = [option.label for option in asked.options if option.key in rule.options]
    labels += [tr("N/A")] * (NA_KEY in rule.options)
    return tr("“{question}” is answered {answers}", question=asked.text, answers=tr(" or ").join(labels))


def _say_only(_pair: Pair, only: Any) -> str:
    channels = [word(Channel(channel)).lower() for channel in only.channels]
    return ", ".join((*channels, *only.topics, *only.tags))


def _say_cause(_pair: Pair, cause: Any) -> str:
    return str(cause.label)


_SAYINGS: dict[type, Callable[[Pair, Any], str]] = {
    StrEnum: _say_enum,
    bool: _say_bool,
    float: _say_number,
    int: _say_number,
    Option: _say_option,
    Cause: _say_cause,
    Band: _say_band,
    Section: _say_section,
    Question: _say_question,
    ShownIf: _say_rule,
    OnlyWhen: _say_only,
}


def edits_that_force_a_version() -> Iterator[tuple[str, bool]]:
    """Every edit in words, and whether it needs a new version."""
    for kind, what in WHAT.items():
        yield tr(what), forces_version(kind)
