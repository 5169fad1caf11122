"""Answers of a draft, what they say beside their codes, and the circumstances; each kept as it is given."""

from db.queries import contacts, details, evaluations, observations, scorecards
from db.records.contacts import Contact
from db.records.observations import DetailKind, Observation
from db.records.people import User
from db.store import Store
from desktop.coaching import scoring
from desktop.coaching.answers import with_around
from desktop.features.monitoring.sitting import around_of
from desktop.features.monitoring.writing import draft_of, open_observation, writing


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


def keep_detail(store: Store, evaluation_id: int, what: tuple[str, DetailKind], value: str, by: User) -> None:
    """Keep words, number or comment of a question's answer (its key and kind); blank takes it away.

    Called at each keystroke. Raises Finished where the evaluation is no draft any more.
    """
    with writing(store, by, "detail") as db:
        details.put(db, draft_of(db, evaluation_id).id, *what, value)


def set_cause(store: Store, evaluation_id: int, what: tuple[str, str], given: bool, by: User) -> None:
    """Say that a root cause (keys of question and cause) lies behind an answer, or with False no longer."""
    question, cause = what
    with writing(store, by, "detail") as db:
        said = details.of_evaluation(db, draft_of(db, evaluation_id).id)
        wanted = (question, DetailKind.CAUSE, cause)
        there = any((one.question, one.kind, one.value) == wanted for one in said)
        if there is not given:
            details.toggle_cause(db, evaluation_id, question, cause)


def set_circumstances(
    store: Store, observation_id: int, tags: tuple[str, ...], topic: str, by: User
) -> tuple[Observation, Contact, bytes | None]:
    """Put down what the contact is tagged with and what it was about; the draft's questions follow.

    The observation and its contact as they are now, and the draft's answers, None without a scorecard.
    """
    with writing(store, by, "observation", "contact", "evaluation") as db:
        observation = open_observation(db, observation_id)
        observations.set_tags(db, observation_id, tags)
        contacts.set_topic(db, observation.contact_id, topic)
        observation = observations.observation(db, observation_id)
        contact = contacts.contact(db, observation.contact_id)
        answers = None
        for draft in evaluations.of_observation(db, observation_id):
            form = scorecards.version(db, draft.version_id).form
            answers = with_around(form, draft.answers, around_of(observation, contact))
            evaluations.keep_answers(db, draft.id, answers)
        return observation, contact, answers
