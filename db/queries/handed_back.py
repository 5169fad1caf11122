"""Files that an agent handed back for an evaluation, each kept encrypted beside the store."""

from dataclasses import fields
from datetime import datetime

from db.connection import Database
from db.queries.recordings import place_text
from db.queries.rows import all_of, check_reach, last_id, need, one, stored
from db.records.disputes import CameBack
from db.records.observations import Evaluation
from db.records.recordings import Attachment

_COLUMNS = ", ".join(f"handed_back.{field.name}" for field in fields(CameBack))
_BACK = f"SELECT {_COLUMNS} FROM handed_back WHERE handed_back.deleted_at IS NULL"


def add(db: Database, of: Evaluation, user_id: int, file: tuple[str, Attachment], at: datetime) -> CameBack:
    """Note a file by its name, and the key of what was kept of it under the identity it was given."""
    name, kept = file
    sql = """INSERT INTO main."handed_back"
        (uid, evaluation_id, agent_id, user_id, file_name, sha256, size, key, made_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
    told = (place_text(name), kept.sha256, kept.size, kept.key, stored(at))
    id = last_id(db.execute(sql, [kept.uid, of.id, of.agent_id, user_id, *told]))
    check_reach(db, "handed_back", id)
    return came_back(db, id)


def came_back(db: Database, id: int) -> CameBack:
    """Raises LookupError where there is none within reach."""
    return need(one(CameBack, db.query(_BACK + " AND id = ?", [id])), "handed_back", id)


def of_evaluation(db: Database, evaluation_id: int) -> tuple[CameBack, ...]:
    """Of every revision of this evaluation, the newest first."""
    sql = (
        _BACK
        + """ AND evaluation_id IN (SELECT it.id FROM evaluation AS it
        JOIN final AS made ON made.subject_uid = it.uid WHERE made.first_uid IN (SELECT own.first_uid
        FROM final AS own JOIN evaluation AS shown ON shown.uid = own.subject_uid WHERE shown.id = ?))
        ORDER BY id DESC"""
    )
    return all_of(CameBack, db.query(sql, [evaluation_id]))


def attachment(db: Database, id: int) -> Attachment | None:
    """What opens the kept file, within reach; None where its key was forgotten."""
    sql = "SELECT uid, key, sha256, size FROM handed_back WHERE id = ? AND key IS NOT NULL"
    return one(Attachment, db.query(sql, [id]))
