"""What a complete draft becomes when it is finished: the one place that turns a score into a final record."""

from db.records.observations import Finish
from db.records.scorecards import Form
from desktop.coaching import scoring


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
        "answer": line.option.label if line.option else "",
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
