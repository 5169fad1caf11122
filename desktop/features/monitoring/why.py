"""Why this score: the sum of an evaluation laid out so that anybody can redo it with a pencil.

Rows and formula lines are words and numbers only; the panel shows them and copies them as they stand.
"""

from dataclasses import dataclass

from db.records.scorecards import CriticalEffect, CriticalScope, Form, Renormalise
from desktop.coaching.scoring import AnswerState, QuestionScore, Score, SectionScore
from desktop.features.monitoring.wording import critical_words, mark_words, score_beside, verdict_words
from desktop.shell.text import number, percent, tr

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum: a section (`is_section`) or one of its questions, all as words."""

    place: str
    what: str
    answer: str
    points: str
    weight: str
    share: str
    is_section: bool = False
    critical: bool = False

    def cells(self) -> tuple[str, ...]:
        return (self.place, self.what, self.answer, self.points, self.weight, self.share)


@dataclass(frozen=True, slots=True)
class Why:
    """`headline` says the outcome, `rows` the table, `sums` the calculation line by line, `outside` what
    was left out and why.
    """

    headline: str
    rows: tuple[Row, ...]
    sums: tuple[str, ...]
    outside: tuple[str, ...]
    criticals: tuple[str, ...]


def headings() -> tuple[str, ...]:
    return (tr("No."), tr("Question"), tr("Answer"), tr("Points"), tr("Weight"), tr("Counts for at most"))


def explanation() -> str:
    """What the last column means; beside 0 points its percentage would look like something earned."""
    return tr(
        "“Counts for at most” is how much of the whole score a line can bring; "
        "the points say how much of that this answer brought."
    )


def explain(form: Form, score: Score) -> Why:
    """Lay out the sum of a filled form; one that is incomplete is laid out as far as it goes."""
    return Why(
        headline=_headline(form, score),
        rows=tuple(row for section in score.sections for row in _rows(form, section)),
        sums=(
            *_scales(score),
            *_section_sums(form, score),
            *_whole_sum(form, score),
            *_effect(form, score),
            _outcome(form, score),
        ),
        outside=tuple(_outside(score)),
        criticals=tuple(_criticals(form, score)),
    )


def as_text(why: Why, title: str) -> str:
    """The whole as plain text; the table tab-separated, so that it pastes into a sheet."""
    blocks = [
        [title, why.headline],
        ["\t".join(headings()), *("\t".join(row.cells()) for row in why.rows)],
        [explanation()],
        [tr("The sum"), *why.sums],
        [tr("Left out"), *why.outside] if why.outside else [],
        [tr("Critical answers"), *why.criticals] if why.criticals else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def points(value: float) -> str:
    """Points or weights as short as they are exact: 4, 2.5."""
    return number(value, 0 if value == int(value) else 2)


def exact(value: float | None) -> str:
    """A percentage with two decimals, enough to check a sum by hand."""
    return "" if value is None else percent(value / HUNDRED, 2)


def _headline(form: Form, score: Score) -> str:
    if score.verdict is None:
        return tr("Not finished: questions are still open")
    if score.reported is None:
        return verdict_words(score.verdict).capitalize()
    return f"{score_beside(form, score.reported)}, {verdict_words(score.verdict)} ({mark_words(form)})"


def _rows(form: Form, section: SectionScore) -> list[Row]:
    by_points = form.renormalise is Renormalise.FORM
    head = Row(
        place="",
        what=section.section.title,
        answer=exact(section.percent) or tr("not scored"),
        points=_of(section.earned, section.possible),
        weight="" if by_points else points(section.weight),
        share=exact(_percent(section.effective_weight)) or tr("left out"),
        is_section=True,
        critical=section.failed,
    )
    return [head, *(_row(question) for question in section.questions)]


def _row(score: QuestionScore) -> Row:
    option = score.option
    return Row(
        place=str(score.position + 1),
        what=score.question.text,
        answer=_answer(score),
        points=_of(score.earned, score.possible),
        weight=points(score.possible) if score.possible else "",
        share=exact(_percent(score.effective_weight) if score.possible else None) or tr("left out"),
        critical=option is not None and option.critical is not None,
    )


def _answer(score: QuestionScore) -> str:
    if score.state is AnswerState.ANSWERED and score.option is not None:
        return score.option.label
    return {
        AnswerState.NA: tr("does not apply"),
        AnswerState.HIDDEN: tr("not asked"),
        AnswerState.UNANSWERED: tr("not answered"),
    }.get(score.state, "")


def _of(earned: float, possible: float) -> str:
    return tr("{earned} of {possible}", earned=points(earned), possible=points(possible)) if possible else ""


def _percent(share: float | None) -> float | None:
    return None if share is None else share * HUNDRED


def _scales(score: Score) -> list[str]:
    """Where the points of a labelled scale come from: what its answer is above its lowest."""
    questions = [question for part in score.sections for question in part.questions]
    return [
        tr(
            "“{text}” is a labelled scale: it counts {points} − {least} of {most} − {least} points.",
            text=one.question.text,
            points=points(one.option.points),
            least=points(one.question.floor),
            most=points(one.question.most),
        )
        for one in questions
        if one.question.scale and one.option is not None and one.possible
    ]


def _section_sums(form: Form, score: Score) -> list[str]:
    """Each section's own percentage: earned points by possible points."""
    if form.renormalise is Renormalise.FORM:
        return []
    return [
        f"{part.section.title}: {points(part.earned)} ÷ {points(part.possible)} = {exact(part.percent)}"
        for part in score.sections
        if part.effective_weight is not None
    ]


def _whole_sum(form: Form, score: Score) -> list[str]:
    if all(part.effective_weight is None for part in score.sections):
        return [tr("Nothing counted, so there is no score: neither 0 nor 100.")]
    return [f"{tr('Calculated score')}: {_fraction(form, score, zeroing=False)} = {exact(score.calculated)}"]


def _fraction(form: Form, score: Score, zeroing: bool) -> str:
    """The whole sum as one fraction, in points or in weights as the scorecard says."""
    parts = [part for part in score.sections if part.effective_weight is not None]
    by_points = form.renormalise is Renormalise.FORM
    top = " + ".join("0" if zeroing and part.zeroed else _term(part, by_points) for part in parts)
    bottom = [each for part in parts for each in (_possible(part) if by_points else [part.weight])]
    return f"({top}) ÷ ({' + '.join(points(value) for value in bottom)})"


def _term(part: SectionScore, by_points: bool) -> str:
    if by_points:
        return " + ".join(points(question.earned) for question in part.questions if question.possible)
    return f"{points(part.weight)} × {points(part.earned)}/{points(part.possible)}"


def _possible(part: SectionScore) -> list[float]:
    return [question.possible for question in part.questions if question.possible]


def _effect(form: Form, score: Score) -> list[str]:
    """What critical answers make of the reported score."""
    if not score.criticals:
        return [tr("Reported score: the same, as there was no critical answer.")]
    if form.critical_effect is CriticalEffect.NONE or score.reported == score.calculated:
        return [
            tr("Reported score: the same; on this scorecard a critical answer shows in the outcome only.")
        ]
    if score.zeroed:
        return [tr("Reported score: 0 %, because a critical answer counts for the whole contact.")]
    return [_zeroed_sum(form, score)]


def _zeroed_sum(form: Form, score: Score) -> str:
    names = ", ".join(part.section.title for part in score.sections if part.zeroed)
    why = tr("“{sections}” counts as 0 after a critical answer", sections=names)
    return f"{tr('Reported score')} ({why}): {_fraction(form, score, zeroing=True)} = {exact(score.reported)}"


def _outcome(form: Form, score: Score) -> str:
    if score.verdict is None:
        return tr("Outcome: open until every question that applies is answered.")
    if score.criticals and any(each.scope is CriticalScope.EVALUATION for each in score.criticals):
        return tr("Outcome: critical fail, whatever the score.")
    if score.reported is None:
        return tr("Outcome: not scored.")
    sign = "≥" if score.reported >= form.pass_mark else "<"
    compared = f"{score_beside(form, score.reported, 2)} {sign} {exact(form.pass_mark)}"
    return tr("Outcome: {words} ({compared}).", words=verdict_words(score.verdict), compared=compared)


def _outside(score: Score) -> list[str]:
    questions = [question for part in score.sections for question in part.questions]
    lines = [_left_out(question) for question in questions]
    empty = [part.section.title for part in score.sections if part.effective_weight is None]
    sections = [
        tr("“{title}”: nothing in it counted, so its weight went to the others.", title=t) for t in empty
    ]
    return [line for line in lines if line] + sections


def _left_out(score: QuestionScore) -> str:
    reason = {
        AnswerState.NA: tr("does not apply; it leaves both sides of the sum"),
        AnswerState.HIDDEN: tr("was not asked, because of an earlier answer"),
        AnswerState.UNANSWERED: tr("is not answered yet"),
    }.get(score.state)
    if reason is None and not score.possible:
        reason = tr("has no points to earn")
    return "" if reason is None else f"{score.position + 1}. {score.question.text} {reason}."


def _criticals(form: Form, score: Score) -> list[str]:
    questions = form.questions
    return [
        f"{each.position + 1}. {questions[each.position].text} {critical_words(each.kind).capitalize()}: "
        + (tr("fails the whole") if each.scope is CriticalScope.EVALUATION else tr("fails its section"))
        for each in score.criticals
    ]
