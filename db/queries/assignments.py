"""Whose coaching is whose: the teams and single agents that each user is assigned."""

from dataclasses import fields

from db.connection import Database
from db.queries.rows import all_of, bring_back, insert, need, one, remove
from db.records.people import Agent, Assignment

_ASSIGNMENT = (
    f"SELECT {', '.join(field.name for field in fields(Assignment))} FROM assignment WHERE deleted_at IS NULL"
)


def assignments(db: Database, user_id: int | None = None) -> tuple[Assignment, ...]:
    """Of one user or of all; who doesn't look after the floor is shown their own alone."""
    sql = _ASSIGNMENT + " AND (:user IS NULL OR user_id = :user) ORDER BY user_id, id"
    return all_of(Assignment, db.query(sql, {"user": user_id}))


def assign(db: Database, user_id: int, *, team_id: int | None = None, agent_id: int | None = None) -> int:
    """Adds a team or an agent to what the user reaches; answers the one there is, if it is theirs already."""
    sql = _ASSIGNMENT + " AND user_id = ? AND team_id IS ? AND agent_id IS ?"
    found = one(Assignment, db.query(sql, [user_id, team_id, agent_id]))
    if found is not None:
        return found.id
    return insert(db, "assignment", user_id=user_id, team_id=team_id, agent_id=agent_id)


def withdraw(db: Database, id: int) -> None:
    remove(db, "assignment", id)


def give_back(db: Database, id: int) -> None:
    bring_back(db, "assignment", id)


def own_teams(db: Database, user_id: int) -> frozenset[int]:
    """The teams assigned to a user."""
    return frozenset(one.team_id for one in assignments(db, user_id) if one.team_id is not None)


def assign_all_teams(db: Database, user_id: int) -> None:
    """Every team there is now."""
    for row in db.execute("SELECT id FROM main.team WHERE deleted_at IS NULL ORDER BY id").fetchall():
        assign(db, user_id, team_id=row[0])


def assignable(db: Database) -> tuple[Agent, ...]:
    """Everybody on the phone by name, beyond the user's own reach: demand MANAGE_USERS before asking."""
    sql = """SELECT agent.id, agent.uid, agent.name, agent.team_id, team.name AS team, agent.reference,
        agent.hired_on, agent.left_on FROM main.agent AS agent JOIN main.team AS team
        ON team.id = agent.team_id WHERE agent.deleted_at IS NULL ORDER BY agent.name COLLATE NOCASE"""
    return all_of(Agent, db.query(sql))


def assignment(db: Database, id: int) -> Assignment:
    return need(one(Assignment, db.query(_ASSIGNMENT + " AND id = ?", [id])), "assignment", id)
