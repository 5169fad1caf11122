"""Erasing one agent for ever: rows deleted, finals emptied, the words gone from the record, its chain whole.

What stays is what others refer to: the agent's row without a name, finals and acknowledgements without
content but with their digests, and each change's who, when and where, by identities that lead nowhere.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from db.connection import Database
from db.queries import belongings, log
from db.queries.belongings import DETACHED, Belongings, as_list
from db.queries.rows import insert, need
from db.records.people import User
from db.records.privacy import Erasure

NAMELESS = "\N{EN DASH}"
"""Stands in the row of somebody who was erased; a name may not be blank."""

# Never deleted: others refer to them, or they prove what was there.
SHELLS = ("agent", "final", "acknowledgement")
# Without an id of their own: they go with the row that they were worked out of.
CASCADES = ("recording_sound",)
LOG = ("change", "event", "purge", "writer")
_EMPTIED = {
    "final": "content = '', reason = ''",
    "acknowledgement": "comment = '', file_name = ''",
}


def tables(db: Database) -> tuple[str, ...]:
    """Every table an erasure may write: the names for `Store.writing`."""
    linked = {link.table for link in belongings.links(db)}
    return tuple(sorted(linked | {"agent", *DETACHED, *belongings.SUMS, *CASCADES, *LOG}))


def preview(db: Database, agent_id: int) -> Erasure:
    """What `erase` would take now. Raises LookupError where there is no such agent, or no more."""
    row = _person(db, agent_id)
    mine = belongings.of_agent(db, agent_id)
    return Erasure(
        agent_id=agent_id,
        uid=row["uid"],
        name=row["name"],
        gone={table: len(ids) for table, ids in mine.items() if table not in SHELLS},
        emptied={table: len(ids) for table, ids in mine.items() if table in SHELLS},
        detached={table: len(ids) for table, ids in belongings.detached(db, mine).items()},
        sums=belongings.sums(db, agent_id),
        values=sum(_count_values(db, table, uids) for table, uids in _uids(db, mine).items()),
    )


def erase(db: Database, agent_id: int, by: User | None, reason: str) -> Erasure:
    """Erase, and answer what went; the counts are those of `preview`. The transaction is the caller's."""
    told = take(db, agent_id, by, reason)
    log.say(db, "erase", reason, "agent", told.uid)
    return told


def take(db: Database, agent_id: int, by: User | None, reason: str) -> Erasure:
    """As `erase`, without an event that says so."""
    told = preview(db, agent_id)
    mine = belongings.of_agent(db, agent_id)
    known = _uids(db, mine)
    purge = begin_purge(db, "person", reason, by)
    _detach(db, mine)
    delete_rows(db, {table: ids for table, ids in mine.items() if table not in SHELLS})
    db.execute("DELETE FROM main.week_sum WHERE agent_id = ?", [agent_id])
    empty_finals(db, mine, purge)
    _blank_person(db, agent_id)
    blank_values(db, known, purge)
    log.end_purge(db, purge)
    return told


def begin_purge(db: Database, kind: str, reason: str, by: User | None, detail: str = "") -> int:
    """The row that answers for every value which is then taken from the record; its id."""
    moment = next(iter(db.query("SELECT now() AS now")))["now"]
    user = None if by is None else by.id
    return insert(db, "purge", kind=kind, reason=reason, detail=detail, user_id=user, made_at=moment)


def delete_rows(db: Database, rows: Belongings) -> None:
    """Delete rows of many tables that refer to each other, and what the search index knows of them."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table, ids in rows.items():
        sql = f'DELETE FROM main."{table}" WHERE id IN (SELECT value FROM json_each(?))'
        db.execute(sql, [as_list(ids)])
    if rows.get("note"):
        # A deletion alone leaves the words in the index's older parts.
        db.execute("INSERT INTO main.note_words (note_words) VALUES ('rebuild')")


def empty_finals(db: Database, rows: Belongings, purge: int) -> None:
    """Take the content from finals and acknowledgements; digest, revision and moment stay."""
    for table, change in _EMPTIED.items():
        sql = f"""UPDATE main."{table}" SET {change}, purge_id = ?
            WHERE purge_id IS NULL AND id IN (SELECT value FROM json_each(?))"""
        db.execute(sql, [purge, as_list(rows.get(table, ()))])


def blank_values(db: Database, rows: Mapping[str, Iterable[bytes]], purge: int) -> int:
    """Take the values of these rows (uids by table) from the record; answers how many changes were emptied.

    Only after the rows are gone, or the values would come back.
    """
    return sum(log.blank(db, purge, table, uids) for table, uids in rows.items())


_VALUES = """"row" = ? AND "table" = ? AND purge_id IS NULL AND (old IS NOT NULL OR new IS NOT NULL)"""


def _count_values(db: Database, table: str, uids: Iterable[bytes]) -> int:
    sql = f"SELECT count(*) FROM main.change WHERE {_VALUES}"
    return sum(int(db.execute(sql, [uid, table]).fetchone()[0]) for uid in uids)


def _uids(db: Database, mine: Belongings) -> dict[str, frozenset[bytes]]:
    return {table: belongings.uids(db, {table: ids}) for table, ids in mine.items()}


def _person(db: Database, agent_id: int) -> Mapping[str, Any]:
    sql = "SELECT uid, name FROM main.agent WHERE id = ? AND NOT (name = ? AND deleted_at IS NOT NULL)"
    return need(next(iter(db.query(sql, [agent_id, NAMELESS])), None), "agent", agent_id)


def _detach(db: Database, mine: Belongings) -> None:
    for table, ids in belongings.detached(db, mine).items():
        sets = ", ".join(f"{column} = NULL" for column in DETACHED[table])
        sql = f'UPDATE main."{table}" SET {sets} WHERE id IN (SELECT value FROM json_each(?))'
        db.execute(sql, [as_list(ids)])


def _blank_person(db: Database, agent_id: int) -> None:
    db.execute(
        """UPDATE main.agent SET name = ?, reference = '', hired_on = NULL, left_on = NULL, import_id = NULL,
        deleted_at = coalesce(deleted_at, now()) WHERE id = ?""",
        [NAMELESS, agent_id],
    )
