"""Answers and the comment of a draft, each kept as it is given."""

from db.queries import evaluations, scorecards
from db.records.people import User
from db.store import Store
from desktop.coaching import scoring
from desktop.features.monitoring.writing import draft_of, writing


def keep_answers(store: Store, evaluation_id: int, answers: bytes, by: User) -> None:
    """Keep the answers of a draft; called at each answer, one UPDATE."""
    with writing(store, by, "evaluation") as db:
        evaluations.keep_answers(db, draft_of(db, evaluation_id).id, answers)


def answer(store: Store, evaluation_id: int, position: int, code: int, by: User) -> bytes:
    """Answer one question (code 0 clears it); all answers. Raises NotAllowed or Finished with the reason."""
    with writing(store, by, "evaluation") as db:
        evaluation = draft_of(db, evaluation_id)
        form = scorecards.version(db, evaluation.version_id).form
        answers = scoring.with_answer(form, evaluation.answers, position, code)
        evaluations.keep_answers(db, evaluation_id, answers)
        return answers


def keep_comment(store: Store, evaluation_id: int, comment: str, by: User) -> None:
    """Keep the comment on the whole; called at each keystroke."""
    with writing(store, by, "evaluation") as db:
        evaluations.keep_comment(db, draft_of(db, evaluation_id).id, comment)
