"""What a complete draft becomes when it is finished: the one place that turns a score into a final record."""

from collections.abc import Iterable

from db.records.observations import Detail, DetailKind, Finish
from db.records.scorecards import Form, Kind
from desktop.coaching import scoring
from desktop.coaching.answers import AnswerState


class Incomplete(ValueError):
    """Some applicable questions are unanswered; `positions` counts them from 0."""

    def __init__(self, positions: tuple[int, ...]) -> None:
        super().__init__(f"unanswered questions: {positions}")
        self.positions = positions


def finish(form: Form, answers: bytes) -> Finish:
    """The final scores of a complete draft. Answers that another answer hid do not count and are dropped.

    Raises Incomplete while an applicable question is unanswered.
    """
    counted = scoring.without_hidden(form, answers)
    score = scoring.score(form, counted)
    if score.verdict is None:
        raise Incomplete(score.unanswered)
    return Finish(
        answers=counted,
        calculated=score.calculated,
        reported=score.reported,
        verdict=score.verdict,
        critical=",".join(sorted({critical.kind.value for critical in score.criticals})),
        questions=scoring.question_percents(form, counted),
        skills=scoring.skill_percents(form, counted),
    )


def spare(form: Form, answers: bytes, details: Iterable[Detail]) -> tuple[Detail, ...]:
    """The details that do not belong to a finished evaluation with these answers, to be dropped.

    Those of questions that are not asked or not in the form; words and numbers where that is not what was
    answered; root causes where the answer earned its full points, or that the form does not offer.
    """
    lines = {
        line.question.key: line for part in scoring.score(form, answers).sections for line in part.questions
    }
    return tuple(one for one in details if not _belongs(one, lines.get(one.question)))


def _belongs(one: Detail, line: scoring.QuestionScore | None) -> bool:
    if line is None or line.state is AnswerState.HIDDEN:
        return False
    kinds = {DetailKind.TEXT: Kind.TEXT, DetailKind.NUMBER: Kind.NUMBER}
    if one.kind in kinds:
        return line.state is AnswerState.ANSWERED and line.question.kind is kinds[one.kind]
    if one.kind is DetailKind.CAUSE:
        return asks_for_causes(line) and one.value in {cause.key for cause in line.question.causes}
    return True


def asks_for_causes(line: scoring.QuestionScore) -> bool:
    """Whether root causes are offered: the answer earned less than its full points, or is a critical one."""
    below = line.earned < line.possible or any(option.critical for option in line.options)
    return bool(line.question.causes) and below


def told(form: Form, answers: bytes) -> dict[str, object]:
    """The answers in the form's own words and codes, and the sum with all its parts, as plain data.

    With the form itself it is everything that is needed to redo the sum by hand. Percentages 0–100.
    """
    score = scoring.score(form, answers)
    return {
        "answers": [_answer(line) for part in score.sections for line in part.questions],
        "score": {
            "calculated": score.calculated,
            "reported": score.reported,
            "verdict": score.verdict,
            "base": score.base,
            "bonus": score.bonus,
            "reported_bonus": score.reported_bonus,
            "band": score.band.label if score.band else "",
            "zeroed": score.zeroed,
            "criticals": [(one.question, one.option, one.kind, one.scope) for one in score.criticals],
            "sections": [_section(part) for part in score.sections],
        },
    }


def _answer(line: scoring.QuestionScore) -> dict[str, object]:
    return {
        "question": line.question.key,
        "asked": line.question.text,
        "state": line.state,
        "option": line.option.key if line.option else "",
        "options": [option.key for option in line.options],
        "answer": "; ".join(option.label for option in line.options),
        "hidden_by": line.hidden_by or "",
        "bonus": line.bonus,
        "earned": line.earned,
        "possible": line.possible,
        "share": line.effective_weight,
    }


def _section(part: scoring.SectionScore) -> dict[str, object]:
    return {
        "section": part.section.key,
        "title": part.section.title,
        "weight": part.weight,
        "earned": part.earned,
        "possible": part.possible,
        "percent": part.percent,
        "share": part.effective_weight,
        "zeroed": part.zeroed,
    }
