"""Everything the store holds on one agent, row by row, names beside each reference."""

from collections.abc import Mapping
from typing import Any

from db.connection import Database
from db.queries import belongings
from db.queries.belongings import Link, as_list
from db.queries.rows import need
from db.records.privacy import Holdings

SEALED = "private_note"
# What would open something else, and how long an evaluator took: neither is a word about the agent.
SECRETS = {"recording": ("key",), "handed_out": ("code",), "observation": ("spent_s",)} | {
    "handed_back": ("key",)
}
# What an agent wrote of a call, until whoever evaluates it has finished too: this is printed by a user.
BLIND = ("answers", "words", "comment")
# How a row of each table is called where another refers to it.
_NAMES = {
    "user": "name",
    "team": "name",
    "skill": "name",
    "agent": "name",
    "contact": "reference",
    "area": "title",
    "import": "file_name",
    "note": "text",
    "plan": "begun_on",
    "observation": "begun_at",
    "assessment": "begun_on",
    "evaluation": "day",
}
_CARD = """SELECT version.id, scorecard.name || ', ' || version.number AS name
    FROM main.scorecard_version AS version JOIN main.scorecard ON scorecard.id = version.scorecard_id"""


def read(db: Database, agent_id: int) -> Holdings:
    """Raises LookupError where there is no such agent. Looks beyond anybody's reach."""
    mine = belongings.of_agent(db, agent_id)
    links = belongings.links(db)
    detached = belongings.detached(db, mine)
    rows = {
        table: _rows(db, table, as_list(ids), links)
        for table, ids in {**mine, **detached}.items()
        if table not in (SEALED, "agent")
    }
    person = _rows(db, "agent", as_list([agent_id]), links)
    return Holdings(
        agent=need(next(iter(person), None), "agent", agent_id),
        rows=rows,
        sums=tuple(map(_plain, db.query("SELECT * FROM main.week_sum WHERE agent_id = ?", [agent_id]))),
        private_notes=len(mine.get(SEALED, ())),
        changes=belongings.count_changes(db, mine),
    )


def _rows(db: Database, table: str, ids: str, links: tuple[Link, ...]) -> tuple[Mapping[str, Any], ...]:
    found = list(
        db.query(f'SELECT * FROM main."{table}" WHERE id IN (SELECT value FROM json_each(?))', [ids])
    )
    for column in SECRETS.get(table, ()):
        for row in found:
            del row[column]
    for row in found if table == "self_evaluation" else ():
        if row["opened_at"] is None:
            for column in BLIND:
                del row[column]
    for link in (link for link in links if link.table == table):
        names = _names(db, link.parent, as_list({row[link.column] for row in found} - {None}))
        for row in found:
            row[link.column.removesuffix("_id")] = names.get(row[link.column])
    return tuple(map(_plain, found))


def _names(db: Database, table: str, ids: str) -> dict[int, str]:
    """Names by id; a table whose rows have no name answers nothing."""
    if table == "scorecard_version":
        sql = f"{_CARD} WHERE version.id"
    elif table in _NAMES:
        sql = f'SELECT id, "{_NAMES[table]}" AS name FROM main."{table}" WHERE id'
    else:
        return {}
    rows = db.query(f"{sql} IN (SELECT value FROM json_each(?))", [ids])
    return {row["id"]: str(row["name"]) for row in rows}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Bytes as hexadecimal, as JSON can carry them."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
