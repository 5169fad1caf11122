"""The calculation of a score, line by line, each of which can be redone by hand as it is written."""

from collections.abc import Sequence
from decimal import Decimal

from db.records.scorecards import Form, Kind, Renormalise
from desktop.coaching.scoring import AnswerState, QuestionScore, Score, SectionScore
from desktop.shell.text import half_up, number, percent, tr

HUNDRED = 100
MOST_DIGITS = 6


def points(value: float) -> str:
    """Points or weights as short as they are exact: 4, 2.5."""
    return number(value, digits(value, MOST_DIGITS))


def exact(value: float | None) -> str:
    """A percentage (0–100) with as many decimals as it has, two at most: enough to check a sum by hand."""
    return "" if value is None else percent(value / HUNDRED, digits(value))


def digits(value: float, most: int = 2) -> int:
    """How many decimals a figure needs once it is rounded to `most` of them."""
    rounded = half_up(Decimal(str(value)), most).normalize()
    return max(0, -int(rounded.as_tuple().exponent))


def sums(form: Form, score: Score) -> tuple[str, ...]:
    """From the points of special questions over sections and bonus to the reported score."""
    return (
        *_special(score),
        *_section_sums(form, score),
        *_whole_sum(form, score),
        *_bonus_sum(form, score),
        *_effect(form, score),
    )


def _special(score: Score) -> list[str]:
    """Where the points come from that are not simply those of the answer."""
    lines = [line for part in score.sections for line in part.questions]
    return [words for line in lines if line.possible or line.question.bonus for words in _special_of(line)]


def _special_of(line: QuestionScore) -> list[str]:
    if line.state is not AnswerState.ANSWERED or not line.question.earns:
        return []
    if line.question.kind is Kind.SEVERAL:
        return [_several(line)]
    found = [_reversed(line)] if line.question.reversed else []
    return [*found, _scale(line)] if line.question.scale else found


def _several(line: QuestionScore) -> str:
    ticked = [option.points for option in line.options]
    left = [option.points for option in line.question.options if option not in line.options]
    earned = left if line.question.reversed else ticked
    terms = " + ".join(points(value) for value in earned) or "0"
    whole = " + ".join(points(option.points) for option in line.question.options)
    if line.question.reversed:
        return tr(
            "“{text}” counts what is not ticked: {terms} of {whole} points.",
            text=line.question.text,
            terms=terms,
            whole=whole,
        )
    return tr(
        "“{text}” counts all that is ticked: {terms} of {whole} points.",
        text=line.question.text,
        terms=terms,
        whole=whole,
    )


def _reversed(line: QuestionScore) -> str:
    """A reversed answer is mirrored between the least and the most points."""
    return tr(
        "“{text}” is reversed: {points} counts as {least} + {most} − {points}, which is {worth}.",
        text=line.question.text,
        points=points(line.options[0].points),
        least=points(line.question.least),
        most=points(line.question.most),
        worth=points(line.question.worth(line.options[0])),
    )


def _scale(line: QuestionScore) -> str:
    """Where the points of a labelled scale come from: what its answer is above its lowest."""
    return tr(
        "“{text}” is a labelled scale: it counts {points} − {least} of {most} − {least} points.",
        text=line.question.text,
        points=points(line.question.worth(line.options[0])),
        least=points(line.question.floor),
        most=points(line.question.most),
    )


def _section_sums(form: Form, score: Score) -> list[str]:
    """Each section's own percentage, where the whole is made of them."""
    if form.renormalise is not Renormalise.SECTION:
        return []
    return [
        f"{part.section.title}: {points(part.earned)} ÷ {points(part.possible)} = {exact(part.percent)}"
        for part in score.sections
        if part.effective_weight is not None
    ]


def _whole_sum(form: Form, score: Score) -> list[str]:
    if score.base is None:
        return [tr("Nothing counted, so there is no score: neither 0 nor 100.")]
    head = tr("Score before the bonus") if _bonuses(score.sections) else tr("Calculated score")
    return [f"{head}: {_fraction(form, score, zeroing=False)} = {exact(score.base)}"]


def _bonuses(sections: Sequence[SectionScore]) -> list[QuestionScore]:
    return [line for part in sections for line in part.questions if line.bonus]


def _bonus_sum(form: Form, score: Score) -> list[str]:
    lines = _bonuses(score.sections)
    if not lines or score.base is None or score.calculated is None:
        return []
    return [
        tr(
            "Bonus in percentage points: {terms}; the scorecard adds at most {cap}.",
            terms=_terms(lines),
            cap=points(max(form.bonus_cap, 0)),
        ),
        f"{tr('Calculated score')}: {_with_bonus(score.base, score.bonus, score.calculated)}",
    ]


def _terms(lines: Sequence[QuestionScore]) -> str:
    named = [f"“{line.question.text}” {points(line.bonus)}" for line in lines]
    return " + ".join(named)


def _with_bonus(base: float, bonus: float, whole: float) -> str:
    top = tr(" (no score is above 100)") if whole == HUNDRED else ""
    return f"{exact(base)} + {points(bonus)} = {exact(whole)}{top}"


def _fraction(form: Form, score: Score, zeroing: bool) -> str:
    """The whole sum as one fraction, in points or in weights as the scorecard says."""
    parts = [part for part in score.sections if part.effective_weight is not None]
    top = " + ".join("0" if zeroing and part.zeroed else _term(form, part) for part in parts)
    bottom = " + ".join(points(value) for part in parts for value in _weights(form, part))
    return f"({top}) ÷ ({bottom})"


def _term(form: Form, part: SectionScore) -> str:
    if form.renormalise is Renormalise.SECTION:
        return f"{points(part.weight)} × {points(part.earned)}/{points(part.possible)}"
    if form.renormalise is Renormalise.FORM:
        return " + ".join(points(line.earned) for line in part.questions if line.possible)
    return " + ".join(
        f"{points(line.question.weight)} × {points(line.earned)}/{points(line.possible)}"
        for line in part.questions
        if line.possible
    )


def _weights(form: Form, part: SectionScore) -> list[float]:
    """What stands below the line for a section."""
    if form.renormalise is Renormalise.SECTION:
        return [part.weight]
    counting = [line for line in part.questions if line.possible]
    by_question = form.renormalise is Renormalise.QUESTION
    return [line.question.weight if by_question else line.possible for line in counting]


def _effect(form: Form, score: Score) -> list[str]:
    """What critical answers make of the reported score."""
    if not score.criticals:
        return [tr("Reported score: the same, as there was no critical answer.")]
    if score.zeroed:
        return [tr("Reported score: 0 %, because a critical answer counts for the whole contact.")]
    if not any(part.zeroed for part in score.sections):
        return [
            tr("Reported score: the same; on this scorecard a critical answer shows in the outcome only.")
        ]
    if score.reported == score.calculated:
        return [tr("Reported score: the same; what a critical answer makes 0 was 0 already.")]
    return _zeroed_sum(form, score)


def _zeroed_sum(form: Form, score: Score) -> list[str]:
    names = ", ".join(part.section.title for part in score.sections if part.zeroed)
    why = tr("“{sections}” counts as 0 after a critical answer", sections=names)
    words = f"{tr('Reported score')} ({why}): {_fraction(form, score, zeroing=True)}"
    left = _bonuses([part for part in score.sections if not part.zeroed])
    if not left or score.reported_base is None or score.reported is None:
        return [f"{words} = {exact(score.reported)}"]
    bonus = _with_bonus(score.reported_base, score.reported_bonus, score.reported)
    return [
        f"{words} = {exact(score.reported_base)}",
        f"{tr('Reported score with the bonus that is left')}: {bonus}",
    ]
