"""What a filled scorecard comes to, with everything needed to redo the sum by hand.

Conventions (DOMAIN "Scoring"; the tests hold them):

* A question earns the points of its option out of the most its options offer; one that is a labelled scale
  earns what is above its least points, out of what the most is above it, so that a 1 of 1–5 is 0 %.
  N/A and hidden questions leave both sides; so does, in a running score, what is still unanswered.
* `Renormalise.SECTION`: score = Σ weight × section % / Σ weight over the sections that have a score.
  `Renormalise.FORM`: score = Σ earned / Σ possible over the whole form; section weights are not used.
* Nothing that counts (all N/A, or no points to be had): not scored, which is None and never 0 or 100.
* `ZERO_SECTION`: a critical answer of either scope makes its section 0 in the reported score.
  `ZERO_SCORE`: one of scope evaluation makes the reported score 0, one of scope section its section.
  The calculated score never changes. Where nothing is scored there is nothing to make 0.
* A critical answer of scope evaluation makes the verdict a critical fail, scored or not. One of scope section
  fails its section; the verdict then follows the reported score, compared with the pass mark before rounding.
* An option with a critical class and no scope counts as scope evaluation (`unsound` reports it).

All sums are exact (a point of 0.1 means a tenth); floats come out only at the end.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from db.records.observations import Verdict
from db.records.scorecards import (
    CriticalClass,
    CriticalEffect,
    CriticalScope,
    Form,
    Option,
    Question,
    Renormalise,
    Section,
)
from desktop.coaching.answers import AnswerState as AnswerState
from desktop.coaching.answers import NotAllowed as NotAllowed
from desktop.coaching.answers import Refusal as Refusal
from desktop.coaching.answers import applies as applies
from desktop.coaching.answers import blank as blank
from desktop.coaching.answers import next_unanswered as next_unanswered
from desktop.coaching.answers import option_of, states
from desktop.coaching.answers import with_answer as with_answer
from desktop.coaching.answers import without_hidden as without_hidden
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
    the calculated score, None where it is left out.
    """

    position: int
    question: Question
    state: AnswerState
    option: Option | None
    earned: float
    possible: float
    effective_weight: float | None


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Points and percentage (0–100, None without a score) of a section, as calculated.

    `effective_weight` is its share (0–1) of what counts, None if it is out; `contribution` is share ×
    percent, so that the contributions of all sections add up to the calculated score. `failed`: holds a
    critical answer. `zeroed`: counts as 0 in the reported score.
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


@dataclass(frozen=True, slots=True)
class Score:
    """`calculated` and `reported` are percentages 0–100 (None: not scored), running ones while incomplete.

    `verdict` is None while incomplete. `unanswered` are positions (from 0) of questions that apply.
    `zeroed`: a critical answer made the whole reported score 0.
    """

    calculated: float | None
    reported: float | None
    verdict: Verdict | None
    criticals: tuple[Critical, ...]
    sections: tuple[SectionScore, ...]
    unanswered: tuple[int, ...]
    complete: bool
    zeroed: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """One question with its exact points."""

    position: int
    question: Question
    state: AnswerState
    option: Option | None
    earned: Fraction
    possible: Fraction


@dataclass(frozen=True, slots=True)
class _Part:
    """One section with its lines and what the criticals do to it."""

    section: Section
    lines: tuple[_Line, ...]
    failed: bool
    zeroed: bool

    @property
    def earned(self) -> Fraction:
        return sum((line.earned for line in self.lines), Fraction())

    @property
    def possible(self) -> Fraction:
        return sum((line.possible for line in self.lines), Fraction())


def score(form: Form, answers: bytes) -> Score:
    """Score one filled form; ValueError if the answers don't belong to it."""
    lines = _lines(form, answers)
    criticals = _criticals(form, lines)
    parts = _parts(form, lines, criticals)
    shares = _shares(form, parts)
    calculated = _total(parts, shares, zeroing=False)
    zeroed = calculated is not None and _zeroes_all(form, criticals)
    reported = Fraction() if zeroed else _total(parts, shares, zeroing=True)
    unanswered = tuple(line.position for line in lines if line.state is AnswerState.UNANSWERED)
    return Score(
        calculated=_float(calculated),
        reported=_float(reported),
        verdict=None if unanswered else _verdict(form, reported, criticals),
        criticals=criticals,
        sections=tuple(_section_score(part, share) for part, share in zip(parts, shares, strict=True)),
        unanswered=unanswered,
        complete=not unanswered,
        zeroed=zeroed,
    )


def question_percents(form: Form, answers: bytes) -> dict[str, float]:
    """Return 100 × earned / possible by question key, for the questions that count."""
    counting = [line for line in _lines(form, answers) if line.possible]
    return {line.question.key: float(HUNDRED * line.earned / line.possible) for line in counting}


def skill_percents(form: Form, answers: bytes) -> dict[str, float]:
    """Return 100 × Σ earned / Σ possible by skill key, over the questions of that skill that count."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for line in _lines(form, answers):
        if line.question.skill and line.possible:
            earned, possible = sums.get(line.question.skill, (Fraction(), Fraction()))
            sums[line.question.skill] = (earned + line.earned, possible + line.possible)
    return {skill: float(HUNDRED * earned / possible) for skill, (earned, possible) in sums.items()}


@lru_cache(maxsize=4096)
def _exact(typed: float) -> Fraction:
    """What was typed, not its nearest binary number: three times 0.1 is 0.3 here."""
    return Fraction(str(typed))


def _lines(form: Form, answers: bytes) -> tuple[_Line, ...]:
    questions, how = form.questions, states(form, answers)
    return tuple(
        _line(position, questions[position], how[position], answers[position])
        for position in range(len(questions))
    )


def _line(position: int, question: Question, state: AnswerState, code: int) -> _Line:
    if state is not AnswerState.ANSWERED:
        return _Line(position, question, state, None, Fraction(), Fraction())
    option = option_of(question, code)
    assert option is not None
    floor = _exact(question.floor)
    return _Line(
        position, question, state, option, _exact(option.points) - floor, _exact(question.most) - floor
    )


def _criticals(form: Form, lines: tuple[_Line, ...]) -> tuple[Critical, ...]:
    homes = [section.key for section in form.sections for _ in section.questions]
    found = []
    for line, home in zip(lines, homes, strict=True):
        if line.option is not None and line.option.critical is not None:
            scope = line.option.scope or CriticalScope.EVALUATION
            key, option = line.question.key, line.option
            found.append(Critical(key, option.key, line.option.critical, scope, home, line.position))
    return tuple(found)


def _parts(form: Form, lines: tuple[_Line, ...], criticals: tuple[Critical, ...]) -> tuple[_Part, ...]:
    parts, start = [], 0
    for section in form.sections:
        end = start + len(section.questions)
        mine = [critical for critical in criticals if start <= critical.position < end]
        zeroed = any(_zeroes_section(form, critical) for critical in mine)
        parts.append(_Part(section, lines[start:end], bool(mine), zeroed))
        start = end
    return tuple(parts)


def _zeroes_section(form: Form, critical: Critical) -> bool:
    if form.critical_effect is CriticalEffect.ZERO_SCORE:
        return critical.scope is CriticalScope.SECTION
    return form.critical_effect is CriticalEffect.ZERO_SECTION


def _zeroes_all(form: Form, criticals: tuple[Critical, ...]) -> bool:
    return form.critical_effect is CriticalEffect.ZERO_SCORE and _fails_all(criticals)


def _fails_all(criticals: tuple[Critical, ...]) -> bool:
    return any(critical.scope is CriticalScope.EVALUATION for critical in criticals)


def _shares(form: Form, parts: tuple[_Part, ...]) -> tuple[Fraction | None, ...]:
    """Each section's share (0–1) of what counts; None for one without points to be had."""
    weights = [_weight(form, part) if part.possible else None for part in parts]
    whole = sum((weight for weight in weights if weight is not None), Fraction())
    return tuple(weight / whole if weight is not None and whole else None for weight in weights)


def _weight(form: Form, part: _Part) -> Fraction:
    by_points = form.renormalise is Renormalise.FORM
    return part.possible if by_points else _exact(part.section.weight)


def _total(parts: tuple[_Part, ...], shares: tuple[Fraction | None, ...], zeroing: bool) -> Fraction | None:
    if all(share is None for share in shares):
        return None
    return sum(
        (
            HUNDRED * share * part.earned / part.possible
            for part, share in zip(parts, shares, strict=True)
            if share is not None and not (zeroing and part.zeroed)
        ),
        Fraction(),
    )


def _verdict(form: Form, reported: Fraction | None, criticals: tuple[Critical, ...]) -> Verdict:
    if _fails_all(criticals):
        return Verdict.CRITICAL_FAIL
    if reported is None:
        return Verdict.NOT_SCORED
    return Verdict.PASS if reported >= _exact(form.pass_mark) else Verdict.FAIL


def _section_score(part: _Part, share: Fraction | None) -> SectionScore:
    percent = HUNDRED * part.earned / part.possible if part.possible else None
    return SectionScore(
        section=part.section,
        earned=float(part.earned),
        possible=float(part.possible),
        percent=_float(percent),
        weight=part.section.weight,
        effective_weight=_float(share),
        contribution=None if share is None or percent is None else float(share * percent),
        failed=part.failed,
        zeroed=part.zeroed and share is not None,
        questions=tuple(_question_score(line, part.possible, share) for line in part.lines),
    )


def _question_score(line: _Line, possible: Fraction, share: Fraction | None) -> QuestionScore:
    counts = share is not None and line.state is AnswerState.ANSWERED and possible
    weight = share * line.possible / possible if counts and share is not None else None
    return QuestionScore(
        position=line.position,
        question=line.question,
        state=line.state,
        option=line.option,
        earned=float(line.earned),
        possible=float(line.possible),
        effective_weight=_float(weight),
    )


def _float(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
