"""Skills, standards, assessments, ratings and the evidence under them."""

from dataclasses import fields
from datetime import date, datetime

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove, to_record, update
from db.records.observations import Note
from db.records.skills import (
    Assessment,
    AssessmentKind,
    AssessmentState,
    Evidence,
    HeardNote,
    Rating,
    Skill,
    Standard,
)

_SKILL = (
    """SELECT id, uid, key, name, "group", definition, levels, evidence FROM skill WHERE deleted_at IS NULL"""
)
_ASSESSMENT = (
    f"SELECT {', '.join(field.name for field in fields(Assessment))} FROM assessment WHERE deleted_at IS NULL"
)
_RATING = "SELECT id, uid, assessment_id, skill_id, level, comment FROM rating WHERE deleted_at IS NULL"
_EVIDENCE = (
    "SELECT id, uid, rating_id, note_id, evaluation_id, question FROM evidence WHERE deleted_at IS NULL"
)

_STANDING = "SELECT id FROM assessment WHERE deleted_at IS NULL AND (:agent IS NULL OR agent_id = :agent)"


def skills(db: Database) -> tuple[Skill, ...]:
    """In the order in which they were written down."""
    return all_of(Skill, db.query(_SKILL + " ORDER BY id"))


def add_skill(db: Database, skill: Skill) -> int:
    """Stores a new skill; the record's id and uid are given out anew."""
    values = {
        field.name: getattr(skill, field.name) for field in fields(Skill) if field.name not in ("id", "uid")
    }
    return insert(db, "skill", **values)


def standards(db: Database, role: str = "agent") -> tuple[Standard, ...]:
    sql = (
        "SELECT skill_id, role, stage, level, importance FROM standard WHERE deleted_at IS NULL AND role = ?"
    )
    return all_of(Standard, db.query(sql + " ORDER BY skill_id, level", [role]))


def add_standard(db: Database, standard: Standard) -> int:
    return insert(
        db,
        "standard",
        skill_id=standard.skill_id,
        role=standard.role,
        stage=standard.stage,
        level=standard.level,
        importance=standard.importance,
    )


def set_standard(db: Database, standard: Standard) -> None:
    """Changes level and importance of a skill's standard for its role and stage, or adds it."""
    sql = "SELECT id FROM standard WHERE skill_id = ? AND role = ? AND stage = ? AND deleted_at IS NULL"
    found = [row["id"] for row in db.query(sql, [standard.skill_id, standard.role, standard.stage.value])]
    for id in found:
        update(db, "standard", id, level=standard.level, importance=standard.importance)
    if not found:
        add_standard(db, standard)


def begin_assessment(db: Database, agent_id: int, kind: AssessmentKind, user_id: int, on: date) -> int:
    return insert(
        db,
        "assessment",
        agent_id=agent_id,
        kind=kind,
        user_id=user_id,
        state=AssessmentState.DRAFT,
        begun_on=on,
    )


def assessment(db: Database, id: int) -> Assessment:
    return need(one(Assessment, db.query(_ASSESSMENT + " AND id = ?", [id])), "assessment", id)


def assessments(db: Database, agent_id: int) -> tuple[Assessment, ...]:
    """Newest first."""
    return all_of(
        Assessment, db.query(_ASSESSMENT + " AND agent_id = ? ORDER BY begun_on DESC, id DESC", [agent_id])
    )


def latest(db: Database, agent_id: int, kind: AssessmentKind) -> Assessment | None:
    """The newest finished one of its kind."""
    sql = (
        _ASSESSMENT
        + " AND agent_id = ? AND kind = ? AND state = 'final' ORDER BY begun_on DESC, id DESC LIMIT 1"
    )
    return one(Assessment, db.query(sql, [agent_id, kind]))


def drop_standard(db: Database, standard: Standard) -> None:
    """Nothing is required any more of the skill for that role and stage."""
    db.execute(
        """UPDATE main.standard SET deleted_at = now()
        WHERE skill_id = ? AND role = ? AND stage = ? AND deleted_at IS NULL""",
        [standard.skill_id, standard.role, standard.stage.value],
    )


def every_assessment(db: Database, agent_id: int | None = None) -> tuple[Assessment, ...]:
    """Drafts among them, oldest first; of one agent, or of all."""
    sql = _ASSESSMENT + " AND (:agent IS NULL OR agent_id = :agent) ORDER BY begun_on, id"
    return all_of(Assessment, db.query(sql, {"agent": agent_id}))


def remove_assessment(db: Database, id: int) -> None:
    """Its ratings stay with it, so that it can be brought back whole."""
    remove(db, "assessment", id)


def bring_back_assessment(db: Database, id: int) -> None:
    bring_back(db, "assessment", id)


def finish_assessment(db: Database, id: int, at: datetime) -> None:
    update(db, "assessment", id, state=AssessmentState.FINAL, finished_at=at)


def reopen_assessment(db: Database, id: int) -> None:
    update(db, "assessment", id, state=AssessmentState.DRAFT, finished_at=None)


def keep_comment(db: Database, id: int, comment: str) -> None:
    update(db, "assessment", id, comment=comment)


def ratings(db: Database, assessment_id: int) -> tuple[Rating, ...]:
    return all_of(Rating, db.query(_RATING + " AND assessment_id = ? ORDER BY skill_id", [assessment_id]))


def rating(db: Database, id: int) -> Rating:
    return need(one(Rating, db.query(_RATING + " AND id = ?", [id])), "rating", id)


def every_rating(db: Database, agent_id: int | None = None) -> tuple[Rating, ...]:
    """Of every assessment that stands; of one agent, or of all."""
    return all_of(Rating, db.query(_RATING + f" AND assessment_id IN ({_STANDING})", {"agent": agent_id}))


def rate(db: Database, assessment_id: int, skill_id: int, level: int | None, comment: str = "") -> int:
    """Adds or changes the rating of one skill in an assessment; answers the rating's id."""
    for row in db.query(
        "SELECT id FROM rating WHERE assessment_id = ? AND skill_id = ? AND deleted_at IS NULL",
        [assessment_id, skill_id],
    ):
        update(db, "rating", row["id"], level=level, comment=comment)
        return int(row["id"])
    return insert(db, "rating", assessment_id=assessment_id, skill_id=skill_id, level=level, comment=comment)


def unrate(db: Database, rating_id: int) -> None:
    remove(db, "rating", rating_id)


def bring_back_rating(db: Database, rating_id: int) -> None:
    bring_back(db, "rating", rating_id)


def evidence(db: Database, assessment_id: int) -> tuple[Evidence, ...]:
    """Under all ratings of an assessment."""
    sql = (
        _EVIDENCE + " AND rating_id IN (SELECT id FROM rating WHERE assessment_id = ? AND deleted_at IS NULL)"
    )
    return all_of(Evidence, db.query(sql + " ORDER BY id", [assessment_id]))


def every_evidence(db: Database, agent_id: int | None = None) -> tuple[Evidence, ...]:
    """Under every rating that stands; of one agent, or of all."""
    sql = f"""{_EVIDENCE} AND rating_id IN
        (SELECT id FROM rating WHERE assessment_id IN ({_STANDING}) AND deleted_at IS NULL) ORDER BY id"""
    return all_of(Evidence, db.query(sql, {"agent": agent_id}))


def add_evidence(
    db: Database,
    rating_id: int,
    *,
    note_id: int | None = None,
    evaluation_id: int | None = None,
    question: str = "",
) -> int:
    """Links a note, or one question's answer in an evaluation."""
    return insert(
        db, "evidence", rating_id=rating_id, note_id=note_id, evaluation_id=evaluation_id, question=question
    )


def drop_evidence(db: Database, id: int) -> None:
    remove(db, "evidence", id)


def bring_back_evidence(db: Database, id: int) -> None:
    bring_back(db, "evidence", id)


def heard_notes(db: Database, agent_id: int, limit: int = 500) -> tuple[HeardNote, ...]:
    """An agent's notes with their contacts, newest first."""
    columns = ", ".join(f"note.{field.name}" for field in fields(Note))
    sql = f"""SELECT {columns}, contact.reference AS contact, contact.started_at AS started_at FROM note
        JOIN observation ON observation.id = note.observation_id
        JOIN contact ON contact.id = observation.contact_id
        WHERE note.agent_id = ? AND note.deleted_at IS NULL AND observation.deleted_at IS NULL
        ORDER BY note.written_at DESC, note.id DESC LIMIT ?"""
    return tuple(
        HeardNote(to_record(Note, row), row["contact"], date.fromisoformat(row["started_at"][:10]))
        for row in db.query(sql, [agent_id, limit])
    )
