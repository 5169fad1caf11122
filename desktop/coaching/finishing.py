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
