"""Finished evaluations out of a form's response sheet: found contacts, and what one import adds to them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from db.connection import Database
from db.queries import contacts, evaluations
from db.queries.rows import insert, update
from db.records.contacts import NewContact
from db.records.observations import DetailKind, EvaluationState, Finish, Source

# What an import of evaluations writes beside `imports.TABLES`.
TABLES = (
    *("observation", "evaluation", "detail", "week_sum", "question"),
    *("scorecard", "scorecard_version", "version_question"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A contact that is here already, and whose it is."""

    id: int
    agent_id: int


@dataclass(frozen=True, slots=True)
class Heard:
    """How a contact of the sheet was listened to: by whom, how, and when the form was sent (UTC)."""

    contact_id: int
    agent_id: int
    user_id: int
    source: Source
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Filled:
    """A scorecard as the sheet fills it; `details` are (question key, kind, value)."""

    version_id: int
    finish: Finish
    comment: str
    details: tuple[tuple[str, DetailKind, str], ...] = ()


def by_reference(db: Database, references: Iterable[str]) -> dict[str, Found]:
    """The contacts of these references, whosever they are; of two alike the older one."""
    sql = """SELECT contact.id, contact.agent_id, contact.reference FROM json_each(?) AS wanted
        JOIN main.contact ON contact.reference = wanted.value
        WHERE contact.deleted_at IS NULL ORDER BY contact.id DESC"""
    rows = db.query(sql, [_as_list(set(references) - {""})])
    return {row["reference"]: Found(row["id"], row["agent_id"]) for row in rows}


def by_start(db: Database, starts: Iterable[tuple[int, datetime]]) -> dict[tuple[int, datetime], int]:
    """The contacts that an agent began at exactly that moment; of two alike the older one."""
    wanted = [[agent, at.isoformat(timespec="seconds")] for agent, at in sorted(set(starts))]
    sql = """SELECT contact.id, contact.agent_id, contact.started_at FROM json_each(?) AS wanted
        JOIN contact ON contact.agent_id = wanted.value ->> 0 AND contact.started_at = wanted.value ->> 1
        WHERE contact.deleted_at IS NULL ORDER BY contact.id DESC"""
    rows = db.query(sql, [json.dumps(wanted)])
    return {(row["agent_id"], datetime.fromisoformat(row["started_at"])): row["id"] for row in rows}


def evaluated(db: Database, scorecard_id: int, contact_ids: Iterable[int]) -> frozenset[int]:
    """Those of these contacts that have a finished evaluation on any version of this scorecard."""
    sql = """SELECT DISTINCT evaluation.contact_id FROM main.evaluation
        JOIN main.scorecard_version AS version ON version.id = evaluation.version_id
        WHERE version.scorecard_id = ? AND evaluation.state <> 'draft' AND evaluation.deleted_at IS NULL
        AND evaluation.contact_id IN (SELECT value FROM json_each(?))"""
    rows = db.query(sql, [scorecard_id, _as_list(contact_ids)])
    return frozenset(row["contact_id"] for row in rows)


def add_contact(db: Database, import_id: int, new: NewContact) -> int:
    """Raises OutOfReach where it is of an agent whom the user at work does not see."""
    id = contacts.add(db, new)
    update(db, "contact", id, import_id=import_id)
    return id


def add_finished(db: Database, import_id: int, heard: Heard, filled: Filled) -> int:
    """Add an observation that has ended and its final evaluation, with the sums of its week; its id."""
    observation = insert(
        db,
        "observation",
        agent_id=heard.agent_id,
        contact_id=heard.contact_id,
        user_id=heard.user_id,
        source=heard.source,
        begun_at=heard.at,
        ended_at=heard.at,
        import_id=import_id,
    )
    id = insert(
        db,
        "evaluation",
        observation_id=observation,
        agent_id=heard.agent_id,
        contact_id=heard.contact_id,
        version_id=filled.version_id,
        user_id=heard.user_id,
        state=EvaluationState.DRAFT,
        answers=filled.finish.answers,
        day=heard.day,
        comment=filled.comment,
        import_id=import_id,
    )
    for question, kind, value in filled.details:
        more = {"question": question, "kind": kind, "value": value}
        insert(db, "detail", evaluation_id=id, agent_id=heard.agent_id, import_id=import_id, **more)
    evaluations.finish(db, evaluations.evaluation(db, id), filled.finish, heard.at)
    return id


def _as_list(values: Iterable[object]) -> str:
    return json.dumps(sorted(values, key=str), ensure_ascii=False)
