"""The site, its teams, users and agents."""

from datetime import date, datetime

from db.connection import Database
from db.queries.gate import clean
from db.queries.rows import all_of, bring_back, insert, last_id, need, one, remove, update
from db.records.people import Agent, Role, Site, Team, User

_AGENT = """SELECT agent.id, agent.uid, agent.name, agent.team_id, team.name AS team, agent.reference,
    agent.hired_on, agent.left_on FROM agent JOIN team ON team.id = agent.team_id
    WHERE agent.deleted_at IS NULL"""
_TEAM = "SELECT id, uid, name FROM team WHERE deleted_at IS NULL"
_EVER = "SELECT id, uid, name, role, keeps, suspended_at FROM user"
_USER = _EVER + " WHERE deleted_at IS NULL"
# Where a person can have something of their own. Notes stand on observations.
_OF_AGENT = ("contact", "observation", "evaluation", "assessment", "plan", "improvement")

_BY_USER = ("observation", "evaluation", "assessment", "plan", "import")


def site(db: Database) -> Site | None:
    return one(Site, db.query("SELECT name, is_demo FROM site"))


def set_site(db: Database, name: str, *, is_demo: bool = False) -> None:
    db.execute(
        "INSERT INTO main.site (id, uid, name, is_demo, made_at) VALUES (1, new_uid(), ?, ?, now()) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, is_demo = excluded.is_demo",
        [clean(db, name), int(is_demo)],
    )


def teams(db: Database) -> tuple[Team, ...]:
    return all_of(Team, db.query(_TEAM + " ORDER BY name"))


def team(db: Database, id: int) -> Team:
    return need(one(Team, db.query(_TEAM + " AND id = ?", [id])), "team", id)


def add_team(db: Database, name: str) -> int:
    return insert(db, "team", name=name)


def has_members(db: Database, team_id: int) -> bool:
    """Whether anybody who has not been removed is in the team, also out of reach."""
    sql = "SELECT EXISTS (SELECT 1 FROM main.agent WHERE team_id = ? AND deleted_at IS NULL)"
    return bool(db.execute(sql, [team_id]).fetchone()[0])


def rename_team(db: Database, id: int, name: str) -> None:
    update(db, "team", id, name=name)


def remove_team(db: Database, id: int) -> None:
    """For teams nobody is in; whoever calls this has looked."""
    remove(db, "team", id)


def bring_back_team(db: Database, id: int) -> None:
    bring_back(db, "team", id)


def users(db: Database) -> tuple[User, ...]:
    return all_of(User, db.query(_USER + " ORDER BY name"))


def user(db: Database, id: int) -> User:
    """Also one who was removed: their name stays under what they wrote."""
    return need(one(User, db.query(_EVER + " WHERE id = ?", [id])), "user", id)


def ever_users(db: Database) -> tuple[User, ...]:
    """With those who were removed, by name."""
    return all_of(User, db.query(_EVER + " ORDER BY name"))


def last_sign_ins(db: Database) -> dict[bytes, datetime]:
    """When each user signed in last, by uid; nobody who never did."""
    sql = "SELECT user, max(at) AS at FROM event WHERE kind = 'sign_in' AND user IS NOT NULL GROUP BY user"
    return {row["user"]: datetime.fromisoformat(row["at"]) for row in db.query(sql)}


def add_user(db: Database, name: str, role: Role, *, keeps: bool = False, uid: bytes | None = None) -> int:
    """`uid` is given where the user's keys were there before the row: those of a floor's first user."""
    if uid is None:
        return insert(db, "user", name=name, role=role, keeps=keeps)
    values = {"uid": uid, "name": clean(db, name), "role": role.value, "keeps": int(keeps)}
    sql = "INSERT INTO main.user (uid, name, role, keeps) VALUES (:uid, :name, :role, :keeps)"
    return last_id(db.execute(sql, values))


def has_written(db: Database, user_id: int) -> bool:
    """Whether anything names this user as its author, also of people out of reach."""
    any_of = " OR ".join(f'EXISTS (SELECT 1 FROM main."{table}" WHERE user_id = :user)' for table in _BY_USER)
    return bool(next(iter(db.query(f"SELECT {any_of} AS found", {"user": user_id})))["found"])


def remove_user(db: Database, id: int) -> None:
    """For users who have written nothing; whoever calls this has looked."""
    remove(db, "user", id)


def change_user(db: Database, user: User) -> None:
    """Stores name, role, `keeps` and suspension of the record given."""
    values = {"name": user.name, "role": user.role, "keeps": user.keeps, "suspended_at": user.suspended_at}
    update(db, "user", user.id, **values)


def agents(db: Database, team_id: int | None = None) -> tuple[Agent, ...]:
    """All who have not been removed, by name; those who left are among them."""
    return all_of(
        Agent,
        db.query(
            _AGENT + " AND (:team IS NULL OR agent.team_id = :team) ORDER BY agent.name COLLATE NOCASE",
            {"team": team_id},
        ),
    )


def out_of_reach(db: Database) -> tuple[Agent, ...]:
    """Everybody whom the user at work does not see; only ever to be compared with, never to be shown."""
    sql = _AGENT.replace("FROM agent JOIN", "FROM main.agent AS agent JOIN")
    return all_of(Agent, db.query(sql + " AND agent.id NOT IN (SELECT id FROM agent)"))


def agent(db: Database, id: int) -> Agent:
    return need(one(Agent, db.query(_AGENT + " AND agent.id = ?", [id])), "agent", id)


def find_agents(db: Database, text: str, limit: int = 20) -> tuple[Agent, ...]:
    """Whose name or reference holds the text, letter case of ASCII letters aside."""
    sql = (
        _AGENT
        + " AND (instr(lower(agent.name), lower(:text)) OR instr(lower(agent.reference), lower(:text)))"
    )
    return all_of(Agent, db.query(sql + " ORDER BY agent.name LIMIT :limit", {"text": text, "limit": limit}))


def add_agent(
    db: Database, name: str, team_id: int, reference: str = "", hired_on: date | None = None
) -> int:
    return insert(db, "agent", name=name, team_id=team_id, reference=reference, hired_on=hired_on)


def change_agent(db: Database, agent: Agent) -> None:
    """Stores name, team, reference and dates of the record given."""
    update(
        db,
        "agent",
        agent.id,
        name=agent.name,
        team_id=agent.team_id,
        reference=agent.reference,
        hired_on=agent.hired_on,
        left_on=agent.left_on,
    )


def has_anything(db: Database, agent_id: int) -> bool:
    """Whether a contact, an observation, an assessment, a plan or a request hangs on this person.

    Asked of everything there is: who keeps the floor may remove people and does not see their coaching.
    """
    any_of = " OR ".join(
        f"EXISTS (SELECT 1 FROM main.{table} WHERE agent_id = :agent AND deleted_at IS NULL)"
        for table in _OF_AGENT
    )
    return bool(next(iter(db.query(f"SELECT {any_of} AS found", {"agent": agent_id})))["found"])


def remove_agent(db: Database, id: int) -> None:
    """For people nothing hangs on; whoever calls this has looked."""
    remove(db, "agent", id)


def bring_back_agent(db: Database, id: int) -> None:
    bring_back(db, "agent", id)
