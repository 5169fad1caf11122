"""Why this score: the sum of an evaluation laid out so that anybody can redo it with a pencil.

Rows and formula lines are words and numbers only; the panel shows them and copies them as they stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.records.observations import DetailKind
from db.records.scorecards import CriticalScope, Form, Kind, Question, Renormalise
from desktop.coaching.scoring import AnswerState, QuestionScore, Score, SectionScore
from desktop.features.monitoring.left_out import left_out
from desktop.features.monitoring.sum_lines import digits, exact, points, sums
from desktop.features.monitoring.wording import critical_words, mark_words, score_beside, verdict_words
from desktop.shell.text import tr

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says beside its code; `value` is a cause's key or words as they were written."""

    question: str
    kind: DetailKind
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sum: a section (`is_section`) or one of its questions, all as words.

    `beside` are its root causes, the words written and the comment on it.
    """

    place: str
    what: str
    answer: str
    points: str
    weight: str
    share: str
    is_section: bool = False
    critical: bool = False
    beside: tuple[str, ...] = ()

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


def explain(form: Form, score: Score, said: Iterable[Said] = ()) -> Why:
    """Lay out the sum of a filled form; one that is incomplete is laid out as far as it goes."""
    beside: dict[str, list[Said]] = {}
    for one in said:
        beside.setdefault(one.question, []).append(one)
    return Why(
        headline=_headline(form, score),
        rows=tuple(row for section in score.sections for row in _rows(form, section, beside)),
        sums=(*sums(form, score), _outcome(form, score), *_band(score)),
        outside=left_out(form, score),
        criticals=tuple(_criticals(form, score)),
    )


def as_text(why: Why, title: str) -> str:
    """The whole as plain text; the table tab-separated, so that it pastes into a sheet."""
    beside = [f"{row.place}. {row.what} {line}" for row in why.rows for line in row.beside]
    blocks = [
        [title, why.headline],
        ["\t".join(headings()), *("\t".join(row.cells()) for row in why.rows)],
        [explanation()],
        [tr("The sum"), *why.sums],
        [tr("Left out"), *why.outside] if why.outside else [],
        [tr("Critical answers"), *why.criticals] if why.criticals else [],
        [tr("Beside the answers"), *beside] if beside else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _headline(form: Form, score: Score) -> str:
    if score.verdict is None:
        return tr("Not finished: questions are still open")
    if score.reported is None:
        return verdict_words(score.verdict).capitalize()
    words = f"{score_beside(form, score.reported)}, {verdict_words(score.verdict)} ({mark_words(form)})"
    return f"{words}, {score.band.label}" if score.band else words


def _rows(form: Form, section: SectionScore, said: Mapping[str, Iterable[Said]]) -> list[Row]:
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
    return [head, *(_row(form, line, tuple(said.get(line.question.key, ()))) for line in section.questions)]


def _row(form: Form, score: QuestionScore, said: tuple[Said, ...]) -> Row:
    by_question = form.renormalise is Renormalise.QUESTION
    weight = score.question.weight if by_question else score.possible
    return Row(
        place=str(score.position + 1),
        what=score.question.text,
        answer=_answer(score, said),
        points=_points(score),
        weight=points(weight) if score.possible else "",
        share=_share(score),
        critical=any(option.critical is not None for option in score.options),
        beside=tuple(_beside(score.question, said)),
    )


def _answer(score: QuestionScore, said: tuple[Said, ...]) -> str:
    unanswered = {
        AnswerState.NA: tr("N/A"),
        AnswerState.HIDDEN: tr("not asked"),
        AnswerState.UNANSWERED: tr("not answered"),
    }
    if score.state in unanswered:
        return unanswered[score.state]
    labels = "; ".join(option.label for option in score.options)
    if score.question.kind is Kind.NUMBER:
        number = next((one.value for one in said if one.kind is DetailKind.NUMBER), "")
        counted = f"{number} {score.question.unit}".strip() if number else tr("a number")
        return f"{counted} ({labels})" if labels else counted
    return labels or (tr("in words") if score.question.kind is Kind.TEXT else tr("none of them"))


def _beside(question: Question, said: tuple[Said, ...]) -> Iterable[str]:
    labels = {cause.key: cause.label for cause in question.causes}
    causes = [labels.get(one.value, one.value) for one in said if one.kind is DetailKind.CAUSE]
    if causes:
        yield tr("Root causes: {causes}", causes=", ".join(causes))
    yield from (one.value for one in said if one.kind is DetailKind.TEXT)
    yield from (tr("Comment: {words}", words=one.value) for one in said if one.kind is DetailKind.COMMENT)


def _points(score: QuestionScore) -> str:
    if score.question.bonus and score.state is AnswerState.ANSWERED:
        return tr("bonus {points}", points=points(score.bonus))
    return _of(score.earned, score.possible)


def _share(score: QuestionScore) -> str:
    if score.question.bonus and score.state is AnswerState.ANSWERED:
        return tr("on top")
    return exact(_percent(score.effective_weight) if score.possible else None) or tr("left out")


def _of(earned: float, possible: float) -> str:
    return tr("{earned} of {possible}", earned=points(earned), possible=points(possible)) if possible else ""


def _percent(share: float | None) -> float | None:
    return None if share is None else share * HUNDRED


def _outcome(form: Form, score: Score) -> str:
    if score.verdict is None:
        return tr("Outcome: open until every question that applies is answered.")
    if any(each.scope is CriticalScope.EVALUATION for each in score.criticals):
        return tr("Outcome: critical fail, whatever the score.")
    if score.reported is None:
        return tr("Outcome: not scored.")
    sign = "≥" if score.reported >= form.pass_mark else "<"
    compared = f"{score_beside(form, score.reported, digits(score.reported))} {sign} {exact(form.pass_mark)}"
    return tr("Outcome: {words} ({compared}).", words=verdict_words(score.verdict), compared=compared)


def _band(score: Score) -> tuple[str, ...]:
    if score.band is None:
        return ()
    return (tr("Band: {label}, from {least} on.", label=score.band.label, least=exact(score.band.least)),)


def _criticals(form: Form, score: Score) -> list[str]:
    questions = form.questions
    return [
        f"{each.position + 1}. {questions[each.position].text} {critical_words(each.kind).capitalize()}: "
        + (tr("fails the whole") if each.scope is CriticalScope.EVALUATION else tr("fails its section"))
        for each in score.criticals
    ]
