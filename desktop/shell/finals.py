"""What the final of an evaluation says, and putting a change in the place of what it changes.

Everything a person needs to read an evaluation and to redo its sum is in its final. It stands here because
several features finish or change evaluations.
"""

from collections.abc import Mapping
from typing import Any

from db.connection import Database
from db.queries import contacts, details, evaluations, final_content, finals, people, revising, scorecards
from db.queries.form_json import from_data
from db.records.finals import FinalKind, Made, Revision
from db.records.observations import Evaluation, EvaluationState, Finish
from db.records.scorecards import Form
from desktop.coaching import finishing

FORMAT = 1
REPLACED = ("evaluation", "detail", "week_sum", "question", "evidence", "dispute", "final", "final_text")
"""What `replace_by` writes."""


def keep_final(db: Database, evaluation_id: int, by: int, reason: str = "") -> Revision:
    """Write the final of an evaluation that was just finished; notes and answers as they now stand."""
    of = ("evaluation", evaluation_id)
    content = _content(db, evaluations.evaluation(db, evaluation_id))
    return finals.final(db, finals.write(db, FinalKind.EVALUATION, of, content, Made(by, reason)))


def kept_final(db: Database, evaluation: Evaluation) -> Revision:
    """The evaluation's final; written now for one that was finished before finals were kept."""
    found = finals.newest(db, "evaluation", evaluation.id)
    return found or keep_final(db, evaluation.id, evaluation.user_id)


def form_of(db: Database, content: Mapping[str, Any]) -> Form:
    """The scorecard's form as it was when this final was made."""
    return from_data(final_content.form_of(db, content))


def measured(db: Database, one: Evaluation) -> Finish:
    """What an evaluation's answers come to on its own version. Raises finishing.Incomplete."""
    return finishing.finish(scorecards.version(db, one.version_id).form, one.answers)


def drop_spare(db: Database, draft: Evaluation, finish: Finish) -> None:
    """Take away what the draft says beside its answers and what does not count with them."""
    form = scorecards.version(db, draft.version_id).form
    details.drop(db, finishing.spare(form, finish.answers, details.of_evaluation(db, draft.id)))


def count_again(db: Database, of: Evaluation) -> None:
    """Make the sums of its agent's week those of the evaluations that count now."""
    found = [(one, measured(db, one)) for one in revising.of_week(db, of.agent_id, of.day)]
    revising.add_up_week(db, of.agent_id, of.day, found)


def replace_by(
    db: Database, draft: Evaluation, by: int, finish: Finish, state: EvaluationState | None = None
) -> Revision:
    """Put the draft of a change in the place of what it changes, in every figure; its final.

    `state` is where it then stands, where that is not simply to be read again.
    """
    old = evaluations.evaluation(db, draft.revises_id or 0)
    kept_final(db, old)
    drop_spare(db, draft, finish)
    revising.put_in_place(db, old, draft, finish, state)
    count_again(db, old)
    return keep_final(db, draft.id, by, draft.reason)


def _content(db: Database, one: Evaluation) -> dict[str, Any]:
    card = scorecards.version(db, one.version_id)
    agent = people.agent(db, one.agent_id)
    contact = contacts.contact(db, one.contact_id)
    return {
        "format": FORMAT,
        "form": finals.keep_text(db, card.form),
        "scorecard": {"name": card.form.name, "number": card.number, "published_at": card.published_at},
        "agent": {"name": agent.name, "reference": agent.reference, "team": agent.team},
        "by": people.user(db, one.user_id).name,
        "contact": {
            "reference": contact.reference,
            "channel": contact.channel,
            "direction": contact.direction,
            "started_at": contact.started_at,
            "topic": contact.topic,
            "talk_s": contact.talk_s,
        },
        **finishing.told(card.form, one.answers),
        **final_content.of_evaluation(db, one.id),
    }
