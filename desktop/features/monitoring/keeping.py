"""What the final of an evaluation says: everything a person needs to read it and to redo its sum."""

from collections.abc import Mapping
from typing import Any

from db.connection import Database
from db.queries import contacts, evaluations, final_content, finals, people, scorecards
from db.queries.form_json import from_data
from db.records.finals import FinalKind, Made, Revision
from db.records.observations import Evaluation
from db.records.scorecards import Form
from desktop.coaching import finishing

FORMAT = 1


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
