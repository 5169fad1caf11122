"""Puts names where the record of changes has identities: of users, of agents, of rows and of references."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from db.connection import Database
from db.queries import scorecards
from db.queries.belongings import links
from db.reach import PARENTS
from db.records.history import Line

# How a row is called, beside the agent it is about. SQL over the table under the alias "it".
LABELS = {
    "action": "it.title",
    "action_idea": "it.title",
    "agent": "it.name",
    "area": "it.title",
    "behaviour": "it.name",
    "check_in": "it.due_on",
    "condition": "it.kind",
    "contact": "it.reference",
    "draw": "it.seed",
    "draw_item": "(SELECT reference FROM main.contact WHERE id = it.contact_id)",
    "goal": "coalesce((SELECT name FROM main.skill WHERE id = it.skill_id), it.question)",
    "import": "it.file_name",
    "improvement": "it.title",
    "rating": "(SELECT name FROM main.skill WHERE id = it.skill_id)",
    "sampling_plan": "it.name",
    "scorecard": "it.name",
    "scorecard_version": "(SELECT name FROM main.scorecard WHERE id = it.scorecard_id) || ', ' || it.number",
    "skill": "it.name",
    "standard": "(SELECT name FROM main.skill WHERE id = it.skill_id)",
    "team": "it.name",
    "user": "it.name",
    "observation": "(SELECT reference FROM main.contact WHERE id = it.contact_id)",
    "evaluation": "(SELECT reference FROM main.contact WHERE id = it.contact_id)",
}
# Tables with a question's key.
ASKING = ("note", "goal", "evidence")
# Whose a row is by its `agent_id`, where `PARENTS` does not say.
_OWN = ("improvement", "private_note", "assignment", "acknowledgement", "final")


def name_lines(db: Database, lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines with names; values that this user does not reach are left out and marked so."""
    lines = list(lines)
    users = _names(db, "user", _from_hex(line.user for line in lines))
    agents = _names(db, "agent", _from_hex(line.at_desk for line in lines))
    rows: defaultdict[str, set[bytes]] = defaultdict(set)
    for line in lines:
        if isinstance(line.row, bytes) and line.table:
            rows[line.table].add(line.row)
    labels = {table: _names(db, table, found) for table, found in rows.items()}
    owners = {table: _owners(db, table, found) for table, found in rows.items()}
    hidden = {table: _hidden(db, table, found) for table, found in rows.items()}
    refers, asked = _references(db), _questions(db, lines)
    reasons = _reasons(db, rows["evaluation"])
    for line in lines:
        row = line.row if isinstance(line.row, bytes) else b""
        named = replace(
            line,
            user=users.get(bytes.fromhex(line.user), ""),
            at_desk=agents.get(bytes.fromhex(line.at_desk), ""),
            about=owners.get(line.table, {}).get(row, ""),
            label=labels.get(line.table, {}).get(row, ""),
            reason=reasons.get(row, ""),
        )
        if row in hidden.get(line.table, ()) and not line.event:
            yield replace(named, old=None, new=None, label="", reason="", hidden=True)
        else:
            yield replace(named, names=asked | _value_names(db, line, refers))


def _from_hex(found: Iterable[str]) -> set[bytes]:
    return {bytes.fromhex(one) for one in found if one}


def _exists(db: Database, table: str) -> bool:
    sql = """SELECT EXISTS (SELECT 1 FROM pragma_table_info(?) WHERE name = 'uid')"""
    return bool(db.execute(sql, [table]).fetchone()[0])


def _names(db: Database, table: str, uids: Iterable[bytes]) -> dict[bytes, str]:
    """How these rows are called, removed ones too; those without a name are left out."""
    sought = list(uids)
    if not sought or table not in LABELS:
        return {}
    marks = ", ".join("?" for _ in sought)
    sql = f'SELECT it.uid, {LABELS[table]} AS name FROM main."{table}" AS it WHERE it.uid IN ({marks})'
    return {row["uid"]: str(row["name"]) for row in db.query(sql, sought) if row["name"]}


def _reasons(db: Database, uids: Iterable[bytes]) -> dict[bytes, str]:
    """Why each of these evaluations was changed, where a revision stands in its place."""
    sought = list(uids)
    marks = ", ".join("?" for _ in sought)
    sql = f"""SELECT old.uid, revision.reason FROM main.evaluation AS old
        JOIN main.evaluation AS revision ON revision.revises_id = old.id
        WHERE old.uid IN ({marks}) AND revision.state <> 'draft'"""
    return {row["uid"]: row["reason"] for row in db.query(sql, sought)} if sought else {}


def _owners(db: Database, table: str, uids: Iterable[bytes]) -> dict[bytes, str]:
    """The agent whom each of these rows is about."""
    sought, path = list(uids), _path(table)
    if not sought or path is None:
        return {}
    marks = ", ".join("?" for _ in sought)
    sql = f"""SELECT it.uid, agent.name FROM main."{table}" AS it JOIN main.agent ON agent.id = {path}
        WHERE it.uid IN ({marks})"""
    return {row["uid"]: row["name"] for row in db.query(sql, sought)}


def _path(table: str) -> str | None:
    """SQL for the id of the agent a row (alias "it") belongs to; None where it belongs to nobody."""
    if table == "agent":
        return "it.id"
    if table in _OWN:
        return "it.agent_id"
    if table not in PARENTS:
        return None
    column, parent = PARENTS[table]
    path = f"it.{column}"
    while parent != "agent":
        column, above = PARENTS[parent]
        path = f'(SELECT {column} FROM main."{parent}" WHERE id = {path})'
        parent = above
    return path


def _hidden(db: Database, table: str, uids: Iterable[bytes]) -> set[bytes]:
    """Those that are there and not within this user's reach."""
    sought = list(uids)
    if not sought or not _exists(db, table):
        return set()
    marks = ", ".join("?" for _ in sought)
    seen, there = (
        {row[0] for row in db.execute(f"SELECT uid FROM {name} WHERE uid IN ({marks})", sought)}
        for name in (f'"{table}"', f'main."{table}"')
    )
    return there - seen


def _questions(db: Database, lines: Iterable[Line]) -> dict[bytes | str, str]:
    """The questions' texts by their keys, where a line may name one."""
    if not any(line.table in ASKING for line in lines):
        return {}
    return {key: question.text for key, question in scorecards.questions(db).items()}


def _references(db: Database) -> dict[tuple[str, str], str]:
    return {(link.table, link.column): link.parent for link in links(db)}


def _value_names(db: Database, line: Line, refers: Mapping[tuple[str, str], str]) -> dict[bytes | str, str]:
    """Names for the uids among a line's values: of a reference that changed, or of a new row's references."""
    if line.event or line.purged:
        return {}
    if line.column:
        parent = refers.get((line.table, line.column), "")
        changed = {one for one in (line.old, line.new) if isinstance(one, bytes)}
        return dict(_names(db, parent, changed).items())
    named: dict[bytes | str, str] = {}
    values = json.loads(line.new) if isinstance(line.new, str) and line.new.startswith("{") else {}
    for column, value in values.items():
        if (parent := refers.get((line.table, column), "")) and isinstance(value, str):
            named.update(_names(db, parent, {bytes.fromhex(value)}).items())
    return named
