"""The service vision, key behaviours, the action catalogue and improvement items."""

from dataclasses import fields
from datetime import date

from db.connection import Database
from db.queries.gate import clean
from db.queries.rows import all_of, bring_back, insert, one, remove, update
from db.records.practice import ActionIdea, Behaviour, Improvement, ImprovementState, Vision


def _select(record: type, table: str) -> str:
    return f"SELECT {', '.join(field.name for field in fields(record))} FROM {table}"


def vision(db: Database) -> Vision | None:
    """As it stands now."""
    return one(Vision, db.query(_select(Vision, "vision") + " ORDER BY number DESC, id DESC LIMIT 1"))


def visions(db: Database) -> tuple[Vision, ...]:
    """All wordings, newest first."""
    return all_of(Vision, db.query(_select(Vision, "vision") + " ORDER BY number DESC, id DESC"))


def say_vision(db: Database, sentence: str, meaning: str = "") -> int:
    """A new wording; the ones before stay readable."""
    last = vision(db)
    db.execute(
        """INSERT INTO main.vision (uid, number, sentence, meaning, made_at)
        VALUES (new_uid(), ?, ?, ?, now())""",
        [last.number + 1 if last else 1, clean(db, sentence), clean(db, meaning)],
    )
    return last.number + 1 if last else 1


def behaviours(db: Database) -> tuple[Behaviour, ...]:
    return all_of(
        Behaviour, db.query(_select(Behaviour, "behaviour") + " WHERE deleted_at IS NULL ORDER BY id")
    )


def add_behaviour(db: Database, behaviour: Behaviour) -> int:
    """Stores a new one; the record's id and uid are given out anew."""
    return insert(db, "behaviour", **_new(behaviour))


def _new(record: Behaviour | ActionIdea) -> dict[str, object]:
    return {
        field.name: getattr(record, field.name) for field in fields(record) if field.name not in ("id", "uid")
    }


def ideas(db: Database) -> tuple[ActionIdea, ...]:
    return all_of(
        ActionIdea, db.query(_select(ActionIdea, "action_idea") + " WHERE deleted_at IS NULL ORDER BY id")
    )


def add_idea(db: Database, idea: ActionIdea) -> int:
    """Stores a new one; the record's id and uid are given out anew."""
    return insert(db, "action_idea", **_new(idea))


def improvements(db: Database) -> tuple[Improvement, ...]:
    """Open ones first, then the newest."""
    sql = (
        _select(Improvement, "improvement")
        + " WHERE deleted_at IS NULL ORDER BY state = 'told', raised_on DESC, id"
    )
    return all_of(Improvement, db.query(sql))


def raise_improvement(
    db: Database, title: str, on: date, agent_id: int | None = None, plan_id: int | None = None
) -> int:
    """What an agent asked for, or what a plan showed to be in the way."""
    return insert(
        db,
        "improvement",
        title=title,
        agent_id=agent_id,
        plan_id=plan_id,
        state=ImprovementState.OPEN,
        raised_on=on,
    )


def improvements_of_plan(db: Database, plan_id: int) -> tuple[Improvement, ...]:
    """Those a plan raised, in the order in which they were raised."""
    sql = _select(Improvement, "improvement") + " WHERE deleted_at IS NULL AND plan_id = ? ORDER BY id"
    return all_of(Improvement, db.query(sql, [plan_id]))


def drop_improvement(db: Database, id: int) -> None:
    remove(db, "improvement", id)


def undrop_improvement(db: Database, id: int) -> None:
    bring_back(db, "improvement", id)


def move_improvement(db: Database, id: int, state: ImprovementState) -> None:
    update(db, "improvement", id, state=state)
