"""What a user reaches: on their connections the tables are views that show their own people's rows alone.

A temporary view goes before the table of the same name, so every query asks it without knowing. Statements
that write name `main."table"` and look for their row in the view first: what is not seen is not written.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from db.connection import Database
from db.errors import OutOfReach as OutOfReach
from db.records.people import Role, User

# What decides who reaches what: after a commit to one of these the views are made anew.
DECIDING = frozenset({"user", "team", "assignment"})

# Through which column a row belongs to a row of which other table; the chain ends at `agent`.
PARENTS = {
    "contact": ("agent_id", "agent"),
    "observation": ("agent_id", "agent"),
    "note": ("agent_id", "agent"),
    "evaluation": ("agent_id", "agent"),
    "detail": ("agent_id", "agent"),
    "transcript": ("agent_id", "agent"),
    "transcript_line": ("agent_id", "agent"),
    "assessment": ("agent_id", "agent"),
    "plan": ("agent_id", "agent"),
    "week_sum": ("agent_id", "agent"),
    "rating": ("assessment_id", "assessment"),
    "evidence": ("rating_id", "rating"),
    "area": ("plan_id", "plan"),
    "goal": ("area_id", "area"),
    "action": ("plan_id", "plan"),
    "condition": ("plan_id", "plan"),
    "check_in": ("plan_id", "plan"),
    "signature": ("plan_id", "plan"),
    "final": ("agent_id", "agent"),
    "acknowledgement": ("final_id", "final"),
    "draw_item": ("agent_id", "agent"),
    "dispute": ("agent_id", "agent"),
    "self_evaluation": ("agent_id", "agent"),
    "handed_out": ("agent_id", "agent"),
    "handed_back": ("agent_id", "agent"),
    "recognition": ("agent_id", "agent"),
    "shelf_call": ("agent_id", "agent"),
    "recording": ("agent_id", "agent"),
    "recording_sound": ("recording_id", "recording"),
}
NOTHING = "0"
_OWN_NOTE = "private_note.user_id = {user}"
_OWN_ASSIGNMENT = "assignment.user_id = {user}"
_ASSIGNED = """SELECT {column} FROM main.assignment
    WHERE user_id = {user} AND deleted_at IS NULL AND {column} IS NOT NULL"""
# Whoever is asked for their own view of a contact is shown nobody else's before theirs is finished.
_OWN_VIEW_FIRST = """NOT EXISTS (SELECT 1 FROM main.self_evaluation AS own WHERE own.state = 'draft'
        AND own.observation_id = {table}.observation_id AND own.deleted_at IS NULL)"""
# What of an agent's own view no user is shown before both views are in, and what stands there instead.
_HELD = {"answers": "x''", "words": "'{}'", "comment": "''"}
# What a person at the desk is shown of their own things: nothing half done, nothing meant for others.
_SHARED = {
    # Nobody is told which of their calls will be heard.
    "draw_item": NOTHING,
    "observation": """EXISTS (SELECT 1 FROM main.evaluation AS made WHERE made.observation_id = observation.id
        AND made.state NOT IN ('draft', 'final') AND made.deleted_at IS NULL AND """
    + _OWN_VIEW_FIRST.format(table="made")
    + ")",
    "note": "EXISTS (SELECT 1 FROM observation AS heard WHERE heard.id = +note.observation_id)",
    "evaluation": "evaluation.state NOT IN ('draft', 'final') AND "
    + _OWN_VIEW_FIRST.format(table="evaluation"),
    "handed_out": NOTHING,
    "handed_back": NOTHING,
    "detail": "EXISTS (SELECT 1 FROM evaluation AS read WHERE read.id = +detail.evaluation_id)",
    # Of a transcript they read what was quoted, which is in the notes.
    "transcript": NOTHING,
    "transcript_line": NOTHING,
    "recording": "EXISTS (SELECT 1 FROM observation AS heard WHERE heard.contact_id = +recording.contact_id)",
    "final": """(EXISTS (SELECT 1 FROM evaluation AS read WHERE read.uid = +final.subject_uid)
        OR EXISTS (SELECT 1 FROM plan AS read WHERE read.uid = +final.subject_uid))""",
    # The coach's view would colour their own: it is shown once theirs is finished.
    "assessment": """(assessment.kind = 'self' OR assessment.state = 'final' AND (SELECT
        coalesce(min(own.state = 'final'), 0) FROM main.assessment AS own
        WHERE own.agent_id = assessment.agent_id AND own.kind = 'self' AND own.deleted_at IS NULL))""",
}


@dataclass(frozen=True, slots=True)
class Acting:
    """Who is at work; with an agent, the user has handed over and that person sits at the desk."""

    user: User
    agent: int | None = None


def show(db: Database, acting: Acting | None) -> None:
    """Make the connection show what is within reach; everything for None. Outside any transaction only."""
    db.execute("BEGIN")
    try:
        for row in db.execute("SELECT name FROM sqlite_temp_master WHERE type = 'view'").fetchall():
            db.execute(f'DROP VIEW temp."{row[0]}"')
        if acting is not None:
            _narrow(db, narrowed(acting, everything=_is_everything(db, acting)))
            if acting.agent is None:
                _hold_own_views(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _narrow(db: Database, conditions: Mapping[str, str]) -> None:
    for table, condition in conditions.items():
        db.execute(f'CREATE TEMP VIEW "{table}" AS SELECT * FROM main."{table}" WHERE {condition}')
    if "evaluation" in conditions:
        _show_answers(db)


def _hold_own_views(db: Database) -> None:
    """Whoever evaluates does not see the agent's own view before both are in, whatever asks for it."""
    made = db.execute("SELECT sql FROM sqlite_temp_master WHERE name = 'self_evaluation'").fetchone()
    condition = made[0].partition(" WHERE ")[2] if made else "1"
    names = [row[1] for row in db.execute('PRAGMA main.table_info("self_evaluation")').fetchall()]
    columns = ", ".join(
        f"CASE WHEN opened_at IS NULL THEN {_HELD[name]} ELSE {name} END AS {name}" if name in _HELD else name
        for name in names
    )
    db.execute('DROP VIEW IF EXISTS temp."self_evaluation"')
    seen = f'SELECT {columns} FROM main."self_evaluation" WHERE {condition}'
    db.execute(f'CREATE TEMP VIEW "self_evaluation" AS {seen}')


def narrowed(acting: Acting, *, everything: bool = False) -> Mapping[str, str]:
    """Which tables are narrowed, and to the rows of which condition."""
    user = acting.user.id
    if acting.user.suspended_at is not None:
        return _within_agents(NOTHING) | _closed("improvement", "private_note", "assignment", "import")
    if acting.agent is not None:
        return _handed_over(acting.agent)
    own = {"private_note": _OWN_NOTE.format(user=user)}
    if not acting.user.keeps:
        own["assignment"] = _OWN_ASSIGNMENT.format(user=user)
    if everything:
        return own
    if acting.user.role is Role.ADMIN:
        return own | _closed(*PARENTS, "improvement", "private_note")
    teams, agents = (_ASSIGNED.format(user=user, column=column) for column in ("team_id", "agent_id"))
    mine = _within_agents(f"agent.team_id IN ({teams}) OR agent.id IN ({agents})")
    if acting.user.role is Role.SUPERVISOR:  # a file is somebody's once it was matched; until then, theirs
        mine |= {"recording": f"recording.agent_id IS NULL OR {mine['recording']}"}
    return mine | own | {"private_note": f"{own['private_note']} AND {_belongs('private_note')}"}


def _within_agents(condition: str) -> dict[str, str]:
    children = {table: _belongs(table, *link) for table, link in PARENTS.items()}
    of_all = "improvement.agent_id IS NULL AND improvement.plan_id IS NULL"
    asked = f"{_belongs('improvement')} OR {_belongs('improvement', 'plan_id', 'plan')}"
    return {"agent": condition, **children, "improvement": f"{of_all} OR {asked}"}


def _handed_over(agent: int) -> dict[str, str]:
    found = _within_agents(f"agent.id = {int(agent)}") | {"improvement": _belongs("improvement")}
    shared = {table: f"{found[table]} AND {condition}" for table, condition in _SHARED.items()}
    return found | shared | _closed("private_note", "assignment", "import")


def _closed(*tables: str) -> dict[str, str]:
    return dict.fromkeys(tables, NOTHING)


def _belongs(table: str, column: str = "agent_id", parent: str = "agent") -> str:
    """The plus keeps SQLite from beginning at the parent: a row is found by what was asked, then judged."""
    return f'EXISTS (SELECT 1 FROM "{parent}" AS whose WHERE whose.id = +"{table}".{column})'


def _is_everything(db: Database, acting: Acting) -> bool:
    """Whether every team is assigned to this user: then nothing need be narrowed, and nothing costs time."""
    if acting.agent is not None or acting.user.role is Role.ADMIN:
        return False
    teams = _ASSIGNED.format(user=acting.user.id, column="team_id")
    outside = f"""SELECT EXISTS (SELECT 1 FROM main.team WHERE deleted_at IS NULL AND id NOT IN ({teams}))
        OR EXISTS (SELECT 1 FROM main.agent WHERE team_id NOT IN ({teams}))"""
    return not db.execute(outside).fetchone()[0]


def _show_answers(db: Database) -> None:
    """The lasting view `answer` reads the whole of evaluation: here it reads what is seen of it."""
    sql = db.execute("SELECT sql FROM main.sqlite_master WHERE name = 'answer'").fetchone()[0]
    db.execute(sql.replace("CREATE VIEW answer", "CREATE TEMP VIEW answer", 1))
