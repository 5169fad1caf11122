"""What a filled scorecard comes to, with everything needed to redo the sum by hand.

Conventions (DOMAIN "Scoring"; the tests hold them):

* A question earns the points of its option out of the most its options offer; one that is a labelled scale
  earns what is above its least points, out of what the most is above it, so that a 1 of 1–5 is 0 %.
  N/A and hidden questions leave both sides; so does, in a running score, what is still unanswered.
* A reversed choice or number is mirrored between its least and its most points before anything else, so that
  the best answer still earns the most and 100 % can be reached.
* Several: each ticked option earns its points out of all points together; no tick is an answer and earns
  nothing. Reversed, each option earns where it is not ticked. `scale` means nothing here.
* A number earns the points of its band (the last option whose `least` it reaches). Words, and numbers without
  bands, are asked and must be answered, but never count. Nor does a question whose options have no points.
* `Renormalise.SECTION`: score = Σ weight × section % / Σ weight over the sections that have a score.
  `Renormalise.FORM`: score = Σ earned / Σ possible over the whole form; section weights are not used.
  `Renormalise.QUESTION`: score = Σ w × question % / Σ w over the questions that count; a section's own
  percentage is the same sum within it. A weight of 0 is shown and counts for nothing.
* Nothing that counts (all N/A, or no points or weight to be had): not scored, which is None, never 0 or 100.
* A bonus question is in no `possible`: what it earns are percentage points on top of the calculated score,
  together at most `bonus_cap`, and never above 100. Without a cap it adds nothing; where nothing else is
  scored there is nothing to add to. It is in no percentage by question or skill: not earning it is no gap.
* `ZERO_SECTION`: a critical answer of either scope makes its section 0 in the reported score.
  `ZERO_SCORE`: one of scope evaluation makes the reported score 0, one of scope section its section.
  The calculated score never changes. Where nothing is scored there is nothing to make 0. A zero beats a
  bonus: the whole at 0 takes every bonus, a section at 0 the bonus earned in it, before the cap.
* A critical answer of scope evaluation makes the verdict a critical fail, scored or not. One of scope section
  fails its section; the verdict then follows the reported score, compared with the pass mark before rounding.
  Of several ticked options each critical one is a critical answer; so is a number's band. A bonus question
  may hold one. Reversing turns points round, and leaves the critical answers where they are.
* An option with a critical class and no scope counts as scope evaluation (`unsound` reports it).
* The band is the highest whose `least` the reported score reaches, before rounding; none below the lowest,
  without a score, and at a critical fail, whose outcome no band may gloss over.

All sums are exact (a point of 0.1 means a tenth); floats come out only at the end. They do not depend on the
order of sections or questions, nor on any other version.
"""

from dataclasses import dataclass
from fractions import Fraction

from db.records.observations import Verdict
from db.records.scorecards import (
    Band,
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Kind,
    Option,
    Question,
    Renormalise,
    Section,
)
from desktop.coaching.answers import AnswerState as AnswerState
from desktop.coaching.answers import HiddenBy as HiddenBy
from desktop.coaching.answers import NotAllowed as NotAllowed
from desktop.coaching.answers import Refusal as Refusal
from desktop.coaching.answers import applies as applies
from desktop.coaching.answers import blank as blank
from desktop.coaching.answers import next_unanswered as next_unanswered
from desktop.coaching.answers import with_answer as with_answer
from desktop.coaching.answers import without_hidden as without_hidden
from desktop.coaching.earning import ZERO, Line, exact, lines
from desktop.coaching.soundness import Fault as Fault
from desktop.coaching.soundness import Unsound as Unsound
from desktop.coaching.soundness import unsound as unsound

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Critical:
    """One critical answer that was given: keys of question and option, class, scope and place (from 0)."""

    question: str
    option: str
    kind: CriticalClass
    scope: CriticalScope
    section: str
    position: int


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """`earned` of `possible` points (both 0 where it doesn't count); `effective_weight` is its share (0–1) of
    what counts, None where it is left out.

    `options` are all that the answer stands for, `option` the one of a single answer. `bonus` are the
    percentage points a bonus question earned, before any cap.
    """

    position: int
    question: Question
    state: AnswerState
    option: Option | None
    earned: float
    possible: float
    effective_weight: float | None
    options: tuple[Option, ...]
    hidden_by: HiddenBy | None
    bonus: float


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points and percentage (0–100, None without a score) of a section, as calculated.

    `effective_weight` is its share (0–1) of what counts, None if it is out; `contribution` is share ×
    percent, so that the contributions of all sections add up to the score before any bonus. `failed`: holds
    a critical answer. `zeroed`: counts as 0 in the reported score. `bonus` are the percentage points earned
    in it, before any cap.
    """

    section: Section
    earned: float
    possible: float
    percent: float | None
    weight: float
    effective_weight: float | None
    contribution: float | None
    failed: bool
    zeroed: bool
    questions: tuple[QuestionScore, ...]
    bonus: float


@dataclass(frozen=True, slots=True)
class Score:
    """`calculated` and `reported` are percentages 0–100 (None: not scored), running ones while incomplete.

    `verdict` is None while incomplete. `unanswered` are positions (from 0) of questions that apply.
    `zeroed`: a critical answer made the whole reported score 0. `base` is the calculated score without any
    bonus, `bonus` the percentage points that were added to it, `reported_base` and `reported_bonus` the same
    of the reported score.
    """

    calculated: float | None
    reported: float | None
    verdict: Verdict | None
    criticals: tuple[Critical, ...]
    sections: tuple[SectionScore, ...]
    unanswered: tuple[int, ...]
    complete: bool
    zeroed: bool
    bonus: float
    band: Band | None
    base: float | None
    reported_base: float | None
    reported_bonus: float


@dataclass(frozen=True, slots=True)
class _Part:
    """One section with its lines, their sums and what the criticals do to it.

    `weight` is what it weighs among the others and `percent` (0–100) its own, both None where it is out.
    """

    section: Section
    lines: tuple[Line, ...]
    failed: bool
    zeroed: bool
    earned: Fraction
    possible: Fraction
    weight: Fraction | None
    percent: Fraction | None
    bonus: Fraction


def score(form: Form, answers: bytes) -> Score:
    """Score one filled form; ValueError if the answers don't belong to it."""
    found = lines(form, answers)
    criticals = _criticals(form, found)
    parts = _parts(form, found, criticals)
    shares = _shares(parts)
    base = _total(parts, shares, zeroing=False)
    zeroed = base is not None and _zeroes_all(form, criticals)
    left = ZERO if zeroed else _total(parts, shares, zeroing=True)
    bonus = _bonus(form, base, parts, zeroing=False)
    kept = ZERO if zeroed else _bonus(form, left, parts, zeroing=True)
    reported = None if left is None else left + kept
    unanswered = tuple(line.position for line in found if line.state is AnswerState.UNANSWERED)
    return Score(
        calculated=None if base is None else float(base + bonus),
        reported=_float(reported),
        verdict=None if unanswered else _verdict(form, reported, criticals),
        criticals=criticals,
        sections=tuple(_section_score(form, part, share) for part, share in zip(parts, shares, strict=True)),
        unanswered=unanswered,
        complete=not unanswered,
        zeroed=zeroed,
        bonus=float(bonus),
        band=_band(form, reported, criticals),
        base=_float(base),
        reported_base=_float(left),
        reported_bonus=float(kept),
    )


def question_percents(form: Form, answers: bytes) -> dict[str, float]:
    """Return 100 × earned / possible by question key, for the questions that count."""
    counting = [line for line in lines(form, answers) if line.possible]
    return {line.question.key: float(HUNDRED * line.part) for line in counting}


def skill_percents(form: Form, answers: bytes) -> dict[str, float]:
    """Return 100 × Σ earned / Σ possible by skill key, over the questions of that skill that count."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for line in lines(form, answers):
        if line.question.skill and line.possible:
            earned, possible = sums.get(line.question.skill, (ZERO, ZERO))
            sums[line.question.skill] = (earned + line.earned, possible + line.possible)
    return {skill: float(HUNDRED * earned / possible) for skill, (earned, possible) in sums.items()}


def _criticals(form: Form, found: tuple[Line, ...]) -> tuple[Critical, ...]:
    homes = [section.key for section in form.sections for _ in section.questions]
    return tuple(
        Critical(
            line.question.key,
            option.key,
            option.critical,
            option.scope or CriticalScope.EVALUATION,
            home,
            line.position,
        )
        for line, home in zip(found, homes, strict=True)
        for option in line.options
        if option.critical is not None
    )


def _parts(form: Form, found: tuple[Line, ...], criticals: tuple[Critical, ...]) -> tuple[_Part, ...]:
    parts, start = [], 0
    for section in form.sections:
        end = start + len(section.questions)
        mine = [critical for critical in criticals if start <= critical.position < end]
        parts.append(_part(form, section, found[start:end], mine))
        start = end
    return tuple(parts)


def _part(form: Form, section: Section, found: tuple[Line, ...], mine: list[Critical]) -> _Part:
    earned = sum((line.earned for line in found if line.possible), ZERO)
    possible = sum((line.possible for line in found if line.possible), ZERO)
    weight: Fraction | None = None
    percent = HUNDRED * earned / possible if possible else None
    if form.renormalise is Renormalise.QUESTION:
        weight, percent = _by_question(found)
    elif percent is not None:
        weight = possible if form.renormalise is Renormalise.FORM else exact(section.weight)
    return _Part(
        section,
        found,
        failed=bool(mine),
        zeroed=any(_zeroes_section(form, critical) for critical in mine),
        earned=earned,
        possible=possible,
        weight=weight,
        percent=percent,
        bonus=sum((line.bonus for line in found if line.bonus), ZERO),
    )


def _by_question(found: tuple[Line, ...]) -> tuple[Fraction | None, Fraction | None]:
    """What a section weighs, and its percentage, where each question has a weight of its own."""
    counting = [line for line in found if line.possible and line.weight]
    weight = sum((line.weight for line in counting), ZERO)
    if not weight:
        return None, None
    return weight, HUNDRED * sum((line.weight * line.part for line in counting), ZERO) / weight


def _zeroes_section(form: Form, critical: Critical) -> bool:
    if form.critical_effect is CriticalEffect.ZERO_SCORE:
        return critical.scope is CriticalScope.SECTION
    return form.critical_effect is CriticalEffect.ZERO_SECTION


def _zeroes_all(form: Form, criticals: tuple[Critical, ...]) -> bool:
    return form.critical_effect is CriticalEffect.ZERO_SCORE and _fails_all(criticals)


def _fails_all(criticals: tuple[Critical, ...]) -> bool:
    return any(critical.scope is CriticalScope.EVALUATION for critical in criticals)


def _shares(parts: tuple[_Part, ...]) -> tuple[Fraction | None, ...]:
    """Each section's share (0–1) of what counts; None for one without points or weight to be had."""
    whole = sum((part.weight for part in parts if part.weight is not None), ZERO)
    return tuple(part.weight / whole if part.weight is not None and whole else None for part in parts)


def _total(parts: tuple[_Part, ...], shares: tuple[Fraction | None, ...], zeroing: bool) -> Fraction | None:
    if all(share is None for share in shares):
        return None
    counting = [
        share * part.percent
        for part, share in zip(parts, shares, strict=True)
        if share is not None and part.percent is not None and not (zeroing and part.zeroed)
    ]
    return sum(counting, ZERO)


def _bonus(form: Form, base: Fraction | None, parts: tuple[_Part, ...], zeroing: bool) -> Fraction:
    """The percentage points that come on top of `base`, within the form's cap and 100."""
    if base is None:
        return ZERO
    earned = sum((part.bonus for part in parts if not (zeroing and part.zeroed)), ZERO)
    return min(earned, max(exact(form.bonus_cap), ZERO), HUNDRED - base)


def _verdict(form: Form, reported: Fraction | None, criticals: tuple[Critical, ...]) -> Verdict:
    if _fails_all(criticals):
        return Verdict.CRITICAL_FAIL
    if reported is None:
        return Verdict.NOT_SCORED
    return Verdict.PASS if reported >= exact(form.pass_mark) else Verdict.FAIL


def _band(form: Form, reported: Fraction | None, criticals: tuple[Critical, ...]) -> Band | None:
    if reported is None or _fails_all(criticals):
        return None
    reached = [band for band in form.bands if exact(band.least) <= reported]
    return max(reached, key=lambda band: band.least, default=None)


def _section_score(form: Form, part: _Part, share: Fraction | None) -> SectionScore:
    by_question = form.renormalise is Renormalise.QUESTION
    whole = part.weight if by_question else part.possible
    factor = share / whole if share is not None and whole else None
    return SectionScore(
        section=part.section,
        earned=float(part.earned),
        possible=float(part.possible),
        percent=_float(part.percent),
        weight=_weight(form, part),
        effective_weight=_float(share),
        contribution=None if share is None or part.percent is None else float(share * part.percent),
        failed=part.failed,
        zeroed=part.zeroed and share is not None,
        questions=tuple(_question_score(line, factor, by_question) for line in part.lines),
        bonus=float(part.bonus),
    )


def _weight(form: Form, part: _Part) -> float:
    """The weight as the scorecard states it; of questions, the sum of those that count."""
    by_question = form.renormalise is Renormalise.QUESTION
    return float(part.weight or ZERO) if by_question else part.section.weight


def _question_score(line: Line, factor: Fraction | None, by_question: bool) -> QuestionScore:
    """`factor` is the share (0–1) of one point, or of one unit of weight, in what counts."""
    counts = factor is not None and line.state is AnswerState.ANSWERED
    unit = line.weight if by_question and line.possible else line.possible
    return QuestionScore(
        position=line.position,
        question=line.question,
        state=line.state,
        option=line.options[0] if line.options and line.question.kind is not Kind.SEVERAL else None,
        earned=float(line.earned),
        possible=float(line.possible),
        effective_weight=float(factor * unit) if counts and factor is not None else None,
        options=line.options,
        hidden_by=line.hidden_by,
        bonus=float(line.bonus),
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
