"""Skills, standards, assessments, ratings and the evidence under them."""

from dataclasses import fields
from datetime import date, datetime

from db.connection import Database
from db.queries.rows import all_of, insert, need, one, remove, update
from db.records.skills import Assessment, AssessmentKind, AssessmentState, Evidence, Rating, Skill, Standard

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


def finish_assessment(db: Database, id: int, at: datetime) -> None:
    update(db, "assessment", id, state=AssessmentState.FINAL, finished_at=at)


def reopen_assessment(db: Database, id: int) -> None:
    update(db, "assessment", id, state=AssessmentState.DRAFT, finished_at=None)


def keep_comment(db: Database, id: int, comment: str) -> None:
    update(db, "assessment", id, comment=comment)


def ratings(db: Database, assessment_id: int) -> tuple[Rating, ...]:
    return all_of(Rating, db.query(_RATING + " AND assessment_id = ? ORDER BY skill_id", [assessment_id]))


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


def evidence(db: Database, assessment_id: int) -> tuple[Evidence, ...]:
    """Under all ratings of an assessment."""
    sql = (
        _EVIDENCE + " AND rating_id IN (SELECT id FROM rating WHERE assessment_id = ? AND deleted_at IS NULL)"
    )
    return all_of(Evidence, db.query(sql + " ORDER BY id", [assessment_id]))


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
