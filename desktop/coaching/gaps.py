"""What an agent can do beside what the role asks for: gaps, strengths, and how both sides see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.records.figures import KeyedSum
from db.records.people import Stage
from db.records.skills import Assessment, AssessmentKind, Evidence, Rating, Skill, Standard
from desktop.coaching.statistics import Estimate, mean_percent, pool

NEW_MONTHS = 6
DEVELOPING_MONTHS = 24
MINIMUM_CALLS = 5


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment with its ratings and the evidence under them. Drafts count if they are passed in."""

    assessment: Assessment
    ratings: tuple[Rating, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One skill of one agent. Levels are 1–5; None: not rated, or (where `unseen`) "not seen yet".

    `shown` is the newest level given by coach or demonstration, by `shown_by` on `shown_on`; a later "not
    seen yet" doesn't take it away. `required` and `importance` (1–5) are None without a standard. `gap` is
    required − shown, `weighted` gap × importance, `perception` self − coach. `evidence` is what `shown` rests
    on.
    """

    skill: Skill
    required: int | None
    importance: int | None
    shown: int | None
    shown_by: AssessmentKind | None
    shown_on: date | None
    self_level: int | None
    coach_level: int | None
    unseen: bool
    evidence: tuple[Evidence, ...]

    @property
    def gap(self) -> int | None:
        return None if self.required is None or self.shown is None else self.required - self.shown

    @property
    def weighted(self) -> int | None:
        return None if self.gap is None or self.importance is None else self.gap * self.importance

    @property
    def perception(self) -> int | None:
        known = self.self_level is not None and self.coach_level is not None
        return (self.self_level or 0) - (self.coach_level or 0) if known else None


class Place(StrEnum):
    """Where a question stands; low and high only where its interval leaves the mean of all out."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    TOO_FEW_CALLS = "too_few_calls"


@dataclass(frozen=True, slots=True)
class Standing:
    """A question, skill or other key with its mean (percent) and its place among those ranked with it."""

    key: str
    estimate: Estimate
    place: Place


@dataclass(frozen=True, slots=True)
class _Seen:
    """One rating with the assessment it was given in."""

    kind: AssessmentKind
    on: date
    rating: Rating
    evidence: tuple[Evidence, ...]


def stage(
    hired_on: date | None,
    today: date,
    new_months: int = NEW_MONTHS,
    developing_months: int = DEVELOPING_MONTHS,
    unknown: Stage = Stage.DEVELOPING,
) -> Stage:
    """New before `new_months` whole months in the job, developing before `developing_months`, then veteran.

    Without a hire date it is `unknown`, the middle stage, so that standards still apply.
    """
    if hired_on is None:
        return unknown
    months = (today.year - hired_on.year) * 12 + today.month - hired_on.month - (today.day < hired_on.day)
    if months < new_months:
        return Stage.NEW
    return Stage.DEVELOPING if months < developing_months else Stage.VETERAN


def picture(
    skills: Sequence[Skill],
    standards: Sequence[Standard],
    assessed: Sequence[Assessed],
    stage: Stage,
    role: str = "agent",
) -> tuple[Gap, ...]:
    """Set what was shown beside what is required, for every skill in the order given."""
    needed = {one.skill_id: one for one in standards if one.role == role and one.stage is stage}
    seen = _seen(assessed)
    return tuple(_gap(skill, needed.get(skill.id), seen.get(skill.id, [])) for skill in skills)


def gaps(picture: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the skills below their standard, heaviest (gap × importance) first, then widest."""
    below = [one for one in picture if one.gap is not None and one.gap > 0]
    return tuple(sorted(below, key=lambda one: (-(one.weighted or 0), -(one.gap or 0))))


def strengths(picture: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the skills at or above their standard, highest level first, then furthest above it."""
    reached = [one for one in picture if one.gap is not None and one.gap <= 0]
    return tuple(sorted(reached, key=lambda one: (-(one.shown or 0), one.gap or 0, -(one.importance or 0))))


def unseen(picture: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the skills with a standard that nobody has seen shown yet, most important first."""
    unknown = [one for one in picture if one.required is not None and one.shown is None]
    return tuple(sorted(unknown, key=lambda one: -(one.importance or 0)))


def standings(sums: Iterable[KeyedSum]) -> tuple[Standing, ...]:
    """Rank questions (or skills) by mean percentage, lowest first; those with too few calls come last.

    Too few: fewer than five calls, or an interval wider than the whole spread of the means ranked. Low or
    high: the interval lies wholly below or above the mean of all answers.
    """
    known = [(one.key, mean_percent(one), one) for one in sums if one.n]
    means = [estimate.value or 0.0 for _, estimate, _ in known if estimate.n >= MINIMUM_CALLS]
    spread = max(means) - min(means) if means else 0.0
    middle = pool(one for _, _, one in known).mean or 0.0
    found = [Standing(key, estimate, _place(estimate, spread, middle)) for key, estimate, _ in known]
    return tuple(sorted(found, key=_rank))


def _rank(standing: Standing) -> tuple[bool, float, str]:
    return standing.place is Place.TOO_FEW_CALLS, standing.estimate.value or 0.0, standing.key


def _place(estimate: Estimate, spread: float, middle: float) -> Place:
    interval = estimate.interval
    if interval is None or estimate.n < MINIMUM_CALLS or interval.width > spread:
        return Place.TOO_FEW_CALLS
    if interval.high < middle:
        return Place.LOW
    return Place.HIGH if interval.low > middle else Place.MIDDLE


def _seen(assessed: Sequence[Assessed]) -> dict[int, list[_Seen]]:
    """By skill, oldest first; on one day the later assessment counts as the newer."""
    found: dict[int, list[_Seen]] = {}
    for one in sorted(assessed, key=lambda each: (each.assessment.begun_on, each.assessment.id)):
        for rating in one.ratings:
            under = tuple(each for each in one.evidence if each.rating_id == rating.id)
            seen = _Seen(one.assessment.kind, one.assessment.begun_on, rating, under)
            found.setdefault(rating.skill_id, []).append(seen)
    return found


def _gap(skill: Skill, standard: Standard | None, seen: list[_Seen]) -> Gap:
    watched = [one for one in seen if one.kind is not AssessmentKind.SELF]
    shown = _newest(watched)
    return Gap(
        skill=skill,
        required=None if standard is None else standard.level,
        importance=None if standard is None else standard.importance,
        shown=None if shown is None else shown.rating.level,
        shown_by=None if shown is None else shown.kind,
        shown_on=None if shown is None else shown.on,
        self_level=_level(seen, AssessmentKind.SELF),
        coach_level=_level(seen, AssessmentKind.COACH),
        unseen=bool(watched) and shown is None,
        evidence=() if shown is None else shown.evidence,
    )


def _newest(seen: list[_Seen]) -> _Seen | None:
    return next((one for one in reversed(seen) if one.rating.level is not None), None)


def _level(seen: list[_Seen], kind: AssessmentKind) -> int | None:
    newest = _newest([one for one in seen if one.kind is kind])
    return None if newest is None else newest.rating.level
