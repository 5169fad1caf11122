"""Which views may be seen yet: the agent's own and the coach's stay apart until both are finished.

A view seen too early pulls the other one towards it, and the difference, which is what the talk is about,
is gone.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from db.records.skills import Assessment, AssessmentKind, AssessmentState

ROUND = timedelta(days=45)
"""Views begun no further apart than this belong to one talk."""


def is_final(assessment: Assessment) -> bool:
    return assessment.state is AssessmentState.FINAL


def is_held(one: Assessment, every: Sequence[Assessment]) -> bool:
    """Whether a finished own view still waits for the coach's.

    It waits until a coach's view of its round or later is finished, and again while a newer coach's view of
    the same round is being written.
    """
    if one.kind is not AssessmentKind.SELF or not is_final(one):
        return False
    coached = [other for other in every if other.kind is AssessmentKind.COACH]
    done = [other for other in coached if is_final(other) and other.begun_on >= one.begun_on - ROUND]
    later = any((other.begun_on, other.id) > (one.begun_on, one.id) for other in done)
    writing = any(not is_final(other) and same_round(one, other) for other in coached)
    return not done or (writing and not later)


def same_round(one: Assessment, other: Assessment) -> bool:
    return abs(one.begun_on - other.begun_on) <= ROUND


def seen(every: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """The finished ones that may be looked at now."""
    return tuple(one for one in every if is_final(one) and not is_held(one, every))


def newest(every: Iterable[Assessment], kind: AssessmentKind) -> Assessment | None:
    """The newest of a kind, in whatever state."""
    found = [one for one in every if one.kind is kind]
    return max(found, key=lambda one: (one.begun_on, one.id), default=None)


def pair(every: Sequence[Assessment]) -> tuple[Assessment, Assessment] | None:
    """The newest own view that may be seen and the newest coach's view of its round, to be compared."""
    open_ones = seen(every)
    own = newest(open_ones, AssessmentKind.SELF)
    if own is None:
        return None
    coach = newest([one for one in open_ones if same_round(own, one)], AssessmentKind.COACH)
    return None if coach is None else (own, coach)
