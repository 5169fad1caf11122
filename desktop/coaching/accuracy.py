"""How often evaluations are free of critical errors, by class: the rate that stands beside every mean."""

from collections.abc import Iterable

from db.records.scorecards import CriticalClass, Form
from desktop.coaching.answers import AnswerState, states
from desktop.coaching.scoring import Score, score
from desktop.coaching.statistics import Estimate, proportion


def exposed(form: Form, answers: bytes) -> frozenset[CriticalClass]:
    """Return the classes this evaluation was scored on: those an answered question could have failed."""
    answered = [
        question
        for question, state in zip(form.questions, states(form, answers), strict=True)
        if state is AnswerState.ANSWERED
    ]
    return frozenset(
        option.critical for question in answered for option in question.options if option.critical is not None
    )


def erred(found: Score) -> frozenset[CriticalClass]:
    """Return the classes of critical error in a score."""
    return frozenset(critical.kind for critical in found.criticals)


def error_accuracy(evaluations: Iterable[tuple[Form, bytes]]) -> dict[CriticalClass, Estimate]:
    """Return by class the share (0–1, Wilson) of evaluated contacts without such an error.

    The denominator are the contacts the class applies to; a class that applies to none is left out, as it was
    not configured or never asked. Unfinished evaluations are passed over.
    """
    asked: dict[CriticalClass, int] = dict.fromkeys(CriticalClass, 0)
    clean: dict[CriticalClass, int] = dict.fromkeys(CriticalClass, 0)
    for form, answers in evaluations:
        found = score(form, answers)
        if not found.complete:
            continue
        for kind in exposed(form, answers):
            asked[kind] += 1
            clean[kind] += kind not in erred(found)
    return {kind: proportion(clean[kind], asked[kind]) for kind in CriticalClass if asked[kind]}
