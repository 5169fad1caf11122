"""What differs between two forms of a scorecard, part by part, matched by keys; and what makes a new version.

A published form is locked: agents were scored by it and saw it, so that every difference this module can find
forces a new version. That is all of the text (names, titles, questions, answers, causes, guidance, examples,
units), every number (points, weights, pass mark, bands, cap), every condition, what is critical and what it
does, how a question is answered, what it counts for (skill, behaviour, aim), the order, and even the letters
that pick an answer, because finals keep the form as it was. What needs no new version is what is not in the
form: retiring a version, using it again, and beginning a draft from it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from db.records.scorecards import Band, Cause, Form, Option, Question, Section


class Change(StrEnum):
    """What kind of difference it is; the comment says what `before` and `after` hold where it is no text."""

    NAME = "name"
    DESCRIPTION = "description"
    PASS_MARK = "pass_mark"  # percent
    RENORMALISE = "renormalise"  # Renormalise
    CRITICAL_EFFECT = "critical_effect"  # CriticalEffect
    BONUS_CAP = "bonus_cap"  # percentage points
    BAND_ADDED = "band_added"  # after: Band
    BAND_REMOVED = "band_removed"  # before: Band
    BAND_RENAMED = "band_renamed"
    BAND_LEAST = "band_least"  # percent
    SECTION_ADDED = "section_added"  # after: Section
    SECTION_REMOVED = "section_removed"  # before: Section
    SECTION_RENAMED = "section_renamed"
    SECTION_WEIGHT = "section_weight"  # float
    SECTION_MOVED = "section_moved"  # places from 1
    QUESTION_ADDED = "question_added"  # after: Question
    QUESTION_REMOVED = "question_removed"  # before: Question
    QUESTION_MOVED = "question_moved"  # section key and place in it from 1
    REWORDED = "reworded"
    GUIDANCE = "guidance"
    GOOD = "good"
    POOR = "poor"
    KIND = "kind"  # Kind
    QUESTION_WEIGHT = "question_weight"  # float
    SCALE = "scale"  # bool
    REVERSED = "reversed"  # bool
    BONUS = "bonus"  # bool
    ALLOW_NA = "allow_na"  # bool
    SHOWN_IF = "shown_if"  # ShownIf or None
    ONLY_WHEN = "only_when"  # OnlyWhen or None
    SKILL = "skill"
    BEHAVIOUR = "behaviour"
    AIM = "aim"  # Aim
    UNIT = "unit"
    OPTION_ADDED = "option_added"  # after: Option
    OPTION_REMOVED = "option_removed"  # before: Option
    OPTION_RENAMED = "option_renamed"
    OPTION_MOVED = "option_moved"  # places from 1
    POINTS = "points"  # float
    LETTER = "letter"
    CRITICAL = "critical"  # CriticalClass or None, and CriticalScope or None
    OPTION_LEAST = "option_least"  # float or None
    CAUSE_ADDED = "cause_added"  # after: Cause
    CAUSE_REMOVED = "cause_removed"  # before: Cause
    CAUSE_RENAMED = "cause_renamed"
    CAUSE_MOVED = "cause_moved"  # places from 1
    RETIRED = "retired"  # never found in a form; here so that the list of edits is whole
    USED_AGAIN = "used_again"
    DRAFT_BEGUN = "draft_begun"


FREE = frozenset({Change.RETIRED, Change.USED_AGAIN, Change.DRAFT_BEGUN})
"""The edits that leave a published version as it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference and its place, by keys: `section` and `question` as in the newer form where they are in
    it, `option` of an option, a cause or a band. `before` and `after` are None where there is nothing.
    """

    kind: Change
    section: str = ""
    question: str = ""
    option: str = ""
    before: Any = None
    after: Any = None


Part = TypeVar("Part", Section, Question, Option, Cause, Band)


def forces_version(kind: Change) -> bool:
    """Whether an edit of a published form needs a new version; see the module's own text for the list."""
    return kind not in FREE


def differences(old: Form, new: Form) -> tuple[Difference, ...]:
    """All that differs, in the order of the newer form; empty for forms that say the same.

    What was only pushed aside by something else that moved, came or went is not reported as moved.
    """
    return (*_of_whole(old, new), *_of_bands(old, new), *_of_sections(old, new), *_of_questions(old, new))


_WHOLE = {
    Change.NAME: "name",
    Change.DESCRIPTION: "description",
    Change.PASS_MARK: "pass_mark",
    Change.RENORMALISE: "renormalise",
    Change.CRITICAL_EFFECT: "critical_effect",
    Change.BONUS_CAP: "bonus_cap",
}
_QUESTION = {
    Change.REWORDED: "text",
    Change.KIND: "kind",
    Change.GUIDANCE: "guidance",
    Change.GOOD: "good",
    Change.POOR: "poor",
    Change.QUESTION_WEIGHT: "weight",
    Change.SCALE: "scale",
    Change.REVERSED: "reversed",
    Change.BONUS: "bonus",
    Change.ALLOW_NA: "allow_na",
    Change.SHOWN_IF: "shown_if",
    Change.ONLY_WHEN: "only_when",
    Change.SKILL: "skill",
    Change.BEHAVIOUR: "behaviour",
    Change.AIM: "aim",
    Change.UNIT: "unit",
}
_OPTION = {
    Change.OPTION_RENAMED: "label",
    Change.POINTS: "points",
    Change.LETTER: "letter",
    Change.OPTION_LEAST: "least",
}


@dataclass(frozen=True, slots=True)
class _Matched(Generic[Part]):
    """Two lists of parts matched by key; `moved` are keys of both that stand in another order."""

    old: dict[str, Part]
    new: dict[str, Part]
    moved: frozenset[str]

    def places(self, key: str) -> tuple[int, int]:
        return list(self.old).index(key) + 1, list(self.new).index(key) + 1


def _match(old: Sequence[Part], new: Sequence[Part]) -> _Matched[Part]:
    before, after = ({part.key: part for part in parts} for parts in (old, new))
    common = [key for key in after if key in before]
    order = {key: place for place, key in enumerate(before)}
    return _Matched(before, after, frozenset(common) - _in_order(common, order.__getitem__))


def _in_order(keys: Sequence[str], place: Callable[[str], int]) -> frozenset[str]:
    """The longest run of keys whose places rise: those that did not move."""
    best: list[tuple[str, ...]] = [()]
    for key in keys:
        before = [run for run in best if not run or place(run[-1]) < place(key)]
        best.append((*max(before, key=len), key))
    longest = max(best, key=len)
    return frozenset(longest)


def _fields(
    names: dict[Change, str], old: object, new: object, where: tuple[str, str, str] = ("", "", "")
) -> Iterator[Difference]:
    for kind, name in names.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference(kind, *where, before, after)


def _of_whole(old: Form, new: Form) -> Iterator[Difference]:
    return _fields(_WHOLE, old, new)


def _of_bands(old: Form, new: Form) -> Iterator[Difference]:
    found = _match(old.bands, new.bands)
    for key, band in found.new.items():
        if key not in found.old:
            yield Difference(Change.BAND_ADDED, option=key, after=band)
        else:
            names = {Change.BAND_RENAMED: "label", Change.BAND_LEAST: "least"}
            yield from _fields(names, found.old[key], band, ("", "", key))
    for key, band in found.old.items():
        if key not in found.new:
            yield Difference(Change.BAND_REMOVED, option=key, before=band)


def _of_sections(old: Form, new: Form) -> Iterator[Difference]:
    found = _match(old.sections, new.sections)
    for key, section in found.new.items():
        if key not in found.old:
            yield Difference(Change.SECTION_ADDED, key, after=section)
            continue
        names = {Change.SECTION_RENAMED: "title", Change.SECTION_WEIGHT: "weight"}
        yield from _fields(names, found.old[key], section, (key, "", ""))
        if key in found.moved:
            before, after = found.places(key)
            yield Difference(Change.SECTION_MOVED, key, before=before, after=after)
    for key, section in found.old.items():
        if key not in found.new:
            yield Difference(Change.SECTION_REMOVED, key, before=section)


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a question stands: its section's key and its place in it from 1."""

    section: str
    place: int
    question: Question


def _homes(form: Form) -> dict[str, _Home]:
    return {
        question.key: _Home(section.key, place, question)
        for section in form.sections
        for place, question in enumerate(section.questions, 1)
    }


def _of_questions(old: Form, new: Form) -> Iterator[Difference]:
    before, after = _homes(old), _homes(new)
    moved = _moved(old, new, before)
    for key, home in after.items():
        if key not in before:
            yield Difference(Change.QUESTION_ADDED, home.section, key, after=home.question)
            continue
        was = before[key]
        if key in moved:
            places = (was.section, was.place), (home.section, home.place)
            yield Difference(Change.QUESTION_MOVED, home.section, key, "", *places)
        yield from _of_question(was.question, home.question, home.section)
    for key, home in before.items():
        if key not in after:
            yield Difference(Change.QUESTION_REMOVED, home.section, key, before=home.question)


def _moved(old: Form, new: Form, before: dict[str, _Home]) -> frozenset[str]:
    """Questions that changed their section, or their order within one."""
    stayed = {section.key: section for section in old.sections}
    found: set[str] = set()
    for section in new.sections:
        came = [one for one in section.questions if one.key in before]
        found |= {one.key for one in came if before[one.key].section != section.key}
        if section.key in stayed:
            found |= _match(stayed[section.key].questions, section.questions).moved
    return frozenset(found)


def _of_question(old: Question, new: Question, section: str) -> Iterator[Difference]:
    yield from _fields(_QUESTION, old, new, (section, new.key, ""))
    yield from _of_options(old, new, section)
    yield from _of_causes(old, new, section)


def _of_options(old: Question, new: Question, section: str) -> Iterator[Difference]:
    found = _match(old.options, new.options)
    for key, option in found.new.items():
        where = (section, new.key, key)
        if key not in found.old:
            yield Difference(Change.OPTION_ADDED, *where, after=option)
            continue
        was = found.old[key]
        yield from _fields(_OPTION, was, option, where)
        critical = (was.critical, was.scope), (option.critical, option.scope)
        if critical[0] != critical[1]:
            yield Difference(Change.CRITICAL, *where, *critical)
        if key in found.moved:
            yield Difference(Change.OPTION_MOVED, *where, *found.places(key))
    for key, option in found.old.items():
        if key not in found.new:
            yield Difference(Change.OPTION_REMOVED, section, new.key, key, before=option)


def _of_causes(old: Question, new: Question, section: str) -> Iterator[Difference]:
    found = _match(old.causes, new.causes)
    for key, cause in found.new.items():
        where = (section, new.key, key)
        if key not in found.old:
            yield Difference(Change.CAUSE_ADDED, *where, after=cause)
            continue
        yield from _fields({Change.CAUSE_RENAMED: "label"}, found.old[key], cause, where)
        if key in found.moved:
            yield Difference(Change.CAUSE_MOVED, *where, *found.places(key))
    for key, cause in found.old.items():
        if key not in found.new:
            yield Difference(Change.CAUSE_REMOVED, section, new.key, key, before=cause)
