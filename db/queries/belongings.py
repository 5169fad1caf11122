"""Which rows are somebody's: the agent's own and, link by link, every row that refers to one of them.

Read from the store's own foreign keys, so that a table that comes later is not forgotten.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from db.connection import Database

Belongings: TypeAlias = Mapping[str, frozenset[int]]
"""Row ids by table; tables without a row are left out."""

# What somebody asked for is the floor's to mend: it stays, and no longer says who asked.
DETACHED = {"improvement": ("agent_id", "plan_id")}
# Counted by the agent, and without an id of their own.
SUMS = ("week_sum",)


@dataclass(frozen=True, slots=True)
class Link:
    """`table.column` refers to a row of `parent`."""

    table: str
    column: str
    parent: str


def links(db: Database) -> tuple[Link, ...]:
    """Every reference from a table with an id to another's id."""
    sql = """SELECT child.name AS "table", key."from" AS "column", key."table" AS parent
        FROM pragma_table_list AS child JOIN pragma_foreign_key_list(child.name) AS key
        WHERE child.schema = 'main' AND child.type = 'table'
        AND EXISTS (SELECT 1 FROM pragma_table_info(child.name) WHERE name = 'id')
        ORDER BY child.name, key."from" """
    return tuple(Link(row["table"], row["column"], row["parent"]) for row in db.query(sql))


def of_agent(db: Database, agent_id: int) -> Belongings:
    """Removed rows are among them; what is `DETACHED` or `SUMS` is not."""
    return of_row(db, "agent", agent_id)


def of_row(db: Database, table: str, id: int) -> Belongings:
    """A row and all that hangs on it."""
    return of_rows(db, table, {id})


def of_rows(db: Database, table: str, ids: Iterable[int]) -> Belongings:
    """Rows of one table and all that hangs on them."""
    children: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links(db):
        if link.table not in DETACHED:
            children[link.parent].append(link)
    found: defaultdict[str, set[int]] = defaultdict(set)
    waiting = [(table, set(ids))]
    while waiting:
        table, own = waiting.pop()
        fresh = own - found[table]
        found[table] |= fresh
        if fresh:
            waiting += [(link.table, referring(db, link, fresh)) for link in children[table]]
    return {name: frozenset(own) for name, own in sorted(found.items()) if own}


def referring(db: Database, link: Link, ids: Iterable[int]) -> set[int]:
    """The rows of a link's table that refer to one of these."""
    sql = f'SELECT id FROM main."{link.table}" WHERE "{link.column}" IN (SELECT value FROM json_each(?))'
    return {row[0] for row in db.execute(sql, [as_list(ids)])}


def detached(db: Database, mine: Belongings) -> Belongings:
    """Rows of the floor that name this person, or something of theirs, and stay without it."""
    named = [link for link in links(db) if link.column in DETACHED.get(link.table, ())]
    found: defaultdict[str, set[int]] = defaultdict(set)
    for link in named:
        found[link.table] |= referring(db, link, mine.get(link.parent, ()))
    return {table: frozenset(ids) for table, ids in found.items() if ids}


def sums(db: Database, agent_id: int) -> int:
    """How many sums of weeks are this person's."""
    sql = "SELECT count(*) FROM main.week_sum WHERE agent_id = ?"
    return int(db.execute(sql, [agent_id]).fetchone()[0])


def as_list(ids: Iterable[int]) -> str:
    """Ids as SQL's json_each reads them."""
    return json.dumps(sorted(ids))


def uids(db: Database, mine: Belongings) -> frozenset[bytes]:
    """The identities of these rows, by which the record of changes knows them."""
    found: set[bytes] = set()
    for table, ids in mine.items():
        sql = f'SELECT uid FROM main."{table}" WHERE id IN (SELECT value FROM json_each(?))'
        found.update(row[0] for row in db.execute(sql, [as_list(ids)]))
    return frozenset(found)


def count_changes(db: Database, mine: Belongings) -> int:
    """How many lines of the record of changes are about these rows."""
    total = 0
    for table, ids in mine.items():
        sql = f"""SELECT count(*) FROM main.change WHERE "table" = ? AND "row" IN
            (SELECT uid FROM main."{table}" WHERE id IN (SELECT value FROM json_each(?)))"""
        total += int(db.execute(sql, [table, as_list(ids)]).fetchone()[0])
    return total
