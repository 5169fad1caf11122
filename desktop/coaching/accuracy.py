"""How often evaluated contacts are free of critical errors, by class."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from db.records.answer_bytes import chosen
from db.records.scorecards import NOT_APPLICABLE, UNANSWERED, CriticalClass, Form, Kind
from desktop.coaching.statistics import Estimate, proportion


@dataclass(frozen=True, slots=True)
class _Place:
    """A question that can fail: its position, all its classes, and the class by code where it takes one."""

    position: int
    kinds: frozenset[CriticalClass]
    by_code: Mapping[int, CriticalClass]
    ticked: bool


_Places: TypeAlias = tuple[_Place, ...]


def exposed(form: Form, answers: bytes) -> frozenset[CriticalClass]:
    """Return the classes a finished evaluation was scored on: those an answered question could have failed.

    Its hidden questions must be blank, as they are in what is stored.
    """
    return frozenset(_exposed(_places(form), answers))


def erred(form: Form, answers: bytes) -> frozenset[CriticalClass]:
    """Return the classes of critical error in a finished evaluation; two of a class are one contact's."""
    return frozenset(_erred(_places(form), form, answers))


def freedom(kind: CriticalClass, form: Form, answers: bytes) -> float | None:
    """Return 100 for a contact free of errors of this class, 0 for one with any, None if none was asked."""
    if kind not in exposed(form, answers):
        return None
    return 0.0 if kind in erred(form, answers) else 100.0


def error_accuracy(forms: Iterable[tuple[Form, Iterable[bytes]]]) -> dict[CriticalClass, Estimate]:
    """Return by class the share (0–1, Wilson) of evaluated contacts without such an error (NUMBERS.md).

    Evaluations come as the answers given on each form, and must be finished. The denominator are the
    contacts the class applies to; one that applies to none is left out: not configured, or never asked.
    """
    asked: Counter[CriticalClass] = Counter()
    wrong: Counter[CriticalClass] = Counter()
    for form, filled in forms:
        places = _places(form)
        for answers in filled if places else ():
            asked.update(_exposed(places, answers))
            wrong.update(_erred(places, form, answers))
    return {kind: proportion(asked[kind] - wrong[kind], asked[kind]) for kind in CriticalClass if asked[kind]}


def _places(form: Form) -> _Places:
    found = []
    for position, question in enumerate(form.questions):
        marked = {code: one.critical for code, one in enumerate(question.options, 1) if one.critical}
        if marked:
            ticked = question.kind is Kind.SEVERAL
            found.append(_Place(position, frozenset(marked.values()), {} if ticked else marked, ticked))
    return tuple(found)


def _exposed(places: _Places, answers: bytes) -> set[CriticalClass]:
    outside = (UNANSWERED, NOT_APPLICABLE)
    return {kind for place in places if answers[place.position] not in outside for kind in place.kinds}


def _erred(places: _Places, form: Form, answers: bytes) -> set[CriticalClass]:
    found = {place.by_code.get(answers[place.position]) for place in places}
    for place in places:
        if place.ticked:
            options = form.questions[place.position].options
            found |= {options[each].critical for each in chosen(form, answers, place.position)}
    return {kind for kind in found if kind is not None}
